from odoo import api, fields, models
from odoo.tools import format_date

from . import gaps
from .customer_tier_standing_filters import RHYTHM
from .rhythm import last_and_usual


class CustomerTierStanding(models.Model):
    """A customer at a glance: what fits in one line beside their name."""

    _inherit = "customer.tier.standing"

    rhythm = fields.Char(
        string="Last and Usual Purchase",
        compute="_compute_rhythm",
        help="When the customer bought last, and how often they usually buy.",
    )
    strip = fields.Char(string="At a Glance", compute="_compute_strip")

    @api.depends("last_purchase", "lifecycle", "median_interval", "scheme_id")
    @api.depends_context("lang", "tz")
    def _compute_rhythm(self):
        is_read = {
            scheme: RHYTHM in scheme._collected_columns()
            for scheme in self.sudo().scheme_id
        }
        for standing in self:
            scheme = standing.sudo().scheme_id
            standing.rhythm = last_and_usual(standing, is_read[scheme])

    @api.depends("rank", "value", "gap_up", "since", "rhythm", "as_of")
    @api.depends_context("lang", "uid")
    def _compute_strip(self):
        """Value, rank, gap, since and as of; without a rank, the last purchase."""
        for standing in self:
            parts = standing._ranked_parts() if standing.rank else [standing.rhythm]
            for day, words in (
                (standing.since, self.env._("since %s")),
                (standing.as_of, self.env._("as of %s")),
            ):
                parts.append(day and words % format_date(self.env, day))
            standing.strip = " · ".join(filter(None, parts))

    def _ranked_parts(self):
        explanation = self._explanation()
        figures = explanation.figures
        above = gaps.tier_above(explanation)
        parts = [
            figures.ranked_by(figures.ranking_value),
            self.env._(
                "rank %(rank)s of %(ranked)s",
                rank=figures.format(self.rank, "count"),
                ranked=figures.format(self.ranked_count, "count"),
            ),
        ]
        if above and self.gap_up and self.gap_up > 0:
            parts.append(
                self.env._(
                    "%(gap)s to %(tier)s",
                    gap=figures.ranked_by(self.gap_up),
                    tier=above.name,
                )
            )
        return parts
