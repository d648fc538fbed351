from odoo import models

from ...classification import curve, cuts
from ...classification.score import SCORE


class CustomerTierRule(models.Model):
    _inherit = "customer.tier.rule"

    def _compares_only(self, column):
        """Whether this cut-off asks for nothing but the ranking value ``column``."""
        self.ensure_one()
        if self.method not in curve.DRAWN:
            return False
        if self.method == cuts.SCORE and column != SCORE:
            return False
        other = self._threshold_column()
        minimum = self.minimum_metric_id.code if self.minimum else None
        return {other, minimum} - {None, False} <= {column}
