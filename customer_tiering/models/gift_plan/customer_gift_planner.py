from odoo import api, models


class CustomerGiftPlanner(models.AbstractModel):
    """Create the gifts of a plan from the standings, set by set.

    collect → allocate → comparison group → suggest → policy → publish. Each step takes
    the frame of the one before, with one row per customer, and adds its columns. Only
    the last step writes.
    """

    _name = "customer.gift.planner"
    _description = "Gift Planner"

    @api.model
    def _propose(self, plan):
        """Frame of the gifts that ``plan`` would create; nothing is written."""
        frame = self._collect(plan)
        frame = self.env["customer.gift.budget"]._allocate(plan, frame)
        frame = frame[frame["form"].notna()].reset_index(drop=True)
        frame = plan._draw_comparison(frame)
        frame = self.env["product.template"]._suggest_gifts(plan, frame)
        return self.env["customer.gift.policy"]._check(frame)
