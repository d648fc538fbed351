from odoo import api, fields, models

from ...classification.lifecycle import EXISTING
from ...classification.metrics import collected, derive


class CustomerTierEvaluationMetric(models.Model):
    """The number of existing customers with data for a metric at one evaluation."""

    _name = "customer.tier.evaluation.metric"
    _description = "Data Coverage of a Metric"
    _order = "evaluation_id desc, metric_id"
    _rec_name = "metric_id"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    metric_id = fields.Many2one(
        "customer.tier.metric", string="Figure", required=True, ondelete="cascade"
    )
    known_count = fields.Integer(
        string="Customers with Data",
        help="Number of existing customers with data for this metric.",
    )
    known_share = fields.Float(string="% of Existing", aggregator="avg")

    @api.model
    def _write_coverage(self, evaluation, decided):
        """Count for each metric of the scheme how many customers have data."""
        metrics = self.env["customer.tier.metric"].search(
            [("code", "in", list(evaluation.scheme_id._metric_codes()))]
        )
        # a metric of an uninstalled addon has no figures to count
        metrics = metrics.filtered(
            lambda m: collected([m.code]) <= set(decided.columns)
        )
        existing = decided[decided["lifecycle"] == EXISTING]
        figures = derive(existing, metrics.mapped("code"), evaluation.as_of)
        self.create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "metric_id": metric.id,
                    "known_count": (known := int(figures[metric.code].notna().sum())),
                    "known_share": known / len(figures) if len(figures) else 0.0,
                }
                for metric in metrics
            ]
        )
