"""How customers pay.

Everything but ``unposted_payments`` is true for any as-of day, past ones included: what
counts is the day of the entries, not the day on which somebody matched them.
"""

from odoo.tools import SQL

from ...classification import metrics_payment as columns
from .documents import posted
from .payment_parts import money_and_later_matches, payment_parts
from .source import Source


def payments(reading):
    """Collected, late and overdue: sums over the parts. NULL where nothing fell due.

    The averages are over the money of the period for invoices and over what is open
    and overdue, ``due_amount`` in all. Days of an open part count to the as-of day.
    """

    def total(condition):
        amount = SQL("COALESCE(SUM(amount) FILTER (WHERE %s), 0)", condition)
        return reading.rounded(amount)

    return SQL(
        """
        SELECT customer_id AS partner_id,
               TRUE AS payments_known,
               %(collected)s AS collected, %(due)s AS due_amount,
               ROUND(SUM(amount * (day - due)) FILTER (WHERE weighs)
                     / SUM(amount) FILTER (WHERE weighs), 2) AS days_late,
               ROUND(COALESCE(SUM(amount) FILTER (
                         WHERE weighs AND kind = 'collected' AND day <= due), 0)
                     / SUM(amount) FILTER (WHERE weighs), 4) AS on_time_share,
               ROUND(SUM(amount * (day - invoice_date)) FILTER (WHERE %(paid)s)
                     / SUM(amount) FILTER (WHERE %(paid)s), 2) AS days_to_pay,
               ROUND(COALESCE(SUM(amount) FILTER (
                         WHERE %(paid)s AND day <= invoice_date), 0)
                     / SUM(amount) FILTER (WHERE %(paid)s), 4) AS prepaid_share,
               %(overdue)s AS overdue_amount,
               MIN(due) FILTER (WHERE kind = 'overdue') AS oldest_overdue
          FROM %(parts)s parts
         GROUP BY customer_id
        """,
        parts=payment_parts(reading),
        collected=total(SQL("kind = 'collected'")),
        due=total(SQL("weighs")),
        overdue=total(SQL("kind = 'overdue'")),
        paid=SQL("weighs AND kind = 'collected'"),
    )


def terms(reading):
    """Days from invoice date to due day of the period's invoices, by amount."""
    window = reading.window
    return SQL(
        """
        SELECT p.customer_id AS partner_id,
               ROUND(SUM(i.balance * (i.date_maturity - m.invoice_date))
                     / SUM(i.balance), 2) AS terms_days
          FROM account_move m
          JOIN %(customers)s p ON p.id = m.partner_id
          JOIN account_move_line i ON i.move_id = m.id
         WHERE %(documents)s AND %(day)s BETWEEN %(first)s AND %(last)s
           AND m.move_type IN ('out_invoice', 'out_receipt')
           AND i.display_type = 'payment_term' AND i.balance > 0
           AND i.date_maturity IS NOT NULL AND m.invoice_date IS NOT NULL
         GROUP BY p.customer_id
        """,
        day=SQL.identifier("m", reading.scheme.date_basis),
        first=window.first,
        last=window.last,
        customers=reading.customers,
        documents=posted(reading),
    )


def unmatched(reading):
    """Money on receivable accounts that settles nothing yet on the as-of day.

    It counts for the contact of the journal item, since there is no invoice.
    """
    receivable, _money = reading.accounts
    # only the entries with something left: a small part of all money ever
    free = SQL(
        """l.move_id IN (
           SELECT o.move_id FROM account_move_line o
            WHERE o.account_id = ANY(%(receivable)s)
              AND o.reconciled IS NOT TRUE
        UNION ALL
           SELECT o.move_id FROM undone
             JOIN account_move_line o ON o.id = undone.line_id)""",
        receivable=receivable,
    )
    return SQL(
        """
        WITH %(common)s
        SELECT p.customer_id AS partner_id,
               %(unmatched)s AS unmatched_money
          FROM account_move_line l
          LEFT JOIN undone ON undone.line_id = l.id
          JOIN money ON money.move_id = l.move_id
          JOIN %(customers)s p ON p.id = l.partner_id
         WHERE l.account_id = ANY(%(receivable)s)
           AND (l.reconciled IS NOT TRUE OR undone.amount IS NOT NULL)
         GROUP BY p.customer_id
        """,
        common=money_and_later_matches(reading, only=free),
        receivable=receivable,
        unmatched=reading.rounded(
            SQL(
                """SUM(-(l.amount_residual + COALESCE(undone.amount, 0))
                       * money.part / money.whole)"""
            )
        ),
        customers=reading.customers,
    )


def unposted(reading):
    """Payments that Odoo keeps without a journal entry (no outstanding account).

    Once bank entries settle the invoices of such a payment, the money is in the ledger
    and counted there. The state on an earlier day is not recorded, so the figure is
    always that of today.
    """
    return SQL(
        """
        SELECT p.customer_id AS partner_id,
               SUM(y.amount_company_currency_signed) AS unposted_payments
          FROM account_payment y
          JOIN %(customers)s p ON p.id = y.partner_id
         WHERE y.move_id IS NULL AND y.partner_type = 'customer'
           AND y.state IN ('in_process', 'paid')
           AND y.company_id = ANY(%(companies)s) AND y.date <= %(last)s
           AND NOT COALESCE((
               SELECT BOOL_AND(m.amount_residual = 0)
                 FROM account_move__account_payment link
                 JOIN account_move m ON m.id = link.invoice_id
                WHERE link.payment_id = y.id), FALSE)
         GROUP BY p.customer_id
        """,
        last=reading.as_of,
        companies=reading.companies,
        customers=reading.customers,
    )


SOURCES = {
    "payments": Source(payments, columns.PAYMENT_COLUMNS, optional=True),
    "terms": Source(terms, (columns.TERMS_DAYS,), optional=True),
    "unmatched": Source(unmatched, (columns.UNMATCHED_MONEY,), optional=True),
    "unposted": Source(unposted, (columns.UNPOSTED_PAYMENTS,), optional=True),
}
