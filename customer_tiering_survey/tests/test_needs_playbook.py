from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.playbook.playbooks import NIGHT

from .needs import NeedsCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestNeedsPlaybook(NeedsCase):
    """Nobody has asked Pump: due on the day after the opportunity was created."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.needs = cls.playbook("needs", days=1, goal="needs")

    def quote(self, lead):
        quotation = self.order(self.pump, confirm=False)
        quotation.write({"opportunity_id": lead.id, "state": "sent"})

    def test_it_opens_once(self):
        for hour in (2, 3):
            self.night(self.needs, hour=hour)
        play = self.plays(self.needs)
        self.assertRecordValues(
            play,
            [
                {
                    "partner_id": self.pump.id,
                    "occurrence": f"needs:{self.pool.id}",
                    "res_model": "crm.lead",
                    "res_id": self.pool.id,
                    "due_since": date(2025, 6, 30),
                    "outcome": False,
                    "reason": "“Pumps for a pool” of 06/29/2025: nobody has asked what "
                    "they need.",
                }
            ],
        )

    def test_who_needs_no_question(self):
        self.pool.active = False
        # they buy already, the needs are known, there is a quotation, it is new or old
        self.opportunity(self.ann)
        quoted = self.opportunity(self.pump)
        self.quote(quoted)
        self.opportunity(self.pump, "2025-07-01 00:30:00")
        self.opportunity(self.pump, "2025-03-01 12:00:00")
        self.opportunity(self.pump, type="lead")
        lost = self.opportunity(self.pump)
        lost.action_set_lost()
        self.night(self.needs)
        self.assertFalse(self.plays(self.needs))
        self.pool.active = True
        self.answered()
        self.night(self.needs, hour=3)
        self.assertFalse(self.plays(self.needs))

    def test_told_it_is_reached(self):
        self.night(self.needs)
        self.answered(moment=f"{NIGHT} 09:00:00")
        self.night(self.needs, NIGHT + DAY)
        self.assertEqual(self.plays(self.needs).outcome, "goal")

    def test_noted_by_the_salesperson_it_is_reached(self):
        self.night(self.needs)
        self.as_seller(self.pool).action_customer_tier_note_needs()
        self.answered(self.seller.partner_id, moment=f"{NIGHT} 09:00:00")
        self.night(self.needs, NIGHT + DAY)
        self.assertEqual(self.plays(self.needs).outcome, "goal")

    def test_quoted_it_is_over(self):
        self.night(self.needs)
        self.quote(self.pool)
        self.night(self.needs, NIGHT + DAY)
        self.assertEqual(self.plays(self.needs).outcome, "overtaken")

    def test_the_shipped_one_mails_the_survey(self):
        playbook = self.env.ref("customer_tiering_survey.playbook_needs")
        self.assertFalse(playbook.active)
        playbook.scheme_id = self.pyramid
        playbook.active = True
        playbook.first_occurrence_from = "2025-01-01"
        self.night(playbook)
        step = self.plays(playbook).step_ids
        answer = self.answer(playbook, "They prefer to answer in writing")
        with self.by_day():
            self.as_seller(step.activity_id).action_answer_playbook(answer.id)
        self.assertEqual(self.answers().customer_tier_company_id, self.company)
        self.assertEqual(len(self.plays(playbook).step_ids), 2)

    def in_writing(self):
        """The shipped step, after somebody said that they prefer to write."""
        playbook = self.env.ref("customer_tiering_survey.playbook_needs")
        playbook.scheme_id = self.pyramid
        playbook.active = True
        playbook.first_occurrence_from = "2025-01-01"
        self.night(playbook)
        step = self.plays(playbook).step_ids
        answer = self.answer(playbook, "They prefer to answer in writing")
        with self.by_day():
            self.as_seller(step.activity_id).action_answer_playbook(answer.id)
        return step

    def noted(self):
        return str(self.pump.message_ids.sorted("id")[-1:].body)

    def test_a_step_is_done_even_if_nobody_can_be_asked(self):
        self.pam.email = False
        self.assertEqual(self.in_writing().state, "done")
        self.assertIn(
            "The survey was not sent: there is no e-mail address.", self.noted()
        )

    def test_a_step_is_done_even_without_a_survey(self):
        self.survey.customer_tier_needs = False
        self.assertEqual(self.in_writing().state, "done")
        self.assertIn("No survey asks what customers need.", self.noted())

    def test_a_template_that_was_deleted(self):
        self.env.ref("customer_tiering_survey.mail_template_needs").unlink()
        self.assertEqual(self.in_writing().state, "done")
        mail = self.env["mail.mail"].search(
            [("model", "=", "survey.user_input"), ("res_id", "=", self.answers().id)]
        )
        self.assertIn(self.answers().get_start_url(), mail.body_html)

    def test_the_mail_is_a_contact(self):
        self.as_seller(self.pool).action_customer_tier_ask_needs()
        self.update(self.answers(), create_date="2025-07-03 12:00:00")
        touches = self.env["customer.tier.touch"]
        rows = self.env.execute_query(
            touches._touches_sql(self.company, date(2025, 7, 1), date(2025, 7, 31))
        )
        self.assertEqual(
            rows,
            [
                (
                    self.pump.id,
                    date(2025, 7, 3),
                    f"survey.user_input,{self.answers().id}",
                )
            ],
        )

    def test_the_work_grows_with_the_customers(self):
        """Each has an opportunity, and every second one has answered."""
        crowd = self.crowd(2000)
        self.env.cr.execute(
            """
            INSERT INTO crm_lead (name, type, active, partner_id, user_id, won_status,
                                  create_date, company_id, priority)
            SELECT 'Pumps', 'opportunity', TRUE, id, %(user)s, 'pending', %(moment)s,
                   %(company)s, '0'
              FROM UNNEST(%(crowd)s) id;
            INSERT INTO survey_user_input (survey_id, partner_id, state, access_token,
                                           end_datetime)
            SELECT %(survey)s, id, 'done', 'crowd' || id, %(moment)s
              FROM UNNEST(%(crowd)s) id WHERE id %% 2 = 0;
            ANALYZE res_partner, crm_lead, survey_user_input, customer_tier_standing
            """,
            {
                "user": self.seller.id,
                "moment": "2025-06-29 10:00:00",
                "company": self.company.id,
                "survey": self.survey.id,
                "crowd": crowd,
            },
        )
        with freeze_time("2025-07-01 02:00:00"):
            rows = self.needs._rows_needs()
            self.assertEqual(len(self.env.execute_query(rows)), 1001)
            self.assertLess(self.looked_at(rows), 30 * len(crowd))
