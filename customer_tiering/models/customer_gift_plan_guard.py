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
                        "“%(plan)s” holds %(count)s gifts and cannot be deleted. "
                        "Archive it instead.",
                        plan=plan.name,
                        count=count,
                    )
                )


class CustomerGiftOccasionDate(models.Model):
    _inherit = "customer.gift.occasion.date"

    @api.ondelete(at_uninstall=False)
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


class CustomerGiftOccasion(models.Model):
    _inherit = "customer.gift.occasion"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """A sentence where the database would only name a foreign key."""
        # dates without a plan go with their occasion; the others refuse here
        self.date_ids.unlink()
        for occasion in self:
            count = (
                self.env["customer.gift"]
                .sudo()
                .search_count([("occasion_id", "=", occasion.id)])
            )
            if count:
                raise UserError(
                    self.env._(
                        "“%(occasion)s” is the occasion of %(count)s gifts and cannot "
                        "be deleted. Archive it instead.",
                        occasion=occasion.name,
                        count=count,
                    )
                )
