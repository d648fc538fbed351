from odoo import api, models

from ...gifting.flow import COMMITTED
from ...gifting.rules import COMPANY

ALIVE = ("proposed", *COMMITTED)


class CustomerGiftPlan(models.Model):
    """The plan's part of the budget."""

    _name = "customer.gift.plan"
    _inherit = ["customer.gift.plan", "customer.gift.budget.bars"]

    @api.depends("budget_id", "occasion_date_id", "gift_ids.state", "gift_ids.cost")
    def _compute_bars(self):
        return super()._compute_bars()

    def _bar_sums(self):
        """Of each plan its gifts, against what the rules allow them together.

        At most what the budget's pool has left beside the other plans, and the cap of
        the occasion; before there are gifts that is the whole.
        """
        rows = (
            self.env["customer.gift"]
            .sudo()
            ._read_group(
                [
                    ("plan_id", "in", self.ids),
                    ("direction", "=", "given"),
                    ("corrected", "=", False),
                ],
                ["plan_id", "state"],
                ["cost:sum", "amount:sum"],
            )
        )
        costs, allowed = {}, {}
        for plan, state, cost, amount in rows:
            costs.setdefault(plan.id, {})[state] = cost or 0.0
            if state in ALIVE:
                allowed[plan.id] = allowed.get(plan.id, 0.0) + (amount or 0.0)
        used = {
            budget: budget._used(budget._own_gifts())[0]
            for budget in self.budget_id.sudo()
            if budget.pool_amount
        }
        sums = {}
        for plan in self:
            budget = plan.budget_id.sudo()
            mine = costs.get(plan.id, {})
            bounds = [
                cap.amount
                for cap in budget.cap_ids
                if cap.scope == COMPANY and cap.occasion_id == plan.occasion_id
            ]
            if budget in used:
                committed = sum(mine.get(state, 0.0) for state in COMMITTED)
                bounds.append(max(budget.pool_amount - used[budget] + committed, 0.0))
            if allowed.get(plan.id):
                bounds.append(allowed[plan.id])
            sums[plan] = (min(bounds, default=0.0), mine)
        return sums
