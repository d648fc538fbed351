from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.entitlement.entitlements import (
    EntitlementCase,
)


@tagged("post_install", "-at_install", "benefit")
class TestEventTraining(EntitlementCase):
    """15 October 2025: the next training is an event of the Events app."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["event.tag.category"].create({"name": "Kind"})
        cls.tag, cls.other_tag = cls.env["event.tag"].create(
            [
                {"name": "Training", "category_id": category.id},
                {"name": "Fair", "category_id": category.id},
            ]
        )
        cls.training.event_tag_id = cls.tag
        cls.event = cls.new_event("Welding course", "2025-11-20")
        cls.later = cls.new_event("Welding course again", "2025-12-10")
        cls.desk = cls.user(
            "desk", groups="base.group_user,event.group_event_registration_desk"
        )

    @classmethod
    def new_event(cls, name, day, **values):
        return cls.env["event.event"].create(
            {
                "name": name,
                "date_begin": f"{day} 08:00:00",
                "date_end": f"{day} 16:00:00",
                "date_tz": "UTC",
                "tag_ids": [Command.link(cls.tag.id)],
                "company_id": cls.company.id,
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.one = self.entitle(self.top)
        self.mine = self.seen_by(self.seller, self.one)

    def registration(self):
        return self.one.registration_ids

    def accept(self):
        self.mine.action_offer()
        self.mine.action_accept()
        return self.registration()

    # ------------------------------------------------------------ offer

    def test_offer_says_which_event(self):
        self.mine.action_offer()
        self.assertEqual(self.one.event_id, self.event)
        # Babel writes a narrow space before AM
        note = self.one.answer_ids.note.replace("\u202f", " ")
        self.assertEqual(note, "Welding course, 11/20/25, 8:00 AM")
        self.assertFalse(self.registration())

    def test_only_an_event_that_can_be_booked(self):
        full = self.new_event("Full", "2025-11-01", seats_limited=True, seats_max=1)
        self.env["event.registration"].create(
            {"event_id": full.id, "partner_id": self.small.id}
        )
        self.new_event("Past", "2025-10-14")
        self.new_event("Cancelled", "2025-11-02", kanban_state="cancel")
        self.new_event("Archived", "2025-11-03", active=False)
        self.new_event("A fair", "2025-11-04", tag_ids=self.other_tag.ids)
        self.new_event(
            "Ended",
            "2025-11-05",
            stage_id=self.env["event.stage"]
            .search([("pipe_end", "=", True)], limit=1)
            .id,
        )
        self.new_event(
            "Elsewhere", "2025-11-06", company_id=self.new_company("Else").id
        )
        self.new_event("In slots", "2025-11-07", is_multi_slots=True)
        self.mine.action_offer()
        self.assertEqual(self.one.event_id, self.event)

    def test_without_an_event_it_is_offered_by_word(self):
        (self.event + self.later).active = False
        self.accept()
        self.assertEqual((self.one.state, self.one.event_id.id), ("accepted", False))
        self.assertFalse(self.registration())

    def test_many_offers_take_one_search_for_events(self):
        def statements(customers):
            some = self.entitlements
            for customer in customers:
                some += self.entitle(customer)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._proposals()
            return self.env.cr.sql_log_count - before

        statements(self.customers(1, "First"))
        few = statements(self.customers(2, "Few"))
        self.assertEqual(statements(self.customers(20, "Many")), few)

    # ------------------------------------------------------------ accept

    def test_to_accept_is_to_register(self):
        registration = self.accept()
        self.assertRecordValues(
            registration,
            [
                {
                    "event_id": self.event.id,
                    "partner_id": self.top.id,
                    "name": self.top.name,
                    "state": "open",
                }
            ],
        )
        self.assertEqual(self.one.document, registration)

    def test_the_contact_who_accepts_on_the_portal_is_registered(self):
        contact = self.contact(self.top, "Anna", email="anna@example.com")
        user = self.user("portal", groups="base.group_portal")
        user.partner_id = contact
        self.one._answer("offered", "salesperson")
        self.one.with_user(user).sudo()._answer("accepted", "portal")
        self.assertEqual(self.registration().partner_id, contact)
        self.assertEqual(self.registration().email, "anna@example.com")

    def test_if_the_event_is_full_by_then_the_next_one_is_taken(self):
        self.mine.action_offer()
        self.event.write({"seats_limited": True, "seats_max": 1})
        self.env["event.registration"].create(
            {"event_id": self.event.id, "partner_id": self.small.id}
        )
        self.mine.action_accept()
        self.assertEqual(self.registration().event_id, self.later)
        self.assertEqual(self.one.event_id, self.later)

    def test_what_is_booked_does_not_lapse_before_it_takes_place(self):
        late = self.new_event("In January", "2026-01-20")
        (self.event + self.later).active = False
        self.assertEqual(self.one.date_to, date(2025, 12, 31))
        self.accept()
        self.assertEqual(self.one.date_to, date(2026, 1, 20))
        self.clock.move_to("2026-01-20 12:00:00")
        self.entitlements._night(self.training)
        self.env.invalidate_all()
        self.assertEqual((self.one.state, self.one.event_id), ("accepted", late))

    def test_who_registers_has_accepted(self):
        contact = self.contact(self.top)
        registration = (
            self.seen_by(self.desk, self.env["event.registration"])
            .create({"event_id": self.later.id, "partner_id": contact.id})
            .sudo()
        )
        self.assertEqual(registration.customer_tier_entitlement_id, self.one)
        self.assertEqual(self.told(self.one), [("due", "accepted", "event")])
        self.assertEqual(self.one.event_id, self.later)
        # a fair is none of it, nor is somebody else
        fair = self.new_event("A fair", "2025-11-04", tag_ids=self.other_tag.ids)
        for event, partner in ((fair, self.top), (self.later, self.small)):
            other = self.env["event.registration"].create(
                {"event_id": event.id, "partner_id": partner.id}
            )
            self.assertFalse(other.customer_tier_entitlement_id)

    # ------------------------------------------------------------ attend, cancel

    def test_to_attend_is_to_use(self):
        registration = self.accept()
        self.clock.move_to("2025-11-22 12:00:00")
        self.seen_by(self.desk, registration).action_set_done()
        self.assertEqual(
            (self.one.state, self.one.state_date, self.one.cost),
            ("used", date(2025, 11, 20), 200),
        )
        self.assertEqual(self.one.document, registration)
        self.assertEqual(
            self.told(self.one),
            [
                ("due", "offered", "salesperson"),
                ("offered", "accepted", "salesperson"),
                ("accepted", "used", "event"),
            ],
        )
        # a quarter after the event
        self.clock.move_to("2026-02-01 12:00:00")
        self.entitlements._night(self.training)
        following = self.entitlements.search(
            [("partner_id", "=", self.top.id), ("state", "=", "due")]
        )
        self.assertEqual(following.due_date, date(2026, 2, 20))

    def test_attendance_taken_back(self):
        registration = self.accept()
        registration.action_set_done()
        self.assertEqual(self.one.state_date, date(2025, 10, 15))
        registration.action_confirm()
        self.assertEqual((self.one.state, self.one.cost), ("accepted", 0))
        self.assertEqual(self.one.document, registration)

    def test_attended_after_it_lapsed(self):
        registration = self.accept()
        self.one.date_to = "2025-11-20"
        self.clock.move_to("2025-11-25 12:00:00")
        self.entitlements._night(self.training)
        self.env.invalidate_all()
        self.assertEqual(self.one.state, "lapsed")
        registration.action_set_done()
        self.assertEqual(self.one.state, "used")
        self.assertEqual(
            self.entitlements.search([("partner_id", "=", self.top.id)]).mapped(
                "state"
            ),
            ["withdrawn", "used"],
        )

    def test_to_cancel_is_to_reopen(self):
        registration = self.accept()
        self.seen_by(self.desk, registration).action_cancel()
        self.assertEqual((self.one.state, self.one.document), ("offered", None))
        self.seen_by(self.desk, registration).action_confirm()
        self.assertEqual(self.one.state, "accepted")
        registration.sudo().unlink()
        self.assertEqual(self.one.state, "offered")

    def test_one_of_two_cancels(self):
        registration = self.accept()
        colleague = registration.create(
            {"event_id": self.event.id, "partner_id": self.contact(self.top).id}
        )
        self.assertEqual(self.registration(), registration + colleague)
        registration.action_cancel()
        self.assertEqual(self.one.state, "accepted")
        colleague.action_cancel()
        self.assertEqual(self.one.state, "offered")

    def test_decline_and_reopen_cancel_the_registration(self):
        for step in ("declined", "offered"):
            one = self.entitle(self.customer(f"Customer {step}"))
            one._answer("accepted", "portal")
            with self.subTest(step):
                self.assertEqual(one.registration_ids.state, "open")
                one._answer(step, "portal")
                self.assertEqual(one.registration_ids.state, "cancel")
                self.assertEqual(one.state, step)

    def test_what_cannot_be_does_not_stop_the_event(self):
        registration = self.accept()
        registration.action_set_done()
        self.one.date_to = "2025-10-14"
        registration.action_cancel()
        self.assertEqual((registration.state, self.one.state), ("cancel", "used"))

    # ------------------------------------------------------------ rights

    def test_people_of_the_desk_read_no_entitlement(self):
        registration = self.accept()
        stranger = self.user(
            "desk_only",
            groups="base.group_user,event.group_event_registration_desk",
        )
        seen = self.seen_by(stranger, registration)
        self.assertEqual(seen.state, "open")
        with self.assertRaises(AccessError):
            self.assertTrue(seen.customer_tier_entitlement_id)
        with self.assertRaises(AccessError):
            seen.write({"customer_tier_entitlement_id": False})

    def test_a_deleted_tag_leaves_the_benefit(self):
        self.tag.unlink()
        self.assertFalse(self.training.event_tag_id)
        self.accept()
        self.assertEqual(self.one.state, "accepted")
