from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...classification import cuts
from ...classification.score import SCORE, UNIT


class CustomerTierScheme(models.Model):
    """What one customer is, what ranks customers, and which metrics are collected."""

    _inherit = "customer.tier.scheme"

    @api.model
    def _default_value_metric_id(self):
        return self.env.ref(
            "customer_tiering.customer_tier_metric_net_revenue",
            raise_if_not_found=False,
        )

    customer_level = fields.Selection(
        [
            ("company", "Each company (or person)"),
            ("group", "The corporate group, under the company at the top"),
        ],
        string="A Customer Is",
        required=True,
        default="company",
        tracking=True,
        help="Documents of contacts count for their company. With corporate groups, "
        "those of subsidiaries count for the company at the top.",
    )
    rank_by = fields.Selection(
        [("metric", "One metric"), ("score", "A score from several metrics")],
        string="Customers Are Ranked by",
        required=True,
        default="metric",
        tracking=True,
    )
    value_metric_id = fields.Many2one(
        "customer.tier.metric",
        string="Ranking Metric",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_value_metric_id(),
        domain=[("higher_is_better", "=", True), ("code", "!=", SCORE)],
        tracking=True,
    )
    group_by = fields.Selection(
        [
            ("user", "Each salesperson's customers"),
            ("team", "Each sales team's customers"),
            ("country", "Each country"),
            ("state", "Each state or province"),
            ("city", "Each city"),
            ("industry", "Each industry"),
        ],
        string="Rank Within",
        tracking=True,
        help="Customers are ranked within each of these groups, and the cut-offs "
        "apply per group. Leave empty to rank all customers together.",
    )
    shown_besides = fields.Boolean(
        string="Show as an Additional Badge",
        tracking=True,
        help="Customers also show the tier of this scheme, beside that of their "
        "first scheme.",
    )
    criterion_ids = fields.One2many(
        "customer.tier.criterion", "scheme_id", string="Criteria", copy=True
    )
    cap_ids = fields.One2many(
        "customer.tier.cap", "scheme_id", string="Caps", copy=True
    )
    metric_ids = fields.Many2many(
        "customer.tier.metric",
        string="Metrics to Collect",
        help="Shown on the customers in addition to the metrics that decide the tier.",
    )

    @api.constrains("rank_by", "criterion_ids")
    def _check_criteria(self):
        for scheme in self:
            if scheme._needs_score() and not scheme.criterion_ids:
                raise ValidationError(
                    self.env._(
                        "“%(scheme)s” uses a score for ranking or cut-offs but has "
                        "no criterion. Add one under Criteria, or rank by one metric.",
                        scheme=scheme.name,
                    )
                )

    @api.constrains("rank_by", "value_metric_id")
    def _check_value_metric(self):
        for scheme in self:
            metric = scheme.value_metric_id
            if scheme.rank_by == "metric" and not metric.higher_is_better:
                raise ValidationError(
                    self.env._(
                        "“%(metric)s” is better the lower it is, so customers cannot "
                        "be ranked by it alone. Use it as a criterion of a score "
                        "instead.",
                        metric=metric.name,
                    )
                )

    def _customers_of(self, partners):
        """The customers of this scheme to which ``partners`` belong (rule K01)."""
        self.ensure_one()
        if self.customer_level == "company":
            return partners.commercial_partner_id
        heads = partners
        while heads.parent_id:
            heads = heads.mapped(lambda partner: partner.parent_id or partner)
        return heads

    def _needs_score(self):
        self.ensure_one()
        return self.rank_by == "score" or any(
            rule.method == cuts.SCORE for rule in self.rule_ids
        )

    def _value_column(self):
        """Column of the customer frame with the ranking value."""
        self.ensure_one()
        return SCORE if self.rank_by == "score" else self.value_metric_id.code

    def _value_unit(self):
        """The smallest difference of two ranking values."""
        self.ensure_one()
        if self.rank_by == "score":
            return UNIT
        return self.value_metric_id._rounding(self.currency_id)

    def _units(self):
        """Column -> smallest difference, for the columns that decide."""
        self.ensure_one()
        currency = self.currency_id
        units = {m.code: m._rounding(currency) for m in self._deciding_metrics()}
        for rule in self.rule_ids:
            # such as the weakest month of the ranking metric
            column = rule._threshold_column()
            metric = rule.metric_id or self.value_metric_id
            if column and column not in units:
                units[column] = metric._rounding(currency)
        return units

    def _deciding_metrics(self):
        """The metrics that decide the tiers of this scheme."""
        self.ensure_one()
        metrics = self.criterion_ids.metric_id
        metrics |= self.rule_ids.metric_id | self.rule_ids.minimum_metric_id
        metrics |= self.cap_ids.metric_id | self.cap_ids.floor_metric_id
        if self.rank_by == "metric":
            metrics |= self.value_metric_id
        return metrics

    def _metric_codes(self):
        """Codes of the metrics that decide in this scheme or are only shown."""
        self.ensure_one()
        codes = (self._deciding_metrics() | self.metric_ids).mapped("code")
        codes += [rule._threshold_column() for rule in self.rule_ids]
        return {"net_revenue", *filter(None, codes)} - {SCORE}

    def _collected_columns(self):
        """Names of the columns to collect for this scheme."""
        return self.env["customer.tier.metric"]._collected_columns(self._metric_codes())
