from odoo import api, fields, models
from odoo.tools import format_date

from ...classification import transition
from ...classification.forecast import falls_on


class CustomerTierStanding(models.Model):
    """What a salesperson asks next: how far to the next tier, what may be lost, by
    when; what was set by hand; what changed last (rule K19)."""

    _inherit = "customer.tier.standing"

    override_id = fields.Many2one(
        "customer.tier.override",
        string="Manual Tier",
        compute="_compute_override_id",
        help="The manual tier that applies today.",
    )
    falls_on = fields.Date(
        string="Earliest Fall",
        compute="_compute_falls_on",
        help="The earliest day on which the tier is lost if the figures stay as they "
        "are.",
    )
    explanation_details = fields.Json(compute="_compute_explanation_details")

    def _compute_override_id(self):
        """The latest one in force, as the engine takes it."""
        overrides = self.env["customer.tier.override"].search(
            [
                ("scheme_id", "in", self.scheme_id.ids),
                ("partner_id.commercial_partner_id", "in", self.partner_id.ids),
            ],
            order="id",
        )
        latest = {
            (o.scheme_id, o.partner_id.commercial_partner_id): o
            for o in overrides
            if not o.date_end or o.date_end >= o.scheme_id._today()
        }
        for standing in self:
            key = (standing.scheme_id, standing.partner_id)
            standing.override_id = latest.get(key, False)

    @api.depends("falling", "missed_count", "missed_since", "earned_since")
    def _compute_falls_on(self):
        for standing in self:
            standing.falls_on = standing._will_fall() and falls_on(
                standing.scheme_id._transition(),
                standing.scheme_id.next_date or None,
                standing.missed_count,
                standing.missed_since or None,
                standing.missed_on or None,
                standing.earned_since or None,
            )

    def _will_fall(self):
        """Whether the figures give less and nothing set by hand keeps the tier."""
        self.ensure_one()
        override = self.override_id
        return self.falling and not (
            override
            and override.kind in (transition.FIX, transition.AT_LEAST)
            and override.tier_id == self.tier_id
        )

    @api.depends_context("lang", "uid")
    def _compute_explanation_details(self):
        for standing in self:
            sentences = [tell() for tell in standing._tellers()]
            standing.explanation_details = {
                "standing": standing.id,
                "why": standing.explanation,
                "sentences": [sentence for sentence in sentences if sentence],
                "criteria": standing._criteria_table(),
                "score": standing._format(standing.score, "points"),
                "figures": standing._shown_figures(),
            }

    def _tellers(self):
        """Methods that each return one sentence, or nothing; in the order of reading.

        Another addon adds what it knows by extending this list.
        """
        return [
            self._tell_share,
            self._tell_held,
            self._tell_cap,
            self._tell_override,
            self._tell_gap,
            self._tell_margin,
            self._tell_since,
            self._tell_last_change,
            self._tell_mark,
        ]

    # ---------------------------------------------------------------- how it stands

    def _tell_share(self):
        if not self.rank:
            return ""
        return self.env._(
            "%(share)s of the total; the customers up to this rank account for "
            "%(cumulated)s.",
            share=self._format(self.share, "share"),
            cumulated=self._format(self.cumulated, "share"),
        )

    def _tell_held(self):
        """The figures give another tier than the one earned."""
        if self.decided_by == transition.BY_MANUAL or not self.computed_tier_id:
            return ""
        if self.earned_tier_id == self.computed_tier_id:
            return ""
        computed = self.computed_tier_id.name
        if not self.falling:
            return self.env._(
                "The figures are already enough for %(tier)s. The change takes "
                "effect %(evaluation)s.",
                tier=computed,
                evaluation=self._next_evaluation(),
            )
        parts = []
        if self.missed_since:
            parts.append(
                self.env._(
                    "Since %(day)s, the figures have been enough only for %(tier)s "
                    "(missed evaluations: %(missed)s of %(misses)s).",
                    tier=computed,
                    day=format_date(self.env, self.missed_since),
                    missed=self.missed_count,
                    misses=self.scheme_id.misses,
                )
            )
        else:
            parts.append(
                self.env._(
                    "The figures are now enough only for %(tier)s.", tier=computed
                )
            )
        if self.falls_on:
            parts.append(
                self.env._(
                    "Will not fall before %(day)s, and not at all if the customer "
                    "reaches %(tier)s again by then.",
                    day=format_date(self.env, self.falls_on),
                    tier=self.tier_id.name,
                )
            )
        return " ".join(parts)

    def _tell_cap(self):
        """Which cap keeps him down; told even under a manual tier."""
        if self.automatic_tier_id == self.earned_tier_id:
            return ""
        for cap in self._frozen().get("caps", []):
            if cap["tier"] != self.automatic_tier_id.id:
                continue
            stored = self._stored([column for column, _ in cap["above"]])
            if all((stored[c] or 0) > above for c, above in cap["above"]):
                demands = []
                for column, above in cap["above"]:
                    metric = self._metric(column)
                    demands.append(
                        self.env._(
                            "“%(metric)s” is %(figure)s, above %(limit)s",
                            metric=metric.name,
                            figure=self._format(stored[column], metric.unit),
                            limit=self._format(above, metric.unit),
                        )
                    )
                return self.env._(
                    "Would be %(earned)s, but a cap limits the tier to %(tier)s: "
                    "%(why)s.",
                    earned=self.earned_tier_id.name,
                    tier=self.automatic_tier_id.name,
                    why=", ".join(demands),
                )
        return self.env._(
            "Would be %(earned)s, but a cap limits the tier to %(tier)s.",
            earned=self.earned_tier_id.name,
            tier=self.automatic_tier_id.name,
        )

    def _tell_override(self):
        override = self.override_id
        if not override:
            return ""
        kinds = dict(override._fields["kind"]._description_selection(self.env))
        values = {
            "kind": kinds[override.kind],
            "tier": override.tier_id.name,
            "user": override.create_uid.name,
            "day": format_date(self.env, override.create_date),
            "reason": override.reason,
        }
        if override.date_end:
            return self.env._(
                "Manual tier: %(kind)s %(tier)s, set by %(user)s on %(day)s, until "
                "%(end)s. Reason: %(reason)s",
                end=format_date(self.env, override.date_end),
                **values,
            )
        return self.env._(
            "Manual tier: %(kind)s %(tier)s, set by %(user)s on %(day)s, with no end "
            "date. Reason: %(reason)s",
            **values,
        )

    # ---------------------------------------------------------------- history

    def _tell_since(self):
        if not self.since:
            return ""
        return self.env._(
            "In %(tier)s since %(day)s.",
            tier=self.tier_id.name,
            day=format_date(self.env, self.since),
        )

    def _tell_last_change(self):
        change = self.env["customer.tier.change"].search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("from_tier_id", "!=", False),
                ("to_tier_id", "!=", False),
            ],
            limit=1,
        )
        if not change:
            return ""
        reasons = dict(change._fields["reason"]._description_selection(self.env))
        return self.env._(
            "Last change on %(day)s, from %(before)s to %(after)s: %(reason)s.",
            day=format_date(self.env, change.date),
            before=change.from_tier_id.name,
            after=change.to_tier_id.name,
            reason=reasons.get(change.reason, ""),
        )

    def _tell_mark(self):
        """The mark *no need* of one who buys all the same."""
        mark = self.contradicts_mark and self._no_need_mark()
        if not mark:
            return ""
        return self.env._(
            "Marked as having no need by %(user)s on %(day)s (%(reason)s), but still "
            "buys. The purchase counts.",
            user=mark.create_uid.name,
            day=format_date(self.env, mark.create_date),
            reason=mark.reason,
        )

    # ---------------------------------------------------------------- criteria

    def _criteria_table(self):
        """Per criterion: figure, points, weight, and its part of the score."""
        criteria = self._frozen().get("criteria") or []
        points = self.points or []
        if not self.rank or len(points) != len(criteria):
            return []
        stored = self._stored([criterion["metric"] for criterion in criteria])
        counted = sum(
            criterion["weight"]
            for criterion, gained in zip(criteria, points, strict=True)
            if gained is not None
        )
        rows = []
        for criterion, gained in zip(criteria, points, strict=True):
            metric = self._metric(criterion["metric"])
            share = criterion["weight"] / counted if gained is not None else None
            rows.append(
                {
                    "code": metric.code,
                    "label": metric.name,
                    "value": self._format(stored[criterion["metric"]], metric.unit),
                    "points": self._format(gained, "points"),
                    "weight": self._format(share, "share"),
                    "contribution": self._format(
                        None if share is None else round(share * gained, 2), "points"
                    ),
                    "documents": self._has_documents(metric.code),
                }
            )
        return rows
