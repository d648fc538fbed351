from odoo import fields, models

from ...classification.settings import Transition


class CustomerTierScheme(models.Model):
    """How slowly a customer of this scheme falls. A rise always comes at once."""

    _inherit = "customer.tier.scheme"

    misses = fields.Integer(
        string="Falls at Missed Evaluation No.",
        default=1,
        required=True,
        tracking=True,
        help="1: at the first evaluation in which he misses his tier. Of several "
        "evaluations in one period of the schedule, one counts.",
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=90,
        required=True,
        tracking=True,
        help="Not before so many days after the first miss.",
    )
    hold_months = fields.Integer(
        string="Months Held",
        default=0,
        required=True,
        tracking=True,
        help="A tier once reached is held for so many months; after that it has to be "
        "reached again.",
    )
    one_step = fields.Boolean(
        string="One Step at Most",
        default=True,
        tracking=True,
        help="Who falls, falls to the next tier below and not further at once.",
    )
    refresh_nightly = fields.Boolean(
        string="Refresh the Figures Every Night",
        default=True,
        tracking=True,
        help="Tiers move on the days of the schedule; in between, figures are brought "
        "up to date and new customers placed.",
    )

    _misses_positive = models.Constraint(
        "CHECK(misses >= 1)", "A customer falls at missed evaluation number 1 or later."
    )
    _grace_positive = models.Constraint(
        "CHECK(grace_days >= 0)", "The days of grace cannot be below 0."
    )
    _hold_positive = models.Constraint(
        "CHECK(hold_months BETWEEN 0 AND 120)",
        "A tier is held for 0 to 120 months.",
    )

    def _transition(self):
        """The rules as the classification package knows them."""
        self.ensure_one()
        return Transition(
            misses=self.misses,
            grace_days=self.grace_days,
            hold_months=self.hold_months,
            one_step=self.one_step,
            interval=self.interval,
        )
