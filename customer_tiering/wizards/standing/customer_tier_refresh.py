from odoo import Command, api, fields, models
from odoo.tools import format_date

from ...classification import transition


class CustomerTierRefresh(models.TransientModel):
    """Shows users the result of `res.partner._customer_tier_now`.

    Users only see the results that they asked for themselves. The tier is provisional:
    only the engine writes standings.
    """

    _name = "customer.tier.refresh"
    _description = "Current Figures of a Customer"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    scheme_id = fields.Many2one("customer.tier.scheme", readonly=True)
    as_of = fields.Date(string="As of", readonly=True)
    evaluated_on = fields.Date(string="Last Evaluation", readonly=True)
    tier_id = fields.Many2one("customer.tier", string="In Force", readonly=True)
    tier_color = fields.Integer(related="tier_id.color")
    provisional_tier_id = fields.Many2one(
        "customer.tier",
        string="If Evaluated Today",
        readonly=True,
        help="The tier according to the thresholds of the last evaluation, with the "
        "other customers unchanged.",
    )
    provisional_color = fields.Integer(
        related="provisional_tier_id.color", string="Provisional Color"
    )
    moves = fields.Boolean(readonly=True)
    sentence = fields.Text(readonly=True)
    line_ids = fields.One2many("customer.tier.refresh.line", "refresh_id")

    @api.model
    def _action_show(self, partner, scheme=None):
        """Refresh ``partner`` with the rights of the user, and show the result."""
        found = partner._customer_tier_now(scheme)
        shown = self.sudo().create(self._values(found)).with_env(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Current Figures of %s", partner.display_name),
            "res_model": self._name,
            "res_id": shown.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _values(self, found):
        standing = self.env["customer.tier.standing"].sudo().browse(found["standing"])
        scheme = self.env["customer.tier.scheme"].sudo().browse(found["scheme"])
        if not standing:
            standing = standing.new(
                {
                    "scheme_id": scheme.id,
                    "company_id": scheme.company_id.id,
                    "partner_id": found["customer"],
                }
            )
        tier = standing.tier_id
        return {
            "partner_id": found["customer"],
            "scheme_id": scheme.id,
            "as_of": found["as_of"],
            "evaluated_on": scheme.last_evaluation_id.as_of,
            "tier_id": tier.id,
            "provisional_tier_id": found["tier"],
            "moves": not found["obstacle"] and (tier.id or None) != found["tier"],
            "sentence": "\n".join(self._sentences(found, standing)),
            "line_ids": [Command.create(line) for line in self._lines(found, standing)],
        }

    # ---------------------------------------------------------------- figures

    @api.model
    def _lines(self, found, standing):
        """One line per figure in the order of the catalogue, the score last."""
        figures = standing._explanation().figures
        return [
            self._line(figures, code, *found["figures"][code])
            for code in figures.in_order(found["figures"])
            if figures.readable(code)
        ]

    @api.model
    def _line(self, figures, code, then, now):
        both = then is not None and now is not None
        return {
            "name": figures.label(code),
            "then": figures.written(code, then),
            "now": figures.written(code, now),
            # the difference of two floats may be a rounding error
            "difference": figures.written(code, round(now - then, 6))
            if both and now != then
            else "",
            "differs": now != then,
        }

    # ---------------------------------------------------------------- words

    @api.model
    def _sentences(self, found, standing):
        """The result in sentences: first the tier, then the figure that decides."""
        obstacle = found["obstacle"]
        if obstacle:
            return [self._tell_obstacle(obstacle)]
        told = [self._tell_tier(found, standing), self._tell_threshold(found, standing)]
        told += [self._tell_state(found, standing), self._tell_settings(standing)]
        return [sentence for sentence in told if sentence]

    @api.model
    def _tell_tier(self, found, standing):
        before = standing.tier_id
        now = self.env["customer.tier"].browse(found["tier"] or [])
        names = {
            "customer": standing.partner_id.name,
            "before": before.name,
            "tier": now.name,
            "scheme": standing.scheme_id.name,
        }
        if not now and not before:
            return self.env._(
                "%(customer)s is not among the customers of “%(scheme)s”.", **names
            )
        if not now:
            return self.env._(
                "%(customer)s is no longer among the customers of “%(scheme)s” and "
                "would leave %(before)s.",
                **names,
            )
        if not before:
            return self.env._(
                "If evaluated today, %(customer)s would enter as %(tier)s.", **names
            )
        if now == before and not any(
            then != current for then, current in found["figures"].values()
        ):
            return self.env._(
                "No change since %(day)s: the figures are the same, and "
                "%(customer)s stays %(tier)s.",
                day=format_date(self.env, standing.scheme_id.last_evaluation_id.as_of),
                **names,
            )
        if now == before:
            return self.env._(
                "If evaluated today, %(customer)s would stay %(tier)s.", **names
            )
        return self.env._(
            "If evaluated today, %(customer)s would be %(tier)s instead of %(before)s.",
            **names,
        )

    @api.model
    def _tell_threshold(self, found, standing):
        threshold = found["threshold"]
        if not threshold:
            return ""
        figures = standing._explanation().figures
        return self.env._(
            "“%(metric)s” is %(figure)s; the threshold for %(tier)s is %(threshold)s.",
            metric=figures.label(threshold["column"]),
            figure=figures.written(threshold["column"], threshold["figure"]),
            threshold=figures.written(threshold["column"], threshold["asked"]),
            tier=self.env["customer.tier"].browse(threshold["tier"]).name,
        )

    @api.model
    def _tell_state(self, found, standing):
        """Why the tier differs from the one that the figures give."""
        if found["tier"] == found["computed"] or not found["computed"]:
            return ""
        computed = self.env["customer.tier"].browse(found["computed"]).name
        tier = self.env["customer.tier"].browse(found["tier"] or []).name
        return {
            transition.BY_HOLD: self.env._(
                "Based on the figures, the tier would be %(computed)s; %(tier)s is "
                "kept for now.",
                computed=computed,
                tier=tier,
            ),
            transition.BY_CAP: self.env._(
                "Based on the figures, the tier would be %(computed)s; a cap limits "
                "it to %(tier)s.",
                computed=computed,
                tier=tier,
            ),
            transition.BY_MANUAL: self.env._(
                "Based on the figures, the tier would be %(computed)s; the manual "
                "tier is %(tier)s.",
                computed=computed,
                tier=tier,
            ),
        }.get(found["decided_by"], "")

    @api.model
    def _tell_settings(self, standing):
        if not standing.scheme_id.changed_since:
            return ""
        return self.env._(
            "The settings of “%(scheme)s” have changed since the evaluation of "
            "%(day)s; the cut-offs used here are still those of that day.",
            scheme=standing.scheme_id.name,
            day=format_date(self.env, standing.scheme_id.last_evaluation_id.as_of),
        )

    @api.model
    def _tell_obstacle(self, why):
        return {
            "not_kept": self.env._(
                "These are the current figures. The last evaluation did not store "
                "where its tiers ended, so the tier will be known only after the "
                "next evaluation."
            ),
            "group": self.env._(
                "These are the current figures. Nobody was ranked in this customer's "
                "group at the last evaluation, so there is no threshold to compare "
                "with. The tier will be known after the next evaluation."
            ),
            "cut": self.env._(
                "These are the current figures. A cut-off method of this scheme "
                "comes from another app and compares all customers, so the tier will "
                "be known only after the next evaluation."
            ),
            "criterion": self.env._(
                "These are the current figures. A criterion of this scheme compares "
                "all customers in a way that was not stored, so the tier will be "
                "known only after the next evaluation."
            ),
            "figure": self.env._(
                "A metric used by the last evaluation is no longer available, so the "
                "tier will be known only after the next evaluation."
            ),
        }[why]


class CustomerTierRefreshLine(models.TransientModel):
    """One figure, at the last evaluation and now, formatted for the reader."""

    _name = "customer.tier.refresh.line"
    _description = "Current Figure"
    _order = "id"

    refresh_id = fields.Many2one(
        "customer.tier.refresh", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Figure", readonly=True)
    then = fields.Char(string="Last Evaluation", readonly=True)
    now = fields.Char(readonly=True)
    difference = fields.Char(readonly=True)
    differs = fields.Boolean(readonly=True)
