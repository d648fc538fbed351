from odoo import api, models


class CustomerTierFollower(models.Model):
    """What the tiers buy is read again after an evaluation.

    Not by the evaluation itself: nobody's tier hangs on it, and it is a scan of all
    invoice lines. It comes after the announcement, which must not wait for it.
    """

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        # processed as a whole, see _work_batch
        return {**super()._followers(), "peers": None}

    def _work_batch(self):
        if self.name != "peers":
            return super()._work_batch()
        scheme = self.evaluation_id.scheme_id
        # what a later evaluation overtook, or a manual tier, changes no table
        if scheme.last_evaluation_id == self.evaluation_id:
            self.env["customer.tier.product"]._refresh(scheme)
        self.state = "done"
        return False
