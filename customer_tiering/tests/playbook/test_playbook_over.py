from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .playbooks import NIGHT, PlaybookCase

BROKEN = date(2025, 7, 10)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookOver(PlaybookCase):
    """When a play ends by itself."""

    def opened(self, trigger="rhythm", day=BROKEN, **values):
        playbook = self.playbook(trigger, **values)
        self.night(playbook, day)
        return playbook, self.plays(playbook, self.ann)

    def test_an_order_is_the_goal(self):
        playbook, play = self.opened()
        with self.by_day(BROKEN):
            self.order(self.ann, moment="2025-07-10 12:00:00")
        self.night(playbook, BROKEN + DAY)
        self.assertRecordValues(play, [{"outcome": "goal", "closed_on": BROKEN + DAY}])
        self.assertEqual(play.step_ids.state, "withdrawn")
        self.assertFalse(self.activities(self.ann))
        told = self.ann.message_ids.filtered(lambda one: "Goal of" in (one.body or ""))
        self.assertEqual(len(told), 1)
        self.night(playbook, BROKEN + 2 * DAY)
        self.assertEqual(
            self.ann.message_ids.filtered(lambda one: "Goal of" in (one.body or "")),
            told,
        )

    def test_an_order_of_before_is_not(self):
        self.order(self.ann, moment="2025-07-09 12:00:00")
        playbook, play = self.opened()
        self.night(playbook, BROKEN + DAY)
        self.assertFalse(play.outcome)

    def message(self, author, moment, **values):
        return self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": self.ann.id,
                "author_id": author.id,
                "message_type": "comment",
                "subtype_id": self.env.ref("mail.mt_comment").id,
                "date": moment,
                **values,
            }
        )

    def test_a_reply_is_the_goal_and_ours_is_none(self):
        playbook, play = self.opened(goal="reply")
        self.message(self.seller.partner_id, "2025-07-10 10:00:00")
        self.night(playbook, BROKEN + DAY)
        self.assertFalse(play.outcome)
        self.message(self.contact(self.ann), "2025-07-11 10:00:00")
        self.night(playbook, BROKEN + 2 * DAY)
        self.assertEqual(play.outcome, "goal")

    def test_nothing_overdue_is_the_goal(self):
        invoices = self.env["account.move"].search([("partner_id", "=", self.ann.id)])
        owed = invoices.line_ids.filtered("date_maturity")
        self.update(owed, date_maturity="2025-06-30")
        playbook, play = self.opened(goal="paid")
        self.night(playbook, BROKEN + DAY)
        self.assertFalse(play.outcome)
        self.update(owed, amount_residual=0)
        self.night(playbook, BROKEN + 2 * DAY)
        self.assertEqual(play.outcome, "goal")

    def test_the_tier_back_is_the_goal(self):
        playbook = self.playbook("falling", goal="tier_back")
        standing = self.standing(self.pyramid, self.ann)
        self.update(standing, falling=True, missed_since="2025-06-30")
        self.night(playbook)
        play = self.plays(playbook)
        self.assertEqual(play.occurrence, "falling:2025-06-30")
        self.update(standing, falling=False, missed_since=None)
        self.night(playbook, NIGHT + DAY)
        self.assertEqual(play.outcome, "goal")

    def test_the_cause_is_gone(self):
        """Somebody spoke with the customer otherwise."""
        playbook, play = self.opened("cadence", NIGHT, days=14, goal="none")
        with self.by_day(NIGHT):
            self.ann.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.seller.id
            ).action_feedback()
        self.night(playbook, NIGHT + DAY)
        self.assertEqual(play.outcome, "overtaken")
        self.assertFalse(self.activities(self.ann))

    def test_its_own_first_step_does_not_end_it(self):
        """To speak with the customer ends the silence, not the play."""
        playbook = self.branching("cadence", days=14, goal="none")
        self.night(playbook)
        with self.by_day(NIGHT):
            self.activities(self.ann).action_answer_playbook(
                self.answer(playbook, "Yes").id
            )
        self.night(playbook, NIGHT + DAY)
        play = self.plays(playbook, self.ann)
        self.assertFalse(play.outcome)
        self.assertEqual(self.activities(self.ann).activity_type_id, self.offer)

    def test_a_silence_that_goes_on_is_asked_again_once_a_period(self):
        playbook = self.playbook("cadence", days=14, goal="none")
        for nights in range(43):
            self.night(playbook, NIGHT + nights * DAY)
            self.assertEqual(len(self.activities(self.ann)), 1)
        plays = self.plays(playbook, self.ann)
        self.assertEqual(len(plays), 4)
        self.assertEqual(
            plays.mapped("outcome"), ["overtaken", "overtaken", "overtaken", False]
        )

    def test_nobody_works_on_it(self):
        playbook, play = self.opened(lapse_days=7)
        self.night(playbook, BROKEN + 7 * DAY)
        self.assertFalse(play.outcome)
        self.night(playbook, BROKEN + 8 * DAY)
        self.assertEqual(play.outcome, "overtaken")
        self.assertFalse(self.activities(self.ann))

    def test_switched_off_what_is_open_still_ends(self):
        playbook, play = self.opened()
        playbook.active = False
        self.assertIn(playbook, self.env["customer.playbook"]._at_work())
        with self.by_day(BROKEN):
            self.order(self.ann, moment="2025-07-10 12:00:00")
        self.night(playbook, BROKEN + DAY)
        self.assertEqual(play.outcome, "goal")

    # ------------------------------------------------------------ merged

    def merge(self, *partners):
        self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": partners[0].id,
                "partner_ids": [partner.id for partner in partners],
            }
        ).action_merge()

    def test_of_two_open_plays_the_younger_is_merged(self):
        playbook = self.playbook("cadence", days=14)
        self.night(playbook)
        older, younger = self.plays(playbook)
        self.update(older, opened_at=datetime(2025, 6, 1))
        self.merge(self.ben, self.ann)
        self.assertEqual((older + younger).mapped("outcome"), [False, "merged"])
        self.assertEqual((older + younger).partner_id, self.ben)
        self.assertEqual(self.activities(self.ben), older.step_ids.activity_id)
        self.night(playbook, NIGHT + DAY)
        self.assertEqual(len(self.plays(playbook)), 2)

    def test_an_occurrence_of_either_is_not_opened_again(self):
        """The purchase that broke the rhythm is the merged customer's own."""
        playbook, play = self.opened()
        self.activities(self.ann).unlink()
        self.merge(self.ben, self.ann)
        self.evaluate(self.pyramid)
        self.night(playbook, BROKEN + DAY)
        self.assertEqual(self.plays(playbook), play)

    def test_a_customer_that_is_deleted_takes_the_plays(self):
        lonely = self.customer("Lonely")
        self.backdate(lonely, "2025-01-01 08:00:00")
        self.evaluate(self.pyramid)
        playbook = self.playbook("cadence", days=14)
        self.night(playbook)
        self.assertTrue(self.plays(playbook, lonely))
        lonely.unlink()
        self.night(playbook, NIGHT + DAY)
        self.assertEqual(self.plays(playbook).partner_id, self.ann + self.ben)

    def test_a_quotation_that_is_deleted_ends_the_play(self):
        order = self.order(self.ann, confirm=False)
        order.state = "sent"
        self.update(order, customer_tier_sent_on="2025-06-30 10:00:00")
        playbook = self.playbook("quote_unopened", days=3, goal="reply")
        self.night(playbook, date(2025, 7, 3))
        self.assertTrue(order.activity_ids)
        self.env["customer.playbook.play"].flush_model()
        order.state = "cancel"
        order.unlink()
        self.night(playbook, date(2025, 7, 4))
        self.assertTrue(self.plays(playbook).outcome)
