from odoo import api, fields, models

from ...classification import metrics_sales as columns


class CustomerTierStanding(models.Model):
    """The collected sales metrics. What each counts says the catalogue of metrics."""

    _inherit = "customer.tier.standing"

    open_orders = fields.Monetary(
        string="Orders Not Yet Invoiced",
        readonly=True,
        help="Of confirmed orders, what no invoice holds yet.",
    )
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Confirmed in the period."
    )
    gross_margin = fields.Monetary(
        readonly=True, help="Invoiced in the period less its cost, where that is known."
    )
    margin_coverage = fields.Float(
        string="Cost Known",
        readonly=True,
        aggregator="avg",
        help="Part of the invoiced amounts whose cost is known.",
    )
    long_margin = fields.Monetary(
        string="Long-Term Margin",
        readonly=True,
        help="Gross margin of the years that the scheme names.",
    )
    median_interval = fields.Float(
        string="Usual Interval (days)",
        readonly=True,
        aggregator="avg",
        help="Median of the days between his days of purchase; empty below three.",
    )
    refunded = fields.Monetary(readonly=True, help="Refunded in the period.")
    gross_invoiced = fields.Monetary(
        readonly=True, help="Invoiced in the period before refunds."
    )
    cost_to_serve = fields.Monetary(
        readonly=True, help="Discounts on invoice lines and refunds of the period."
    )
    referral_count = fields.Integer(
        string="Referrals",
        readonly=True,
        help="Customers who name him as their referrer and have bought.",
    )
    referral_revenue = fields.Monetary(
        string="Revenue by Referrals",
        readonly=True,
        help="Net revenue in the period of the customers he referred.",
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
        help="Product categories he bought from, of all that were sold.",
    )
    previous_revenue = fields.Monetary(
        string="Revenue of the Period Before", readonly=True
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
