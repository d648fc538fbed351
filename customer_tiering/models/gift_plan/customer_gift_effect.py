from odoo import fields, models

from ...gifting import effect
from ...tools.figure_fields import FloatFigure, MonetaryFigure

# measured periods: days after the delivery
WINDOWS = (30, 60, 90)


class CustomerGiftEffect(models.Model):
    """The effect of a plan's gifts on sales within some days after the delivery."""

    _name = "customer.gift.effect"
    _description = "Gift Plan Effect"
    _order = "plan_id desc, days"
    _rec_name = "plan_id"

    plan_id = fields.Many2one(
        "customer.gift.plan", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Integer(required=True, aggregator=None)
    given_count = fields.Integer(
        string="With a Gift",
        aggregator=None,
        help="Customers who were drawn to get a gift. Those who declined it count "
        "too, because customers in the comparison group might have declined as "
        "well.",
    )
    comparison_count = fields.Integer(
        string="In Comparison Group",
        aggregator=None,
        help="Customers who got no gift, for comparison.",
    )
    given_mean = fields.Monetary(string="Sales with a Gift", aggregator=None)
    comparison_mean = fields.Monetary(string="Sales without a Gift", aggregator=None)
    given_bought = fields.Float(
        string="Share That Bought, with a Gift", aggregator=None
    )
    comparison_bought = fields.Float(
        string="Share That Bought, without a Gift", aggregator=None
    )
    difference = fields.Monetary(
        aggregator=None,
        help="Per customer, within the same tier and salesperson, and adjusted for "
        "what each customer bought in the same days of last year. It is "
        "therefore not simply the difference between the two averages.",
    )
    low = fields.Monetary(
        string="From", aggregator=None, help="Bound of the 95 % confidence interval."
    )
    high = fields.Monetary(
        string="To", aggregator=None, help="Bound of the 95 % confidence interval."
    )
    verdict = fields.Selection(
        [
            (effect.FEW, "No reliable effect: too few customers"),
            (effect.NONE, "No reliable effect"),
            (effect.MORE, "Bought more"),
            (effect.LESS, "Bought less"),
        ],
        required=True,
    )
    gift_cost = fields.Monetary(
        string="Cost of Gifts",
        help="Cost of the gifts to the customers compared, including freight.",
    )
    # only if the effect is reliable
    extra_total = fields.Monetary(string="Extra Sales", aggregator=None)
    extra_low = fields.Monetary(string="Extra Sales from", aggregator=None)
    extra_high = fields.Monetary(string="Extra Sales to", aggregator=None)
    extra_per_cost = fields.Float(
        string="Extra Sales per 1 Spent",
        aggregator=None,
        digits=(16, 2),
        help="Sales, not profit: 3 means sales of 3 for each 1 spent on gifts.",
    )
    computed_on = fields.Datetime(required=True)
    arm_ids = fields.One2many("customer.gift.effect.arm", "effect_id")

    _plan_days_unique = models.Constraint(
        "UNIQUE(plan_id, days)", "A plan can have only one result per number of days."
    )

    def _sentence(self):
        """The result as a sentence, in the user's language."""
        self.ensure_one()

        def money(amount):
            return self.currency_id.format(amount)

        figures = {
            "days": self.days,
            "given": self.given_count,
            "comparison": self.comparison_count,
            "least": effect.LEAST,
            "difference": money(abs(self.difference)),
            "low": money(self.low),
            "high": money(self.high),
            "extra": money(abs(self.extra_total)),
            "cost": money(self.gift_cost),
            "rate": f"{self.extra_per_cost:.2f}",
        }
        if self.verdict == effect.FEW:
            return self.env._(
                "No reliable effect: %(given)s customers with a gift and "
                "%(comparison)s in the comparison group are too few; each group "
                "needs at least %(least)s.",
                **figures,
            )
        if self.verdict == effect.NONE:
            return self.env._(
                "No reliable effect in %(days)s days: %(given)s customers with a "
                "gift compared with %(comparison)s without; the difference per "
                "customer lies between %(low)s and %(high)s (95%%), so it may be "
                "chance.",
                **figures,
            )
        if self.verdict == effect.LESS:
            return self.env._(
                "In %(days)s days, %(given)s customers with a gift bought on average "
                "%(difference)s less each than %(comparison)s without one (95%%: "
                "%(low)s to %(high)s).",
                **figures,
            )
        return self.env._(
            "In %(days)s days, %(given)s customers with a gift bought on average "
            "%(difference)s more each than %(comparison)s without one (95%%: %(low)s "
            "to %(high)s): extra sales of %(extra)s for gifts of %(cost)s, %(rate)s "
            "for each 1 spent.",
            **figures,
        )


class CustomerGiftEffectArm(models.Model):
    """One of the two groups of a result, as the graph shows it."""

    _name = "customer.gift.effect.arm"
    _inherit = ["customer.tier.figures"]
    _description = "Customer Group in a Gift Plan Effect"
    _order = "plan_id desc, days, arm desc"

    effect_id = fields.Many2one(
        "customer.gift.effect", required=True, ondelete="cascade", index=True
    )
    plan_id = fields.Many2one(related="effect_id.plan_id", store=True)
    company_id = fields.Many2one(related="effect_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Selection(
        [(str(days), f"{days} days") for days in WINDOWS], required=True
    )
    arm = fields.Selection(
        [("given", "With a gift"), ("comparison", "Comparison group")],
        string="Group",
        required=True,
    )
    customer_count = fields.Integer(string="Customers", aggregator="avg")
    mean = MonetaryFigure(
        string="Sales per Customer", aggregator="avg", weight=("customer_count",)
    )
    bought = FloatFigure(
        string="Share That Bought", aggregator="avg", weight=("customer_count",)
    )
