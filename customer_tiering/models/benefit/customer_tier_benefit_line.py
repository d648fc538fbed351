from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

# the column of a line that each kind fills first: in the matrix, a number is typed into
# its cell, anything else opens as a dialog
MAIN = {
    "sample": "amount",
    "training": "interval_months",
    "pricelist": "pricelist_id",
    "payment_term": "payment_term_id",
    "service": "response_hours",
}
NUMBERS = ("amount", "interval_months", "response_hours")


class CustomerTierBenefitLine(models.Model):
    """What a benefit grants to the customers of one tier.

    The kind of the benefit says which columns are used.
    """

    _name = "customer.tier.benefit.line"
    _description = "Tier Benefit"
    _order = "benefit_id, tier_sequence, id"

    benefit_id = fields.Many2one(
        "customer.tier.benefit", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(related="benefit_id.kind")
    # Stored because the record rules use it
    company_id = fields.Many2one(related="benefit_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="restrict")
    tier_color = fields.Integer(related="tier_id.color")
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    amount = fields.Monetary(
        string="Amount per Year",
        help="Amount for each customer, at cost and including freight.",
    )
    interval_months = fields.Integer(
        string="Every (Months)",
        aggregator=None,
        help="Months between two offers: 3 for every quarter, 12 for once a year, 0 "
        "for none.",
    )
    quantity = fields.Float(
        digits="Product Unit", help="How many per customer each time; 0 for any."
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", string="Price List", ondelete="restrict"
    )
    payment_term_id = fields.Many2one(
        "account.payment.term", string="Payment Terms", ondelete="restrict"
    )
    response_hours = fields.Float(
        string="Response Time (Hours)",
        aggregator=None,
        help="Working hours within which the customer gets an answer.",
    )
    priority = fields.Selection(
        [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Very High")],
        help="Priority of the customer's opportunities and deliveries.",
    )
    unit_cost = fields.Monetary(help="What one of it costs you, to compare tiers.")
    text = fields.Text(
        string="Internal Text",
        translate=True,
        help="For colleagues: what to do and what not to promise.",
    )
    public_text = fields.Text(
        translate=True,
        help="What the customer reads. It never contains the name of an internal tier.",
    )

    _tier_uniq = models.Constraint(
        "UNIQUE(benefit_id, tier_id)", "This tier already has a line."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "An allowance cannot be negative."
    )
    _figures_positive = models.Constraint(
        "CHECK(interval_months >= 0 AND quantity >= 0 AND response_hours >= 0"
        " AND unit_cost >= 0)",
        "The figures of a benefit cannot be negative.",
    )

    @api.constrains("pricelist_id", "payment_term_id", "company_id")
    def _check_companies(self):
        for line in self.filtered("company_id"):
            company = line.company_id
            for found, companies in (
                (line.pricelist_id, company),
                (line.payment_term_id, company.sudo().parent_ids),
            ):
                found = found.sudo()
                if found.company_id and found.company_id not in companies:
                    raise ValidationError(
                        self.env._(
                            "“%(name)s” belongs to %(other)s, and the benefit to "
                            "%(company)s. Choose one of %(company)s, or one without a "
                            "company.",
                            name=found.name,
                            other=found.company_id.name,
                            company=company.name,
                        )
                    )

    @api.constrains("pricelist_id")
    def _check_pricelist_is_nobody_elses(self):
        """A tier's list is for its customers: it cannot be everybody's as well."""
        for prices in self.pricelist_id.sudo():
            if prices.customer_tier_only:
                continue
            if prices.country_group_ids:
                raise ValidationError(
                    self.env._(
                        "“%(list)s” is for all customers in %(countries)s. Choose a "
                        "price list without country groups for the tier.",
                        list=prices.name,
                        countries=", ".join(prices.country_group_ids.mapped("name")),
                    )
                )
            if prices._customer_tier_public_companies(prices):
                raise ValidationError(
                    self.env._(
                        "“%(list)s” is the price list of everybody who has no other. "
                        "Choose another one for the tier, or move a general list above "
                        "it in the list of price lists.",
                        list=prices.name,
                    )
                )
            prices.customer_tier_only = True

    @api.depends("benefit_id.name", "tier_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.benefit_id.name}, {line.tier_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["customer.tier.benefit"]._forget_grants()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.env["customer.tier.benefit"]._forget_grants()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["customer.tier.benefit"]._forget_grants()
        return result

    def _is_empty(self):
        """Whether the line grants nothing: no interval, no list, no terms, no hours."""
        self.ensure_one()
        name = MAIN.get(self.kind)
        return bool(name) and not self[name]

    def _short(self):
        """The line in a few words, for a cell of the matrix."""
        self.ensure_one()
        name = MAIN.get(self.kind)
        if name in NUMBERS:
            return self._plain(self[name])
        if name:
            return self[name].name or "—"
        if self.kind == "other" and self.text:
            return self.text.splitlines()[0]
        return self.env._("Yes")

    def _plain(self, number):
        """``number`` without a currency, and without decimals if they are 0."""
        digits = 0 if number == int(number) else 2
        return formatLang(self.env, number, digits=digits)
