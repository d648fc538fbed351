from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import ValidationError

from ...classification import cuts
from ...classification.segments import LOWEST, SCORES


class CustomerTierRule(models.Model):
    """The rule of a segment: the least recency, frequency and value."""

    _inherit = "customer.tier.rule"

    recency_score = fields.Integer(
        string="Recency from",
        default=LOWEST,
        help="The least score of recency, from 1 (any) to 5 (bought most recently).",
    )
    frequency_score = fields.Integer(
        string="Frequency from",
        default=LOWEST,
        help="The least score of the number of purchases, from 1 (any) to 5 (most).",
    )
    monetary_score = fields.Integer(
        string="Value from",
        default=LOWEST,
        help="The least score of the ranking metric, from 1 (any) to 5 (highest).",
    )

    _scores_limited = models.Constraint(
        "CHECK(recency_score BETWEEN 1 AND 5 AND frequency_score BETWEEN 1 AND 5"
        " AND monetary_score BETWEEN 1 AND 5)",
        "Scores of a segment are between 1 and 5.",
    )

    def _told_values(self):
        scores = {name: self._told_text(self._fields[name]) for name in SCORES}
        return super()._told_values() | scores

    def _scores(self):
        self.ensure_one()
        return tuple(self[name] for name in SCORES)

    def _compared(self):
        if self.method == cuts.SEGMENT:
            return self._scores()
        return super()._compared()

    def _in_short(self):
        if self.method == cuts.SEGMENT:
            return "/".join(map(str, self._scores()))
        return super()._in_short()

    def _validate(self):
        for rule in self:
            segment = rule.scheme_id.kind == "segments"
            if segment != (rule.method == cuts.SEGMENT):
                raise ValidationError(
                    self.env._(
                        "“%(tier)s”: a scheme of segments cuts by recency, frequency "
                        "and value only, and other schemes never do. Use a preset to "
                        "start a scheme of segments.",
                        tier=rule.tier_id.name,
                    )
                )
            if rule.tier_id.kind != ("segment" if segment else "ranked"):
                # a lifecycle tier has a sentence of its own
                if rule.tier_id.kind == "lifecycle":
                    continue
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is of the wrong kind: a scheme of segments needs "
                        "segments, and other schemes need ranked tiers.",
                        tier=rule.tier_id.name,
                    )
                )
        return super()._validate()

    def _validate_own_threshold(self):
        if self.method != cuts.SEGMENT:
            return super()._validate_own_threshold()
        if not self.is_remainder and set(self._scores()) == {LOWEST}:
            raise ValidationError(
                self.env._(
                    "“%(tier)s” takes everybody, so nothing is left for the segments "
                    "below. Ask for at least 2 of recency, frequency or value.",
                    tier=self.tier_id.name,
                )
            )
        return None

    def _to_cut(self, as_of):
        cut = super()._to_cut(as_of)
        if cut is None or self.method != cuts.SEGMENT:
            return cut
        return replace(cut, threshold=0.0, keep=None, scores=self._scores())
