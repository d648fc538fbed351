from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_tier_keep_months = fields.Integer(
        string="Keep Evaluations and Tier Changes (months)",
        default=0,
        help="Older ones are deleted at night, except what the next evaluation needs. "
        "0 keeps all of them.",
    )

    _customer_tier_keep_positive = models.Constraint(
        "CHECK(customer_tier_keep_months >= 0)",
        "Evaluations are kept for 0 months (all of them) or more.",
    )
