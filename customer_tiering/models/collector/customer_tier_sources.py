from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

SALE_TYPES = ("out_invoice", "out_refund", "out_receipt")
PURCHASE_TYPES = ("out_invoice", "out_receipt")


class CustomerTierCollector(models.AbstractModel):
    """The sources of this addon: invoices, orders, contacts, marks."""

    _inherit = "customer.tier.collector"

    @api.model
    def _revenue_domain(self, scheme, as_of, window=None):
        """The documents that make up the net revenue, for people to open.

        Those of the period up to ``as_of``, or of another ``window``.
        """
        window = window or scheme._window(as_of)
        return (
            Domain("state", "=", "posted")
            & Domain("move_type", "in", SALE_TYPES)
            & Domain("company_id", "in", scheme._covered_companies().ids)
            & Domain(scheme.date_basis, ">=", window.first)
            & Domain(scheme.date_basis, "<=", window.last)
            & (
                Domain("currency_id", "=", scheme.currency_id.id)
                | Domain("invoice_currency_rate", "!=", 0)
            )
        )

    @api.model
    def _documents_where(self, scheme):
        """Posted sales documents of the scheme's companies, alias ``m``."""
        return SQL(
            "m.state = 'posted' AND m.move_type = ANY(%s) AND m.company_id = ANY(%s)",
            list(SALE_TYPES),
            scheme._covered_companies().ids,
        )

    @api.model
    def _missing_rate(self):
        """Condition on ``m``: the amount in company currency cannot be trusted."""
        return SQL(
            "(m.currency_id <> c.currency_id"
            " AND COALESCE(m.invoice_currency_rate, 0) = 0)"
        )

    @api.model
    def _invoices_sql(self, scheme, as_of):
        """Net revenue and purchases per customer.

        ``amount_untaxed_signed`` is the sum of the balances of the document's product
        and rounding lines, in company currency at the document's own rate, negative
        for refunds: exact, and a fifth of the rows of the journal items.
        """
        window = scheme._window(as_of)
        day = SQL.identifier("m", scheme.date_basis)
        return SQL(
            """
            SELECT p.customer_id AS partner_id,
                   ROUND(
                       COALESCE(SUM(m.amount_untaxed_signed)
                                FILTER (WHERE %(day)s >= %(first)s), 0)
                       / %(rounding)s) * %(rounding)s AS net_revenue,
                   COUNT(*) FILTER (WHERE %(day)s >= %(first)s AND %(bought)s)
                       AS purchase_count,
                   MIN(%(day)s) FILTER (WHERE %(bought)s) AS first_purchase,
                   MAX(%(day)s) FILTER (WHERE %(bought)s) AS last_purchase
              FROM account_move m
              JOIN %(customers)s p ON p.id = m.partner_id
              JOIN res_company c ON c.id = m.company_id
             WHERE %(documents)s AND %(day)s <= %(last)s AND NOT %(missing_rate)s
             GROUP BY p.customer_id
            """,
            day=day,
            first=window.first,
            last=window.last,
            rounding=SQL("%s::numeric", str(scheme.currency_id.rounding)),
            bought=SQL("m.move_type = ANY(%s)", list(PURCHASE_TYPES)),
            customers=self._customers(scheme),
            documents=self._documents_where(scheme),
            missing_rate=self._missing_rate(),
        )

    @api.model
    def _issues_sql(self, scheme, as_of):
        """Documents of the period that cannot be counted, with the reason (K18)."""
        window = scheme._window(as_of)
        day = SQL.identifier("m", scheme.date_basis)
        return SQL(
            """
            SELECT reason, move_id, partner_id, amount
              FROM (
                SELECT CASE WHEN %(day)s IS NULL THEN 'no_date'
                            WHEN %(missing_rate)s THEN 'no_rate'
                            WHEN p.id IS NULL THEN 'no_customer'
                            WHEN NOT customer.active THEN 'archived'
                       END AS reason,
                       m.id AS move_id,
                       customer.id AS partner_id,
                       m.amount_untaxed_signed AS amount
                  FROM account_move m
                  JOIN res_company c ON c.id = m.company_id
                  LEFT JOIN %(customers)s p ON p.id = m.partner_id
                  LEFT JOIN res_partner customer
                         ON customer.id = p.customer_id
                 WHERE %(documents)s
                   AND (%(day)s BETWEEN %(first)s AND %(last)s OR %(day)s IS NULL)
              ) judged
             WHERE reason IS NOT NULL
             ORDER BY reason, move_id
            """,
            day=day,
            first=window.first,
            last=window.last,
            customers=self._customers(scheme),
            documents=self._documents_where(scheme),
            missing_rate=self._missing_rate(),
        )

    # ------------------------------------------------------------ orders and contacts

    @api.model
    def _orders_sql(self, scheme, as_of):
        """Purchases per customer by confirmed order, its day in the scheme's zone."""
        window = scheme._window(as_of)
        return SQL(
            """
            SELECT partner_id,
                   COUNT(*) FILTER (WHERE day >= %(first)s) AS purchase_count,
                   MIN(day) AS first_purchase,
                   MAX(day) AS last_purchase
              FROM (
                SELECT p.customer_id AS partner_id,
                       (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                           AS day
                  FROM sale_order o
                  JOIN %(customers)s p ON p.id = o.partner_id
                 WHERE o.state = 'sale' AND o.company_id = ANY(%(companies)s)
              ) orders
             WHERE day <= %(last)s
             GROUP BY partner_id
            """,
            tz=scheme.tz,
            customers=self._customers(scheme),
            first=window.first,
            last=window.last,
            companies=scheme._covered_companies().ids,
        )

    @api.model
    def _contacts_sql(self, scheme, as_of):
        """Leads, quotations and received messages per customer, ever.

        A lead that was lost was a contact all the same. A vendor who writes to us is
        no prospect for that.
        """
        end = SQL(
            "((%s::date + 1)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')",
            as_of,
            scheme.tz,
        )
        companies = scheme._covered_companies().ids
        return SQL(
            """
            SELECT p.customer_id AS partner_id, SUM(count) AS contact_count
              FROM (
                SELECT partner_id, FALSE AS written, COUNT(*) AS count
                  FROM crm_lead
                 WHERE create_date < %(end)s AND %(of_partner)s
                   AND (company_id IS NULL OR company_id = ANY(%(companies)s))
                 GROUP BY partner_id
                UNION ALL
                SELECT partner_id, FALSE, COUNT(*)
                  FROM sale_order
                 WHERE create_date < %(end)s AND %(of_partner)s
                   AND company_id = ANY(%(companies)s)
                 GROUP BY partner_id
                UNION ALL
                SELECT author_id, TRUE, COUNT(*)
                  FROM mail_message
                 WHERE message_type = 'email' AND date < %(end)s AND %(of_author)s
                 GROUP BY author_id
              ) contacts
              JOIN %(customers)s p ON p.id = contacts.partner_id
              JOIN res_partner customer ON customer.id = p.customer_id
             WHERE NOT (contacts.written
                        AND customer.supplier_rank > 0 AND customer.customer_rank = 0)
             GROUP BY p.customer_id
            """,
            end=end,
            customers=self._customers(scheme),
            companies=companies,
            of_partner=self._contact_among(SQL("partner_id")),
            of_author=self._contact_among(SQL("author_id")),
        )

    @api.model
    def _contact_among(self, column):
        """Condition for a statement that sums up before it joins `_customers`: none."""
        return SQL("%s IS NOT NULL", column)

    @api.model
    def _no_need_sql(self, scheme):
        """Customers with a mark, or whose leads were all lost for such a reason.

        With ``customer_tier_marks_until`` (date) in the context, marks and leads of
        later days are left out: for a preview as of a past day.
        """
        until = self.env.context.get("customer_tier_marks_until")
        known, known_lead = (
            SQL("%s < %s::date + 1", day, until) if until else SQL("TRUE")
            for day in (SQL("create_date"), SQL("l.create_date"))
        )
        return SQL(
            """
            SELECT p.customer_id AS partner_id,
                   BOOL_OR(marks.marked) OR BOOL_AND(marks.lost) AS no_need
              FROM (
                SELECT partner_id, TRUE AS marked, TRUE AS lost
                  FROM customer_tier_no_need
                 WHERE (company_id IS NULL OR company_id = ANY(%(companies)s))
                   AND %(known)s
                UNION ALL
                SELECT l.partner_id, FALSE,
                       NOT l.active AND COALESCE(r.customer_tier_no_need, FALSE)
                  FROM crm_lead l
                  LEFT JOIN crm_lost_reason r ON r.id = l.lost_reason_id
                 WHERE (l.company_id IS NULL OR l.company_id = ANY(%(companies)s))
                   AND %(known_lead)s
              ) marks
              JOIN %(customers)s p ON p.id = marks.partner_id
             GROUP BY p.customer_id
            """,
            known=known,
            known_lead=known_lead,
            customers=self._customers(scheme),
            companies=scheme._covered_companies().ids,
        )
