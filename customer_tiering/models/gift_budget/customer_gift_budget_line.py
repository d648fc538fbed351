from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ...gifting.rules import FIXED, NOTHING, PERCENT, SHARE, Line
from ..gift_occasion.customer_gift_occasion import FORMS

BASES = [("net_revenue", "Revenue"), ("gross_margin", "Margin")]


class CustomerGiftBudgetLine(models.Model):
    """What customers of one tier are given at one occasion, or at any occasion."""

    _name = "customer.gift.budget.line"
    _description = "Gift Budget Line"
    _order = "budget_id, tier_sequence, occasion_id, id"
    _rec_name = "tier_id"

    budget_id = fields.Many2one(
        "customer.gift.budget", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="restrict")
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    tier_color = fields.Integer(related="tier_id.color")
    occasion_id = fields.Many2one(
        "customer.gift.occasion",
        ondelete="restrict",
        help="Leave empty for all occasions that have no line of their own.",
    )
    method = fields.Selection(
        [
            (FIXED, "Amount"),
            (PERCENT, "Percentage"),
            (SHARE, "Share of a pool"),
        ],
        required=True,
        default=FIXED,
    )
    amount = fields.Monetary(help="Amount for each customer, including freight.")
    percent = fields.Float(
        digits=(6, 3),
        aggregator=None,
        help="Percentage of what the customer brought in the period of the scheme. A "
        "loss, or a missing figure, gives the minimum.",
    )
    base = fields.Selection(BASES, string="Based On", default="net_revenue")
    minimum = fields.Monetary(aggregator=None)
    maximum = fields.Monetary(aggregator=None, help="Enter 0 for no maximum.")
    weight = fields.Float(
        default=1.0,
        digits=(8, 3),
        aggregator=None,
        help="A customer with weight 3 gets three times as much as a customer with "
        "weight 1.",
    )
    weight_by = fields.Selection(
        [("equal", "Equally"), *BASES],
        string="Distribution Within the Tier",
        default="equal",
        help="Whether the customers of the tier share equally, or in proportion to "
        "what they brought.",
    )
    pool_amount = fields.Monetary(
        string="Pool",
        help="Total for all customers of this line in the period of the budget. "
        "Enter 0 to use the pool of the whole budget.",
    )
    form = fields.Selection(
        [(NOTHING, "Nothing"), *FORMS],
        help="The form of the gift. Leave empty for the usual form of the occasion.",
    )

    _tier_occasion_uniq = models.UniqueIndex(
        "(budget_id, tier_id, COALESCE(occasion_id, 0))",
        "This tier already has a line for this occasion. Change that one instead.",
    )

    @api.constrains(
        "method", "amount", "percent", "minimum", "maximum", "weight", "pool_amount"
    )
    def _check_amounts(self):
        for line in self:
            figures = (
                "amount",
                "percent",
                "minimum",
                "maximum",
                "weight",
                "pool_amount",
            )
            if wrong := [name for name in figures if line[name] < 0]:
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: %(field)s is %(figure)s, but it cannot be "
                        "negative. Enter 0 or more.",
                        tier=line.tier_id.name,
                        field=line._fields[wrong[0]]._description_string(self.env),
                        figure=line[wrong[0]],
                    )
                )
            if line.method != PERCENT:
                continue
            if line.percent > 100 or not line.base:
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: %(percent)s %% is too much. Enter at most "
                        "100 %% of revenue or margin.",
                        tier=line.tier_id.name,
                        percent=line.percent,
                    )
                )
            if line.maximum and line.minimum > line.maximum:
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: the minimum %(minimum)s is above the maximum "
                        "%(maximum)s. Raise the maximum or lower the minimum.",
                        tier=line.tier_id.name,
                        minimum=line.currency_id.format(line.minimum),
                        maximum=line.currency_id.format(line.maximum),
                    )
                )

    @api.depends("tier_id", "occasion_id")
    def _compute_display_name(self):
        for line in self:
            names = (line.tier_id.name, line.occasion_id.name)
            line.display_name = ", ".join(name for name in names if name)

    def _rule(self, occasion):
        """This line at ``occasion``, as `gifting.rules.Line`."""
        self.ensure_one()
        bases = {PERCENT: self.base, SHARE: self.weight_by}
        base = bases.get(self.method)
        return Line(
            tier=self.tier_id.id,
            key=self.id,
            form=self.form or occasion.form or "goods",
            method=self.method,
            amount=self.amount,
            percent=self.percent,
            base=base if base != "equal" else None,
            lower=self.minimum if self.method == PERCENT else 0.0,
            upper=(self.maximum or None) if self.method != FIXED else None,
            weight=self.weight,
        )

    def _short(self):
        """The line in a few words, for a cell of the matrix."""
        self.ensure_one()
        forms = dict(self._fields["form"]._description_selection(self.env))
        if self.form == NOTHING:
            return "—"
        text = getattr(self, f"_short_{self.method}")()
        if self.pool_amount:
            text = self.env._(
                "%(what)s, %(pool)s in total",
                what=text,
                pool=self._plain(self.pool_amount),
            )
        if self.form and self.form != "goods":
            name = forms[self.form].lower()
            free = self.method == FIXED and not self.amount
            return name if free else f"{name}, {text}"
        return text

    def _short_fixed(self):
        return self._plain(self.amount) if self.amount else "—"

    def _short_percent(self):
        percent = f"{self.percent:g}"
        if self.base == "gross_margin":
            text = self.env._("%s %% of margin", percent)
        else:
            text = self.env._("%s %% of revenue", percent)
        if self.maximum:
            return f"{text}, {self._plain(self.minimum)}–{self._plain(self.maximum)}"
        if self.minimum:
            least = self.env._("at least %s", self._plain(self.minimum))
            return f"{text}, {least}"
        return text

    def _short_share(self):
        text = self.env._("share with weight %s", f"{self.weight:g}")
        if self.maximum:
            most = self.env._("at most %s", self._plain(self.maximum))
            return f"{text}, {most}"
        return text

    def _plain(self, amount):
        """``amount`` as text, without currency, and without cents if they are 0."""
        digits = 0 if amount == int(amount) else self.currency_id.decimal_places
        return formatLang(self.env, amount, digits=digits)

    def _is_plain(self):
        """Whether the line sets nothing but a fixed amount."""
        self.ensure_one()
        return (
            self.method == FIXED
            and self.form in (False, "goods", NOTHING)
            and (not self.pool_amount)
        )
