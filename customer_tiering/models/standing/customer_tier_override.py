from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...classification import transition
from ...tools.boolean_search import boolean_search


class CustomerTierOverride(models.Model):
    """A tier set by hand, with a reason and an end: fixed, at least, at most (K14).

    What the figures say stays visible beside it. The change is in force at once.
    """

    _name = "customer.tier.override"
    _description = "Manual Tier"
    _inherit = ["mail.thread", "customer.tier.in.reach", "customer.tier.scheme.column"]
    _order = "create_date desc, id desc"
    _rec_name = "partner_id"

    @api.model
    def _default_scheme_id(self):
        """The one whose tiers contacts show first."""
        shown = self.env["customer.tier.scheme"]._shown_ids(self.env.company.id)
        return shown[0] if shown else False

    # No UNIQUE on the customer: it would make merges fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        tracking=True,
    )
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self._default_scheme_id(),
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    kind = fields.Selection(
        [
            (transition.FIX, "Fixed"),
            (transition.AT_LEAST, "At least"),
            (transition.AT_MOST, "At most"),
        ],
        required=True,
        default=transition.AT_LEAST,
        tracking=True,
    )
    tier_id = fields.Many2one(
        "customer.tier", required=True, ondelete="restrict", tracking=True
    )
    reason = fields.Char(required=True, tracking=True)
    date_end = fields.Date(
        string="Until",
        tracking=True,
        help="The last day on which the manual tier applies. Leave empty for no end "
        "date.",
    )
    active = fields.Boolean(default=True, tracking=True)
    ended = fields.Boolean(compute="_compute_ended", search="_search_ended")
    tier_color = fields.Integer(related="tier_id.color")
    standing_id = fields.Many2one(
        "customer.tier.standing", compute="_compute_standing_id"
    )
    computed_tier_id = fields.Many2one(
        "customer.tier", string="Calculated Tier", compute="_compute_standing_id"
    )
    effective_tier_id = fields.Many2one(
        "customer.tier", string="In Force", compute="_compute_standing_id"
    )

    @api.depends("date_end")
    def _compute_ended(self):
        for override in self:
            override.ended = bool(
                override.date_end and override.date_end < override.scheme_id._today()
            )

    @api.model
    def _search_ended(self, operator, value):
        today = fields.Date.context_today(self)
        return boolean_search(operator, value, lambda: Domain("date_end", "<", today))

    @api.depends("partner_id", "scheme_id")
    def _compute_standing_id(self):
        standings = self.env["customer.tier.standing"].search_fetch(
            [
                ("scheme_id", "in", self.scheme_id.ids),
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
            ],
            ["scheme_id", "partner_id", "tier_id", "computed_tier_id"],
        )
        found = {(s.scheme_id, s.partner_id): s for s in standings}
        for override in self:
            customer = override.partner_id.commercial_partner_id
            standing = found.get((override.scheme_id, customer), standings.browse())
            override.standing_id = standing
            override.computed_tier_id = standing.computed_tier_id
            override.effective_tier_id = standing.tier_id

    @api.constrains("tier_id", "kind", "scheme_id")
    def _check_tier(self):
        for override in self:
            ladder = override.scheme_id.rule_ids.tier_id
            if override.kind != transition.FIX and override.tier_id not in ladder:
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is not a ranked tier of “%(scheme)s”, so “At "
                        "least” and “At most” cannot be used with it. Choose one of "
                        "its ranked tiers, or choose “Fixed”.",
                        tier=override.tier_id.name,
                        scheme=override.scheme_id.name,
                    )
                )

    @api.constrains("partner_id", "scheme_id", "active")
    def _check_alone(self):
        active = self.filtered("active")
        twice = self._read_group(
            [
                ("partner_id", "in", active.partner_id.ids),
                ("scheme_id", "in", active.scheme_id.ids),
            ],
            ["partner_id", "scheme_id"],
            having=[("__count", ">", 1)],
        )
        for partner, scheme in twice:
            raise ValidationError(
                self.env._(
                    "%(customer)s already has a manual tier in “%(scheme)s”. Change "
                    "that one, or archive it.",
                    customer=partner.display_name,
                    scheme=scheme.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        overrides = super().create(vals_list)
        overrides._put_in_force()
        return overrides

    def write(self, vals):
        before = [(o.scheme_id, o.partner_id) for o in self]
        result = super().write(vals)
        self._put_in_force(before)
        return result

    def unlink(self):
        before = [(o.scheme_id, o.partner_id) for o in self]
        result = super().unlink()
        self.browse()._put_in_force(before)
        return result

    def _put_in_force(self, before=()):
        """Place the customers concerned anew at once, by what is known of them."""
        # the engine reads by SQL
        self.flush_model()
        self.env["customer.tier.standing"]._forget_manual()
        concerned = {}
        for scheme, partner in [*before, *((o.scheme_id, o.partner_id) for o in self)]:
            concerned.setdefault(scheme, self.env["res.partner"])
            concerned[scheme] |= partner
        for scheme, partners in concerned.items():
            scheme._settle_manual(scheme._customers_of(partners))
