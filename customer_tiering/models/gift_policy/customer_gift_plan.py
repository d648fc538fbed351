from odoo import fields, models


class CustomerGiftPlan(models.Model):
    _inherit = "customer.gift.plan"

    nothing_asked = fields.Boolean(
        string="Nothing Is Asked in Return",
        tracking=True,
        help="I confirm that the gifts of this plan are not tied to any order, price "
        "or decision.",
    )
