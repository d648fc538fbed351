from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.uninstall import refuses_unlink


class CustomerTierMetric(models.Model):
    _inherit = "customer.tier.metric"

    @refuses_unlink
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
                    "“%(metric)s” cannot be deleted, because “%(scheme)s” uses it. "
                    "Choose another metric in the scheme first, or archive this one.",
                    scheme=scheme.name,
                    metric=used[:1].name,
                )
            )
