from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _is_customer_tier_reviewer(self):
        """Whether a review of this contact is that of a customer."""
        self.ensure_one()
        users = self.with_context(active_test=False).user_ids
        return not any(user._is_public() or user._is_internal() for user in users)
