from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ...classification import metrics_sales as columns
from ...classification.window import Window
from .customer_tier_collector import Source


class CustomerTierCollector(models.AbstractModel):
    """Sources that join orders and invoices by line: open orders and margins."""

    _inherit = "customer.tier.collector"

    @api.model
    def _sources(self, scheme, as_of):
        years = Window.of_months(as_of, 12 * scheme.long_years)
        return super()._sources(scheme, as_of) | {
            "open_orders": Source(
                partial(self._open_orders_sql, scheme, as_of),
                (columns.OPEN_ORDERS,),
                optional=True,
            ),
            "margin": Source(
                partial(self._margin_sql, scheme, scheme._window(as_of)),
                (columns.GROSS_MARGIN, columns.MARGIN_COVERAGE),
                optional=True,
            ),
            "long_margin": Source(
                partial(self._long_margin_sql, scheme, years),
                (columns.LONG_MARGIN,),
                optional=True,
            ),
        }

    # ------------------------------------------------------------ open orders

    @api.model
    def _open_orders_sql(self, scheme, as_of):
        """What confirmed orders up to the day had not yet been invoiced by then.

        Per order line its amount less that of the posted invoices; never below zero
        (above, for a line that deducts), and nothing once its whole quantity is
        invoiced. A refund does not open an order again. Down payments, which the
        revenue holds already, lower the rest of their order. Reckoned in the order's
        currency and turned into the company's by the order's own rate, so that an
        invoice at another rate leaves no rest.
        """
        return SQL(
            """
            WITH invoiced AS (
                SELECT rel.order_line_id,
                       SUM(side.sign * CASE WHEN l.currency_id = o.currency_id
                                            THEN l.price_subtotal
                                            ELSE -l.balance * side.sign * o.rate END
                       ) FILTER (WHERE s.is_downpayment OR side.sign = 1) AS amount,
                       SUM(l.quantity::numeric
                           * COALESCE(lu.factor::numeric / su.factor::numeric, 1)
                       ) FILTER (WHERE side.sign = 1) AS quantity
                  FROM %(documents)s m
                  JOIN account_move_line l ON l.move_id = m.id
                   AND l.display_type = 'product'
                  JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = l.id
                  JOIN sale_order_line s ON s.id = rel.order_line_id
                  JOIN %(orders)s o ON o.id = s.order_id
                  LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                  LEFT JOIN uom_uom su ON su.id = s.product_uom_id
                 CROSS JOIN LATERAL (
                    SELECT CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                           AS sign) side
                 GROUP BY rel.order_line_id
            ), rest AS (
                SELECT o.customer_id, o.rate,
                       SUM(CASE
                           WHEN s.is_downpayment THEN -COALESCE(i.amount, 0)
                           WHEN s.product_uom_qty > 0
                                AND i.quantity >= s.product_uom_qty THEN 0
                           WHEN s.price_subtotal >= 0
                           THEN GREATEST(s.price_subtotal - COALESCE(i.amount, 0), 0)
                           ELSE LEAST(s.price_subtotal - COALESCE(i.amount, 0), 0)
                       END) AS amount
                  FROM %(orders)s o
                  JOIN sale_order_line s ON s.order_id = o.id
                   AND s.display_type IS NULL
                  LEFT JOIN invoiced i ON i.order_line_id = s.id
                 GROUP BY o.id, o.customer_id, o.rate
            )
            SELECT customer_id AS partner_id, %(amount)s AS open_orders
              FROM rest
             GROUP BY customer_id
            """,
            documents=self._documents(scheme, as_of),
            orders=self._confirmed_orders(scheme, as_of),
            # an order without a rate is not worth what its figures say
            amount=self._rounded(
                scheme, SQL("COALESCE(SUM(GREATEST(amount, 0) / rate), 0)")
            ),
        )

    # ------------------------------------------------------------ margin

    @api.model
    def _margin_sql(self, scheme, window):
        """Gross margin of ``window``, and of which part of it the cost is known."""
        return SQL(
            """
            SELECT partner_id, %(margin)s AS gross_margin,
                   (SUM(ABS(revenue)) FILTER (WHERE cost IS NOT NULL)
                    / NULLIF(SUM(ABS(revenue)), 0))::float8 AS margin_coverage
              FROM %(lines)s lines
             GROUP BY partner_id
            """,
            margin=self._rounded(scheme, SQL("COALESCE(SUM(revenue - cost), 0)")),
            lines=self._margin_lines(scheme, window),
        )

    @api.model
    def _long_margin_sql(self, scheme, window):
        return SQL(
            """
            SELECT partner_id, %s AS long_margin FROM %s lines GROUP BY partner_id
            """,
            self._rounded(scheme, SQL("COALESCE(SUM(revenue - cost), 0)")),
            self._margin_lines(scheme, window),
        )

    @api.model
    def _margin_lines(self, scheme, window):
        """FROM item: ``revenue`` and ``cost`` of every invoice line, company currency.

        The cost is that of the order line, else today's cost of the product in the
        company of the invoice; NULL where neither is entered, and such a line adds
        nothing to the margin. Discounts and roundings have no cost. Refunds reverse
        both. Down payments are left out: the goods come with the final invoice.
        """
        company = scheme.company_id
        return SQL(
            """(
            SELECT m.customer_id AS partner_id, -l.balance AS revenue,
                   COALESCE(
                       CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * l.quantity::numeric * COALESCE(
                           NULLIF(s.purchase_price, 0)::numeric
                           / NULLIF(o.currency_rate, 0)::numeric
                           * COALESCE(lu.factor::numeric / su.factor::numeric, 1),
                           %(product_cost)s
                           * COALESCE(lu.factor::numeric / pu.factor::numeric, 1)),
                       CASE WHEN l.display_type = 'rounding' OR l.price_unit < 0
                            THEN 0 END
                   ) AS cost
              FROM %(documents)s m
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type IN ('product', 'rounding')
              LEFT JOIN (
                SELECT invoice_line_id, MIN(order_line_id) AS order_line_id
                  FROM sale_order_line_invoice_rel GROUP BY invoice_line_id
              ) rel ON rel.invoice_line_id = l.id
              LEFT JOIN sale_order_line s ON s.id = rel.order_line_id
              LEFT JOIN sale_order o ON o.id = s.order_id
              LEFT JOIN product_product product ON product.id = l.product_id
              LEFT JOIN product_template t ON t.id = product.product_tmpl_id
              LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
              LEFT JOIN uom_uom su ON su.id = s.product_uom_id
              LEFT JOIN uom_uom pu ON pu.id = t.uom_id
             WHERE l.is_downpayment IS NOT TRUE)""",
            # a branch that has no cost of its own uses that of its company
            product_cost=SQL(
                """NULLIF(COALESCE(product.standard_price ->> m.company_id::text,
                                   product.standard_price ->> %s, '0')::numeric, 0)""",
                str(company.root_id.id),
            ),
            documents=self._documents(scheme, window.last, window.first),
        )
