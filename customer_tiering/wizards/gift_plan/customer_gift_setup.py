from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

YEAR = relativedelta(years=1, days=-1)


class CustomerGiftSetup(models.TransientModel):
    """The set-up of gifts: which tiers, how much, for which holidays.

    The result is a budget of a year and the plan for the next of the holidays, which
    is a draft. Other budgets and plans stay as they are.
    """

    _name = "customer.gift.setup"
    _description = "Set Up Gifts"
    _inherit = "customer.tier.setup.amounts"

    line_ids = fields.One2many("customer.gift.setup.line", "setup_id")
    occasion_ids = fields.Many2many(
        "customer.gift.occasion",
        string="For which holidays?",
        context={"active_test": False},
        domain="['|', ('company_id', '=', False),"
        " ('company_id', 'parent_of', company_id)]",
        default=lambda self: self._default_occasion_ids(),
        help="A holiday that is not in use yet is turned on.",
    )
    date_from = fields.Date(
        string="Budget from",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(
        string="Budget until", compute="_compute_date_to", store=True, readonly=True
    )
    total = fields.Monetary(
        string="Together per Year",
        compute="_compute_total",
        help="If every customer who is in the tier today is given the amount for each "
        "of these holidays.",
    )
    others = fields.Text(compute="_compute_others")

    @api.depends("date_from")
    def _compute_date_to(self):
        for setup in self:
            setup.date_to = setup.date_from and setup.date_from + YEAR

    @api.model
    def _default_occasion_ids(self):
        """The ones in use: of all companies, or of the one of the scheme."""
        companies = [False, *self._default_scheme().company_id.parent_ids.ids]
        return self.env["customer.gift.occasion"].search(
            [("company_id", "in", companies)]
        )

    @api.depends(
        "line_ids.amount",
        "line_ids.customer_count",
        "occasion_ids",
        "date_from",
        "date_to",
    )
    def _compute_total(self):
        for setup in self:
            once = sum(line.amount * line.customer_count for line in setup.line_ids)
            setup.total = once * setup._times()

    def _times(self):
        """How often a customer is given something in the year.

        A day of each customer's own counts once, however many dates it has. So does a
        holiday whose dates are not in the calendar yet.
        """
        self.ensure_one()
        occasions = self.occasion_ids._origin
        counts = dict(
            self.env["customer.gift.occasion.date"]._read_group(
                [
                    ("occasion_id", "in", occasions.ids),
                    ("occasion_id.kind", "!=", "partner"),
                    ("date", ">=", self.date_from),
                    ("date", "<=", self.date_to),
                ],
                ["occasion_id"],
                ["__count"],
            )
        )
        return sum(counts.get(occasion, 1) for occasion in occasions)

    @api.depends("scheme_id", "date_from")
    def _compute_others(self):
        """What there already is for the same customers and days; it stays."""
        for setup in self:
            found = self.env["customer.gift.budget"]
            if setup.scheme_id and setup.date_from:
                found = found.search(
                    [
                        ("scheme_id", "=", setup.scheme_id.id),
                        ("date_from", "<=", setup.date_to),
                        ("date_to", ">=", setup.date_from),
                    ]
                )
            setup.others = bool(found) and self.env._(
                "“%(budgets)s” is already there for these customers and days. It stays "
                "as it is, and you get one more budget.",
                budgets="”, “".join(found.mapped("name")),
            )

    def action_set_up(self):
        """Create the budget and the plan, and open the plan."""
        self.ensure_one()
        lines = self._checked_lines()
        if not self.occasion_ids:
            raise UserError(self.env._("Choose at least one holiday."))
        occasions = self.occasion_ids._in_use(self.company_id)
        day = self._next_day(occasions)
        budget = self.env["customer.gift.budget"].create(
            {
                "name": self.env._(
                    "Gifts from %(day)s", day=format_date(self.env, self.date_from)
                ),
                "scheme_id": self.scheme_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "line_ids": [
                    Command.create(
                        {
                            "tier_id": line.tier_id.id,
                            "occasion_id": occasion.id,
                            "amount": line.amount,
                        }
                    )
                    for occasion in occasions
                    for line in lines
                ],
            }
        )
        plan = self.env["customer.gift.plan"].create(
            {
                "occasion_date_id": day.id,
                "budget_id": budget.id,
                "purpose": self.env._(
                    "%(occasion)s: thank you for working with us",
                    occasion=day.occasion_id.name,
                ),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": plan._name,
            "res_id": plan.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _next_day(self, occasions):
        """The first date of ``occasions`` that can be planned within the budget."""
        day = self.env["customer.gift.occasion.date"].search(
            [
                ("occasion_id", "in", occasions.ids),
                ("date", ">=", max(self.date_from, fields.Date.context_today(self))),
                ("date", "<=", self.date_to),
                ("merged_into_id", "=", False),
            ],
            limit=1,
        )
        if not day:
            raise UserError(
                self.env._(
                    "None of these holidays has a date from %(first)s to %(last)s. "
                    "Choose another one, or enter its date in the calendar of "
                    "occasions.",
                    first=format_date(self.env, self.date_from),
                    last=format_date(self.env, self.date_to),
                )
            )
        return day


class CustomerGiftSetupLine(models.TransientModel):
    """What each customer of a tier is given for one holiday."""

    _name = "customer.gift.setup.line"
    _description = "Amount of a Tier for Gifts"
    _inherit = "customer.tier.setup.amounts.line"

    setup_id = fields.Many2one(
        "customer.gift.setup", required=True, ondelete="cascade", index=True
    )
