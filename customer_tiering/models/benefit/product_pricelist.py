from odoo import fields, models


class ProductPricelist(models.Model):
    """A price list can be a tier's: then it is nobody's by default."""

    _inherit = "product.pricelist"

    # no default, so that adding the column rewrites no row; no groups, as everybody's
    # fallback looks at it
    customer_tier_only = fields.Boolean(
        string="Only by Tier",
        help="Customers get this price list by their tier, or because somebody chose it "
        "for them. It is never the default of anybody else.",
    )
