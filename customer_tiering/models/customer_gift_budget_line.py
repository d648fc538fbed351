from odoo import fields, models

from .customer_gift_occasion import FORMS


class CustomerGiftBudgetLine(models.Model):
    """What the customers of one tier are given at one occasion, or at any."""

    _name = "customer.gift.budget.line"
    _description = "Gift Budget Line"
    _order = "budget_id, tier_sequence, occasion_id, id"

    budget_id = fields.Many2one(
        "customer.gift.budget", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="restrict")
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    occasion_id = fields.Many2one(
        "customer.gift.occasion",
        ondelete="restrict",
        help="Leave empty for all occasions that have no line of their own.",
    )
    method = fields.Selection([("fixed", "Amount")], required=True, default="fixed")
    amount = fields.Monetary(help="For each customer, freight included.")
    form = fields.Selection(
        FORMS, help="What is given; leave empty for what the occasion usually gives."
    )
