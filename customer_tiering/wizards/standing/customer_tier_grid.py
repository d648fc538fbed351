from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification.moves import NOWHERE


class CustomerTierGrid(models.TransientModel):
    """Two schemes compared: how the best customers pay, which good payers are small."""

    _name = "customer.tier.grid"
    _description = "Grid of Two Schemes"
    _inherit = "customer.tier.matrix"

    @api.model
    def _default_scheme(self, place):
        schemes = self.env["customer.tier.scheme"]
        main = schemes.search([("is_main", "=", True)], limit=1)
        return (main | schemes.search([], limit=2))[place : place + 1]

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        string="Rows",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_scheme(0),
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    column_scheme_id = fields.Many2one(
        "customer.tier.scheme",
        string="Columns",
        ondelete="cascade",
        default=lambda self: self._default_scheme(1),
        domain="[('company_id', '=', company_id), ('id', '!=', scheme_id)]",
    )
    matrix = fields.Json(compute="_compute_matrix")

    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._("Grid of Two Schemes")

    @api.depends("scheme_id", "column_scheme_id")
    def _compute_matrix(self):
        for grid in self:
            grid.matrix = False
            schemes = grid.scheme_id | grid.column_scheme_id
            if len(schemes) < 2:
                continue
            schemes.check_access("read")
            grid.matrix = self._draw(
                grid._count(),
                grid.currency_id,
                schemes.mapped("name"),
                moves=False,
                nowhere=(self.env._("In no tier"), self.env._("In no tier")),
            )

    def _count(self):
        """``{(row tier id, column tier id): (customers, net revenue)}``.

        The revenue is that of the scheme in the rows, or of the other scheme if the
        customer is not in the first one.
        """
        standing = SQL(
            "(SELECT * FROM customer_tier_standing WHERE %s) s",
            self.env["customer.tier.standing"]._own_customers_sql(
                SQL.identifier("partner_id"), self.company_id
            ),
        )
        standing = SQL("SELECT partner_id, tier_id, net_revenue FROM %s", standing)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(a.tier_id, -1), COALESCE(b.tier_id, -1), COUNT(*),
                       SUM(COALESCE(a.net_revenue, b.net_revenue, 0))::float8
                  FROM (%(standing)s WHERE scheme_id = %(rows)s) a
                  FULL JOIN (%(standing)s WHERE scheme_id = %(columns)s) b
                 USING (partner_id)
                 GROUP BY 1, 2
                """,
                standing=standing,
                rows=self.scheme_id.id,
                columns=self.column_scheme_id.id,
            )
        )
        return {(row, column): found for row, column, *found in rows}

    def action_open_cell(self, row, column):
        """The contacts of one cell: ids of the tiers in both schemes, -1 for none."""
        self.ensure_one()
        self.check_access("read")
        domain = Domain.AND(
            self._stands_in(scheme, int(tier))
            for scheme, tier in (
                (self.scheme_id, row),
                (self.column_scheme_id, column),
            )
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.res_partner_action_evidence"
        )
        action["domain"] = list(domain)
        return action

    @api.model
    def _stands_in(self, scheme, tier_id):
        stands = Domain("scheme_id", "=", scheme.id)
        if tier_id == NOWHERE:
            return Domain("customer_tier_standing_ids", "not any", stands)
        return Domain(
            "customer_tier_standing_ids",
            "any",
            stands & Domain("tier_id", "=", tier_id),
        )
