from odoo import api, models


class CustomerTierHome(models.AbstractModel):
    """What a salesperson has to offer to their customers."""

    _inherit = "customer.tier.home"

    @api.model
    def _sales(self, page):
        return {**super()._sales(page), "entitlements": self._entitlements_due(page)}

    @api.model
    def _entitlements_due(self, page):
        """Trainings and other benefits that are due; False if there are none."""
        domain = [
            ("benefit_id.scheme_id", "=", page.scheme.id),
            ("user_id", "=", self.env.uid),
            ("state", "=", "due"),
            ("due_date", "<=", page.today),
        ]
        count = self.env["customer.tier.entitlement"].search_count(domain)
        if not count:
            return False
        action = self._list(
            self.env._("Benefits to offer"), "customer.tier.entitlement", domain
        )
        return {"count": self._figure(count, action)}
