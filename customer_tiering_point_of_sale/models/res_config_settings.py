from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_customer_tier_on_receipt = fields.Boolean(
        related="pos_config_id.customer_tier_on_receipt", readonly=False
    )
    # without `pos_`: what begins so is written on the till
    customer_tier_till_attention = fields.Text(
        compute="_compute_customer_tier_till_attention", compute_sudo=True
    )

    @api.depends("pos_config_id", "pos_use_pricelist", "pos_available_pricelist_ids")
    def _compute_customer_tier_till_attention(self):
        for settings in self:
            till = settings.pos_config_id
            sentences = []
            if till:
                offered = settings.pos_available_pricelist_ids._origin
                sentences = till._customer_tier_pricelist_problems(
                    till._customer_tier_pricelists(),
                    offered if settings.pos_use_pricelist else offered.browse(),
                )
            settings.customer_tier_till_attention = "\n".join(sentences) or False
