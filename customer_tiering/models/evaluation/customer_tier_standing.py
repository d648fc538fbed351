from markupsafe import Markup

from odoo import fields, models

from ..standing import sentences


class CustomerTierStanding(models.Model):
    """What an evaluation asks of a standing, and what it tells of a fall."""

    _inherit = "customer.tier.standing"

    # Not published: no evaluation touches it, so a second run tells nobody twice
    alerted_on = fields.Date(
        string="Fall Announced on",
        readonly=True,
        help="Date of the evaluation for which the salesperson was told about the "
        "fall.",
    )

    def _tier_at_once(self, ladder):
        """Id of the tier by the figures and the caps, without any grace.

        ``ladder`` holds tier ids, best first. A cap shows only in what it did: the
        automatic tier is not the earned one.
        """
        computed, automatic = self.computed_tier_id, self.automatic_tier_id
        if not computed:
            return self.tier_id.id
        if automatic == self.earned_tier_id or computed.id not in ladder:
            return computed.id
        return max(computed.id, automatic.id, key=ladder.index)

    def _fall_summary(self):
        best = self.scheme_id._best_tier()
        if self.tier_id == best:
            return self.env._("Falls from %(tier)s", tier=best.name)
        return self.env._(
            "Fell from %(before)s to %(after)s",
            before=best.name,
            after=self.tier_id.name,
        )

    def _fall_note(self):
        """Escaped paragraphs, from the same sentences as the customer's page."""
        explanation = self._explanation()
        told = [
            self.scheme_id.name,
            explanation.why(),
            sentences.share(explanation),
            sentences.grace(explanation),
            sentences.cap(explanation),
            sentences.manual_tier(explanation),
        ]
        paragraph = Markup("<p>%s</p>")
        return Markup("").join(paragraph % text for text in told if text)
