from odoo import models


class CustomerPlaybookPlay(models.Model):
    _inherit = "customer.playbook.play"

    def _plan_again(self):
        """Withdraw the open steps, and plan the same steps as things are now."""
        open_steps = self.step_ids.filtered(lambda step: step.state == "open")
        steps = open_steps.step_id
        open_steps._withdraw()
        for step in steps:
            self._add_step(step)._plan()
