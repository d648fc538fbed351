from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ...classification import metrics_sales as columns
from .customer_tier_collector import Source
from .customer_tier_sources import PURCHASE_TYPES


class CustomerTierCollector(models.AbstractModel):
    """Sources of the sales metrics: orders, rhythm, returns, categories."""

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, scheme, as_of):
        return super()._sources(scheme, as_of) | {
            name: Source(partial(make, scheme, as_of), filled, optional=True)
            for name, make, filled in (
                ("order_count", self._order_count_sql, (columns.ORDERS,)),
                ("rhythm", self._rhythm_sql, (columns.MEDIAN_INTERVAL,)),
                (
                    "returns",
                    self._returns_sql,
                    (columns.REFUNDED, columns.GROSS_INVOICED),
                ),
                ("cost_to_serve", self._cost_to_serve_sql, (columns.COST_TO_SERVE,)),
                ("categories", self._categories_sql, (columns.CATEGORY_DEPTH,)),
            )
        }

    # ------------------------------------------------------------ parts of statements

    @api.model
    def _rounded(self, scheme, amount):
        """``amount`` rounded to the scheme's currency, as every value is (K07)."""
        rounding = SQL("%s::numeric", str(scheme.currency_id.rounding))
        return SQL("(ROUND(%s / %s) * %s)", amount, rounding, rounding)

    @api.model
    def _documents(self, scheme, last, first=None):
        """FROM item: posted sales documents of the days ``first .. last``.

        The same ones that make up the net revenue; columns ``id``, ``move_type``,
        ``company_id``, ``invoice_currency_rate``, ``amount`` (company currency, without
        tax, negative for refunds), ``day`` and ``customer_id``. Without ``first`` ever.
        """
        day = SQL.identifier("m", scheme.date_basis)
        return SQL(
            """(
            SELECT m.id, m.move_type, m.company_id, m.invoice_currency_rate,
                   m.amount_untaxed_signed AS amount, %(day)s AS day, p.customer_id
              FROM account_move m
              JOIN %(customers)s p ON p.id = m.partner_id
              JOIN res_company c ON c.id = m.company_id
             WHERE %(documents)s AND NOT %(missing_rate)s
               AND %(day)s <= %(last)s %(since)s)""",
            day=day,
            last=last,
            since=SQL("AND %s >= %s", day, first) if first else SQL(),
            customers=self._customers(scheme),
            documents=self._documents_where(scheme),
            missing_rate=self._missing_rate(),
        )

    @api.model
    def _confirmed_orders(self, scheme, last):
        """FROM item: confirmed orders up to ``last``: ``id``, ``day``, ``customer_id``,
        ``currency_id`` and ``rate`` (units of the order's currency for one of the
        company's)."""
        return SQL(
            """(
            SELECT *
              FROM (
                SELECT o.id, p.customer_id, o.currency_id,
                       CASE WHEN o.currency_id = %(currency)s THEN 1
                            ELSE NULLIF(o.currency_rate, 0)::numeric END AS rate,
                       (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                           AS day
                  FROM sale_order o
                  JOIN %(customers)s p ON p.id = o.partner_id
                 WHERE o.state = 'sale' AND o.company_id = ANY(%(companies)s)
              ) dated
             WHERE day <= %(last)s)""",
            tz=scheme.tz,
            currency=scheme.currency_id.id,
            customers=self._customers(scheme),
            companies=scheme._covered_companies().ids,
            last=last,
        )

    @api.model
    def _purchases(self, scheme, last):
        """FROM item: ``customer_id`` and ``day`` of every purchase up to ``last``."""
        if scheme.purchase_basis == "order":
            return self._confirmed_orders(scheme, last)
        return SQL(
            "(SELECT customer_id, day FROM %s d WHERE move_type = ANY(%s))",
            self._documents(scheme, last),
            list(PURCHASE_TYPES),
        )

    # ------------------------------------------------------------ statements

    @api.model
    def _order_count_sql(self, scheme, as_of):
        """Confirmed orders of the period."""
        window = scheme._window(as_of)
        return SQL(
            """
            SELECT customer_id AS partner_id, COUNT(*) AS order_count
              FROM %s o WHERE day >= %s GROUP BY customer_id
            """,
            self._confirmed_orders(scheme, window.last),
            window.first,
        )

    @api.model
    def _rhythm_sql(self, scheme, as_of):
        """Median of the days from one day of purchase to the next, ever.

        Two intervals are the least of which one can say what is usual.
        """
        return SQL(
            """
            SELECT customer_id AS partner_id,
                   PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY passed)
                       AS median_interval
              FROM (
                SELECT customer_id,
                       day - LAG(day) OVER (PARTITION BY customer_id ORDER BY day)
                           AS passed
                  FROM (SELECT DISTINCT customer_id, day FROM %s purchases) days
              ) intervals
             WHERE passed IS NOT NULL
             GROUP BY customer_id
            HAVING COUNT(*) >= 2
            """,
            self._purchases(scheme, as_of),
        )

    @api.model
    def _returns_sql(self, scheme, as_of):
        """What was invoiced in the period, and what was refunded in it."""
        window = scheme._window(as_of)
        refund = SQL("move_type = 'out_refund'")
        return SQL(
            """
            SELECT customer_id AS partner_id, %(refunded)s AS refunded,
                   %(invoiced)s AS gross_invoiced
              FROM %(documents)s d
             GROUP BY customer_id
            """,
            refunded=self._rounded(
                scheme, SQL("COALESCE(-SUM(amount) FILTER (WHERE %s), 0)", refund)
            ),
            invoiced=self._rounded(
                scheme, SQL("COALESCE(SUM(amount) FILTER (WHERE NOT %s), 0)", refund)
            ),
            documents=self._documents(scheme, window.last, window.first),
        )

    @api.model
    def _cost_to_serve_sql(self, scheme, as_of):
        """Refunds, and the discounts in percent on the lines of invoices.

        A line's amount is what remains of the list price, so the discount is worked
        out from it; of a line given away nothing remains but its price. A refund takes
        its own discount back.
        """
        window = scheme._window(as_of)
        return SQL(
            """
            SELECT m.customer_id AS partner_id, %(cost)s AS cost_to_serve
              FROM %(documents)s m
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type IN ('product', 'rounding')
             GROUP BY m.customer_id
            """,
            cost=self._rounded(
                scheme,
                SQL(
                    """SUM(
                    CASE WHEN m.move_type = 'out_refund' THEN l.balance ELSE 0 END
                    + CASE WHEN l.discount > 0 AND l.discount < 100
                           THEN -l.balance * l.discount / (100 - l.discount)
                           WHEN l.discount = 100
                           THEN CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                                * l.quantity::numeric * l.price_unit::numeric
                                / COALESCE(
                                    NULLIF(m.invoice_currency_rate, 0), 1)::numeric
                           ELSE 0 END)"""
                ),
            ),
            documents=self._documents(scheme, window.last, window.first),
        )

    @api.model
    def _categories_sql(self, scheme, as_of):
        """Product categories he bought from, of those that anybody bought from."""
        window = scheme._window(as_of)
        return SQL(
            """
            WITH bought AS (
                SELECT DISTINCT m.customer_id, t.categ_id
                  FROM %(documents)s m
                  JOIN account_move_line l ON l.move_id = m.id
                   AND l.display_type = 'product'
                  JOIN product_product product ON product.id = l.product_id
                  JOIN product_template t ON t.id = product.product_tmpl_id
                 WHERE m.move_type = ANY(%(purchase)s) AND t.categ_id IS NOT NULL
            )
            SELECT customer_id AS partner_id,
                   COUNT(*)::float8 / (SELECT COUNT(DISTINCT categ_id) FROM bought)
                       AS category_depth
              FROM bought
             GROUP BY customer_id
            """,
            documents=self._documents(scheme, window.last, window.first),
            purchase=list(PURCHASE_TYPES),
        )
