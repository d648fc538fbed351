from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_gift_keep_years = fields.Integer(
        related="company_id.customer_gift_keep_years", readonly=False
    )
    customer_gift_unusual_cost = fields.Monetary(
        related="company_id.customer_gift_unusual_cost", readonly=False
    )
