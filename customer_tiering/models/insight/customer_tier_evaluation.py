from odoo import models


class CustomerTierEvaluation(models.Model):
    _inherit = "customer.tier.evaluation"

    def _write_result(self, decided, collection):
        """Write how value is spread over the customers, too."""
        result = super()._write_result(decided, collection)
        self.env["customer.tier.insight"]._write_insight(self, decided)
        return result
