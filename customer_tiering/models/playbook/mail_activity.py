from odoo import api, fields, models
from odoo.exceptions import UserError

from .customer_playbook_play_step import WITHDRAWN

# id of the answer, while an activity is marked as done
ANSWER = "customer_playbook_answer"


class MailActivity(models.Model):
    """An activity of a playbook asks a question when it is done.

    The link is kept by the step of the play, so activities have no further column.
    """

    _inherit = "mail.activity"

    customer_playbook = fields.Json(
        string="Asked by the Playbook",
        compute="_compute_customer_playbook",
        compute_sudo=True,
        help="Plain data for the screen: the question with its answers and, for those "
        "who may read the play, why it was opened.",
    )

    @api.depends_context("uid", "lang")
    def _compute_customer_playbook(self):
        """Two statements for all activities, one if none is of a playbook."""
        steps = self._customer_playbook_steps()
        plays = steps.play_id.with_user(self.env.uid).with_context(
            allowed_company_ids=self.env.user.company_ids.ids
        )
        readable = set(plays._filtered_access("read").ids)
        asked = {
            step.activity_id: {
                "playbook": step.playbook_id.name,
                "reason": step.play_id.id in readable and step.play_id.reason or "",
                "question": step.step_id.question or "",
                "answers": [
                    {"id": answer.id, "text": answer.text}
                    for answer in step.step_id.answer_ids
                ],
            }
            for step in steps
        }
        for activity in self:
            activity.customer_playbook = asked.get(activity._origin, False)

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "customer_playbook"]

    def _customer_playbook_steps(self):
        """The open steps (as the engine) that these activities are for."""
        steps = self.env["customer.playbook.play.step"].sudo()
        if not self.ids:
            return steps
        return steps.search(
            [("activity_id", "in", self.ids), ("state", "=", "open")], order="id"
        )

    def _own_playbook_steps(self):
        """The open steps, for whoever the activity is planned for or may see the play.

        AccessError for others: whoever may edit a contact may edit its activities, but
        not what another company, or a colleague, does about the customer.
        """
        self.check_access("write")
        steps = self._customer_playbook_steps()
        if self.user_id != self.env.user:
            steps.play_id.with_env(self.env).check_access("read")
        return steps

    def action_answer_playbook(self, answer_id, feedback=False):
        """Mark as done with an answer; it opens the next step, or closes the play."""
        self.ensure_one()
        step = self._own_playbook_steps()
        answer = step.step_id.answer_ids.filtered(lambda one: one.id == answer_id)
        if not answer:
            raise UserError(
                self.env._(
                    "This is no longer an answer to this step. Reload the page and "
                    "choose again."
                )
            )
        return self.with_context(**{ANSWER: answer.id}).action_feedback(
            feedback=feedback
        )

    def action_playbook_not_useful(self, why):
        """Take the suggestion back, with the reason ``why``."""
        self.ensure_one()
        self._own_playbook_steps().play_id._not_useful(why)

    def action_done(self):
        """From a list or a form, a step asks its question first."""
        steps = self._customer_playbook_steps()
        may = self.env["customer.playbook.ask"].has_access("create")
        if may and len(self) == 1 and steps.step_id.answer_ids:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("What Came of It?"),
                "res_model": "customer.playbook.ask",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_activity_id": self.id},
            }
        return super().action_done()

    def _action_done(self, feedback=False, attachment_ids=None):
        steps = self._customer_playbook_steps()
        answer = steps.env["customer.playbook.answer"].browse(
            self.env.context.get(ANSWER, [])
        )
        told = feedback
        if steps and answer:
            told = f"{answer.step_id.question} {answer.text}"
            told = f"{told}\n{feedback}" if feedback else told
        messages, following = super()._action_done(
            feedback=told, attachment_ids=attachment_ids
        )
        # not those that went with their record
        steps = steps.exists().filtered(lambda step: step.state == "open")
        following |= steps._do(answer, feedback).with_env(self.env)
        return messages, following

    def unlink(self):
        """Whoever cancels the activity cancels the step; it is not opened again."""
        steps = self.browse()._customer_playbook_steps()
        if not self.env.context.get(WITHDRAWN):
            steps = self._customer_playbook_steps()
        result = super().unlink()
        if steps:
            steps._cancel()
        return result
