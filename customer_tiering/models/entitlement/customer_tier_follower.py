from odoo import api, models

from . import steps


class CustomerTierFollower(models.Model):
    """What tiers grant is brought up to date right after an evaluation.

    Only for evaluations of everybody's tiers: the night does the rest, and tells
    salespeople.
    """

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        # processed as a whole, see _work_batch
        return {"entitle": None, **super()._followers()}

    def _work_batch(self):
        if self.name != "entitle":
            return super()._work_batch()
        if self.evaluation_id.kind == "tiers":
            entitlements = self.env["customer.tier.entitlement"]
            scheme = self.evaluation_id.scheme_id
            for benefit in scheme.sudo().benefit_ids:
                if benefit.active and benefit.kind in steps.KINDS:
                    entitlements._night(benefit)
        self.state = "done"
        return False
