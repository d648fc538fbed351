from odoo import api, models


class CustomerGiftPlanner(models.AbstractModel):
    """Makes the gifts of a plan from the standings, in one set-based step.

    collect → allocate → comparison group → suggest → policy → publish. Each step takes
    the frame of the one before and adds its columns; one row per customer. Nothing is
    written before the last step.
    """

    _name = "customer.gift.planner"
    _description = "Gift Planner"

    @api.model
    def _propose(self, plan):
        """The gifts ``plan`` would make, as a frame: everything but the writing."""
        frame = self._collect(plan)
        frame = self.env["customer.gift.budget"]._allocate(plan, frame)
        frame = frame[frame["form"].notna()].reset_index(drop=True)
        frame = plan._draw_comparison(frame)
        frame = self.env["product.template"]._suggest_gifts(plan, frame)
        return self.env["customer.gift.policy"]._check(frame)
