from odoo import fields, models
from odoo.tools import SQL


class CustomerPlaybook(models.Model):
    """Goals of plays that are about an opportunity."""

    _inherit = "customer.playbook"

    goal = fields.Selection(
        selection_add=[
            ("moved", "The opportunity reaches another stage"),
            ("won", "The opportunity is won"),
        ],
        ondelete={"moved": "set default", "won": "set default"},
    )

    def _goals(self):
        return super()._goals() | {
            "moved": lambda: self._reached_stage(
                SQL("l.won_status = 'won' OR l.date_last_stage_update > play.opened_at")
            ),
            "won": lambda: self._reached_stage(SQL("l.won_status = 'won'")),
        }

    def _reached_stage(self, condition):
        return SQL(
            """
            SELECT play.id
              FROM %s
              JOIN crm_lead l ON play.res_model = 'crm.lead' AND l.id = play.res_id
             WHERE %s
            """,
            self._open_plays(),
            condition,
        )
