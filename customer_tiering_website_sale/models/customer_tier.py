from odoo import api, models, tools


class CustomerTier(models.Model):
    _inherit = "customer.tier"

    @api.model
    @tools.ormcache("tier_id", "self.env.lang")
    def _customer_tier_public_name(self, tier_id):
        """The name that customers of a tier read, or False if they read none.

        Cached, because every page of the shop can show it.
        """
        return self.sudo().browse(tier_id)._may_be_told().public_name or False

    def write(self, vals):
        result = super().write(vals)
        if {"public_name", "kind"} & vals.keys():
            self.env.registry.clear_cache()
        return result
