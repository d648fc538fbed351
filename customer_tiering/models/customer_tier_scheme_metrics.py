from odoo import fields, models


class CustomerTierScheme(models.Model):
    """Which figures a scheme needs of its customers."""

    _inherit = "customer.tier.scheme"

    customer_level = fields.Selection(
        [
            ("company", "Each company (or person)"),
            ("group", "The corporate group, under its head"),
        ],
        string="One Customer Is",
        required=True,
        default="company",
        tracking=True,
        help="Documents of contacts count for their company. With corporate groups, "
        "those of subsidiaries count for the company at the top.",
    )
    metric_ids = fields.Many2many(
        "customer.tier.metric",
        string="Figures to Collect",
        help="Shown on the customers besides the figures that decide.",
    )

    def _metric_codes(self):
        """Codes of the metrics that decide in this scheme or are shown besides."""
        self.ensure_one()
        return {"net_revenue", *self.metric_ids.mapped("code")}

    def _collected_columns(self):
        """Names of the columns that the collector has to read for this scheme."""
        return self.env["customer.tier.metric"]._collected_columns(
            self._metric_codes()
        )
