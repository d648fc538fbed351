from odoo import api, fields, models
from odoo.tools import SQL


class CustomerTierPreviewLine(models.TransientModel):
    """One customer who moves in a preview."""

    _name = "customer.tier.preview.line"
    _description = "Customer Who Would Move"
    _inherit = "customer.tier.move"

    preview_id = fields.Many2one(
        "customer.tier.preview", required=True, ondelete="cascade", index=True
    )
    is_first = fields.Boolean(
        help="This customer is among the biggest winners or losers."
    )

    @api.model
    def _clear(self, preview):
        """Delete all lines of ``preview`` in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE preview_id = %s",
                SQL.identifier(self._table),
                preview.id,
            )
        )
        self.invalidate_model()


class CustomerTierPreviewTier(models.TransientModel):
    """The number of customers and the revenue of a tier, before and after."""

    _name = "customer.tier.preview.tier"
    _description = "Preview per Tier"
    _order = "preview_id, id"

    preview_id = fields.Many2one(
        "customer.tier.preview", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="preview_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="cascade")
    tier_color = fields.Integer(related="tier_id.color")
    count_before = fields.Integer(string="Customers Before")
    count_after = fields.Integer(string="Customers After")
    revenue_before = fields.Monetary(help="Net revenue of the previewed period.")
    revenue_after = fields.Monetary()
