from odoo import api, fields, models
from odoo.exceptions import ValidationError

FEWEST_ANSWERS, MOST_ANSWERS = 2, 4


class CustomerPlaybookStep(models.Model):
    """One step of a playbook: an activity, its script, and the question at its end."""

    _name = "customer.playbook.step"
    _description = "Step of a Playbook"
    _inherit = "customer.tier.in.reach"
    _order = "playbook_id, sequence, id"
    _rec_name = "summary"

    playbook_id = fields.Many2one(
        "customer.playbook", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="playbook_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity",
        required=True,
        ondelete="restrict",
        help="Name and summary of the type are translated: each person reads them in "
        "their own language.",
    )
    summary = fields.Char(
        translate=True,
        compute="_compute_summary",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    days_after = fields.Integer(
        string="Due After (days)",
        help="Days after the play was opened or the step before was done. Days on "
        "which nobody works are skipped.",
    )
    responsible = fields.Selection(
        [
            ("salesperson", "Salesperson of the customer"),
            ("leader", "Leader of their sales team"),
            ("owner", "Owner of the playbook"),
        ],
        required=True,
        default="salesperson",
    )
    script = fields.Text(
        translate=True, help="What to say and to find out. Part of the activity."
    )
    question = fields.Char(
        translate=True,
        help="Asked when the activity is marked as done. The answer decides what comes "
        "next. Without a question, the next step comes to which no answer leads.",
    )
    answer_ids = fields.One2many("customer.playbook.answer", "step_id", copy=True)

    _days_positive = models.Constraint(
        "CHECK(days_after >= 0)", "A step cannot be due before it is opened."
    )

    @api.depends("activity_type_id")
    def _compute_summary(self):
        for step in self.filtered(lambda one: not one.summary):
            kind = step.activity_type_id
            step.summary = kind.summary or kind.name

    @api.constrains("question", "answer_ids", "playbook_id")
    def _check_answers(self):
        """Of playbooks that are on; one that is being written may be half done."""
        for step in self.filtered("playbook_id.active"):
            count = len(step.answer_ids)
            if bool(step.question) != bool(count):
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: a question needs answers, and answers need a "
                        "question.",
                        step=step.summary,
                    )
                )
            if count and not FEWEST_ANSWERS <= count <= MOST_ANSWERS:
                raise ValidationError(
                    self.env._(
                        "“%(step)s” has %(count)s answers. Give at least %(fewest)s "
                        "and at most %(most)s.",
                        step=step.summary,
                        count=count,
                        fewest=FEWEST_ANSWERS,
                        most=MOST_ANSWERS,
                    )
                )

    def _following(self):
        """The step after this one; none after the last.

        A step that an answer leads to only comes by that answer.
        """
        steps = self.playbook_id.step_ids
        branches = steps.answer_ids.next_step_id
        later = steps[steps.ids.index(self.id) + 1 :]
        return (later - branches)[:1]
