from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_tier_touch_limit = fields.Integer(
        related="company_id.customer_tier_touch_limit", readonly=False
    )
