from odoo import models


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def _gift_budget(self, day):
        """The budget of this scheme that is valid on ``day``, else the latest one."""
        budgets = self.env["customer.gift.budget"].search([("scheme_id", "=", self.id)])
        current = budgets.filtered(lambda b: b.date_from <= day <= b.date_to)
        return (current or budgets)[:1]
