from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_tier_own_customers = fields.Boolean(
        related="company_id.customer_tier_own_customers", readonly=False
    )
    customer_tier_keep_months = fields.Integer(
        related="company_id.customer_tier_keep_months", readonly=False
    )
    customer_tier_clearing_account_ids = fields.Many2many(
        related="company_id.customer_tier_clearing_account_ids", readonly=False
    )
    customer_tier_write_off_account_ids = fields.Many2many(
        related="company_id.customer_tier_write_off_account_ids", readonly=False
    )
