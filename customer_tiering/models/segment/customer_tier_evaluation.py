from odoo import api, fields, models

from ...classification import segments as classification
from ...classification.lifecycle import EXISTING
from ...classification.segments import SCORES, Segments
from ...classification.settings import TIES_UP

# fewer buyers, months, or more one-time buyers than that, and segments say little
FEW_BUYERS = 50
FEW_MONTHS = 6
MANY_ONCE = 0.9


class CustomerTierEvaluation(models.Model):
    """What an evaluation of segments keeps: how far they can be believed."""

    _inherit = "customer.tier.evaluation"

    segment_facts = fields.Json(
        readonly=True,
        copy=False,
        help="Number of buyers and classes, one-time buyers, and the figures from "
        "which on each score is reached.",
    )
    segment_doubt = fields.Text(
        string="Too Coarse to Believe", compute="_compute_segment_doubt"
    )

    def _write_result(self, decided, collection):
        result = super()._write_result(decided, collection)
        if plain := (self.settings or {}).get("segments"):
            self.segment_facts = self._facts_of_segments(
                decided[decided["lifecycle"] == EXISTING], Segments.from_plain(plain)
            )
        return result

    def _facts_of_segments(self, customers, segments):
        facts = classification.facts(customers, segments, self.as_of)
        value, up = self.settings["value"], self.settings["ties"] == TIES_UP
        scales = classification.scales(customers, value)
        facts["reach"] = {
            # as text, because that is how the database returns the keys
            name: {
                str(score): figure
                for score, figure in classification.reaching(
                    figures, facts["classes"], up
                ).items()
            }
            for name, figures in zip(SCORES, scales, strict=True)
        }
        return facts

    @api.depends("segment_facts")
    @api.depends_context("lang")
    def _compute_segment_doubt(self):
        for evaluation in self:
            doubts = evaluation._segment_doubts(evaluation.segment_facts or {})
            evaluation.segment_doubt = " ".join(doubts) or False

    def _segment_doubts(self, facts):
        """Sentences on why these segments say little; none if they can be believed."""
        if not facts:
            return
        if facts["buyers"] < FEW_BUYERS:
            yield self.env._(
                "Based on %(buyers)s buyers: coarse. One purchase can move a customer "
                "to another segment.",
                buyers=facts["buyers"],
            )
        if facts["months"] is not None and facts["months"] < FEW_MONTHS:
            yield self.env._(
                "The first purchase was less than %(months)s months ago, so it is too "
                "early to tell who comes back.",
                months=FEW_MONTHS,
            )
        if facts["one_time"] > MANY_ONCE:
            yield self.env._(
                "%(share)s %% of the buyers bought on one day only, so frequency says "
                "next to nothing. Look at value and recency alone.",
                share=round(100 * facts["one_time"]),
            )
