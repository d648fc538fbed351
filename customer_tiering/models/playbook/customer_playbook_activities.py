from datetime import timedelta

from odoo import models
from odoo.tools import SQL

# activities made, or taken away, in one transaction
BATCH = 500
# nobody closes for longer than that
LONGEST_BREAK = 14


class CustomerPlaybook(models.Model):
    """Activities of the steps, in batches that a kill can only cut between."""

    _inherit = "customer.playbook"

    def _work_batch(self):
        """Plan or withdraw one batch of steps; False if nothing is left.

        A step says by its state what is to be done, and changes with its activity in
        one transaction. Rows that another worker has are left to them.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id, p.outcome IS NULL
                  FROM customer_playbook_play_step s
                  JOIN customer_playbook_play p ON p.id = s.play_id
                 WHERE s.playbook_id = ANY(%s)
                   AND (s.state = 'waiting'
                        OR s.state = 'open' AND p.outcome IS NOT NULL)
                 ORDER BY s.id
                 LIMIT %s
                   FOR NO KEY UPDATE OF s SKIP LOCKED
                """,
                self.ids,
                BATCH,
            )
        )
        steps = self.env["customer.playbook.play.step"]
        steps.browse(id_ for id_, is_open in rows if is_open)._plan()
        over = steps.browse(id_ for id_, is_open in rows if not is_open)
        over._tell_goal()
        over._withdraw()
        return len(rows) == BATCH

    def _due_on(self, step, opened):
        """The day on which ``step`` is due if it is opened on the day ``opened``."""
        return self._working_day(opened + timedelta(days=step.days_after))

    def _working_day(self, day):
        """``day``, or the first one after it on which the company works."""
        calendar = self.company_id.resource_calendar_id
        weekdays = {int(line.dayofweek) for line in calendar.attendance_ids}
        closed = [
            (leave.date_from.date(), leave.date_to.date())
            for leave in calendar.global_leave_ids
            if leave.date_to.date() >= day
        ]
        for ahead in range(LONGEST_BREAK):
            found = day + timedelta(days=ahead)
            works = not weekdays or found.weekday() in weekdays
            if works and not any(first <= found <= last for first, last in closed):
                return found
        return day
