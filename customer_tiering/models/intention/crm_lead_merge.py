from odoo import models

from .crm_lead_consent import CONSENT

SAID = ("customer_tier_intention_said", "customer_tier_intention_on")


class CrmLead(models.Model):
    """Of opportunities that are merged, what was told last stands."""

    _inherit = "crm.lead"

    def _merge_get_fields_specific(self):
        def told_last(name, leads):
            told = leads.sudo().filtered(SAID[1])
            return max(told, key=lambda one: one[SAID[1]], default=told)[name]

        def agreed_last(name, leads):
            """Of the contact that the merged opportunity will have."""
            leads = leads.sudo()
            agreed = leads.filtered(
                lambda one: one[CONSENT[0]] and one.partner_id == leads.partner_id[:1]
            )
            return max(agreed, key=lambda one: one[CONSENT[1]], default=agreed)[name]

        return (
            super()._merge_get_fields_specific()
            | dict.fromkeys(SAID, told_last)
            | dict.fromkeys(CONSENT, agreed_last)
        )

    def _merge_dependences(self, opportunities):
        """Feedback and plays go to the one that stays; what is open ends as merged."""
        result = super()._merge_dependences(opportunities)
        feedback = self.env["customer.product.feedback"].sudo()
        feedback.search([("lead_id", "in", opportunities.ids)]).lead_id = self
        plays = self.env["customer.playbook.play"].sudo()
        plays = plays.search(
            [("res_model", "=", self._name), ("res_id", "in", opportunities.ids)]
        )
        plays.filtered(lambda play: not play.outcome)._close("merged")
        plays.res_id = self.id
        return result
