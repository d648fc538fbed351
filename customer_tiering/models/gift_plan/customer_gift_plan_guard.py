from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import refuses_unlink


class CustomerGiftPlan(models.Model):
    _inherit = "customer.gift.plan"

    @refuses_unlink
    def _unlink_except_with_gifts(self):
        gifts = self.env["customer.gift"].sudo()
        for plan in self:
            if count := gifts.search_count([("plan_id", "=", plan.id)]):
                raise UserError(
                    self.env._(
                        "“%(plan)s” contains %(count)s gifts and cannot be deleted. "
                        "Archive it instead.",
                        plan=plan.name,
                        count=count,
                    )
                )
