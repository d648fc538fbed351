from odoo import fields, models


class CustomerTierBenefitLine(models.Model):
    """The yearly allowance for customers of one tier; 0 for nothing."""

    _name = "customer.tier.benefit.line"
    _description = "Tier Benefit"
    _order = "benefit_id, tier_sequence, id"

    benefit_id = fields.Many2one(
        "customer.tier.benefit", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="benefit_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="restrict")
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    amount = fields.Monetary(
        string="Amount per Year",
        help="Amount for each customer, at cost and including freight.",
    )

    _tier_uniq = models.Constraint(
        "UNIQUE(benefit_id, tier_id)", "This tier already has a line."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "An allowance cannot be negative."
    )
