from odoo import api, fields, models
from odoo.tools import SQL

from ..models.lines import lines


class CustomerTierSalesLine(models.TransientModel):
    """Lines of tills beside those of invoices."""

    _inherit = "customer.tier.sales.line"

    pos_order_id = fields.Many2one("pos.order", string="Till Order", readonly=True)

    @api.model
    def _fill_margin(self, standing, as_of, first):
        return super()._fill_margin(standing, as_of, first) + self._fill_tills(
            standing,
            as_of,
            first,
            SQL(
                """
                SELECT order_id, day, product_id, qty, revenue,
                       cost IS NOT NULL AS cost_known, cost, revenue - cost AS margin,
                       CASE WHEN cost IS NOT NULL THEN ABS(revenue) ELSE 0 END
                           AS covered,
                       ABS(revenue) AS counted, NULL::numeric AS discount,
                       NULL::numeric AS refunded, NULL::numeric AS given
                """
            ),
        )

    @api.model
    def _fill_discounts(self, standing, as_of, first):
        return super()._fill_discounts(standing, as_of, first) + self._fill_tills(
            standing,
            as_of,
            first,
            SQL(
                """
                SELECT order_id, day, product_id, qty, revenue, NULL::boolean,
                       NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric,
                       discount, refunded, refunded + discount AS given
                """
            ),
            SQL("refunded <> 0 OR discount <> 0"),
        )

    @api.model
    def _fill_tills(self, standing, as_of, first, columns, condition=None):
        """Create the lines of tills: the ``columns`` (SELECT) of the rows of `lines`.

        In the order of the INSERT.
        """
        reading = self._reading(standing, as_of)
        created = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_tier_sales_line
                       (standing_id, currency_id, create_uid, create_date, write_uid,
                        write_date, pos_order_id, date, product_id, quantity, revenue,
                        cost_known, cost, margin, covered, counted, discount, refunded,
                        given)
                SELECT %(standing)s, %(currency)s, %(user)s, %(now)s, %(user)s, %(now)s,
                       found.*
                  FROM (%(columns)s FROM (%(lines)s) l
                         WHERE customer_id = %(customer)s AND (%(condition)s)
                         ORDER BY day, line_id) found
                RETURNING id
                """,
                columns=columns,
                lines=lines(reading, first),
                condition=condition or SQL("TRUE"),
                customer=standing.partner_id.id,
                standing=standing._in_force().id or None,
                currency=standing.currency_id.id,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        return self.browse([row_id for (row_id,) in created])
