from odoo import fields, models
from odoo.tools import SQL

# on an activity that the engine takes away: nobody cancelled it
WITHDRAWN = "customer_playbook_withdraws"


def rate(label):
    return fields.Float(string=label, readonly=True, aggregator="avg", default=0.0)


class CustomerPlaybookPlayStep(models.Model):
    """One step of a play, and the activity that somebody does for it."""

    _name = "customer.playbook.play.step"
    _description = "Step of a Play"
    _order = "play_id, id"
    _needs_tiers = True
    _rec_name = "step_id"

    play_id = fields.Many2one(
        "customer.playbook.play",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True, index=True
    )
    playbook_id = fields.Many2one(related="play_id.playbook_id", store=True)
    partner_id = fields.Many2one(related="play_id.partner_id")
    # a step that is deleted stays in the ledger, without its name
    step_id = fields.Many2one(
        "customer.playbook.step",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True
    )
    adopted = fields.Boolean(
        readonly=True, help="The person had planned the same activity themselves."
    )
    subscribed = fields.Boolean(
        readonly=True, help="The person follows the document because of this step."
    )
    due = fields.Date(readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To be planned"),
            ("open", "Planned"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    done_on = fields.Date(readonly=True)
    answer_id = fields.Many2one(
        "customer.playbook.answer",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    feedback = fields.Text(readonly=True)
    done = rate("Done (%)")
    answered = rate("Answered (%)")
    not_useful = rate("Not Useful (%)")

    _todo_idx = models.Index("(playbook_id, id) WHERE state IN ('waiting', 'open')")

    def _do(self, answer, feedback):
        """The step is done; what its answer leads to comes next.

        :param answer: ``customer.playbook.answer``, perhaps none
        :return: the activities of the next steps
        """
        following = self.browse()
        for step in self:
            play, answers = step.play_id, step.step_id.answer_ids
            given = answer if answer in answers else answers.browse()
            step.write(
                {
                    "state": "done",
                    "done": 100,
                    "done_on": play.playbook_id._today(),
                    "answer_id": given.id,
                    "answered": 100 if given else 0,
                    "feedback": feedback,
                }
            )
            if play.outcome:
                continue
            if given:
                leads_to, outcome = given.next_step_id, given.outcome
            else:
                # nobody knows which branch to take without the answer
                leads_to = step.step_id.browse()
                if step.step_id and not answers:
                    leads_to = step.step_id._following()
                outcome = "done"
            if leads_to:
                following |= play._add_step(leads_to)
            else:
                play._close(outcome)
        following._plan()
        return following.activity_id

    def action_open_document(self):
        """Open what the activity is on."""
        self.ensure_one()
        self.check_access("read")
        return self.play_id.action_open_document()

    def _cancel(self):
        """Somebody cancelled the activity: the play is not pursued."""
        self.write({"state": "cancelled", "activity_id": False})
        self.play_id.filtered(lambda play: not play.outcome)._close("cancelled")

    def _withdraw(self):
        """Take the activities away, without those that people planned themselves."""
        left = self.filtered(lambda step: step.state in ("waiting", "open"))
        activities = left.filtered(lambda step: not step.adopted).activity_id
        left.write({"state": "withdrawn", "activity_id": False})
        activities.with_context(**{WITHDRAWN: True}).unlink()
        self.play_id.step_ids.filtered("subscribed")._unsubscribe()

    def _unsubscribe(self):
        """Whoever follows a document only for the step does not follow it any more."""
        if not self:
            return
        self.env["mail.followers"].flush_model()
        by_model = {}
        for step in self:
            document = step.play_id._document()
            by_model.setdefault(document._name, []).append(
                (document.id, step.user_id.partner_id.id)
            )
        for model, pairs in by_model.items():
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT id FROM mail_followers
                     WHERE res_model = %s AND (res_id, partner_id) IN %s
                    """,
                    model,
                    tuple(pairs),
                )
            )
            self.env["mail.followers"].browse(id_ for (id_,) in rows).unlink()
        self.subscribed = False
