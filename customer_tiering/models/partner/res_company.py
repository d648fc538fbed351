from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_tier_keep_months = fields.Integer(
        string="Keep Evaluations and Tier Changes (months)",
        default=0,
        help="Older evaluations and tier changes are deleted at night, except what "
        "the next evaluation needs. Enter 0 to keep all of them.",
    )

    _customer_tier_keep_positive = models.Constraint(
        "CHECK(customer_tier_keep_months >= 0)",
        "The number of months to keep evaluations cannot be below 0. Enter 0 to keep "
        "all of them.",
    )
