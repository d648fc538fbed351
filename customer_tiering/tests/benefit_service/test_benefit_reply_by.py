from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .service import WEDNESDAY, ServiceCase

LEAD = "customer_tier_reply_by"


@tagged("post_install", "-at_install", "benefit")
class TestBenefitReplyBy(ServiceCase):
    """By when a lead of the customer is answered, and how urgent it is."""

    # ------------------------------------------------------------ working hours

    def test_within_the_working_hours(self):
        # three hours today, the fourth tomorrow from 8 to 9 in Brussels
        self.assertEqual(self.asks(self.top)[LEAD], datetime(2025, 10, 16, 7))
        # 3 hours today, 4 tomorrow morning and 1 after lunch
        self.assertEqual(self.asks(self.big)[LEAD], datetime(2025, 10, 16, 12))

    def test_over_a_weekend_in_which_the_clocks_change(self):
        # Friday 16:00 in Brussels: an hour then, and three on Monday in winter time
        with freeze_time("2025-10-24 14:00:00"):
            self.assertEqual(self.asks(self.top)[LEAD], datetime(2025, 10, 27, 10))

    def test_over_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2025, 10, 26, 23),
                "date_to": datetime(2025, 10, 27, 23),
            }
        )
        with freeze_time("2025-10-24 14:00:00"):
            self.assertEqual(self.asks(self.top)[LEAD], datetime(2025, 10, 28, 10))

    def test_at_night_the_day_begins_in_the_morning(self):
        with freeze_time("2025-10-15 22:30:00"):
            self.assertEqual(self.asks(self.top)[LEAD], datetime(2025, 10, 16, 10))

    def test_without_a_calendar_every_hour_counts(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.asks(self.top)[LEAD], WEDNESDAY + timedelta(hours=4))

    # ------------------------------------------------------------ set once

    def test_nothing_but_a_person_changes_it(self):
        lead = self.asks(self.top)
        promised = lead[LEAD]
        with freeze_time("2025-10-20 12:00:00"):
            lead.partner_id = self.big
            self.moved(self.top, "2025-10-20", "TOP", "SMALL")
            lead.name = "Asks for saws"
            self.service.line_ids.response_hours = 1
            self.assertEqual(lead[LEAD], promised)
        lead[LEAD] = WEDNESDAY
        self.assertEqual(lead[LEAD], WEDNESDAY)

    def test_what_somebody_promised_is_kept(self):
        self.assertEqual(self.asks(self.top, **{LEAD: WEDNESDAY})[LEAD], WEDNESDAY)

    def test_a_copy_promises_anew(self):
        lead = self.asks(self.top, customer_tier_replied_on=WEDNESDAY)
        with freeze_time("2025-10-24 14:00:00"):
            copied = lead.copy()
            self.assertEqual(copied[LEAD], datetime(2025, 10, 27, 10))
        self.assertFalse(copied.customer_tier_replied_on)

    def test_created_in_the_form_for_a_contact(self):
        contact = self.contact(self.top)
        form = Form(self.seen_by(self.seller, self.env["crm.lead"]))
        form.name = "Asks for hammers"
        form.partner_id = contact
        lead = form.save()
        self.assertEqual(lead[LEAD], datetime(2025, 10, 16, 7))
        self.assertEqual(lead.priority, "3")

    # ------------------------------------------------------------ priority

    def test_the_priority_is_never_lowered(self):
        self.assertEqual(self.asks(self.top).priority, "3")
        self.assertEqual(self.asks(self.big).priority, "1")
        self.assertEqual(self.asks(self.big, priority="2").priority, "2")

    # ------------------------------------------------------------ without the benefit

    def test_without_the_benefit_nothing_happens(self):
        leads = [self.asks(one) for one in (self.medium, self.stranger, None)]
        self.service.active = False
        leads.append(self.asks(self.top))
        for lead in leads:
            self.assertFalse(lead[LEAD])
            self.assertFalse(lead.customer_tier_reply_note)
            self.assertEqual(lead.priority, "0")
            self.mail(lead, lead.partner_id)
            self.assertFalse(self.replies(lead))

    def test_a_closed_lead_promises_nothing(self):
        stage = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        lead = self.asks(self.top, stage_id=stage.id, probability=100)
        self.assertEqual(lead.won_status, "won")
        self.assertFalse(lead[LEAD])

    def test_the_benefits_of_another_company_do_not_count(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        lead = self.asks(self.top, company_id=elsewhere.id, user_id=False)
        self.assertFalse(lead[LEAD])
        self.assertEqual(lead.priority, "0")
        branch = self.new_branch("Tiering North")
        lead = self.asks(self.top, company_id=branch.id, user_id=False)
        self.assertTrue(lead[LEAD])

    def test_many_leads_take_no_more_statements(self):
        def statements(count):
            leads = self.env["crm.lead"].create(
                [
                    {
                        "name": "Asks for hammers",
                        "partner_id": customer.id,
                        "company_id": self.company.id,
                    }
                    for customer in (self.top, self.big) * count
                ]
            )
            self.update(leads, customer_tier_reply_by=None)
            before = self.cr.sql_log_count
            leads._promise_service()
            found = self.cr.sql_log_count - before
            self.assertTrue(all(leads.mapped(LEAD)))
            return found

        statements(1)
        self.assertEqual(statements(1), statements(10))

    # ------------------------------------------------------------ late

    def test_late_until_somebody_answers(self):
        lead = self.asks(self.top)
        leads = self.seen_by(self.seller, self.env["crm.lead"])
        late = [("customer_tier_reply_late", "=", True), ("id", "=", lead.id)]
        self.assertFalse(leads.search(late))
        self.assertIn("Reply by", lead.customer_tier_reply_note)
        with freeze_time("2025-10-16 07:01:00"):
            lead.invalidate_recordset()
            self.assertEqual(leads.search(late), lead)
            self.assertTrue(lead.customer_tier_reply_late)
            self.assertIn("Reply overdue since", lead.customer_tier_reply_note)
            self.note(lead)
            self.mail(lead, self.top)
            self.assertEqual(leads.search(late), lead)
            self.answer(lead)
            self.assertFalse(leads.search(late))
            self.assertFalse(lead.customer_tier_reply_note)
            self.assertEqual(
                lead.customer_tier_replied_on, datetime(2025, 10, 16, 7, 1)
            )
        # only the first answer counts
        self.answer(lead)
        self.assertEqual(lead.customer_tier_replied_on, datetime(2025, 10, 16, 7, 1))

    def test_a_call_is_an_answer_and_a_task_is_none(self):
        for kind, answered in (
            ("mail.mail_activity_data_todo", False),
            ("mail.mail_activity_data_call", True),
        ):
            lead = self.asks(self.top)
            lead.activity_schedule(kind, user_id=self.seller.id).action_done()
            self.assertEqual(bool(lead.customer_tier_replied_on), answered, kind)

    def test_lost_and_archived_leads_are_not_late(self):
        lost, archived = self.asks(self.top), self.asks(self.top)
        with freeze_time("2025-10-20 12:00:00"):
            lost.action_set_lost()
            archived.active = False
            found = (lost + archived).with_context(active_test=False)
            self.assertFalse(
                found.search(
                    [
                        ("id", "in", found.ids),
                        ("customer_tier_reply_late", "=", True),
                    ]
                )
            )
            self.assertEqual(found.mapped("customer_tier_reply_late"), [False] * 2)

    # ------------------------------------------------------------ rights

    def test_who_may_see_it(self):
        lead = self.asks(self.top)
        self.assertTrue(self.seen_by(self.seller, lead).customer_tier_reply_note)
        plain = self.user("plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.seen_by(plain, lead).read([LEAD])
