from odoo import fields, models


class CustomerTierScheme(models.Model):
    """Settings for the sales metrics of a scheme, in addition to its period."""

    _inherit = "customer.tier.scheme"

    long_years = fields.Integer(
        string="Long Term (years)",
        default=3,
        required=True,
        tracking=True,
        help="Number of years up to the as-of date over which the long-term margin "
        "is added up.",
    )

    _long_years_limited = models.Constraint(
        "CHECK(long_years BETWEEN 1 AND 50)",
        "The long term must be between 1 and 50 years.",
    )
