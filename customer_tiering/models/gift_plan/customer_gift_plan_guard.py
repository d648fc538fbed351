from odoo import api, models
from odoo.exceptions import UserError


class CustomerGiftPlan(models.Model):
    _inherit = "customer.gift.plan"

    @api.ondelete(at_uninstall=False)
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
