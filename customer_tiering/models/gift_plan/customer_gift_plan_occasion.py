from odoo import api, models
from odoo.exceptions import ValidationError

from ..gift_occasion.customer_gift_occasion_date_reminder import KIND


class CustomerGiftPlan(models.Model):
    """A date that is merged into another one gets no plan of its own."""

    _inherit = "customer.gift.plan"

    @api.constrains("occasion_date_id")
    def _check_not_merged(self):
        for plan in self:
            other = plan.occasion_date_id.merged_into_id
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(occasion)s” is merged into “%(other)s”: one gift covers "
                        "both. Plan that one, or unmerge them in the calendar.",
                        occasion=plan.occasion_date_id.display_name,
                        other=other.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans.occasion_date_id.sudo().activity_feedback([KIND])
        return plans
