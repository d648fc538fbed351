from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ...classification import lifecycle as states


class CustomerPlaybook(models.Model):
    """How many steps a day a cadence needs, and how many its people can do.

    What is beyond their number is not planned. It is told, so that somebody decides:
    fewer tiers, more days, or more people.
    """

    _inherit = "customer.playbook"

    # {id of the user: steps per working day}, as text and number
    pace = fields.Json(readonly=True, copy=False)
    pace_note = fields.Char(compute="_compute_pace_note")

    @api.depends("pace", "daily_cap", "active")
    @api.depends_context("lang")
    def _compute_pace_note(self):
        """Only where somebody cannot keep up."""
        for playbook in self:
            needed, possible = playbook._paces()
            playbook.pace_note = playbook._pace_sentence(needed, possible)

    @api.model
    def _pace_of_user(self):
        """What the cadences need of the user, and what they can do; "" if they can."""
        playbooks = self.search([("pace", "!=", False)])
        paces = [playbook._paces(self.env.uid) for playbook in playbooks]
        return self._pace_sentence(
            sum(needed for needed, _possible in paces),
            sum(possible for _needed, possible in paces),
        )

    def _paces(self, user_id=None):
        """(Steps a day that are needed, those that are possible), of all or one user.

        Nobody does more than the cap, however little their colleagues have to do.
        """
        self.ensure_one()
        if not self.active:
            return 0.0, 0.0
        paces = self.pace or {}
        of_people = paces.values() if user_id is None else [paces.get(str(user_id), 0)]
        cap = self.daily_cap or float("inf")
        return sum(of_people), sum(min(pace, cap) for pace in of_people)

    @api.model
    def _pace_sentence(self, needed, possible):
        if needed <= possible:
            return ""
        return self.env._(
            "Needs %(needed)s steps a day, %(possible)s are possible.",
            needed=formatLang(self.env, needed, digits=1),
            possible=formatLang(self.env, possible, digits=1),
        )

    def _note_pace(self):
        """Count anew whom the cadence is about, by one statement for all customers."""
        trigger = self._triggers().get(self.trigger)
        if not (trigger and trigger.contacts):
            if self.pace:
                self.pace = False
            return
        calendar = self.company_id.resource_calendar_id
        weekdays = len({line.dayofweek for line in calendar.attendance_ids}) or 7
        rows = self.env.execute_query(
            SQL(
                """
                WITH due AS MATERIALIZED (
                    SELECT s.partner_id, NULL::varchar AS res_model,
                           NULL::integer AS res_id, c.user_id AS salesperson
                      FROM customer_tier_standing s
                      JOIN res_partner c ON c.id = s.partner_id AND c.active
                     WHERE s.scheme_id = %s AND s.lifecycle IS DISTINCT FROM %s
                       AND %s AND %s
                )
                SELECT user_id, COUNT(*) FROM (%s) owned
                 WHERE user_id IS NOT NULL GROUP BY user_id
                """,
                self.scheme_id.id,
                states.NO_NEED,
                self._in_tiers(),
                self._among(SQL("s.partner_id")),
                self._owned(self.step_ids[:1].responsible),
            )
        )
        self.pace = {
            str(user): round(count / self.days * 7 / weekdays, 2)
            for user, count in rows
        }
