from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare, float_is_zero

from ..classification import cuts

BAR_DIGITS = (16, 4)


class CustomerTierRule(models.Model):
    """A cut-off: which customers of a scheme reach a tier."""

    _name = "customer.tier.rule"
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
        domain=[("kind", "=", "ranked")],
    )
    # Stored to order by: the ladder is read in the order of its tiers
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    tier_color = fields.Integer(related="tier_id.color")
    method = fields.Selection(
        [(cuts.PERCENT_OF_CUSTOMERS, "Percent of customers")],
        required=True,
        default=cuts.PERCENT_OF_CUSTOMERS,
    )
    bar = fields.Float(
        string="Share (%)",
        digits=BAR_DIGITS,
        help="Share of the customers that this tier may hold, in percent. The last "
        "tier takes the rest.",
    )
    is_remainder = fields.Boolean(compute="_compute_share")
    share = fields.Float(
        compute="_compute_share",
        digits=BAR_DIGITS,
        string="Effective Share (%)",
        help="The share entered, or for the last tier what the others leave.",
    )
    cumulated = fields.Float(
        compute="_compute_share",
        digits=BAR_DIGITS,
        string="Up to (%)",
        help="Together with the better tiers.",
    )
    minimum = fields.Monetary(
        string="And at Least",
        help="Value a customer must reach besides, so that three customers do not "
        "make a Top. Leave 0 for none.",
    )

    @api.depends(
        "bar",
        "method",
        "tier_id",
        "scheme_id.rule_ids.bar",
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
                    before += other.bar
            rule.is_remainder = bool(rule.tier_id) and rule.tier_id == last_tier
            rule.share = 100.0 - before if rule.is_remainder else rule.bar
            rule.cumulated = before + rule.share

    def _ladder_order(self):
        """These rules, best tier first; unsaved lines of a form included."""
        return self.sorted(lambda r: (r.tier_id.sequence, r.tier_id._origin.id))

    @api.constrains("tier_id", "method", "bar", "minimum", "scheme_id")
    def _check_ladder(self):
        self.scheme_id._check_ladder()

    def _validate(self):
        """Raise a ValidationError that says what is wrong with a scheme's cut-offs.

        ``self`` are all the rules of one scheme. Another method extends this for bars
        of its own kind.
        """
        rules = self._ladder_order()
        for rule in rules:
            if rule.tier_id.kind != "ranked":
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is a lifecycle tier and needs no cut-off: its "
                        "customers are found by what they did. Remove the line.",
                        tier=rule.tier_id.name,
                    )
                )
            if float_compare(rule.minimum, 0, precision_digits=2) < 0:
                raise ValidationError(
                    self.env._(
                        "The minimum of “%(tier)s” is %(minimum)s; it cannot be below "
                        "0.",
                        tier=rule.tier_id.name,
                        minimum=rule.minimum,
                    )
                )
        rules._validate_bars_differ()
        percent = rules.filtered(lambda r: r.method == cuts.PERCENT_OF_CUSTOMERS)
        percent._validate_percent()

    def _validate_bars_differ(self):
        seen = set()
        for rule in self:
            # a share is a tier's own, so two of them on one tier contradict each
            # other even when the figures differ
            key = (rule.tier_id, rule.method)
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

    def _validate_percent(self):
        total = 0.0
        for rule in self:
            if rule.is_remainder:
                continue
            if float_compare(rule.bar, 0, precision_digits=BAR_DIGITS[1]) <= 0:
                raise ValidationError(
                    self.env._(
                        "The share of “%(tier)s” is %(share)s %%; a share must be "
                        "above 0.",
                        tier=rule.tier_id.name,
                        share=rule.bar,
                    )
                )
            total += rule.bar
        if float_compare(total, 100, precision_digits=BAR_DIGITS[1]) >= 0:
            last = self.filtered("is_remainder").tier_id
            raise ValidationError(
                self.env._(
                    "The shares add up to %(total)s %%. They must stay below 100 %% so "
                    "that something is left for the last tier, “%(tier)s”.",
                    total=round(total, BAR_DIGITS[1]),
                    tier=last.name or "",
                )
            )

    def _to_cut(self):
        """This rule as the classification package knows it, None for the remainder."""
        self.ensure_one()
        if self.is_remainder:
            return None
        minimum = self.minimum
        if float_is_zero(minimum, precision_rounding=self.currency_id.rounding):
            minimum = None
        return cuts.Cut(
            tier=self.tier_id.id,
            method=self.method,
            bar=round(self.bar, BAR_DIGITS[1]),
            minimum=minimum,
        )
