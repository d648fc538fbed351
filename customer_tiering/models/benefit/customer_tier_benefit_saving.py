from odoo import api, fields, models


class CustomerTierBenefitSaving(models.Model):
    """What the price list of a tier took off one order line.

    Kept once, when the order is confirmed: price lists change, and what a customer
    saved does not. Only orders that are still confirmed count.
    """

    _name = "customer.tier.benefit.saving"
    _description = "Saved by a Tier's Prices"
    # see customer.tier.first.use
    _needs_tiers = True
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    benefit_id = fields.Many2one(
        "customer.tier.benefit", required=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    # No UNIQUE or CHECK on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    tier_id = fields.Many2one(
        "customer.tier",
        ondelete="restrict",
        readonly=True,
        help="The tier whose price list applied.",
    )
    date = fields.Date(required=True, readonly=True, help="The day of the order.")
    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True, readonly=True
    )
    product_id = fields.Many2one("product.product", ondelete="restrict", readonly=True)
    quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="In the unit of measure of the order line.",
    )
    default_price = fields.Monetary(
        readonly=True,
        aggregator=None,
        help="Price of one unit by the list that the customer would have without a "
        "tier, in the currency of the company.",
    )
    tier_price = fields.Monetary(
        string="Price by Tier",
        readonly=True,
        aggregator=None,
        help="Price of one unit by the list of the tier, in the currency of the "
        "company.",
    )
    amount = fields.Monetary(string="Saved", readonly=True)

    @api.model
    def _sums(self, company, customers, first, last):
        """``{customer id: amount}`` of confirmed orders between two days, inclusive."""
        groups = self._read_group(
            [
                ("company_id", "child_of", company.ids),
                ("partner_id", "in", customers.ids),
                ("date", ">=", first),
                ("date", "<=", last),
                ("order_id.state", "=", "sale"),
            ],
            ["partner_id"],
            ["amount:sum"],
        )
        return {customer.id: amount for customer, amount in groups}
