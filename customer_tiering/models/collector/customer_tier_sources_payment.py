from odoo import api, models
from odoo.tools import SQL

from ...classification import metrics_payment as payment
from .customer_tier_collector import Source


class CustomerTierCollector(models.AbstractModel):
    """The sources of payment behaviour.

    Everything but ``unposted_payments`` is true for any as-of day, past ones included:
    what counts is the day of the entries, not the day on which somebody matched them.
    """

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, scheme, as_of):
        sources = super()._sources(scheme, as_of)
        for name, sql, columns in (
            ("payments", self._payments_sql, payment.PAYMENT_COLUMNS),
            ("terms", self._terms_sql, (payment.TERMS_DAYS,)),
            ("unmatched", self._unmatched_sql, (payment.UNMATCHED_MONEY,)),
            ("unposted", self._unposted_sql, (payment.UNPOSTED_PAYMENTS,)),
        ):
            sources[name] = Source(sql(scheme, as_of), columns, optional=True)
        return sources

    @api.model
    def _payments_sql(self, scheme, as_of):
        """Collected, late, overdue: sums over the parts. NULL where nothing fell due.

        The averages are over the money of the period for invoices and over what is
        open and overdue, ``due_amount`` in all. Days of an open part are counted to
        the as-of day.
        """
        return SQL(
            """
            SELECT customer_id AS partner_id,
                   TRUE AS payments_known,
                   ROUND(COALESCE(SUM(amount) FILTER (WHERE kind = 'collected'), 0)
                         / %(rounding)s) * %(rounding)s AS collected,
                   ROUND(COALESCE(SUM(amount) FILTER (WHERE weighs), 0)
                         / %(rounding)s) * %(rounding)s AS due_amount,
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
                   ROUND(COALESCE(SUM(amount) FILTER (WHERE kind = 'overdue'), 0)
                         / %(rounding)s) * %(rounding)s AS overdue_amount,
                   MIN(due) FILTER (WHERE kind = 'overdue') AS oldest_overdue
              FROM %(parts)s parts
             GROUP BY customer_id
            """,
            parts=self._payment_parts_sql(scheme, as_of),
            paid=SQL("weighs AND kind = 'collected'"),
            rounding=SQL("%s::numeric", str(scheme.currency_id.rounding)),
        )

    @api.model
    def _terms_sql(self, scheme, as_of):
        """Days from invoice date to due day, by amount, of the period's invoices."""
        window = scheme._window(as_of)
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
            day=SQL.identifier("m", scheme.date_basis),
            first=window.first,
            last=window.last,
            customers=self._customers(scheme),
            documents=self._documents_where(scheme),
        )

    @api.model
    def _unmatched_sql(self, scheme, as_of):
        """Money on receivable accounts that settles nothing yet, at the as-of day.

        Credited to the partner of the journal item, since there is no invoice.
        """
        receivable, _money = self._payment_accounts()
        # only the entries with something free: a small part of all money ever
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
                   ROUND(SUM(-(l.amount_residual + COALESCE(undone.amount, 0))
                             * money.part / money.whole)
                         / %(rounding)s) * %(rounding)s AS unmatched_money
              FROM account_move_line l
              LEFT JOIN undone ON undone.line_id = l.id
              JOIN money ON money.move_id = l.move_id
              JOIN %(customers)s p ON p.id = l.partner_id
             WHERE l.account_id = ANY(%(receivable)s)
               AND (l.reconciled IS NOT TRUE OR undone.amount IS NOT NULL)
             GROUP BY p.customer_id
            """,
            common=self._payment_with(scheme, as_of, only=free),
            receivable=receivable,
            rounding=SQL("%s::numeric", str(scheme.currency_id.rounding)),
            customers=self._customers(scheme),
        )

    @api.model
    def _unposted_sql(self, scheme, as_of):
        """Payments that Odoo keeps without a journal entry (no outstanding account).

        Once the invoices of such a payment are settled by bank entries, the money is
        in the ledger and counted there. What its state was on an earlier day is not
        recorded, so the figure knows only now.
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
            last=as_of,
            companies=scheme._covered_companies().ids,
            customers=self._customers(scheme),
        )
