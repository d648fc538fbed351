from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..classification.score import SCORE


class CustomerTierCollector(models.AbstractModel):
    """What a scheme decides by must be there before anything is decided.

    The same for an evaluation and for a preview: both begin here.
    """

    _inherit = "customer.tier.collector"

    @api.model
    def _collect(self, scheme, as_of):
        collection = super()._collect(scheme, as_of)
        self._refuse_missing_columns(scheme, collection.frame)
        return collection

    @api.model
    def _refuse_missing_columns(self, scheme, frame):
        """UserError naming the deciding metrics that no source fills."""
        catalogue = self.env["customer.tier.metric"].with_context(active_test=False)
        columns = set(frame.columns)
        missing = []
        for code in sorted(scheme._deciding_codes()):
            if catalogue._collected_columns([code]) - columns:
                metric = catalogue.search([("code", "=", code)], limit=1)
                missing.append(metric.name or code)
        if missing:
            raise UserError(
                self.env._(
                    "“%(scheme)s” decides by “%(metrics)s”, and no installed app "
                    "provides that figure. Install the app it came with, or take it "
                    "out of the scheme's ranking, criteria, cut-offs and caps.",
                    scheme=scheme.name,
                    metrics="”, “".join(missing),
                )
            )


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def _deciding_codes(self):
        """Codes of the columns that decide; figures only shown are none of them."""
        self.ensure_one()
        codes = self._deciding_metrics().mapped("code")
        codes += [rule._threshold_column() for rule in self.rule_ids]
        return {code for code in codes if code} - {SCORE}


class CustomerTierMetric(models.Model):
    _inherit = "customer.tier.metric"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Say which scheme still uses a metric; the database would only refuse."""
        uses = Domain.OR(
            Domain(path, "in", self.ids)
            for path in (
                "value_metric_id",
                "criterion_ids.metric_id",
                "rule_ids.metric_id",
                "rule_ids.minimum_metric_id",
                "cap_ids.metric_id",
                "cap_ids.floor_metric_id",
            )
        )
        schemes = self.env["customer.tier.scheme"].sudo()
        scheme = schemes.with_context(active_test=False).search(uses, limit=1)
        if scheme:
            used = (scheme._deciding_metrics() | scheme.value_metric_id) & self
            raise UserError(
                self.env._(
                    "“%(scheme)s” uses “%(metric)s”. Choose another figure there "
                    "first, or archive the metric.",
                    scheme=scheme.name,
                    metric=used[:1].name,
                )
            )
