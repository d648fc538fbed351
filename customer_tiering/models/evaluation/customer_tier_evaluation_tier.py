from odoo import fields, models


class CustomerTierEvaluationTier(models.Model):
    """The number of customers and the revenue of one tier at one evaluation."""

    _name = "customer.tier.evaluation.tier"
    _description = "Evaluation Result per Tier"
    _order = "evaluation_id desc, tier_sequence, id"
    _rec_name = "tier_id"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for grouping and filtering in graphs over time, and for the record rules
    scheme_id = fields.Many2one(related="evaluation_id.scheme_id", store=True)
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    date = fields.Date(related="evaluation_id.as_of", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", required=True, ondelete="restrict")
    tier_color = fields.Integer(related="tier_id.color")
    tier_kind = fields.Selection(related="tier_id.kind")
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    customer_count = fields.Integer(string="Customers")
    customer_share = fields.Float(
        string="% of Existing",
        aggregator="avg",
        help="Share of the existing customers. Lifecycle tiers contain none of them.",
    )
    net_revenue = fields.Monetary()
    revenue_share = fields.Float(string="% of Revenue", aggregator="avg")
