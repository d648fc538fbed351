from odoo import api, fields, models

from .crm_lead_plays import TRIGGERS


class CustomerPlaybookStep(models.Model):
    _inherit = "customer.playbook.step"

    sets_intention = fields.Boolean(compute="_compute_sets_intention")

    @api.depends("playbook_id.trigger")
    def _compute_sets_intention(self):
        """Answers of plays about an opportunity may say what its customer wants."""
        for step in self:
            step.sets_intention = step.playbook_id.trigger in TRIGGERS
