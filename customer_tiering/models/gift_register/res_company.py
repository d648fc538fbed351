from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_gift_keep_years = fields.Integer(
        string="Keep the Gift Register (years)",
        default=7,
        help="How long the law or your own rules require it to be kept. Nothing is "
        "deleted after that, but the recipient can then be pseudonymised.",
    )

    _customer_gift_keep_years_positive = models.Constraint(
        "CHECK(customer_gift_keep_years >= 0)",
        "The gift register must be kept for 0 years or more.",
    )
