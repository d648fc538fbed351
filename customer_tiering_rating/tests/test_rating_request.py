import re
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.customer_tiering.tests.playbook.playbooks import PlaybookCase

BROKEN = date(2025, 7, 10)
STEP = "customer.playbook.play.step"


class RequestCase(PlaybookCase):
    """Ann's rhythm is broken; who answers *No* to the call is asked for a rating."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amy = cls.contact(cls.ann, "Amy", email="amy@example.com")
        cls.asking = cls.branching()
        cls.no = cls.asking.step_ids.answer_ids.filtered(lambda one: one.text == "No")
        cls.no.asks_rating = True

    def answered(self, text="No", day=BROKEN):
        """The salesperson calls and notes the answer; the step that was done."""
        self.night(self.asking, day)
        activity = self.activities(self.ann)
        with self.by_day(day):
            self.seen_by(self.seller, activity).action_answer_playbook(
                self.answer(self.asking, text).id
            )
        self.env.flush_all()
        # the clock of the database is today's
        step = self.plays(self.asking)[-1:].step_ids[:1]
        self.update(step.rating_id, create_date=f"{day} 12:00:00")
        return step

    def mails(self, step):
        return self.env["mail.mail"].search(
            [("model", "=", STEP), ("res_id", "=", step.id)]
        )

    def told(self):
        """What the chatter of the customer says last."""
        body = self.ann.message_ids.sorted("id")[-1:].body
        return re.sub("<[^>]+>", "", str(body))


@tagged("post_install", "-at_install", "playbook")
class TestRatingRequest(RequestCase):
    """With one answer the customer gets a mail with three smileys, or a reason."""

    def test_the_person_who_was_last_in_touch_gets_a_mail(self):
        step = self.answered()
        self.assertRecordValues(
            step.rating_id,
            [
                {
                    "partner_id": self.amy.id,
                    "rated_partner_id": self.seller.partner_id.id,
                    "res_model": "res.partner",
                    "res_id": self.ann.id,
                    "consumed": False,
                }
            ],
        )
        self.assertEqual(step.rating_text, "none")
        mail = self.mails(step)
        self.assertEqual(mail.recipient_ids, self.amy)
        self.assertEqual(mail.subject, f"{self.company.name}: are you satisfied?")
        self.assertIn("Dear Amy", mail.body_html)
        # what the step is called is our business
        self.assertNotIn(step.step_id.summary, mail.body_html)
        self.assertNotIn(step._description, mail.body_html)
        for rate in (5, 3, 1):
            link = f"/rate/{step.rating_id.access_token}/{rate}"
            self.assertIn(f'href="{self.ann.get_base_url()}{link}"', mail.body_html)
        self.assertEqual(self.told(), "Amy was asked for a rating.")

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "customer_tiering_rating")]
        )._update_translations(["zh_CN"])
        self.amy.lang = "zh_CN"
        mail = self.mails(self.answered())
        self.assertIn("您满意吗", mail.subject)
        self.assertIn("尊敬的 Amy", mail.body_html)

    def test_another_answer_asks_nobody(self):
        step = self.answered("Yes")
        self.assertFalse(step.rating_id)
        self.assertFalse(self.mails(step))

    def assertNobody(self, step, why):
        self.assertFalse(step.rating_id)
        self.assertFalse(self.mails(step))
        self.assertEqual(step.state, "done")
        self.assertEqual(self.told(), f"No rating was asked for: {why}.")

    def test_without_an_address(self):
        self.amy.email = False
        self.assertNobody(self.answered(), "there is no e-mail address")

    def test_who_wants_no_mails(self):
        self.env["mail.blacklist"]._add("amy@example.com")
        self.assertNobody(self.answered(), "Amy wants no mails")

    def test_nobody_is_asked_twice_in_30_days(self):
        first = self.answered()
        self.assertTrue(first.rating_id)
        self.asking.cooldown_days = 0
        # she buys again and stops again, so that the rhythm breaks anew
        self.invoices([(self.ann, 100, date(2025, 7, 11))])
        self.evaluate(self.pyramid, date(2025, 7, 12))
        second = self.answered(day=date(2025, 8, 5))
        self.assertNotEqual(second, first)
        self.assertNobody(second, "the last request is less than 30 days old")
        # 31 days after the first one
        self.update(first.rating_id, create_date="2025-07-05 12:00:00")
        with self.by_day(date(2025, 8, 5)):
            second._ask_for_rating()
        self.assertTrue(second.rating_id)

    def test_who_had_all_contacts_of_the_month(self):
        """The call itself does not count against its own question."""
        self.company.customer_tier_touch_limit = 1
        step = self.answered()
        self.assertTrue(step.rating_id)
        touches = self.env["customer.tier.touch"]
        rows = self.env.execute_query(
            touches._touches_sql(self.company, date(2025, 7, 1), date(2025, 7, 31))
        )
        self.assertEqual(
            sorted(rows),
            [
                (self.ann.id, BROKEN, f"{STEP},{step.id}"),
                (self.ann.id, BROKEN, f"rating.rating,{step.rating_id.id}"),
            ],
        )
        # the mail of the first one is the contact of the month
        self.update(step.rating_id, create_date="2025-07-01 12:00:00")
        for day, why in (
            (date(2025, 7, 31), "the customer had all contacts of this month"),
            (date(2025, 8, 5), ""),
        ):
            with self.by_day(day):
                _contact, refusal = touches._reach(self.ann, self.company, besides=step)
            self.assertEqual(refusal, why)

    def test_a_template_that_was_deleted(self):
        self.env.ref("customer_tiering_rating.mail_template_rating_request").unlink()
        self.assertNobody(self.answered(), "the mail template was deleted")

    def test_the_shipped_playbook_asks_who_is_content(self):
        answer = self.env.ref("customer_tiering.playbook_solved_ask_1")
        self.assertTrue(answer.asks_rating)
        asking = self.env["customer.playbook.answer"].search(
            [("asks_rating", "=", True), ("step_id.playbook_id", "!=", self.asking.id)]
        )
        solved = self.env.ref("customer_tiering_rating.playbook_unhappy_solve_1")
        self.assertEqual(asking, answer + solved)

    def test_merged_it_can_still_be_answered(self):
        step = self.answered()
        into = self.customer("Anna")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann + into).ids, into)
        self.env.invalidate_all()
        rating = step.rating_id
        self.assertEqual((rating.res_model, rating.res_id), ("res.partner", into.id))
        self.assertEqual(rating.partner_id.commercial_partner_id, into)

    def test_a_copy_of_a_playbook_asks_too(self):
        copied = self.asking.copy().step_ids.answer_ids
        self.assertEqual(copied.filtered("asks_rating").text, "No")

    def test_asking_is_the_playbooks_business(self):
        """Whoever works on steps cannot change when customers are asked."""
        answer = self.seen_by(self.seller, self.no)
        with self.assertRaises(AccessError):
            answer.asks_rating = False


@tagged("post_install", "-at_install", "playbook")
class TestRatingAnswer(RequestCase, HttpCase):
    """The customer clicks a smiley, without a login."""

    def test_the_customer_answers(self):
        step = self.answered()
        address = f"/rate/{step.rating_id.access_token}"
        page = self.url_open(f"{address}/1")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(step.rating_id.consumed, "a look is no answer")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        done = self.url_open(
            f"{address}/submit_feedback",
            data={"rate": "1", "feedback": "Late again", "csrf_token": token},
        )
        self.assertEqual(done.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(step.rating_text, "ko")
        self.assertEqual(step.rating_id.feedback, "Late again")
        self.assertIn("Late again", self.told())
        self.assertEqual(self.ann.message_ids.sorted("id")[-1:].author_id, self.amy)
