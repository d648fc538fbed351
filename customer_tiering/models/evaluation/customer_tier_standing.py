from markupsafe import Markup

from odoo import fields, models


class CustomerTierStanding(models.Model):
    """Who was told of a fall when, and in which words."""

    _inherit = "customer.tier.standing"

    # Not published: no evaluation touches it, so a second run tells nobody twice
    alerted_on = fields.Date(
        string="Fall Announced on",
        readonly=True,
        help="The evaluation for which the salesperson was told of the fall.",
    )

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
        sentences = [
            self.scheme_id.name,
            self.explanation,
            self._tell_share(),
            self._tell_held(),
            self._tell_cap(),
            self._tell_override(),
        ]
        paragraph = Markup("<p>%s</p>")
        return Markup("").join(paragraph % text for text in sentences if text)
