from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare, float_is_zero

from ...classification import cuts
from ...classification.settings import Cut

THRESHOLD_DIGITS = (16, 4)
THRESHOLD_FIELDS = ("metric_id", "per", "pace", "threshold_currency_id")
# methods whose thresholds belong to one tier and add up from tier to tier
SHARED_OUT = (cuts.PERCENT_OF_CUSTOMERS, cuts.SHARE_OF_VALUE)


class CustomerTierRule(models.Model):
    """A cut-off: which customers of a scheme reach a tier."""

    _name = "customer.tier.rule"
    _inherit = "customer.tier.line"
    _description = "Cut-off"
    _order = "scheme_id, tier_sequence, id"
    scheme_id = fields.Many2one(
        "customer.tier.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    tier_id = fields.Many2one(
        "customer.tier",
        required=True,
        ondelete="restrict",
        index=True,
        domain=[("kind", "!=", "lifecycle")],
    )
    # Stored for the order: the ladder is read in the order of its tiers
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    tier_color = fields.Integer(related="tier_id.color")
    method = fields.Selection(
        [
            (cuts.PERCENT_OF_CUSTOMERS, "Percentage of customers"),
            (cuts.SHARE_OF_VALUE, "Percentage of value"),
            (cuts.NUMBER_OF_CUSTOMERS, "Number of customers"),
            (cuts.THRESHOLD, "Minimum figure"),
            (cuts.SCORE, "Minimum score"),
            (cuts.SEGMENT, "Recency, frequency and value"),
        ],
        required=True,
        default=cuts.PERCENT_OF_CUSTOMERS,
        help="Percentages and numbers apply to this tier alone, counted from the "
        "best customer. If a tier has several lines, meeting one of them is "
        "enough.",
    )
    threshold = fields.Float(
        digits=THRESHOLD_DIGITS,
        help="This tier's own percentage or number, or the figure to reach. The last "
        "tier takes the rest.",
    )
    keep_threshold = fields.Float(
        string="Threshold to Stay",
        digits=THRESHOLD_DIGITS,
        help="Customers already in the tier keep it down to this threshold. Leave 0 "
        "to use the same threshold as for entering.",
    )
    is_remainder = fields.Boolean(compute="_compute_share")
    share = fields.Float(
        compute="_compute_share",
        digits=THRESHOLD_DIGITS,
        string="Effective Share (%)",
        help="The share entered or, for the last tier, the share that the other "
        "tiers leave.",
    )
    cumulated = fields.Float(
        compute="_compute_share",
        digits=THRESHOLD_DIGITS,
        string="Up to (%)",
        help="The share of this tier together with all better tiers.",
    )
    minimum = fields.Monetary(
        string="And at Least",
        help="Value that a customer must also reach, so that three customers alone "
        "do not make a Top tier. Leave 0 for no minimum.",
    )
    minimum_metric_id = fields.Many2one(
        "customer.tier.metric",
        string="Based On",
        ondelete="restrict",
        help="The metric that must reach the minimum. Leave empty to use the ranking "
        "metric.",
    )

    _told = (
        "threshold",
        "method",
        "keep_threshold",
        "metric_id",
        "per",
        "pace",
        "threshold_currency_id",
        "minimum",
        "minimum_metric_id",
    )
    _told_by = "tier_id"

    @api.depends(
        "threshold",
        "method",
        "tier_id",
        "scheme_id.rule_ids.threshold",
        "scheme_id.rule_ids.method",
        "scheme_id.rule_ids.tier_id",
    )
    def _compute_share(self):
        for rule in self:
            rules = rule.scheme_id.rule_ids._ladder_order()
            last_tier = rules[-1:].tier_id
            before = 0.0
            for other in rules:
                if other.tier_id == rule.tier_id:
                    break
                if other.method == rule.method:
                    before += other.threshold
            rule.is_remainder = bool(rule.tier_id) and rule.tier_id == last_tier
            if rule.method in SHARED_OUT:
                rule.share = 100.0 - before if rule.is_remainder else rule.threshold
                rule.cumulated = before + rule.share
            else:
                rule.share = rule.cumulated = 0.0

    def _ladder_order(self):
        """These rules, best tier first, including unsaved lines of a form."""
        return self.sorted(lambda r: (r.tier_id.sequence, r.tier_id._origin.id))

    @api.constrains(
        "tier_id",
        "method",
        "threshold",
        "keep_threshold",
        "minimum",
        "scheme_id",
        *THRESHOLD_FIELDS,
    )
    def _check_ladder(self):
        self.scheme_id._check_ladder()

    def _validate(self):
        """Raise a ValidationError that explains what is wrong with the cut-offs.

        ``self`` are all rules of one scheme. A cut-off method of another addon extends
        this for its own kind of threshold.
        """
        rules = self._ladder_order()
        for rule in rules:
            if rule.tier_id.kind == "lifecycle":
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is a lifecycle tier and needs no cut-off, "
                        "because its customers are found by their activity. Remove "
                        "the line.",
                        tier=rule.tier_id.name,
                    )
                )
        for rule in rules:
            if float_compare(rule.minimum, 0, precision_digits=2) < 0:
                raise ValidationError(
                    self.env._(
                        "The value under “And at Least” for “%(tier)s” is "
                        "%(minimum)s. It cannot be below 0.",
                        tier=rule.tier_id.name,
                        minimum=rule.minimum,
                    )
                )
        for rule in rules:
            rule._validate_own_threshold()
        rules._validate_bars_differ()
        for method in SHARED_OUT:
            rules.filtered(lambda r, m=method: r.method == m)._validate_percent()

    def _validate_bars_differ(self):
        seen = set()
        for rule in self:
            # two shares of one tier contradict each other, even if they differ, but two
            # thresholds can use different metrics
            key = (rule.tier_id, rule.method, *rule._compared())
            if key in seen:
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” has the cut-off “%(method)s” twice. Keep one of "
                        "the two lines.",
                        tier=rule.tier_id.name,
                        method=dict(
                            self._fields["method"]._description_selection(self.env)
                        )[rule.method],
                    )
                )
            seen.add(key)

    def _compared(self):
        """What tells alternatives of one tier and method apart."""
        self.ensure_one()
        return (self._threshold_column(),)

    def _validate_own_threshold(self):
        """Check the threshold of this kind of rule; the remainder needs none."""
        self.ensure_one()
        if self.is_remainder:
            return
        labels = dict(self._fields["method"]._description_selection(self.env))
        digits = THRESHOLD_DIGITS[1]
        if self.method == cuts.THRESHOLD:
            self._validate_threshold()
        if float_compare(self.threshold, 0, precision_digits=digits) <= 0:
            raise ValidationError(
                self.env._(
                    "The threshold of “%(tier)s” (%(method)s) is %(threshold)s. It "
                    "must be above 0.",
                    tier=self.tier_id.name,
                    method=labels[self.method],
                    threshold=self.threshold,
                )
            )
        if self.keep_threshold and self._is_harder(self.keep_threshold, self.threshold):
            raise ValidationError(
                self.env._(
                    "Staying in “%(tier)s” (%(keep)s) is harder than entering it "
                    "(%(threshold)s). Make “Threshold to Stay” easier to reach, or "
                    "leave it at 0.",
                    tier=self.tier_id.name,
                    keep=self.keep_threshold,
                    threshold=self.threshold,
                )
            )
        if self.method == cuts.SCORE and self.threshold > 100:
            raise ValidationError(
                self.env._(
                    "The threshold of “%(tier)s” is %(threshold)s points, but a score "
                    "cannot be above 100. Enter 100 or less.",
                    tier=self.tier_id.name,
                    threshold=self.threshold,
                )
            )
        if self.method == cuts.NUMBER_OF_CUSTOMERS and self.threshold != int(
            self.threshold
        ):
            raise ValidationError(
                self.env._(
                    "“%(tier)s” takes %(threshold)s customers, but this must be a "
                    "whole number. Enter a whole number.",
                    tier=self.tier_id.name,
                    threshold=self.threshold,
                )
            )

    def _is_harder(self, keep, enter):
        """Whether ``keep`` lets in fewer customers than ``enter``."""
        order = float_compare(keep, enter, precision_digits=THRESHOLD_DIGITS[1])
        return order > 0 if self.method in (cuts.THRESHOLD, cuts.SCORE) else order < 0

    def _validate_percent(self):
        total = sum(rule.threshold for rule in self if not rule.is_remainder)
        if float_compare(total, 100, precision_digits=THRESHOLD_DIGITS[1]) >= 0:
            last = self.filtered("is_remainder").tier_id
            raise ValidationError(
                self.env._(
                    "The shares add up to %(total)s %%. They must stay below 100 %% so "
                    "that something is left for the last tier, “%(tier)s”.",
                    total=round(total, THRESHOLD_DIGITS[1]),
                    tier=last.name or "",
                )
            )

    def _to_cut(self, as_of):
        """This rule for the classification package; None for the remainder."""
        self.ensure_one()
        if self.is_remainder:
            return None
        minimum = self.minimum
        if float_is_zero(minimum, precision_rounding=self.currency_id.rounding):
            minimum = None
        rate = self._threshold_rate(as_of)
        return Cut(
            tier=self.tier_id.id,
            method=self.method,
            threshold=round(self.threshold * rate, THRESHOLD_DIGITS[1]),
            keep=round(self.keep_threshold * rate, THRESHOLD_DIGITS[1])
            if self.keep_threshold
            else None,
            metric=self._threshold_column(),
            times=self._threshold_times(),
            minimum=minimum,
            minimum_metric=self.minimum_metric_id.code or None,
        )

    def _in_short(self):
        """What it asks, for the log."""
        self.ensure_one()
        return f"{self.threshold:g}"

    def _told_kind(self):
        return self.env._("Cut-off")
