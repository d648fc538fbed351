from odoo import fields, models


class CustomerTierEvaluation(models.Model):
    """As much of the real evaluation as ./dev calls."""

    _name = "customer.tier.evaluation"
    _description = "Stand-in"

    done = fields.Boolean()

    def _run_pending(self):
        self.search([]).write({"done": True})
