from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .service import ServiceCase

MAIL = """MIME-Version: 1.0
Date: Wed, 15 Oct 2025 12:00:00 +0000
Message-ID: <tiering-reply-test@top.example.com>
Subject: When do the hammers come?
From: Top <buyer@top.example.com>
To: sales@tiering.example.com
Content-Type: text/plain; charset="UTF-8"

When do they come?
"""


@tagged("post_install", "-at_install", "benefit")
class TestBenefitReplies(ServiceCase):
    """An incoming mail of a customer asks the salesperson for a reply, once."""

    def test_one_activity_per_thread_while_it_is_open(self):
        order = self.quotation(self.top)
        for record in (self.top, self.asks(self.top), order):
            self.mail(record, self.top)
            self.mail(record, self.contact(self.top))
            reply = self.replies(record)
            self.assertEqual(len(reply), 1, record)
            self.assertEqual(reply.user_id, self.seller)
            self.assertEqual(reply.date_deadline, date(2025, 10, 16))
            self.assertIn("10/16/2025", reply.note)
            self.assertNotIn("Top", reply.note)
            self.answer(record)
            self.assertFalse(self.replies(record))
            self.assertTrue(reply.date_done)
            self.mail(record, self.top)
            self.assertEqual(len(self.replies(record)), 1, record)

    def test_the_day_is_that_of_the_office(self):
        # 23:30 in Los Angeles is the next day in UTC
        self.calendar.tz = "America/Los_Angeles"
        self.calendar.attendance_ids.unlink()
        self.calendar.attendance_ids = [
            (
                0,
                0,
                {"name": "Night", "dayofweek": "2", "hour_from": 18, "hour_to": 23.5},
            )
        ]
        self.service.line_ids.response_hours = 5.5
        self.mail(self.top, self.top)
        self.assertEqual(self.replies(self.top).date_deadline, date(2025, 10, 15))

    def test_who_is_not_the_customer_asks_for_nothing(self):
        lead = self.asks(self.top)
        for author in (self.stranger, self.seller.partner_id):
            self.mail(lead, author)
            self.assertFalse(self.replies(lead), author.name)
        # an address that nobody knows, on the customer's lead
        self.mail(lead, None, email_from="private@example.com")
        self.assertEqual(len(self.replies(lead)), 1)

    def test_a_note_does_not_answer(self):
        lead = self.asks(self.top)
        self.mail(lead, self.top)
        self.note(lead)
        self.assertEqual(len(self.replies(lead)), 1)

    def test_marked_as_done(self):
        lead = self.asks(self.top)
        self.mail(lead, self.top)
        self.replies(lead).with_user(self.seller).action_done()
        self.assertTrue(lead.customer_tier_replied_on)
        self.assertFalse(self.replies(lead))

    def test_nobody_is_responsible(self):
        self.people.user_id = False
        self.mail(self.top, self.top)
        reply = self.replies(self.top)
        self.assertEqual(len(reply), 1)
        self.assertFalse(reply.user_id)

    def test_an_archived_salesperson_is_not_asked(self):
        self.seller.active = False
        self.mail(self.top, self.top)
        self.assertFalse(self.replies(self.top).user_id)

    def test_a_mail_that_makes_a_lead(self):
        self.top.email = "buyer@top.example.com"
        self.env["mail.thread"].message_process(
            "crm.lead", MAIL, custom_values={"company_id": self.company.id}
        )
        lead = self.env["crm.lead"].search([("name", "=", "When do the hammers come?")])
        self.assertEqual(lead.partner_id, self.top)
        self.assertEqual(lead.priority, "3")
        self.assertTrue(lead.customer_tier_reply_by)
        self.assertFalse(lead.customer_tier_replied_on)
        self.assertEqual(len(self.replies(lead)), 1)

    # ------------------------------------------------------------ problems

    def test_solved_problems_for_playbooks(self):
        activities = self.env["mail.activity"]
        contact = self.contact(self.big)
        problem = "customer_tiering.mail_activity_type_problem"
        records = (contact, self.asks(self.top), self.quotation(self.big))
        found = activities.union(
            *(one.activity_schedule(problem, user_id=self.seller.id) for one in records)
        )
        self.medium.activity_schedule(problem, user_id=self.seller.id)
        with freeze_time("2025-10-17"):
            found.action_done()
            self.env.flush_all()
        days = (date(2025, 10, 17), date(2025, 10, 18))
        self.assertEqual(
            [tuple(row) for row in activities._customer_tier_solved_problems(*days)],
            [
                (customer.id, activity.id, date(2025, 10, 17))
                for customer, activity in zip(
                    (self.big, self.top, self.big), found, strict=True
                )
            ],
        )
        later = activities._customer_tier_solved_problems(days[1], days[1])
        self.assertFalse(later)
