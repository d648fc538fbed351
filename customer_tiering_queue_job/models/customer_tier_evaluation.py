from odoo import api, models


class CustomerTierEvaluation(models.Model):
    _inherit = "customer.tier.evaluation"

    @api.model
    def _work_off(self):
        """The scheduled action only enqueues: a job for each scheme with work."""
        followers = self.env["customer.tier.follower"]._pending()
        (self._pending() | followers.evaluation_id).scheme_id._enqueue_step()
