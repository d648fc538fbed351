from odoo import fields, models


class CustomerTierMetric(models.Model):
    """Which documents are behind the figure of a metric."""

    _inherit = "customer.tier.metric"

    # Each kind is opened by the function of this name in openers.py. Another addon adds
    # a kind by ``selection_add`` and in ``customer.tier.standing._openers``.
    documents = fields.Selection(
        [
            ("revenue", "Invoices and refunds"),
            ("revenue_by_month", "Invoices and refunds by month"),
            ("revenue_items", "Journal items of the net revenue"),
            ("invoices", "Invoices"),
            ("invoices_sold", "Invoices without those corrected"),
            ("refunds", "Refunds"),
            ("previous_period", "Invoices and refunds of the previous period"),
            ("both_periods", "Invoices and refunds of this and the previous period"),
            ("products", "Products sold"),
            ("margin", "Products sold, with cost and margin"),
            ("cost_known", "Products sold, with the amounts whose cost is known"),
            ("products_long", "Products sold over the long term, with cost and margin"),
            ("discounts", "Refunds and discounts"),
            ("purchases", "Purchases of the period"),
            ("last_purchase", "Last purchase"),
            ("all_purchases", "All purchases"),
            ("orders", "Orders of the period"),
            ("open_orders", "Orders not yet invoiced"),
            ("collected", "Payments collected"),
            ("days_late", "Payments and overdue amounts"),
            ("overdue", "Overdue amounts"),
            ("not_due", "Amounts not yet due"),
            ("written_off", "Amounts written off"),
            ("open_credits", "Open credit notes"),
            ("unmatched", "Money not matched yet"),
            ("unposted", "Payments without an entry"),
            ("referred", "Customers referred"),
            ("influence", "Contacts with influence"),
        ],
        help="What opens when someone clicks the figure of a customer.",
    )
