from odoo import fields, models


class CustomerTier(models.Model):
    """The name by which customers know their tier."""

    _inherit = "customer.tier"

    public_name = fields.Char(
        translate=True,
        help="What customers of this tier read. Nobody is told the internal name, and "
        "customers whose tier has no public name get no statement.",
    )

    def _may_be_told(self):
        """Those tiers that customers may be told of: ranked ones with a public name."""
        return self.filtered(lambda tier: tier.kind == "ranked" and tier.public_name)
