from odoo import fields, models


class CustomerTierEvaluationIssue(models.Model):
    """A document that could not be counted, and why (rule K18)."""

    _name = "customer.tier.evaluation.issue"
    _description = "Document Not Counted"
    _order = "evaluation_id desc, reason, id"
    _rec_name = "reason"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Selection(
        [
            ("no_date", "The document has no date"),
            ("no_rate", "The document's currency has no rate"),
            ("no_customer", "The document has no customer"),
            ("archived", "The customer is archived"),
        ],
        required=True,
    )
    move_id = fields.Many2one("account.move", string="Document", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    amount = fields.Monetary()
