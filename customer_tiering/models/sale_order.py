from odoo import fields, models

from .res_partner import GROUP


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_tier_id = fields.Many2one(
        related="partner_id.customer_tier_id", groups=GROUP
    )
    customer_tier_color = fields.Integer(
        related="partner_id.customer_tier_color", groups=GROUP
    )
