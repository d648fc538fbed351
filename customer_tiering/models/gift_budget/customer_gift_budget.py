from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...gifting.allocation import allocate
from ...gifting.rules import COMPANY, SELLER, Rules


class CustomerGiftBudget(models.Model):
    """What customers of each tier can be given in a period, by occasion.

    Budgets of a scheme may overlap: a gift belongs to the budget of its plan or line.
    Pools count the budget's own gifts, caps all gifts of its period.
    """

    _name = "customer.gift.budget"
    _description = "Gift Budget"
    _inherit = ["mail.thread", "customer.tier.in.reach"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="restrict",
        index=True,
        help="The scheme whose tiers decide.",
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    line_ids = fields.One2many("customer.gift.budget.line", "budget_id", copy=True)
    pool_amount = fields.Monetary(
        string="Pool",
        tracking=True,
        help="Total for all gifts of this budget. If more is requested, the amounts "
        "are scaled down in proportion. Enter 0 for no limit.",
    )
    seller_pool = fields.Selection(
        [
            ("none", "None"),
            ("fixed", "A fixed sum for each salesperson"),
            ("sum", "Total of their own customers' amounts"),
        ],
        string="Pool per Salesperson",
        required=True,
        default="none",
        tracking=True,
        help="A fixed sum is also shared out by lines with a share of a pool: each "
        "salesperson's sum is divided among their own customers. With the total "
        "of their customers' amounts, salespeople can give one customer more "
        "and another less.",
    )
    seller_amount = fields.Monetary(string="For Each Salesperson", tracking=True)
    cap_ids = fields.One2many("customer.gift.budget.cap", "budget_id", copy=True)
    # Incremented by every reservation, see customer.gift._reserve_budget
    reservation_count = fields.Integer(readonly=True, copy=False, aggregator=None)

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for budget in self:
            if budget.date_from > budget.date_to:
                raise ValidationError(
                    self.env._(
                        "Budget “%(budget)s” ends on %(to)s, before it begins on "
                        "%(from)s. Choose a later end.",
                        budget=budget.name,
                        **{"from": budget.date_from, "to": budget.date_to},
                    )
                )

    @api.constrains("pool_amount", "seller_pool", "seller_amount")
    def _check_amounts(self):
        for budget in self:
            if budget.pool_amount < 0 or budget.seller_amount < 0:
                raise ValidationError(
                    self.env._(
                        "Budget “%s”: a pool cannot be negative. Enter 0 for no limit.",
                        budget.name,
                    )
                )
            if budget.seller_pool == "fixed" and not budget.seller_amount:
                raise ValidationError(
                    self.env._(
                        "Budget “%s”: enter the sum that each salesperson may give.",
                        budget.name,
                    )
                )
            used = budget._used(budget._own_gifts())[0]
            if (
                budget.pool_amount
                and budget.currency_id.compare_amounts(used, budget.pool_amount) > 0
            ):
                raise ValidationError(
                    self.env._(
                        "The pool “%(budget)s” cannot be reduced to %(pool)s: gifts "
                        "of %(used)s are already approved. Cancel some of them "
                        "first, or enter a larger pool.",
                        budget=budget.name,
                        pool=budget.currency_id.format(budget.pool_amount),
                        used=budget.currency_id.format(used),
                    )
                )

    def _lines_for(self, occasion):
        """``{tier id: line}`` at ``occasion``; else the line for any one."""
        self.ensure_one()
        lines = {}
        for line in self.line_ids.sorted(lambda line: bool(line.occasion_id)):
            if not line.occasion_id or line.occasion_id == occasion:
                lines[line.tier_id.id] = line
        return lines

    def _rules(self, occasion, leave_out=None):
        """`gifting.rules.Rules` of the budget at ``occasion``.

        The gifts of the plan ``leave_out`` do not count as used: the allocation is
        about them.
        """
        self.ensure_one()
        lines = self._lines_for(occasion)
        return Rules(
            lines=tuple(line._rule(occasion) for line in lines.values()),
            limits=self._limits(occasion, leave_out=leave_out),
            shared=SELLER if self.seller_pool == "fixed" else COMPANY,
            unit=self.currency_id.rounding,
        )

    @api.model
    def _allocate(self, plan, frame):
        """``frame`` with what each customer can be given at the plan's occasion.

        ``frame`` is that of `customer.gift.planner`._collect. Adds ``amount`` (company
        currency, freight included), ``form`` (None for no gift), ``budget_line_id`` and
        ``amount_note``, a code that explains the amount.
        """
        rules = plan.budget_id._rules(plan.occasion_id, leave_out=plan)
        return allocate(frame, rules)

    @api.model
    def _note_text(self, code):
        """The sentence for an ``amount_note``; "" if it needs none."""
        return {
            "no_line": self.env._("The budget has no line for this tier."),
            "nothing": self.env._("This tier gets nothing for this occasion."),
            "no_figure": self.env._("There is no revenue or margin to calculate with."),
            "no_pool": self.env._("There is no pool to share."),
            "at_minimum": self.env._("Raised to the line's minimum."),
            "at_maximum": self.env._("Cut to the line's maximum."),
            "pool_scaled": self.env._("The pool was not enough for everyone."),
            "capped_customer": self.env._("Cut by the cap for one customer."),
            "capped_tier": self.env._("Cut by the cap for the tier."),
            "capped_salesperson": self.env._("Cut by the cap for the salesperson."),
            "capped_company": self.env._("Cut by the cap for the company."),
            "capped_line": self.env._("Cut by the pool of the tier's line."),
        }.get(code, "")
