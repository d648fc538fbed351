from datetime import date, timedelta

from odoo.tests import tagged

from .playbooks import NIGHT, PlaybookCase

BROKEN = date(2025, 7, 10)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookOpen(PlaybookCase):
    """What opens a play, when, for whom, and how many at a time."""

    def test_not_before_it_is_due(self):
        playbook = self.playbook()
        self.night(playbook, BROKEN - DAY)
        self.assertFalse(self.plays(playbook))
        self.night(playbook, BROKEN)
        play = self.plays(playbook)
        self.assertEqual(play.partner_id, self.ann)
        self.assertEqual(play.occurrence, "rhythm:2025-06-20")
        self.assertEqual(play.due_since, BROKEN)
        self.assertEqual((play.user_id, play.tier_id.code), (self.seller, "TOP"))
        self.assertIn("usually every 10 days", play.reason)
        activity = self.activities(self.ann)
        self.assertRecordValues(
            activity,
            [
                {
                    "activity_type_id": self.call.id,
                    "user_id": self.seller.id,
                    "date_deadline": BROKEN,
                    "summary": "Ask why the customer has not ordered",
                }
            ],
        )
        self.assertEqual(play.step_ids.activity_id, activity)

    def test_the_note_has_the_script_and_no_figure(self):
        """Whoever reads the contact reads the note; the reason is the play's."""
        playbook = self.playbook(
            steps=[{"activity_type_id": self.call.id, "script": "Do not sell."}]
        )
        self.night(playbook, BROKEN)
        note = self.activities(self.ann).note
        self.assertIn("Do not sell.", note)
        self.assertNotIn("10 days", note)

    def test_once_per_occurrence_in_all_nights(self):
        playbook = self.playbook()
        for nights in range(4):
            self.night(playbook, BROKEN + nights * DAY)
        self.assertEqual(len(self.plays(playbook)), 1)
        with self.by_day(BROKEN + 4 * DAY):
            self.activities(self.ann).action_feedback()
        self.assertEqual(self.plays(playbook).outcome, "done")
        self.night(playbook, BROKEN + 40 * DAY)
        self.assertEqual(len(self.plays(playbook)), 1)

    def test_twice_in_one_night(self):
        playbook = self.playbook()
        self.night(playbook, BROKEN)
        self.night(playbook, BROKEN, hour=3)
        self.assertEqual(len(self.plays(playbook)), 1)
        self.assertEqual(len(self.activities(self.ann)), 1)

    def test_switching_on_opens_nothing_of_the_past(self):
        playbook = self.playbook(on=False, first_occurrence_from=False)
        with self.by_day(BROKEN + DAY):
            playbook.active = True
        self.assertEqual(playbook.first_occurrence_from, BROKEN + DAY)
        self.night(playbook, BROKEN + 2 * DAY)
        self.assertFalse(self.plays(playbook))

    def test_of_other_tiers_and_conditions_nobody(self):
        for values in (
            {"tier_ids": self.tier["SMALL"].ids},
            {"domain": "[('name', '=', 'Ben')]"},
        ):
            with self.subTest(values):
                playbook = self.playbook(**values)
                self.night(playbook, BROKEN)
                self.assertFalse(self.plays(playbook))

    def test_who_needs_nothing_is_left_alone(self):
        playbook = self.playbook("cadence", days=14)
        self.update(self.standing(self.pyramid, self.ann), lifecycle="no_need")
        self.night(playbook)
        self.assertEqual(self.plays(playbook).partner_id, self.ben)

    def test_the_cap_takes_the_most_valuable_and_counts_the_rest(self):
        playbook = self.playbook("cadence", days=14, daily_cap=1)
        self.night(playbook)
        self.assertEqual(self.plays(playbook).partner_id, self.ann)
        self.assertEqual(playbook.waiting_count, 1)
        # the cap is of the day: a second run of the same day adds nothing
        self.night(playbook, hour=3)
        self.assertEqual(len(self.plays(playbook)), 1)
        self.night(playbook, NIGHT + DAY)
        self.assertEqual(self.plays(playbook).partner_id, self.ann + self.ben)
        self.assertEqual(playbook.waiting_count, 0)

    def test_cool_down(self):
        playbook = self.playbook("cadence", days=14, cooldown_days=60)
        self.night(playbook)
        with self.by_day():
            self.activities(self.ann).action_feedback()
        # 30 days after the call it is due again, and not yet wanted
        self.night(playbook, NIGHT + 30 * DAY)
        self.assertEqual(len(self.plays(playbook, self.ann)), 1)
        self.night(playbook, NIGHT + 61 * DAY)
        self.assertEqual(len(self.plays(playbook, self.ann)), 2)

    def test_who_is_responsible(self):
        self.ann.user_id = False
        self.order(self.ann).user_id = self.manager
        self.ben.user_id = False
        owner = self.user("owner", groups="sales_team.group_sale_salesman")
        playbook = self.playbook("cadence", days=14, owner_id=owner.id)
        self.night(playbook)
        self.assertEqual(self.plays(playbook, self.ann).user_id, self.manager)
        self.assertEqual(self.plays(playbook, self.ben).user_id, owner)

    def test_the_leader_of_the_team(self):
        boss = self.user("boss", groups="sales_team.group_sale_manager")
        self.env["crm.team"].create(
            {
                "name": "North",
                "user_id": boss.id,
                "company_id": self.company.id,
                "member_ids": self.seller.ids,
            }
        )
        playbook = self.playbook(
            steps=[{"activity_type_id": self.call.id, "responsible": "leader"}]
        )
        self.night(playbook, BROKEN)
        self.assertEqual(self.activities(self.ann).user_id, boss)

    def test_a_salesperson_who_left_gets_nothing(self):
        self.seller.active = False
        playbook = self.playbook()
        self.night(playbook, BROKEN)
        self.assertEqual(self.activities(self.ann).user_id, self.manager)

    def test_not_due_on_a_day_without_work(self):
        saturday = date(2025, 7, 12)
        playbook = self.playbook()
        self.night(playbook, saturday)
        self.assertEqual(self.activities(self.ann).date_deadline, date(2025, 7, 14))

    def test_an_activity_that_is_there_is_adopted(self):
        own = self.ann.activity_schedule(
            "customer_tiering.mail_activity_type_ask_why", user_id=self.seller.id
        )
        playbook = self.playbook()
        self.night(playbook, BROKEN)
        self.assertEqual(self.activities(self.ann), own)
        self.assertTrue(self.plays(playbook).step_ids.adopted)
        # who planned it keeps it when the rest is withdrawn
        self.invoice(self.ann, 5, BROKEN)
        self.night(playbook, BROKEN + DAY)
        self.assertEqual(self.plays(playbook).outcome, "goal")
        self.assertEqual(self.activities(self.ann), own)

    def test_a_colleagues_activity_is_not(self):
        self.ann.activity_schedule(
            "customer_tiering.mail_activity_type_ask_why", user_id=self.manager.id
        )
        self.night(self.playbook(), BROKEN)
        self.assertEqual(len(self.activities(self.ann)), 2)

    def test_nobody_gets_a_mail_for_each(self):
        before = self.env["mail.mail"].search_count([])
        notified = self.env["mail.notification"].search_count([])
        self.night(self.playbook("cadence", days=14))
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertEqual(self.env["mail.notification"].search_count([]), notified)

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.call.with_context(lang="zh_CN").summary = "问一问"
        playbook = self.playbook()
        playbook.step_ids.with_context(lang="zh_CN").summary = "问一问"
        self.seller.lang = "zh_CN"
        self.night(playbook, BROKEN)
        self.assertEqual(self.activities(self.ann).summary, "问一问")

    def test_a_failure_is_told_and_stops_no_other(self):
        bad, good = self.playbook("cadence", days=14), self.playbook("cadence", days=14)
        self.update(bad, domain="[('nothing', '=', 1)]")
        cron = self.env.ref("customer_tiering.ir_cron_playbook")
        triggers = self.env["ir.cron.trigger"].search_count([])
        log = "odoo.addons.customer_tiering.models.playbook.customer_playbook_run"
        with self.enter_registry_test_mode(), self.by_day():
            with self.assertLogs(log, "ERROR"):
                cron.method_direct_trigger()
        self.assertIn("nothing", bad.error)
        self.assertEqual(len(self.plays(good)), 2)
        self.assertEqual(len(self.activities(self.ann)), 1)
        # not every minute from now on
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers)
        bad.domain = "[]"
        self.night(bad)
        self.assertTrue(bad._attempt(bad._open_due))
        self.assertFalse(bad.error)

    def test_after_an_evaluation_it_opens_what_became_due(self):
        """As a follow-up of the evaluation, with what another step has planned."""
        self.invoice(self.ben, 5000, date(2025, 7, 1))
        fell = self.playbook("fell", steps=[{"activity_type_id": self.falls().id}])
        with self.by_day(date(2025, 8, 1)):
            evaluation = self.evaluate(self.pyramid, date(2025, 7, 31))
            for follower in evaluation.follower_ids:
                while follower._work_batch():
                    pass
        self.assertEqual(self.plays(fell).partner_id, self.ann)
        # the one that tells of the fall is taken, not doubled
        self.assertEqual(len(self.activities(self.ann)), 1)
        self.assertTrue(self.plays(fell).step_ids.adopted)

    def falls(self):
        return self.env.ref("customer_tiering.mail_activity_type_falling")

    def test_constant_number_of_statements(self):
        """The same for two customers and for forty."""
        playbook = self.playbook("cadence", days=14)
        counts = []
        for _more in range(2):
            with self.by_day(NIGHT):
                playbook.play_ids.unlink()
                self.env.flush_all()
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                playbook._open_due()
                counts.append(self.env.cr.sql_log_count - start)
            many = self.customers(38, "Crowd")
            self.invoices([(one, 10, date(2025, 6, 1)) for one in many])
            self.backdate(many, "2025-01-01 08:00:00")
            self.evaluate(self.pyramid)
        self.assertEqual(len(self.plays(playbook)), 40)
        self.assertEqual(counts[0], counts[1])
