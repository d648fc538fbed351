from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_tier_keep_months = fields.Integer(
        related="company_id.customer_tier_keep_months", readonly=False
    )
