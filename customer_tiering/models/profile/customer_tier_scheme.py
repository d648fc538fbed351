from odoo import fields, models

# the metric that tells long-term from temporary customers
MONTHS = "purchase_months"


class CustomerTierScheme(models.Model):
    """From when on a customer is a long-term one."""

    _inherit = "customer.tier.scheme"

    long_term_months = fields.Integer(
        string="Long-Term From (months with a purchase)",
        tracking=True,
        help="Customers who bought in at least so many calendar months of the period "
        "are long-term customers, other buyers temporary ones. 0: no difference is "
        "made, and the months are not counted.",
    )

    _long_term_months_positive = models.Constraint(
        "CHECK(long_term_months IS NULL OR long_term_months >= 0)",
        "The number of months cannot be negative.",
    )

    def _metric_codes(self):
        codes = super()._metric_codes()
        return codes | {MONTHS} if self.long_term_months else codes
