from odoo import models

from ...classification.score import SCORE


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def _deciding_codes(self):
        """Codes of the columns that decide; figures only shown are none of them."""
        self.ensure_one()
        codes = self._deciding_metrics().mapped("code")
        codes += [rule._threshold_column() for rule in self.rule_ids]
        return {code for code in codes if code} - {SCORE}
