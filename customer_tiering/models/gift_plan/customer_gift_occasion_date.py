from odoo import models
from odoo.exceptions import UserError

from ...tools.uninstall import refuses_unlink


class CustomerGiftOccasionDate(models.Model):
    _inherit = "customer.gift.occasion.date"

    @refuses_unlink
    def _unlink_except_planned(self):
        plans = self.env["customer.gift.plan"].sudo().with_context(active_test=False)
        plan = plans.search(
            [("occasion_date_id", "in", (self | self.merged_into_id).ids)], limit=1
        )
        if plan:
            raise UserError(
                self.env._(
                    "%(occasion)s on %(day)s cannot be deleted: “%(plan)s” is planned "
                    "for it. Delete the plan first, or move it to another day.",
                    occasion=plan.occasion_id.name,
                    day=plan.date,
                    plan=plan.name,
                )
            )
