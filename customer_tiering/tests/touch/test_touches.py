from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..playbook.playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)
AUGUST = date(2025, 8, 1)


@tagged("post_install", "-at_install", "playbook")
class TestTouches(PlaybookCase):
    """One limit of contacts per customer and month, over all that playbooks do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_tier_touch_limit = 2

    def touches(self, last, first=None):
        """``[(name, day)]`` of the contacts of the month up to ``last``."""
        rows = self.env.execute_query(
            self.env["customer.tier.touch"]._touches_sql(
                self.company, first or last.replace(day=1), last
            )
        )
        names = self.env["res.partner"].browse
        return sorted((names(id_).name, day) for id_, day, _source in rows)

    def do(self, playbook, customer, day):
        """The open step of this customer is done on ``day``."""
        with self.by_day(day):
            play = self.plays(playbook, customer).filtered(lambda one: not one.outcome)
            play.step_ids.activity_id.action_feedback()

    def cadence(self, **values):
        return self.playbook("cadence", days=14, **values)

    def sent_statement(self, customer, moment):
        statement = self.env["customer.tier.statement"].create(
            {
                "partner_id": customer.id,
                "company_id": self.company.id,
                "scheme_id": self.pyramid.id,
                "date": moment[:10],
            }
        )
        self.update(statement, state="sent", sent_on=moment)
        return statement

    # ------------------------------------------------------------ what counts

    def test_counted_by_hand(self):
        """Two steps with Ann and a statement in July; one of June does not count."""
        first, second = self.cadence(), self.cadence()
        self.company.customer_tier_touch_limit = 0
        self.night(first + second)
        self.do(first, self.ann, NIGHT)
        self.do(second, self.ann, NIGHT + 3 * DAY)
        self.sent_statement(self.ann, "2025-07-05 10:00:00")
        self.sent_statement(self.ben, "2025-06-30 10:00:00")
        self.assertEqual(
            self.touches(date(2025, 7, 31)),
            [("Ann", NIGHT), ("Ann", NIGHT + 3 * DAY), ("Ann", date(2025, 7, 5))],
        )
        self.assertEqual(self.touches(date(2025, 6, 30)), [("Ben", date(2025, 6, 30))])

    def test_the_day_is_that_of_the_company(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.sent_statement(self.ben, "2025-06-30 20:00:00")
        self.assertEqual(self.touches(NIGHT), [("Ben", NIGHT)])

    def test_what_only_colleagues_notice(self):
        self.call.customer_tier_touch = False
        playbook = self.playbook()
        self.night(playbook, date(2025, 7, 10))
        self.do(playbook, self.ann, date(2025, 7, 10))
        self.assertEqual(self.touches(date(2025, 7, 31)), [])
        # and it waits for no limit
        for day in ("2025-07-01", "2025-07-02"):
            self.sent_statement(self.ben, f"{day} 08:00:00")
        self.assertFalse(playbook._waits().code.count("SELECT"))

    def test_a_cancelled_step_is_none(self):
        playbook = self.cadence()
        self.night(playbook)
        self.activities(self.ann).unlink()
        self.assertEqual(self.touches(NIGHT), [])

    def test_another_company(self):
        other = self.new_company("Other")
        branch = self.new_branch("Branch")
        self.assertEqual(branch.customer_tier_touch_limit, 2)
        for company, customer in ((other, self.ann), (branch, self.ben)):
            statement = self.sent_statement(customer, "2025-07-01 08:00:00")
            self.update(statement, company_id=company.id)
        self.assertEqual(self.touches(NIGHT), [("Ben", NIGHT)])

    def test_a_negative_limit(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.company.customer_tier_touch_limit = -1
            self.env.flush_all()

    # ------------------------------------------------------------ playbooks wait

    def test_what_would_be_too_much_waits_and_is_a_number(self):
        for day in ("2025-07-01", "2025-07-02"):
            self.sent_statement(self.ann, f"{day} 08:00:00")
        playbook = self.cadence()
        self.night(playbook, NIGHT + 2 * DAY)
        self.assertEqual(self.plays(playbook).partner_id, self.ben)
        self.assertEqual((playbook.touch_waiting_count, playbook.waiting_count), (1, 0))
        # nothing is lost: there is room again in August
        self.night(playbook, AUGUST)
        self.assertIn(self.ann, self.plays(playbook).partner_id)
        self.assertEqual(playbook.touch_waiting_count, 0)

    def test_one_below_the_limit_opens(self):
        self.sent_statement(self.ann, "2025-07-01 08:00:00")
        playbook = self.cadence()
        self.night(playbook, NIGHT + DAY)
        self.assertIn(self.ann, self.plays(playbook).partner_id)

    def test_what_is_planned_counts_as_well(self):
        """Three playbooks do not plan three calls where two are allowed."""
        playbooks = self.cadence() + self.cadence() + self.cadence()
        self.night(playbooks)
        plays = self.plays(playbooks, self.ann)
        self.assertEqual(plays.playbook_id, playbooks[:2])
        self.assertEqual(playbooks.mapped("touch_waiting_count"), [0, 0, 2])

    def test_who_waits_takes_nobody_elses_place(self):
        """Ann comes first by value. She waits, and Ben gets the place of the day."""
        for day in ("2025-07-01", "2025-07-02"):
            self.sent_statement(self.ann, f"{day} 08:00:00")
        playbook = self.cadence(daily_cap=1)
        self.night(playbook, NIGHT + 2 * DAY)
        self.assertEqual(self.plays(playbook).partner_id, self.ben)
        self.assertEqual(playbook.waiting_count, 0)

    def test_without_a_limit_nothing_waits(self):
        self.company.customer_tier_touch_limit = 0
        playbooks = self.cadence() + self.cadence() + self.cadence()
        self.night(playbooks)
        self.assertEqual(len(self.plays(playbooks, self.ann)), 3)

    def test_the_next_step_of_a_play_goes_on(self):
        """A conversation that has begun is not cut off."""
        self.company.customer_tier_touch_limit = 1
        playbook = self.branching()
        self.night(playbook, date(2025, 7, 10))
        with self.by_day(date(2025, 7, 10)):
            self.activities(self.ann).action_answer_playbook(
                self.answer(playbook, "Yes").id
            )
        self.assertEqual(self.activities(self.ann).activity_type_id, self.offer)

    # ------------------------------------------------------------ statements

    def test_statements_say_it_in_their_preview(self):
        self.tier["TOP"].public_name = self.tier["SMALL"].public_name = "Gold"
        (self.ann + self.ben).write({"email": "someone@example.com"})
        playbooks = self.cadence() + self.cadence()
        self.night(playbooks)
        for playbook in playbooks:
            self.do(playbook, self.ann, NIGHT)
        with freeze_time("2025-07-02 12:00:00"):
            wizard = self.env["customer.tier.statement.send"].create(
                {
                    "scheme_id": self.pyramid.id,
                    "whom": "chosen",
                    "partner_ids": (self.ann + self.ben).ids,
                }
            )
            self.assertEqual(wizard.send_count, 1)
            self.assertEqual(wizard.left_out, "1: had all contacts of this month (Ann)")
            self.company.customer_tier_touch_limit = 3
            wizard.invalidate_recordset()
            self.assertEqual((wizard.send_count, wizard.left_out), (2, False))

    def test_constant_number_of_statements(self):
        def statements(playbook):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.by_day():
                playbook._open_due()
            return self.env.cr.sql_log_count - before

        statements(self.cadence())
        few = statements(self.cadence())
        self.invoices([(one, 10) for one in self.customers(30)])
        self.evaluate(self.pyramid)
        statements(self.cadence())
        self.assertEqual(statements(self.cadence()), few)
