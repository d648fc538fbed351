from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CustomerPlaybookAnswer(models.Model):
    """An answer to the question of a step, and what it leads to."""

    _name = "customer.playbook.answer"
    _description = "Answer of a Playbook"
    _order = "step_id, sequence, id"
    _rec_name = "text"

    step_id = fields.Many2one(
        "customer.playbook.step", required=True, ondelete="cascade", index=True
    )
    playbook_id = fields.Many2one(related="step_id.playbook_id")
    # Stored because the record rules use it
    company_id = fields.Many2one(related="step_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    text = fields.Char(string="Answer", required=True, translate=True)
    next_step_id = fields.Many2one(
        "customer.playbook.step",
        ondelete="set null",
        index="btree_not_null",
        # a step of the playbook that is copied; see its copy
        copy=False,
        domain="[('playbook_id', '=', playbook_id)]",
        help="Empty: the play is closed.",
    )
    outcome = fields.Selection(
        [("done", "Done"), ("goal", "Goal reached"), ("cancelled", "Given up")],
        string="Closes As",
        required=True,
        default="done",
    )

    @api.constrains("step_id")
    def _check_number(self):
        self.step_id._check_answers()

    @api.constrains("next_step_id")
    def _check_same_playbook(self):
        for answer in self:
            leads_to = answer.next_step_id.playbook_id
            if leads_to and leads_to != answer.step_id.playbook_id:
                raise ValidationError(
                    self.env._(
                        "“%(answer)s” leads to a step of another playbook. Choose a "
                        "step of this one.",
                        answer=answer.text,
                    )
                )
