from odoo import api, fields, models


class CustomerTierBenefit(models.Model):
    """The price list of a tier: how long it outlasts a fall, and what is in its way."""

    _inherit = "customer.tier.benefit"

    protection_days = fields.Integer(
        string="Price Protection (Days)",
        tracking=True,
        help="For so many days after a fall, customers keep the prices of the tier "
        "they had. 0 for none.",
    )
    pricelists_off = fields.Boolean(compute="_compute_attention")
    attention = fields.Text(compute="_compute_attention")

    _protection_positive = models.Constraint(
        "CHECK(protection_days >= 0)", "Price protection cannot be negative."
    )

    @api.depends("kind", "line_ids.pricelist_id.active", "scheme_id")
    def _compute_attention(self):
        off = not self.env["product.pricelist"]._customer_tier_pricelists_on()
        for benefit in self:
            benefit.pricelists_off = off and benefit.kind == "pricelist"
            benefit.attention = "\n".join(benefit._attentions()) or False

    def _attentions(self):
        """Sentences on why the benefit does not do what its lines say."""
        self.ensure_one()
        if self.kind != "pricelist":
            return []
        return [
            self.env._(
                "“%(list)s” is archived: tier %(tier)s pays by the usual rules.",
                list=line.pricelist_id.name,
                tier=line.tier_id.name,
            )
            for line in self.line_ids
            if line.pricelist_id and not line.pricelist_id.active
        ]

    def action_turn_on_pricelists(self):
        """Switch price lists on in the settings; needs the right to change settings."""
        settings = self.env["res.config.settings"]
        settings.create({"group_product_pricelist": True}).execute()
        return {"type": "ir.actions.client", "tag": "reload"}
