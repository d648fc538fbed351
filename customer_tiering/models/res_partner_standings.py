from odoo import fields, models

from .res_partner import GROUP


class ResPartner(models.Model):
    """All tiers of a customer, one per scheme that holds him."""

    _inherit = "res.partner"

    customer_tier_standing_ids = fields.One2many(
        "customer.tier.standing", "partner_id", string="Tiers by Scheme", groups=GROUP
    )
