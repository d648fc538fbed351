import re

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .needs import NeedsCase

TOLD = (
    "What do you want to do, or which problem do you have? Fill a pool\n"
    "What matters most to you? Quality, Price"
)


@tagged("post_install", "-at_install", "playbook")
class TestNeeds(NeedsCase):
    """Salespeople ask, note, and read what prospects need."""

    def mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "survey.user_input"), ("res_id", "in", self.answers().ids)]
        )

    def told(self, partner=None):
        partner = self.as_seller(partner or self.pump)
        return partner.customer_tier_needs_told

    def test_the_survey_is_mailed(self):
        action = self.as_seller(self.pool).action_customer_tier_ask_needs()
        self.assertEqual(action["params"]["message"], "Pam was asked what they need.")
        mail = self.mails()
        self.assertEqual(mail.recipient_ids, self.pam)
        self.assertEqual(mail.subject, f"{self.company.name}: what do you need?")
        answer = self.answers()
        self.assertEqual(answer.customer_tier_company_id, self.company)
        self.assertIn(answer.get_start_url(), mail.body_html)
        self.assertNotIn(answer._description, mail.body_html)
        body = re.sub("<[^>]+>", "", str(self.pump.message_ids.sorted("id")[-1:].body))
        self.assertEqual(body, "Pam was asked what they need.")

    def test_asked_again_it_is_the_same_answer(self):
        for record in (self.pool, self.pump, self.pam):
            self.as_seller(record).action_customer_tier_ask_needs()
        self.assertEqual(len(self.answers()), 1)
        self.assertEqual(len(self.mails()), 3)

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "customer_tiering_survey")]
        )._update_translations(["zh_CN"])
        self.pam.lang = "zh_CN"
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        self.assertIn("您需要什么", self.mails().subject)
        self.assertIn("尊敬的 Pam", self.mails().body_html)
        self.assertEqual(
            self.survey.with_context(lang="zh_CN").question_ids[:1].title,
            "您想做什么，或者遇到了什么问题？",
        )

    def test_who_cannot_be_asked(self):
        lead = self.as_seller(self.pool)
        self.env["mail.blacklist"]._add("pam@example.com")
        with self.refuses("The survey was not sent: Pam wants no mails."):
            lead.action_customer_tier_ask_needs()
        self.env["mail.blacklist"]._remove("pam@example.com")
        self.company.customer_tier_touch_limit = 1
        lead.action_customer_tier_ask_needs()
        with self.refuses("the customer had all contacts of this month"):
            lead.action_customer_tier_ask_needs()
        self.pam.email = False
        with self.refuses("there is no e-mail address"):
            lead.action_customer_tier_ask_needs()
        self.assertEqual(len(self.mails()), 1)

    def test_without_a_survey(self):
        self.survey.customer_tier_needs = False
        for name in ("ask", "note"):
            with self.refuses("No survey asks what customers need"):
                getattr(
                    self.as_seller(self.pool), f"action_customer_tier_{name}_needs"
                )()

    def test_noted_while_speaking(self):
        """The answer is the salesperson's, about the contact, and counts as told."""
        for _again in range(2):
            action = self.as_seller(self.pool).action_customer_tier_note_needs()
        answer = self.answers(self.seller.partner_id)
        self.assertEqual(action["url"], answer.get_start_url())
        self.assertEqual(answer.customer_tier_contact_id, self.pam)
        self.assertFalse(answer.customer_tier_company_id, "nobody got a mail")
        self.assertFalse(self.told())
        # a mail asks the customer themselves
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        self.assertEqual(len(self.answers()), 1)
        self.answered(self.seller.partner_id)
        self.env.invalidate_all()
        self.assertEqual(self.told(), TOLD)
        self.assertFalse(self.told(self.seller.partner_id))

    def test_it_says_since_when_they_are_asked(self):
        pump = self.as_seller(self.pump)
        self.assertFalse(pump.customer_tier_needs_asked)
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        self.update(self.answers(), create_date="2025-07-03 12:00:00")
        asked = "Asked on 07/03/2025, no answer yet."
        self.assertEqual(pump.customer_tier_needs_asked, asked)
        self.assertEqual(self.as_seller(self.pool).customer_tier_needs_asked, asked)
        self.answered()
        self.env.invalidate_all()
        self.assertFalse(pump.customer_tier_needs_asked)

    def test_the_last_answer_of_anybody_there_is_told(self):
        self.assertFalse(self.told())
        self.answered(text="Nothing yet", moment="2025-06-01 10:00:00")
        self.answered(self.pump, moment="2025-06-30 10:00:00")
        for record in (self.pump, self.pam):
            self.assertEqual(self.told(record), TOLD)
        self.assertEqual(str(self.pam.customer_tier_needs_on), "2025-06-30")
        lead = self.as_seller(self.pool)
        self.assertEqual(lead.customer_tier_needs_told, TOLD)

    def test_what_is_no_answer(self):
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        other = self.env["survey.survey"].create({"title": "How was it?"})
        other._create_answer(partner=self.pam, check_attempts=False)._mark_done()
        self.answered(self.ann)
        test = self.answered()
        test.test_entry = True
        self.env.invalidate_all()
        self.assertFalse(self.told())

    def test_a_quotation_says_that_nobody_has_asked(self):
        def unknown(order):
            order.invalidate_recordset(["customer_tier_needs_unknown"])
            return self.as_seller(order).customer_tier_needs_unknown

        quotation = self.order(self.pam, confirm=False)
        bought = self.order(self.ann, confirm=False)
        self.assertTrue(unknown(quotation))
        self.assertFalse(unknown(bought), "Ann has bought, and knows what she wants")
        other = self.order(self.pump, confirm=False)
        other.action_confirm()
        self.assertFalse(unknown(quotation), "ordered, if not invoiced yet")
        other._action_cancel()
        self.assertTrue(unknown(quotation))
        self.answered()
        self.env.invalidate_all()
        self.assertFalse(unknown(quotation))

    def test_only_salespeople_who_may_read_the_contact(self):
        stranger = self.user("stranger", groups="base.group_user")
        portal = self.user("portal", groups="base.group_portal")
        for user in (stranger, portal):
            partner = self.seen_by(user, self.pam)
            for ask in (
                partner.action_customer_tier_ask_needs,
                partner.action_customer_tier_note_needs,
            ):
                with self.assertRaises(AccessError):
                    ask()
        self.assertFalse(self.answers())

    def test_constant_number_of_statements(self):
        orders = self.order(self.pam, confirm=False) + self.order(
            self.ann, confirm=False
        )

        def statements(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.mapped("customer_tier_needs_unknown")
            return self.env.cr.sql_log_count - before

        statements(orders)
        few = statements(orders)
        for one in self.customers(10):
            orders |= self.order(one, confirm=False)
        self.assertLessEqual(statements(orders), few)


@tagged("post_install", "-at_install", "playbook")
class TestNeedsAnswer(NeedsCase, HttpCase):
    """The customer opens the link without a login, the salesperson with theirs."""

    def test_the_link_opens_their_answer(self):
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        page = self.url_open(self.answers().get_start_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn("What do you need?", page.text)
        self.assertIn("three minutes", page.text)

    def test_the_salesperson_opens_theirs(self):
        self.authenticate(self.seller.login, self.seller.login)
        action = self.as_seller(self.pool).action_customer_tier_note_needs()
        page = self.url_open(action["url"])
        self.assertEqual(page.status_code, 200)
        self.assertIn("three minutes", page.text)
