from odoo import api, models
from odoo.tools import SQL


class CustomerTierTouch(models.AbstractModel):
    """A step that is done is a contact, unless only colleagues notice it."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                SELECT play.partner_id, s.done_on AS day,
                       'customer.playbook.play.step,' || s.id AS source
                  FROM %s WHERE s.state = 'done' AND s.done_on BETWEEN %s AND %s
                """,
                self._touching_steps(company),
                first,
                last,
            ),
        ]

    @api.model
    def _planned_touches(self, company):
        """SELECT of ``partner_id``: a row per step that is open and a contact."""
        return SQL(
            """
            SELECT play.partner_id FROM %s
             WHERE s.state IN ('waiting', 'open') AND play.outcome IS NULL
            """,
            self._touching_steps(company),
        )

    @api.model
    def _touching_steps(self, company):
        """FROM item: steps ``s`` of ``play``; one that was deleted was a contact."""
        for model in ("customer.playbook.play", "customer.playbook.play.step"):
            self.env[model].flush_model()
        self.env["customer.playbook.step"].flush_model()
        self.env["mail.activity.type"].flush_model()
        return SQL(
            """
            customer_playbook_play_step s
            JOIN customer_playbook_play play
              ON play.id = s.play_id AND play.company_id = ANY(%s)
            JOIN (SELECT s.id
                    FROM customer_playbook_play_step s
                    LEFT JOIN customer_playbook_step plan ON plan.id = s.step_id
                    LEFT JOIN mail_activity_type t ON t.id = plan.activity_type_id
                   WHERE COALESCE(t.customer_tier_touch, TRUE)) touching
              ON touching.id = s.id
            """,
            self._tree_ids(company),
        )
