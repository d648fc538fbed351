from odoo import models

from . import steps


class CustomerTierEntitlement(models.Model):
    """The buttons. Whoever may read an entitlement may answer for its customer."""

    _inherit = "customer.tier.entitlement"

    def action_offer(self):
        """Note that it was offered to the customer."""
        self._check_reach()
        for one in self:
            one._answer(steps.OFFERED, "salesperson", note=one._proposal())

    def action_accept(self):
        """Note that the customer accepts."""
        self._check_reach()
        self._answer(steps.ACCEPTED, "salesperson")

    def action_decline(self):
        """Ask for the reason, and note that the customer declines."""
        return self._ask(steps.DECLINED, self.env._("Decline"))

    def action_use(self):
        """Ask what was done, and note that the benefit was used."""
        return self._ask(steps.USED, self.env._("Use"))

    def action_reopen(self):
        """Take the last step back: it is offered again."""
        self._check_reach()
        self._answer(steps.OFFERED, "salesperson")

    def _check_reach(self):
        """Reading is what the rules allow; the answer is written as the superuser."""
        self.check_access("read")

    def _proposal(self):
        """What exactly is offered, as a note of the answer; another addon may say."""
        self.ensure_one()
        return None

    def _ask(self, state, title):
        self._check_reach()
        for one in self:
            one._check_step(state)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "customer.tier.entitlement.close",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_entitlement_ids": self.ids,
                "default_state": state,
            },
        }
