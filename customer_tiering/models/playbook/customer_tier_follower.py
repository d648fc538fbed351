from odoo import api, models


class CustomerTierFollower(models.Model):
    """After an evaluation, the playbooks of its scheme open what became due by it."""

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        # worked off as a whole, see _work_batch; after what plans activities, so that
        # they are taken and not doubled
        followers = {}
        for name, handler in super()._followers().items():
            if name == "announce":
                followers["playbooks"] = None
            followers[name] = handler
        return followers

    def _work_batch(self):
        if self.name != "playbooks":
            return super()._work_batch()
        playbooks = self.env["customer.playbook"].search(
            [
                ("scheme_id", "=", self.evaluation_id.scheme_id.id),
                ("active", "=", True),
                # one playbook a batch
                ("id", ">", self.position),
            ],
            order="id",
        )
        if playbooks:
            # the nightly run does what another worker is at
            playbooks[0]._open_due()
            self.position = playbooks[0].id
        elif not self._playbooks_of_scheme()._work_batch():
            self.state = "done"
        return self.state == "pending"

    def _playbooks_of_scheme(self):
        playbooks = self.env["customer.playbook"].with_context(active_test=False)
        return playbooks.search([("scheme_id", "=", self.evaluation_id.scheme_id.id)])
