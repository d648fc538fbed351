from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...classification import cuts

# unit of time of the threshold -> its months
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class CustomerTierRule(models.Model):
    """The cut-off “Minimum figure”: its metric, per month, quarter or year (K10)."""

    _inherit = "customer.tier.rule"

    metric_id = fields.Many2one(
        "customer.tier.metric",
        string="Figure",
        ondelete="restrict",
        help="Leave empty to use the ranking metric.",
    )
    per = fields.Selection(
        [
            ("period", "In the period"),
            ("month", "Per month"),
            ("quarter", "Per quarter"),
            ("year", "Per year"),
        ],
        default="period",
        required=True,
    )
    pace = fields.Selection(
        [
            ("average", "On average"),
            ("min", "In each one"),
            ("latest", "In the latest one"),
        ],
        default="average",
        required=True,
        help="Months are counted back from the as-of date. For example, the month up "
        "to 22 November starts on 23 October.",
    )
    threshold_currency_id = fields.Many2one(
        "res.currency",
        help="Currency of the threshold, converted at the rate on the as-of date. "
        "Leave empty to use the company's currency.",
    )

    def _threshold_column(self):
        """Column that is compared with the threshold; None for the ranking value."""
        self.ensure_one()
        if self.method != cuts.THRESHOLD:
            return None
        if self.per != "period" and self.pace != "average":
            return f"{self.per}_{self.pace}"
        return self.metric_id.code or None

    def _threshold_times(self):
        """How many units of the threshold the compared figure spans, such as 12."""
        self.ensure_one()
        if (
            self.method != cuts.THRESHOLD
            or self.per == "period"
            or self.pace != "average"
        ):
            return 1.0
        # figures of another period than the scheme's say how long theirs is
        months = self.env.context.get("customer_tier_months")
        return (months or self.scheme_id.period_months) / MONTHS[self.per]

    def _threshold_rate(self, as_of):
        """The value of a threshold of 1 in the unit of its figure."""
        self.ensure_one()
        if self.method != cuts.THRESHOLD or not self.threshold_currency_id:
            return 1.0
        return self.env["res.currency"]._get_conversion_rate(
            self.threshold_currency_id, self.currency_id, self.company_id, as_of
        )

    def _validate_threshold(self):
        """The pace is only known for net revenue, and for whole periods."""
        self.ensure_one()
        if self.per == "period":
            return
        metric = self.metric_id or self.scheme_id.value_metric_id
        if metric.unit not in ("money", "count"):
            raise ValidationError(
                self.env._(
                    "“%(tier)s” requires “%(metric)s” per month, quarter or year. "
                    "This is possible only for amounts and numbers. Choose “In the "
                    "period”.",
                    tier=self.tier_id.name,
                    metric=metric.name,
                )
            )
        if self.pace != "average" and metric.code != "net_revenue":
            raise ValidationError(
                self.env._(
                    "“%(tier)s” requires “%(metric)s” in each or in the latest "
                    "period. This is possible only for net invoiced revenue. Choose "
                    "“On average”.",
                    tier=self.tier_id.name,
                    metric=metric.name,
                )
            )
        if MONTHS[self.per] > self.scheme_id.period_months:
            raise ValidationError(
                self.env._(
                    "“%(tier)s” requires an amount over a longer time than the "
                    "period of %(months)s months. Choose a longer period, or require "
                    "the amount per month.",
                    tier=self.tier_id.name,
                    months=self.scheme_id.period_months,
                )
            )

    @api.onchange("method")
    def _onchange_method(self):
        if self.method != cuts.THRESHOLD:
            self.update({"metric_id": False, "per": "period", "pace": "average"})
