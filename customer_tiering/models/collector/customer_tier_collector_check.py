from odoo import api, models
from odoo.exceptions import UserError


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
                    "“%(scheme)s” decides by “%(metrics)s”, but no installed app "
                    "provides this metric. Install the app it came with, or remove "
                    "it from the scheme's ranking, criteria, cut-offs and caps.",
                    scheme=scheme.name,
                    metrics="”, “".join(missing),
                )
            )
