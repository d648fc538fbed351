from odoo import api, fields, models
from odoo.tools import SQL

from ...models.collector.margin import margin_lines
from ...models.collector.reading import Reading
from ...models.collector.sales import discount_lines
from ...models.collector.scope import scope_of


class CustomerTierSalesLine(models.TransientModel):
    """Evidence: the invoice lines that add up to a margin or to discounts.

    They are read when a user opens a figure, with the statement that computed the
    figure and as of the day of the evaluation. Amounts are in company currency and not
    rounded, so that their sum is the figure. Users only see the lines that they opened
    themselves.
    """

    _name = "customer.tier.sales.line"
    _description = "Sale behind a Figure"
    _order = "date, id"
    _rec_name = "line_id"

    standing_id = fields.Many2one("customer.tier.standing", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    line_id = fields.Many2one("account.move.line", string="Invoice Line", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    date = fields.Date(
        readonly=True, help="The day by which the scheme counts the document."
    )
    product_id = fields.Many2one("product.product", readonly=True)
    quantity = fields.Float(readonly=True, digits="Product Unit")
    revenue = fields.Monetary(
        readonly=True, help="The amount of the line without tax. Refunds are negative."
    )
    cost_known = fields.Boolean(
        readonly=True,
        help="Lines whose cost is 0 or not entered are left out of the margin.",
    )
    cost = fields.Monetary(
        readonly=True,
        help="The cost on the order line or, if there is none, today's cost of the "
        "product.",
    )
    margin = fields.Monetary(
        readonly=True, help="Revenue less cost, where the cost is known."
    )
    covered = fields.Monetary(
        string="Amount with Known Cost",
        readonly=True,
        help="The sum of this column, divided by that of the amounts, is the share "
        "whose cost is known.",
    )
    counted = fields.Monetary(
        string="Amount without Sign",
        readonly=True,
        help="The amount of the line, of a refund too, as a positive figure.",
    )
    discount = fields.Monetary(
        readonly=True,
        help="List price less price paid. A refund takes its discount back.",
    )
    refunded = fields.Monetary(readonly=True)
    given = fields.Monetary(
        string="Discounts and Refunds",
        readonly=True,
        help="The discount and the refund together.",
    )

    @api.model
    def _fill_margin(self, standing, as_of, first):
        """Create the lines of the margin of ``standing`` since the day ``first``."""
        reading = self._reading(standing, as_of)
        return self._fill(
            standing,
            reading,
            ("revenue", "cost_known", "cost", "margin", "covered", "counted"),
            SQL(
                """
                SELECT line_id, revenue, cost IS NOT NULL AS cost_known, cost,
                       revenue - cost AS margin,
                       CASE WHEN cost IS NOT NULL THEN ABS(revenue) ELSE 0 END
                           AS covered,
                       ABS(revenue) AS counted
                  FROM %s lines
                """,
                margin_lines(reading, first),
            ),
        )

    @api.model
    def _fill_discounts(self, standing, as_of, first):
        """Create the refunded and discounted lines since the day ``first``."""
        reading = self._reading(standing, as_of)
        return self._fill(
            standing,
            reading,
            ("revenue", "discount", "refunded", "given"),
            SQL(
                """
                SELECT line_id, -item.balance AS revenue, lines.discount, refunded,
                       refunded + lines.discount AS given
                  FROM %s lines
                  JOIN account_move_line item ON item.id = line_id
                 WHERE refunded != 0 OR lines.discount != 0
                """,
                discount_lines(reading, first),
            ),
        )

    @api.model
    def _reading(self, standing, as_of):
        scope = scope_of(standing.scheme_id, standing.partner_id)
        return Reading(self.env, standing.scheme_id, as_of, scope)

    @api.model
    def _fill(self, standing, reading, columns, rows):
        """Create a line for each of ``rows`` (SQL), if the user may read all items.

        ``rows`` has ``line_id`` and the ``columns``.
        """
        self.check_access("read")
        self.env["account.move.line"].check_access("read")
        self.env.flush_all()
        created = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_tier_sales_line
                       (standing_id, currency_id, create_uid, create_date, write_uid,
                        write_date, line_id, move_id, date, product_id, quantity,
                        %(columns)s)
                SELECT %(standing)s, %(currency)s, %(user)s, %(now)s, %(user)s, %(now)s,
                       line_id, l.move_id, %(day)s, l.product_id,
                       CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                           * l.quantity, %(found)s
                  FROM (%(rows)s) found
                  JOIN account_move_line l ON l.id = found.line_id
                  JOIN account_move m ON m.id = l.move_id
                 ORDER BY %(day)s, l.move_id, l.sequence, l.id
                RETURNING id
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                found=SQL(", ").join(SQL.identifier("found", name) for name in columns),
                standing=standing._in_force().id or None,
                currency=standing.currency_id.id,
                user=self.env.uid,
                now=self.env.cr.now(),
                day=SQL.identifier("m", reading.scheme.date_basis),
                rows=rows,
            )
        )
        lines = self.browse([line_id for (line_id,) in created])
        self.env["account.move.line"]._tier_refuse_hidden(lines.sudo().line_id)
        return lines

    def action_view_items(self):
        """Open the journal items of the chosen lines."""
        return self.env["account.move.line"]._tier_action(
            self.env._("Journal items"), [("id", "in", self.line_id.ids)]
        )
