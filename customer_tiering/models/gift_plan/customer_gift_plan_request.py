from odoo import api, fields, models

from ...gifting import approval

# what decides which gifts the plan proposes
DECIDING = {
    "occasion_date_id",
    "budget_id",
    "domain",
    "purpose",
    "nothing_asked",
    "comparison_percent",
    "comparison_excluded_tier_ids",
}


class CustomerGiftPlan(models.Model):
    """Who made a plan: created it, was responsible, changed it, proposed its gifts."""

    _inherit = "customer.gift.plan"

    request_ids = fields.One2many("customer.gift.request", "plan_id", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._ask(approval.CREATED)
        plans._ask_responsible()
        return plans

    def write(self, vals):
        names = DECIDING & vals.keys()
        before = {plan: {name: plan[name] for name in names} for plan in self}
        responsible = {plan: plan.user_id for plan in self}
        result = super().write(vals)
        for plan, old in before.items():
            if changed := {name for name, value in old.items() if plan[name] != value}:
                plan._ask(approval.CHANGED, changed)
            if plan.user_id != responsible[plan]:
                plan._ask_responsible()
        return result

    def action_make(self):
        # also if the gifts stay as they are: it was they who proposed them
        result = super().action_make()
        self._ask(approval.PLANNED)
        return result

    def _ask(self, kind, changed=()):
        """Record that the current user asked for the gifts of these plans."""
        self.env["customer.gift.request"]._keep(
            [
                {
                    "plan_id": plan.id,
                    "user_id": self.env.uid,
                    "kind": kind,
                    "changed": ",".join(sorted(changed)) or False,
                }
                for plan in self
            ]
        )

    def _ask_responsible(self):
        """Record who is responsible for these plans from now on."""
        self.env["customer.gift.request"]._keep(
            [
                {
                    "plan_id": plan.id,
                    "user_id": plan.user_id.id,
                    "kind": approval.SALESPERSON,
                }
                for plan in self
            ]
        )
