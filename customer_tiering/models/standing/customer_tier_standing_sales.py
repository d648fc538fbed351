from odoo import api, fields, models

from ...classification import metrics_sales as columns


class CustomerTierStanding(models.Model):
    """The collected sales metrics. The catalogue says what each one counts."""

    _inherit = "customer.tier.standing"

    open_orders = fields.Monetary(
        string="Orders Not Yet Invoiced",
        readonly=True,
        help="The part of confirmed orders that has not been invoiced yet.",
    )
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Orders confirmed in the period."
    )
    gross_margin = fields.Monetary(
        readonly=True,
        help="Amount invoiced in the period less its cost, where the cost is known.",
    )
    margin_coverage = fields.Float(
        string="Cost Known",
        readonly=True,
        aggregator="avg",
        help="Share of the invoiced amounts for which the cost is known.",
    )
    long_margin = fields.Monetary(
        string="Long-Term Margin",
        readonly=True,
        help="Gross margin over the number of years set in the scheme.",
    )
    median_interval = fields.Float(
        string="Usual Interval (days)",
        readonly=True,
        aggregator="avg",
        help="Median number of days between purchase days. Empty with fewer than "
        "three purchase days.",
    )
    refunded = fields.Monetary(readonly=True, help="Amount refunded in the period.")
    gross_invoiced = fields.Monetary(
        readonly=True, help="Amount invoiced in the period, before refunds."
    )
    cost_to_serve = fields.Monetary(
        readonly=True, help="Discounts on invoice lines and refunds of the period."
    )
    referral_count = fields.Integer(
        string="Referrals",
        readonly=True,
        help="Customers who name this customer as their referrer and have bought.",
    )
    referral_revenue = fields.Monetary(
        string="Revenue from Referrals",
        readonly=True,
        help="Net revenue in the period from the customers that this customer "
        "referred.",
    )
    influence = fields.Float(
        string="Influence (stars)", readonly=True, aggregator="avg", digits=(16, 0)
    )
    influence_reach = fields.Float(
        string="Reach (people)", readonly=True, aggregator=None, digits=(16, 0)
    )
    category_depth = fields.Float(
        string="Share of Categories",
        readonly=True,
        aggregator="avg",
        help="Share of all product categories sold that this customer bought from.",
    )
    previous_revenue = fields.Monetary(
        string="Revenue in the Previous Period", readonly=True
    )
    month_min = fields.Monetary(string="Weakest Month", readonly=True)
    month_latest = fields.Monetary(string="Latest Month", readonly=True)
    quarter_min = fields.Monetary(string="Weakest Quarter", readonly=True)
    quarter_latest = fields.Monetary(string="Latest Quarter", readonly=True)
    year_min = fields.Monetary(string="Weakest Year", readonly=True)
    year_latest = fields.Monetary(string="Latest Year", readonly=True)

    @api.model
    def _published_fields(self):
        return [*super()._published_fields(), *columns.COLLECTED]
