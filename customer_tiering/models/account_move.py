from odoo import fields, models

from .res_partner import GROUP


class AccountMove(models.Model):
    _inherit = "account.move"

    customer_tier_id = fields.Many2one(
        related="partner_id.customer_tier_id", groups=GROUP
    )
    customer_tier_color = fields.Integer(
        related="partner_id.customer_tier_color", groups=GROUP
    )
