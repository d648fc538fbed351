from odoo import api, fields, models

from ...classification import cuts


class CustomerTierRule(models.Model):
    """The unit of a threshold, shown next to it."""

    _inherit = "customer.tier.rule"

    threshold_unit = fields.Char(string="Unit", compute="_compute_threshold_unit")

    @api.depends(
        "method",
        "metric_id",
        "per",
        "threshold_currency_id",
        "scheme_id.rank_by",
        "scheme_id.value_metric_id",
        "scheme_id.company_id",
    )
    def _compute_threshold_unit(self):
        fixed = {
            cuts.PERCENT_OF_CUSTOMERS: self.env._("% of customers"),
            cuts.SHARE_OF_VALUE: self.env._("% of value"),
            cuts.NUMBER_OF_CUSTOMERS: self.env._("customers"),
            cuts.SCORE: self.env._("points out of 100"),
        }
        for rule in self:
            unit = rule._threshold_unit() if rule.method == cuts.THRESHOLD else ""
            rule.threshold_unit = fixed.get(rule.method, unit)

    def _threshold_unit(self):
        """“USD per month”, “days”, …; a ranking score is in points."""
        self.ensure_one()
        scheme = self.scheme_id
        metric = self.metric_id
        if not metric and scheme.rank_by == "score":
            return self.env._("points out of 100")
        metric = metric or scheme.value_metric_id
        if metric.unit == "money":
            currency = self.threshold_currency_id or self.currency_id
            unit = currency.name or ""
        else:
            labels = dict(metric._fields["unit"]._description_selection(self.env))
            unit = labels.get(metric.unit, "")
        if self.per == "period":
            return unit
        labels = dict(self._fields["per"]._description_selection(self.env))
        return f"{unit} {labels[self.per].lower()}"
