from odoo import api, fields, models

from ...classification import transition
from ...classification.forecast import falls_on
from ...tools.figure_fields import FloatFigure
from ...tools.unchecked_many2one import UncheckedMany2one


class CustomerTierStanding(models.Model):
    """From the tier that the figures give to the one in force.

    computed (cut-offs) → earned (grace) → automatic (caps) → tier (manual tier)
    """

    _inherit = "customer.tier.standing"

    computed_tier_id = UncheckedMany2one(
        "customer.tier",
        string="Calculated Tier",
        readonly=True,
        help="The tier according to the cut-offs, before grace, caps and manual tiers.",
    )
    earned_tier_id = UncheckedMany2one(
        "customer.tier", string="Earned Tier", readonly=True
    )
    automatic_tier_id = UncheckedMany2one(
        "customer.tier", string="Automatic Tier", readonly=True
    )
    decided_by = fields.Selection(
        [
            (transition.BY_CUT, "The cut-offs"),
            (transition.BY_HOLD, "Kept for now"),
            (transition.BY_CAP, "A cap"),
            (transition.BY_MANUAL, "Manual tier"),
        ],
        readonly=True,
    )
    differs = fields.Boolean(
        string="Differs from Calculated Tier",
        readonly=True,
        help="The tier in force is not the calculated one.",
    )
    falling = fields.Boolean(
        readonly=True,
        help="The figures are only enough for a lower tier, but the customer still "
        "has the higher one.",
    )
    falls_on = fields.Date(
        string="Earliest Fall",
        compute="_compute_falls_on",
        help="The evaluation at which the tier is lost if the figures stay as they "
        "are.",
    )
    earned_since = fields.Date(readonly=True)
    missed_count = fields.Integer(
        string="Missed Evaluations", readonly=True, aggregator=None
    )
    missed_since = fields.Date(string="First Missed on", readonly=True)
    missed_on = fields.Date(string="Last Missed on", readonly=True)
    # what the state was before the day on which it last changed: a second run for that
    # day starts from there (rule K16)
    state_on = fields.Date(readonly=True)
    state_before = fields.Json(readonly=True)
    score = FloatFigure(readonly=True, aggregator="avg", digits=(16, 2))
    points = fields.Json(
        readonly=True,
        help="Points per criterion, in the order of the evaluation's criteria.",
    )
    group_key = fields.Integer(
        readonly=True,
        aggregator=None,
        help="ID of the group in which the customer is ranked.",
    )
    gap_up = FloatFigure(
        string="Gap to the Next Tier",
        readonly=True,
        aggregator=None,
        help="How much more the customer needs to reach the next tier, with the "
        "others unchanged.",
    )
    margin_to_keep = FloatFigure(
        string="Margin to Keep",
        readonly=True,
        aggregator=None,
        help="How much the customer can lose and still reach this tier, with the "
        "others unchanged. Below 0 if the tier is kept by grace or as a manual "
        "tier.",
    )
    value = FloatFigure(
        string="Ranking Value",
        readonly=True,
        aggregator=None,
        help="The figure or score used for ranking.",
    )

    @api.depends("falling", "missed_count", "missed_since", "missed_on", "earned_since")
    def _compute_falls_on(self):
        for standing in self:
            standing.falls_on = standing.falling and falls_on(
                standing.scheme_id._transition(),
                standing.scheme_id.next_date or None,
                standing.missed_count,
                standing.missed_since or None,
                standing.missed_on or None,
                standing.earned_since or None,
                standing.scheme_id.schedule_day or None,
            )

    @api.model
    def _published_fields(self):
        return super()._published_fields() + [
            "computed_tier_id",
            "earned_tier_id",
            "automatic_tier_id",
            "decided_by",
            "differs",
            "falling",
            "earned_since",
            "missed_count",
            "missed_since",
            "missed_on",
            "state_on",
            "state_before",
            "score",
            "points",
            "group_key",
            "gap_up",
            "margin_to_keep",
            "value",
        ]
