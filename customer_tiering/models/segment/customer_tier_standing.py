from odoo import api, fields, models

from ...classification.segments import SCORES
from . import lift


class CustomerTierStanding(models.Model):
    """The scores of a customer in a scheme of segments, and what they mean."""

    _inherit = "customer.tier.standing"

    recency_score = fields.Integer(readonly=True, aggregator="avg")
    frequency_score = fields.Integer(readonly=True, aggregator="avg")
    monetary_score = fields.Integer(
        string="Value Score", readonly=True, aggregator="avg"
    )
    tier_advice = fields.Char(related="tier_id.advice", string="Advice")

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), *SCORES]

    @api.model
    def _tellers(self):
        tellers = super()._tellers()
        return [*tellers, lift.next_segment, advice]

    def _explain_segment(self):
        """Why this segment: the scores, and that its rule is the first that fits."""
        self.ensure_one()
        tier = self.computed_tier_id or self.tier_id
        told = {"scores": lift.told(self), "tier": tier.name}
        ladder = (self.scheme_id.last_evaluation_id.settings or {}).get("ladder")
        if ladder and tier.id == ladder[-1]:
            return self.env._(
                "%(scores)s No rule of another segment fits, so the segment is "
                "“%(tier)s”.",
                **told,
            )
        return self.env._(
            "%(scores)s “%(tier)s” is the first segment whose rule fits.", **told
        )


def advice(explanation):
    """What to do with the customers of the tier, by whom, with what, and until when."""
    tier, env = explanation.standing.tier_id, explanation.env
    if not tier.advice:
        return ""
    parts = [env._("Advice for %(tier)s: %(what)s", tier=tier.name, what=tier.advice)]
    if tier.advice_person:
        parts.append(env._("Done by: %(who)s.", who=tier.advice_person))
    if tier.advice_offer:
        parts.append(env._("Offer: %(offer)s.", offer=tier.advice_offer))
    if tier.advice_stop:
        parts.append(env._("Stop: %(stop)s.", stop=tier.advice_stop))
    return " ".join(parts)
