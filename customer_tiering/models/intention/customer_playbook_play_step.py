from markupsafe import Markup

from odoo import models

from .crm_lead import INTERESTED


class CustomerPlaybookPlayStep(models.Model):
    """Steps about an opportunity: what an answer sets, and by what one reminds."""

    _inherit = "customer.playbook.play.step"

    def _do(self, answer, feedback):
        activities = super()._do(answer, feedback)
        for step in self.filtered("answer_id.intention"):
            lead = step.play_id._document().exists()
            if lead._name == "crm.lead" and lead.won_status == "pending":
                lead.customer_tier_intention_said = step.answer_id.intention
                if step.answer_id.intention == INTERESTED:
                    lead._customer_tier_react()
        return activities

    def _activity_values(self, document):
        """A reminder goes by the channel that the customer agreed to, and no other."""
        values = super()._activity_values(document)
        if self.playbook_id.trigger == "expected" and document._name == "crm.lead":
            document = document.with_context(lang=self.env.lang)
            values |= document._customer_tier_reminder_values()
            values["note"] = (
                Markup("<p>%s</p>") % document._customer_tier_consent_words()
                + values["note"]
            )
        return values
