from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_gift_keep_years = fields.Integer(
        string="Keep the Gift Register (years)",
        default=7,
        help="For how long the law or your own rules ask for it. Nothing is deleted "
        "after that: the recipient can then be made unrecognisable.",
    )

    _customer_gift_keep_years_positive = models.Constraint(
        "CHECK(customer_gift_keep_years >= 0)",
        "The gift register is kept for 0 years or more.",
    )
