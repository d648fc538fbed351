from odoo import api, models


class CustomerGiftPlanner(models.AbstractModel):
    _inherit = "customer.gift.planner"

    @api.model
    def _publish(self, plan, frame):
        """Write no gifts for customers held back, and store who they are."""
        return super()._publish(plan, plan._set_aside(frame))
