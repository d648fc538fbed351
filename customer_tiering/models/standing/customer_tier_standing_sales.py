from odoo import api, models

from ...classification import metrics_sales as columns
from ...tools.figure_fields import FloatFigure, IntegerFigure, MonetaryFigure
from ...tools.groups import MARGIN_GROUP


class CustomerTierStanding(models.Model):
    """The collected sales metrics. The catalogue says what each one counts.

    Empty where the scheme does not read them. Intervals, stars and shares of categories
    are of a customer, so each customer weighs the same in their averages; the share of
    known costs is averaged by net revenue.
    """

    _inherit = "customer.tier.standing"

    open_orders = MonetaryFigure(
        string="Orders Not Yet Invoiced",
        readonly=True,
        help="The part of confirmed orders that has not been invoiced yet.",
    )
    order_count = IntegerFigure(
        string="Orders", readonly=True, help="Orders confirmed in the period."
    )
    purchase_months = IntegerFigure(
        string="Months with a Purchase",
        readonly=True,
        help="Calendar months of the period in which the customer bought.",
    )
    gross_margin = MonetaryFigure(
        groups=MARGIN_GROUP,
        readonly=True,
        help="Amount invoiced in the period less its cost, where the cost is known.",
    )
    margin_coverage = FloatFigure(
        groups=MARGIN_GROUP,
        string="Cost Known",
        readonly=True,
        aggregator="avg",
        weight=("net_revenue",),
        help="Share of the invoiced amounts for which the cost is known.",
    )
    long_margin = MonetaryFigure(
        groups=MARGIN_GROUP,
        string="Long-Term Margin",
        readonly=True,
        help="Gross margin over the number of years set in the scheme.",
    )
    median_interval = FloatFigure(
        string="Usual Interval (days)",
        readonly=True,
        aggregator="avg",
        help="Median number of days between purchase days. Empty with fewer than "
        "three purchase days.",
    )
    refunded = MonetaryFigure(readonly=True, help="Amount refunded in the period.")
    gross_invoiced = MonetaryFigure(
        readonly=True, help="Amount invoiced in the period, before refunds."
    )
    cost_to_serve = MonetaryFigure(
        groups=MARGIN_GROUP,
        readonly=True,
        help="Discounts on invoice lines and refunds of the period.",
    )
    referral_count = IntegerFigure(
        string="Referrals",
        readonly=True,
        help="Customers who name this customer as their referrer and have bought.",
    )
    referral_revenue = MonetaryFigure(
        string="Revenue from Referrals",
        readonly=True,
        help="Net revenue in the period from the customers that this customer "
        "referred.",
    )
    influence = FloatFigure(
        string="Influence (stars)", readonly=True, aggregator="avg", digits=(16, 0)
    )
    influence_reach = FloatFigure(
        string="Reach (people)", readonly=True, aggregator=None, digits=(16, 0)
    )
    category_depth = FloatFigure(
        string="Share of Categories",
        readonly=True,
        aggregator="avg",
        help="Share of all product categories sold that this customer bought from.",
    )
    previous_revenue = MonetaryFigure(
        string="Revenue in the Previous Period", readonly=True
    )
    month_min = MonetaryFigure(string="Weakest Month", readonly=True)
    month_latest = MonetaryFigure(string="Latest Month", readonly=True)
    quarter_min = MonetaryFigure(string="Weakest Quarter", readonly=True)
    quarter_latest = MonetaryFigure(string="Latest Quarter", readonly=True)
    year_min = MonetaryFigure(string="Weakest Year", readonly=True)
    year_latest = MonetaryFigure(string="Latest Year", readonly=True)

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), *columns.COLLECTED]
