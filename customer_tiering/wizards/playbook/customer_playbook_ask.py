from odoo import fields, models
from odoo.exceptions import UserError


class CustomerPlaybookAsk(models.TransientModel):
    """The question of a step, asked when it is marked as done in a list or a form."""

    _name = "customer.playbook.ask"
    _description = "Answer to a Playbook"

    activity_id = fields.Many2one("mail.activity", required=True, ondelete="cascade")
    question = fields.Char(compute="_compute_question")
    step_id = fields.Many2one("customer.playbook.step", compute="_compute_question")
    answer_id = fields.Many2one(
        "customer.playbook.answer", domain="[('step_id', '=', step_id)]"
    )
    feedback = fields.Text()

    def _compute_question(self):
        for ask in self:
            step = ask.activity_id._own_playbook_steps().step_id
            ask.step_id = step.sudo(False)
            ask.question = step.question

    def action_answer(self):
        """Mark the activity as done with the answer."""
        self.ensure_one()
        if not self.answer_id:
            raise UserError(self.env._("Choose an answer. It decides what comes next."))
        self.activity_id.action_answer_playbook(self.answer_id.id, self.feedback)
        return {"type": "ir.actions.act_window_close"}

    def action_not_useful(self):
        """Take the suggestion back; the feedback says why."""
        self.ensure_one()
        self.activity_id.action_playbook_not_useful(self.feedback)
        return {"type": "ir.actions.act_window_close"}
