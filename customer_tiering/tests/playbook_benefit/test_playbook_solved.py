from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ...models.playbook_benefit.customer_playbook_solved import TASKS
from ..playbook.playbooks import PlaybookCase

DAY = timedelta(days=1)
SOLVED = date(2025, 7, 3)
PROBLEM = "customer_tiering.mail_activity_type_problem"


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookSolved(PlaybookCase):
    """Seven days after a problem was solved somebody asks whether it really was."""

    def asked(self, day=SOLVED + 7 * DAY, **values):
        playbook = self.playbook("solved", days=7, goal="none", **values)
        self.night(playbook, day)
        return self.plays(playbook)

    def done(self, record):
        with freeze_time(f"{SOLVED} 10:00:00"):
            record.activity_schedule(PROBLEM, user_id=self.seller.id).action_feedback()
            self.env.flush_all()

    def test_a_refund(self):
        refund = self.refund(self.contact(self.ann), 10, SOLVED)
        self.assertFalse(self.asked(SOLVED + 6 * DAY))
        play = self.asked()
        self.assertRecordValues(
            play,
            [
                {
                    "partner_id": self.ann.id,
                    "occurrence": f"refund:{refund.id}",
                    "due_since": SOLVED + 7 * DAY,
                }
            ],
        )
        self.assertIn("A refund was posted on 07/03/2025", play.reason)

    def test_a_problem_on_the_contact_a_quotation_or_a_lead(self):
        for record in (
            self.ben,
            self.order(self.ben, confirm=False),
            self.lead(self.ben),
        ):
            with self.subTest(record), self.env.cr.savepoint() as savepoint:
                self.done(record)
                self.assertFalse(self.asked(SOLVED + 6 * DAY))
                self.assertEqual(self.asked().partner_id, self.ben)
                savepoint.rollback()
        self.ben.activity_schedule(PROBLEM, user_id=self.seller.id)
        self.assertFalse(self.asked())

    def test_once_however_long_ago(self):
        self.refund(self.ann, 10, SOLVED)
        playbook = self.playbook("solved", days=7, goal="none", lapse_days=5)
        for night in (7, 8, 20, 60):
            self.night(playbook, SOLVED + night * DAY)
        self.assertEqual(len(self.plays(playbook)), 1)
        self.assertFalse(self.asked(SOLVED + 98 * DAY))

    def test_another_companys_refund_is_not_ours(self):
        refund = self.refund(self.ann, 10, SOLVED)
        self.update(refund, company_id=self.new_company("Elsewhere Inc.").id)
        self.assertFalse(self.asked())

    def test_what_other_addons_solve_where_they_are_installed(self):
        """Of a model that is there; see also tests/beside with Odoo's own apps."""
        lead = self.lead(self.contact(self.ben))
        columns = ("date_conversion", "date_closed")
        condition = SQL("d.date_closed IS NOT NULL")
        self.patch_dict(
            TASKS,
            {
                "crm.lead": (columns, condition),
                "x.not.installed": (("closed_date",), condition),
                # the column is another one here
                "sale.order": (("closed_date",), condition),
            },
        )
        self.assertFalse(self.asked())
        self.update(lead, date_closed=f"{SOLVED} 10:00:00")
        play = self.asked()
        self.assertEqual(play.occurrence, f"crm.lead:{lead.id}")
        self.assertEqual(play.partner_id, self.ben)

    def patch_dict(self, target, values):
        before = dict(target)
        self.addCleanup(lambda: (target.clear(), target.update(before)))
        target.clear()
        target.update(values)
