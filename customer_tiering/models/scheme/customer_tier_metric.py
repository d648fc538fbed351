from odoo import api, fields, models

from ...classification.metrics import collected

# The smallest difference that counts in each unit; that of money is the rounding of the
# currency. Figures are rounded to it before they decide.
ROUNDING = {
    "count": 1.0,
    "days": 0.01,
    "share": 0.0001,
    "ratio": 0.0001,
    "stars": 0.01,
    "points": 0.01,
}


class CustomerTierMetric(models.Model):
    """The catalogue of metrics by which customers can be measured.

    A metric is a column of the customer frame; its ``code`` is the name of the column.
    A collected metric is also a field of the same name on the standings. Another addon
    adds a metric with a record here, a field there and a source
    (``customer.tier.collector._sources``).
    """

    _name = "customer.tier.metric"
    _description = "Metric"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Name of the column that holds the figures.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    definition = fields.Text(
        required=True,
        translate=True,
        help="What is counted, from which documents, and what is not counted.",
    )
    unit = fields.Selection(
        [
            ("money", "Company currency"),
            ("count", "Number"),
            ("days", "Days"),
            ("share", "Share (1 = 100 %)"),
            ("ratio", "Ratio"),
            ("stars", "Stars"),
            ("points", "Points (0 to 100)"),
        ],
        required=True,
    )
    category = fields.Selection(
        [("value", "Value"), ("behaviour", "Behaviour"), ("social", "Social")],
        required=True,
        default="value",
    )
    higher_is_better = fields.Boolean(default=True)
    only_now = fields.Boolean(
        string="Current Values Only",
        help="There is no history of this metric, so it cannot be used for an "
        "earlier date.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another metric has this code already. Choose a different one."
    )

    @api.model
    def _collected_columns(self, codes):
        """Names of the columns to collect for the metrics ``codes``."""
        return collected(codes)

    def _rounding(self, currency):
        """The smallest difference of two figures of this metric that counts."""
        self.ensure_one()
        return currency.rounding if self.unit == "money" else ROUNDING[self.unit]
