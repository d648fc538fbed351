from odoo import models


class CustomerTierStanding(models.Model):
    _inherit = "customer.tier.standing"

    def action_refresh(self):
        """Show the current figures of the customer, in this scheme."""
        self.ensure_one()
        self.check_access("read")
        return self.env["customer.tier.refresh"]._action_show(
            self.partner_id, self.scheme_id
        )
