from odoo import fields, models

from ...classification.settings import Transition


class CustomerTierScheme(models.Model):
    """How slowly customers of this scheme fall. They always move up at once."""

    _inherit = "customer.tier.scheme"

    misses = fields.Integer(
        string="Falls at Missed Evaluation No.",
        default=1,
        required=True,
        tracking=True,
        help="1 means that customers fall at the first evaluation in which they miss "
        "their tier. If there are several evaluations in one schedule period, "
        "only one counts.",
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=90,
        required=True,
        tracking=True,
        help="Minimum number of days between the first missed evaluation and the fall.",
    )
    hold_months = fields.Integer(
        string="Minimum Months in a Tier",
        default=0,
        required=True,
        tracking=True,
        help="Once reached, a tier is kept for this many months. After that, the "
        "customer has to reach it again.",
    )
    one_step = fields.Boolean(
        string="One Step at Most",
        default=True,
        tracking=True,
        help="Customers who fall move down only one tier at a time.",
    )
    refresh_nightly = fields.Boolean(
        string="Refresh the Figures Every Night",
        default=True,
        tracking=True,
        help="Tiers change on the scheduled days. In between, figures are updated "
        "and new customers get a tier.",
    )

    _misses_positive = models.Constraint(
        "CHECK(misses >= 1)",
        "Customers can fall only at missed evaluation number 1 "
        "or later. Enter 1 or more.",
    )
    _grace_positive = models.Constraint(
        "CHECK(grace_days >= 0)", "The days of grace cannot be below 0."
    )
    _hold_positive = models.Constraint(
        "CHECK(hold_months BETWEEN 0 AND 120)",
        "A tier can be kept for 0 to 120 months. Enter a number in this range.",
    )

    def _transition(self):
        """These settings for the classification package."""
        self.ensure_one()
        return Transition(
            misses=self.misses,
            grace_days=self.grace_days,
            hold_months=self.hold_months,
            one_step=self.one_step,
            interval=self.interval,
        )
