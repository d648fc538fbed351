from odoo import models
from odoo.exceptions import AccessError

from ...tools.groups import MANAGER_GROUP
from . import steps

# who answers for the customers of everybody
ANSWER_ALL = f"sales_team.group_sale_salesman_all_leads,{MANAGER_GROUP}"


class CustomerTierEntitlement(models.Model):
    """The buttons. Salespeople answer for their own customers and for nobody's."""

    _inherit = "customer.tier.entitlement"

    def action_offer(self):
        """Note that it was offered to the customer."""
        self._check_reach()
        proposals = self._proposals()
        for one in self:
            one._answer(steps.OFFERED, "salesperson", note=proposals.get(one))

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
        """AccessError unless the user may answer for all of these customers.

        Answers are written as the superuser, so this is where rights are checked.
        """
        self.check_access("read")
        if self.env.user.has_groups(ANSWER_ALL):
            return
        sells = self.env.user.has_group("sales_team.group_sale_salesman")
        for one in self.sudo():
            owner = one.partner_id.user_id
            if owner != self.env.user and (owner or not sells):
                raise AccessError(
                    self.env._(
                        "Only the salesperson of %(customer)s or a manager can answer "
                        "for them.",
                        customer=one.partner_id.display_name,
                    )
                )

    def _proposals(self):
        """``{entitlement: what exactly is offered}``, for the notes of the answers.

        Another addon may have something to propose, such as an event.
        """
        return {}

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
