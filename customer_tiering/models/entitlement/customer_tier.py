from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import refuses_unlink


class CustomerTier(models.Model):
    _inherit = "customer.tier"

    @refuses_unlink
    def _unlink_except_entitled(self):
        """No foreign key says so: the entitlements of a night are written at once."""
        named = (
            self.env["customer.tier.entitlement"]
            .sudo()
            .search([("tier_id", "in", self.ids)], limit=1)
        )
        if named:
            raise UserError(
                self.env._(
                    "Customers were entitled to benefits as “%(tier)s”. Archive the "
                    "tier instead of deleting it.",
                    tier=named.tier_id.name,
                )
            )
