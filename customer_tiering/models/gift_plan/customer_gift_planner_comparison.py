from odoo import api, models


class CustomerGiftPlanner(models.AbstractModel):
    _inherit = "customer.gift.planner"

    @api.model
    def _publish(self, plan, frame):
        """Write no gift for those held back; remember them."""
        return super()._publish(plan, plan._set_aside(frame))
