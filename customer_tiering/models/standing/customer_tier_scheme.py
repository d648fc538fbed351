from odoo import models


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def _best_tier(self):
        """The first tier of the ladder."""
        self.ensure_one()
        return self.rule_ids._ladder_order()[:1].tier_id
