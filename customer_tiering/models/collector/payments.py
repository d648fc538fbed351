"""How customers pay.

Everything but ``unposted_payments`` is true for any as-of day, past ones included: what
counts is the day of the entries, not the day on which somebody matched them.
"""

from odoo.tools import SQL

from ...classification import metrics_payment as columns
from .documents import posted
from .payment_parts import credit_parts, payment_parts
from .source import Source


def payments(reading):
    """Collected, late, owed and lost: sums over the parts.

    The averages are over the money of the period, what is open and overdue and what
    was written off, ``due_amount`` in all; NULL where nothing fell due. Days of an open
    part count to the as-of day, those of a written-off part until then.
    """

    def total(condition):
        amount = SQL("COALESCE(SUM(amount) FILTER (WHERE %s), 0)", condition)
        return reading.rounded(amount)

    def overdue(more):
        return total(SQL("kind = 'overdue' AND %s", more))

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
               MIN(due) FILTER (WHERE kind = 'overdue') AS oldest_overdue,
               %(to_30)s AS overdue_to_30, %(to_60)s AS overdue_to_60,
               %(to_90)s AS overdue_to_90, %(over_90)s AS overdue_over_90,
               %(not_due)s AS not_due_amount, %(lost)s AS written_off,
               %(waiting)s AS waiting_money
          FROM %(parts)s parts
         GROUP BY customer_id
        """,
        parts=payment_parts(reading),
        collected=total(SQL("kind = 'collected'")),
        due=total(SQL("weighs")),
        overdue=overdue(SQL("TRUE")),
        to_30=overdue(SQL("day - due <= 30")),
        to_60=overdue(SQL("day - due BETWEEN 31 AND 60")),
        to_90=overdue(SQL("day - due BETWEEN 61 AND 90")),
        over_90=overdue(SQL("day - due > 90")),
        not_due=total(SQL("kind = 'not_due'")),
        lost=total(SQL("kind = 'written_off'")),
        waiting=total(SQL("kind = 'waiting'")),
        # days since an invoice: other entries have none
        paid=SQL("weighs AND kind = 'collected' AND invoice_date IS NOT NULL"),
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
          JOIN %(customers)s p ON p.id = m.commercial_partner_id
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


def credits(reading):
    """Money that settles nothing yet and open credit notes, on the as-of day.

    Money counts for the contact of the journal item, since there is no invoice.
    """
    return SQL(
        """
        SELECT customer_id AS partner_id,
               SUM(amount) FILTER (WHERE kind = 'unmatched') AS unmatched_money,
               SUM(amount) FILTER (WHERE kind = 'credit') AS open_credits
          FROM %s parts
         GROUP BY customer_id
        """,
        credit_parts(reading),
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
    "credits": Source(credits, columns.CREDIT_COLUMNS, optional=True),
    "unposted": Source(unposted, (columns.UNPOSTED_PAYMENTS,), optional=True),
}
