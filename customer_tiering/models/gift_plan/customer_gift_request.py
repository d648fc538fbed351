from odoo import fields, models


class CustomerGiftRequest(models.Model):
    """Whoever makes a plan asks for its gifts all at once: one row for the plan."""

    _inherit = "customer.gift.request"

    plan_id = fields.Many2one(
        "customer.gift.plan", ondelete="cascade", index="btree_not_null", readonly=True
    )

    _gift_or_plan = models.Constraint(
        "CHECK (num_nonnulls(gift_id, plan_id) = 1)",
        "A request is for a gift or for a plan.",
    )
