from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...classification import score


class CustomerTierCriterion(models.Model):
    """One metric of the score of a scheme."""

    _name = "customer.tier.criterion"
    _inherit = "customer.tier.line"
    _description = "Scoring Criterion"
    _order = "scheme_id, sequence, id"
    _rec_name = "metric_id"
    scheme_id = fields.Many2one(
        "customer.tier.scheme", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    metric_id = fields.Many2one(
        "customer.tier.metric", required=True, ondelete="restrict", index=True
    )
    metric_unit = fields.Selection(related="metric_id.unit")
    weight = fields.Float(
        default=1,
        required=True,
        help="How much this metric counts compared with the others. Weights do not "
        "need to add up to a particular total.",
    )
    weight_share = fields.Float(
        compute="_compute_weight_share", string="Share of the Score"
    )
    higher_is_better = fields.Boolean(
        compute="_compute_higher_is_better",
        store=True,
        readonly=False,
        string="More Is Better",
    )
    method = fields.Selection(
        [
            (score.PERCENTILE, "Rank among the others"),
            (score.BANDS, "Bands"),
            (score.MIN_MAX, "Between two figures"),
            (score.LOOKUP, "Exact figures"),
        ],
        required=True,
        default=score.PERCENTILE,
        help="Rank: 100 points for the best customer, 0 for the last. Bands: a "
        "number of points from each figure upwards. Between two figures: points "
        "on a straight line. Exact figures: points for each figure listed.",
    )
    missing = fields.Selection(
        [
            (score.MISSING_SKIP, "Leave this criterion out"),
            (score.MISSING_WORST, "0 points"),
            (score.MISSING_MIDDLE, "50 points"),
            (score.MISSING_BEST, "100 points"),
        ],
        string="Without Data",
        required=True,
        default=score.MISSING_SKIP,
    )
    fixed_ends = fields.Boolean(
        string="Set Both Ends",
        default=True,
        help="If not set, the lowest and the highest figures among the customers are "
        "used.",
    )
    low = fields.Float(string="From")
    high = fields.Float(string="To")
    band_ids = fields.One2many(
        "customer.tier.criterion.band", "criterion_id", string="Points", copy=True
    )
    summary = fields.Char(compute="_compute_summary", string="Scoring")
    _weight_positive = models.Constraint(
        "CHECK(weight > 0)",
        "The weight of a criterion must be above 0. Delete the criterion if it should "
        "not count.",
    )

    _told = ("weight", "summary", "missing", "higher_is_better")
    _told_by = "metric_id"

    @api.depends("metric_id")
    def _compute_higher_is_better(self):
        for criterion in self:
            criterion.higher_is_better = criterion.metric_id.higher_is_better

    @api.depends("weight", "scheme_id.criterion_ids.weight")
    def _compute_weight_share(self):
        for criterion in self:
            total = sum(criterion.scheme_id.criterion_ids.mapped("weight"))
            criterion.weight_share = criterion.weight / total if total > 0 else 0.0

    @api.depends("method", "low", "high", "fixed_ends", "band_ids", "higher_is_better")
    def _compute_summary(self):
        labels = dict(self._fields["method"]._description_selection(self.env))
        for criterion in self:
            details = ""
            if criterion.method in (score.BANDS, score.LOOKUP):
                details = ", ".join(
                    f"{band.start:g} → {band.points:g}" for band in criterion.band_ids
                )
            elif criterion.method == score.MIN_MAX and criterion.fixed_ends:
                ends = (criterion.low, criterion.high)
                if not criterion.higher_is_better:
                    ends = ends[::-1]
                details = f"{ends[0]:g} → 0, {ends[1]:g} → 100"
            label = labels.get(criterion.method, "")
            criterion.summary = f"{label}: {details}" if details else label

    @api.constrains("method", "band_ids", "low", "high", "fixed_ends")
    def _check_method(self):
        for criterion in self:
            if criterion.method in (score.BANDS, score.LOOKUP):
                criterion._check_bands()
            elif (
                criterion.method == score.MIN_MAX
                and criterion.fixed_ends
                and criterion.low >= criterion.high
            ):
                raise ValidationError(
                    self.env._(
                        "“%(metric)s” scores between %(low)s and %(high)s. The second "
                        "figure must be above the first.",
                        metric=criterion.metric_id.name,
                        low=criterion.low,
                        high=criterion.high,
                    )
                )

    def _check_bands(self):
        self.ensure_one()
        if not self.band_ids:
            raise ValidationError(
                self.env._(
                    "“%(metric)s” has no points yet. Add a line with a figure and "
                    "the points it gives.",
                    metric=self.metric_id.name,
                )
            )
        if len(set(self.band_ids.mapped("start"))) < len(self.band_ids):
            raise ValidationError(
                self.env._(
                    "“%(metric)s” has two lines for the same figure. Keep one.",
                    metric=self.metric_id.name,
                )
            )

    def _to_criterion(self):
        """This criterion for the classification package."""
        self.ensure_one()
        fixed = self.method == score.MIN_MAX and self.fixed_ends
        return score.Criterion(
            metric=self.metric_id.code,
            weight=self.weight,
            method=self.method,
            higher_is_better=self.higher_is_better,
            missing=self.missing,
            table=tuple((band.start, band.points) for band in self.band_ids),
            low=self.low if fixed else None,
            high=self.high if fixed else None,
        )

    def _told_kind(self):
        return self.env._("Criterion")


class CustomerTierCriterionBand(models.Model):
    """The points that a criterion gives from a figure on."""

    _name = "customer.tier.criterion.band"
    _description = "Points of a Criterion"
    _order = "criterion_id, start, id"
    _rec_name = "start"

    criterion_id = fields.Many2one(
        "customer.tier.criterion", required=True, ondelete="cascade", index=True
    )
    start = fields.Float(string="Figure", required=True)
    points = fields.Float(required=True)

    _points_limited = models.Constraint(
        "CHECK(points BETWEEN 0 AND 100)", "Points must be between 0 and 100."
    )
