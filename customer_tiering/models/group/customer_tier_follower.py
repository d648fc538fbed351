from odoo import api, models


class CustomerTierFollower(models.Model):
    """After an evaluation, customers whose tier changed join and leave groups."""

    _inherit = "customer.tier.follower"

    @api.model
    def _followers(self):
        followers = {}
        for name, handler in super()._followers().items():
            if name == "announce":
                followers["groups"] = self._join_and_leave
            followers[name] = handler
        return followers

    @api.model
    def _join_and_leave(self, changes):
        """Only the customers of these changes are looked at."""
        groups = self.env["customer.group"].search(
            [("scheme_id", "=", changes.scheme_id.id)]
        )
        for group in groups:
            group._tell(*group._step(changes.partner_id, changes[-1].date))
