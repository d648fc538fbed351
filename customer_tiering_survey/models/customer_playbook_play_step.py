from odoo import models
from odoo.exceptions import UserError


class CustomerPlaybookPlayStep(models.Model):
    """A step after which the customer is asked what they need."""

    _inherit = "customer.playbook.play.step"

    def _do(self, answer, feedback):
        activities = super()._do(answer, feedback)
        for step in self.sudo().filtered("answer_id.asks_needs"):
            customer = step.partner_id
            try:
                contact, refusal = customer._customer_tier_ask_needs(step.company_id)
            except UserError as no_survey:
                # the step is done all the same
                customer._message_log(body=str(no_survey))
                continue
            if not contact:
                customer._message_log(
                    body=self.env._("The survey was not sent: %s.", refusal)
                )
        return activities
