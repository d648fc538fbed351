from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .playbooks import PlaybookCase

BROKEN = date(2025, 7, 10)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookAnswers(PlaybookCase):
    """A step that is done asks, and the answer chooses what comes next."""

    def opened(self, **values):
        playbook = self.branching(**values)
        self.night(playbook, BROKEN)
        return playbook, self.activities(self.ann)

    def as_seller(self, activity):
        return self.seen_by(self.seller, activity)

    def test_the_screen_is_told_the_question(self):
        _playbook, activity = self.opened()
        told = self.as_seller(activity).customer_playbook
        self.assertEqual(told["question"], "Do they want an offer?")
        self.assertEqual([one["text"] for one in told["answers"]], ["Yes", "No"])
        self.assertIn("usually every 10 days", told["reason"])

    def test_who_may_not_read_the_play_is_not_told_why(self):
        _playbook, activity = self.opened()
        rival = self.user("rival", groups="sales_team.group_sale_salesman")
        told = self.seen_by(rival, activity).customer_playbook
        self.assertEqual(told["reason"], "")

    def test_an_answer_opens_its_step(self):
        playbook, activity = self.opened()
        yes = self.answer(playbook, "Yes")
        with self.by_day(BROKEN):
            self.as_seller(activity).action_answer_playbook(yes.id, "Nails, 5 kg")
        play = self.plays(playbook)
        self.assertFalse(play.outcome)
        asked, offer = play.step_ids
        self.assertRecordValues(
            asked,
            [
                {
                    "state": "done",
                    "answer_id": yes.id,
                    "feedback": "Nails, 5 kg",
                    "done_on": BROKEN,
                    "done": 100,
                    "answered": 100,
                }
            ],
        )
        following = self.activities(self.ann)
        self.assertEqual(offer.activity_id, following)
        self.assertEqual(following.activity_type_id, self.offer)
        # two days after a Thursday is a Saturday
        self.assertEqual(following.date_deadline, date(2025, 7, 14))
        self.assertIn("Do they want an offer? Yes", activity.feedback)
        with self.by_day(date(2025, 7, 14)):
            self.as_seller(following).action_feedback()
        self.assertEqual(play.outcome, "done")

    def test_an_answer_closes(self):
        playbook, activity = self.opened()
        self.as_seller(activity).action_answer_playbook(self.answer(playbook, "No").id)
        self.assertEqual(self.plays(playbook).outcome, "cancelled")
        self.assertFalse(self.activities(self.ann))

    def test_without_an_answer_no_branch_is_taken(self):
        playbook, activity = self.opened()
        self.as_seller(activity).action_feedback(feedback="Called")
        play = self.plays(playbook)
        self.assertEqual((play.outcome, play.step_ids.answered), ("done", 0))
        self.assertFalse(self.activities(self.ann))

    def test_an_answer_of_another_step_is_refused(self):
        _playbook, activity = self.opened()
        other = self.branching()
        with self.refuses("no longer an answer"):
            self.as_seller(activity).action_answer_playbook(
                self.answer(other, "Yes").id
            )
        self.assertTrue(activity.active)

    def test_from_a_list_it_asks_first(self):
        playbook, activity = self.opened()
        action = self.as_seller(activity).action_done()
        self.assertEqual(action["res_model"], "customer.playbook.ask")
        self.assertTrue(activity.active)
        ask = self.seen_by(self.seller, self.env["customer.playbook.ask"]).create(
            {"activity_id": activity.id}
        )
        self.assertEqual(ask.question, "Do they want an offer?")
        with self.refuses("Choose an answer"):
            ask.action_answer()
        ask.answer_id = self.answer(playbook, "No")
        ask.action_answer()
        self.assertEqual(self.plays(playbook).outcome, "cancelled")

    def test_steps_without_a_question_follow_each_other(self):
        playbook = self.playbook(
            steps=[
                {"activity_type_id": self.call.id},
                {"activity_type_id": self.offer.id, "sequence": 20},
            ]
        )
        self.night(playbook, BROKEN)
        with self.by_day(BROKEN):
            self.activities(self.ann).action_feedback()
        self.assertEqual(self.activities(self.ann).activity_type_id, self.offer)
        with self.by_day(BROKEN + DAY):
            self.activities(self.ann).action_feedback()
        self.assertEqual(self.plays(playbook).outcome, "done")

    def test_a_branch_ends_where_no_answer_leads(self):
        """After the offer no other branch comes by itself."""
        playbook = self.branching()
        ask, _offer = playbook.step_ids
        third = self.env["customer.playbook.step"].create(
            {
                "playbook_id": playbook.id,
                "sequence": 30,
                "activity_type_id": self.offer.id,
            }
        )
        ask.answer_ids = [Command.create({"text": "So", "next_step_id": third.id})]
        self.night(playbook, BROKEN)
        yes = self.answer(playbook, "Yes")
        with self.by_day(BROKEN):
            self.activities(self.ann).action_answer_playbook(yes.id)
            self.activities(self.ann).action_feedback()
        self.assertEqual(self.plays(playbook).outcome, "done")
        self.assertEqual(len(self.plays(playbook).step_ids), 2)

    def test_cancelled_is_not_opened_again(self):
        playbook, activity = self.opened()
        self.as_seller(activity).unlink()
        play = self.plays(playbook)
        self.assertEqual((play.outcome, play.step_ids.state), ("cancelled",) * 2)
        self.night(playbook, BROKEN + DAY)
        self.assertEqual(self.plays(playbook), play)
        self.assertFalse(self.activities(self.ann))

    def test_an_activity_that_went_without_a_word(self):
        """Deleted with something else, past the ORM: the play does not hang."""
        playbook, activity = self.opened()
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", [activity.id])
        self.env.invalidate_all()
        self.night(playbook, BROKEN + DAY)
        self.assertEqual(self.plays(playbook).outcome, "cancelled")

    def test_not_useful_needs_a_reason(self):
        playbook, activity = self.opened()
        with self.refuses("why this was not useful"):
            self.as_seller(activity).action_playbook_not_useful(" ")
        self.as_seller(activity).action_playbook_not_useful("They are on holiday")
        play = self.plays(playbook)
        self.assertEqual(play.outcome, "not_useful")
        self.assertEqual(play.not_useful_reason, "They are on holiday")
        self.assertEqual(play.step_ids.not_useful, 100)
        self.assertFalse(self.activities(self.ann))
        self.assertEqual(playbook.not_useful_share, 100)

    def test_three_times_not_useful_pauses_for_this_customer(self):
        playbook = self.playbook("cadence", days=14)
        for times in range(5):
            day = date(2025, 7, 1) + times * 14 * DAY
            self.night(playbook, day)
            with self.by_day(day):
                for activity in self.activities(self.ann):
                    activity.action_playbook_not_useful("Again")
        self.assertEqual(len(self.plays(playbook, self.ann)), 3)
        self.assertEqual(len(self.plays(playbook, self.ben)), 5)
        play = self.plays(playbook, self.ann)[-1]
        with self.assertRaises(UserError):
            self.seen_by(self.seller, play).action_resume()
        self.seen_by(self.manager, play).action_resume()
        self.night(playbook, date(2025, 7, 1) + 70 * DAY)
        self.assertEqual(len(self.plays(playbook, self.ann)), 4)

    def test_who_was_subscribed_for_it_does_not_stay(self):
        playbook, activity = self.opened()
        self.assertIn(self.seller.partner_id, self.ann.message_partner_ids)
        self.assertTrue(self.plays(playbook).step_ids.subscribed)
        activity.unlink()
        self.ann.invalidate_recordset()
        self.assertNotIn(self.seller.partner_id, self.ann.message_partner_ids)

    def test_who_followed_before_stays(self):
        self.ann.message_subscribe(self.seller.partner_id.ids)
        _playbook, activity = self.opened()
        activity.unlink()
        self.assertIn(self.seller.partner_id, self.ann.message_partner_ids)

    # ------------------------------------------------------------ writing one

    def test_answers_are_two_to_four(self):
        playbook = self.branching()
        ask = playbook.step_ids[0]
        for answers in (
            [Command.unlink(ask.answer_ids[0].id)],
            [Command.create({"text": str(more)}) for more in range(3)],
        ):
            with self.refuses("answers", ValidationError):
                ask.answer_ids = answers
        with self.refuses("a question needs answers", ValidationError):
            ask.answer_ids = [Command.clear()]

    def test_an_answer_leads_to_a_step_of_its_playbook(self):
        one, other = self.branching(), self.branching()
        with self.refuses("another playbook", ValidationError):
            self.answer(one, "Yes").next_step_id = other.step_ids[1]

    def test_nothing_is_switched_on_half_done(self):
        playbook = self.playbook(on=False)
        playbook.step_ids.unlink()
        with self.refuses("has no step", ValidationError):
            playbook.active = True

    def test_what_is_shipped_takes_the_scheme_of_the_company(self):
        shipped = self.env.ref("customer_tiering.playbook_rhythm")
        self.assertFalse(shipped.active or shipped.scheme_id)
        self.seen_by(self.manager, shipped).active = True
        self.assertEqual(shipped.scheme_id, self.pyramid)
        self.assertEqual(shipped.company_id, self.company)

    def test_a_copy_branches_within_itself(self):
        playbook = self.branching()
        copy = playbook.copy()
        self.assertFalse(copy.active)
        self.assertEqual(self.answer(copy, "Yes").next_step_id, copy.step_ids[1])
        self.assertEqual(
            self.answer(playbook, "Yes").next_step_id, playbook.step_ids[1]
        )
