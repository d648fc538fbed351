from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.playbook.trigger import Trigger
from ..house.test_extension import TestExtension
from .playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)
SENT = date(2025, 7, 1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookTriggers(PlaybookCase):
    """What each trigger finds, and what it leaves alone."""

    def found(self, trigger, day=NIGHT, **values):
        """``{customer: occurrence}`` of what a playbook opens in a night."""
        playbook = self.playbook(trigger, **values)
        self.night(playbook, day)
        return {play.partner_id: play.occurrence for play in self.plays(playbook)}

    # ------------------------------------------------------------ contacts

    def test_cadence_counts_whole_periods_since_the_last_contact(self):
        # nobody spoke with either; bought first on May 31 and June 1
        found = self.found("cadence", days=30)
        self.assertEqual(
            found,
            {self.ann: "cadence:2025-05-31:1", self.ben: "cadence:2025-06-01:1"},
        )

    def test_cadence_knows_every_kind_of_contact(self):
        person = self.contact(self.ann)
        comment = {"subtype_id": self.env.ref("mail.mt_comment").id}
        note = {"subtype_id": self.env.ref("mail.mt_note").id}
        lead, order = self.lead(self.ann), self.order(self.ann, confirm=False)

        def message(record, kind, **values):
            self.env["mail.message"].create(
                {
                    "model": record._name,
                    "res_id": record.id,
                    "message_type": kind,
                    "date": "2025-06-25 10:00:00",
                    **values,
                }
            )

        def meeting():
            self.env["calendar.event"].create(
                {
                    "name": "Visit",
                    "start": "2025-06-25 10:00:00",
                    "stop": "2025-06-25 11:00:00",
                    "partner_ids": [Command.link(person.id)],
                }
            )

        def done(record):
            with freeze_time("2025-06-25 10:00:00"):
                record.activity_schedule(
                    "mail.mail_activity_data_call", user_id=self.seller.id
                ).action_feedback()
                # the day is computed when it is written
                self.env.flush_all()

        for name, contact in {
            "mail": lambda: message(person, "email"),
            "our mail": lambda: message(order, "email_outgoing"),
            "portal": lambda: message(order, "comment", author_id=person.id, **comment),
            "meeting": meeting,
            "call": lambda: done(lead),
        }.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                contact()
                found = self.found("cadence", date(2025, 7, 9), days=14)
                self.assertEqual(found[self.ann], "cadence:2025-06-25:1")
                savepoint.rollback()
        message(person, "comment", **note)
        found = self.found("cadence", days=30)
        self.assertEqual(found[self.ann], "cadence:2025-05-31:1")

    # ------------------------------------------------------------ tiers

    def test_fell_and_rose_once_a_day_however_often_it_is_evaluated(self):
        self.invoice(self.ben, 5000, date(2025, 7, 1))
        july = date(2025, 7, 31)
        self.evaluate(self.pyramid, july)
        fell, rose = self.playbook("fell"), self.playbook("rose")
        self.night(fell + rose, july + DAY)
        self.assertEqual(self.plays(fell).occurrence, "fell:2025-07-31")
        self.assertEqual(self.plays(fell).partner_id, self.ann)
        self.assertIn("From Top to Small", self.plays(fell).reason)
        self.assertEqual(self.plays(rose).partner_id, self.ben)
        evaluation = self.evaluate(self.pyramid, july)
        self.night(fell + rose, july + 2 * DAY)
        self.assertEqual(len(self.plays(fell + rose)), 2)
        evaluation.action_undo()
        self.evaluate(self.pyramid, july)
        self.night(fell + rose, july + 3 * DAY)
        self.assertEqual(len(self.plays(fell + rose)), 2)

    def test_who_buys_for_the_first_time_or_stops_has_not_risen_or_fallen(self):
        lead = self.customer("Lead")
        self.lead(lead)
        self.evaluate(self.pyramid)
        self.invoice(lead, 10, date(2025, 7, 1))
        year = date(2026, 6, 15)
        for day in (date(2025, 7, 31), year):
            self.evaluate(self.pyramid, day)
        moved = self.changes(self.pyramid, lead) + self.changes(self.pyramid, self.ben)
        self.assertIn("up", moved.mapped("direction"))
        self.assertIn("down", moved.mapped("direction"))
        rose, fell = self.found("rose", year), self.found("fell", year)
        self.assertFalse({lead, self.ben} & {*rose, *fell})

    def test_new_and_inactive(self):
        self.update(
            self.standing(self.pyramid, self.ben),
            lifecycle="inactive",
            last_purchase="2024-06-01",
            since="2025-06-30",
        )
        self.assertEqual(self.found("inactive"), {self.ben: "inactive:2024-06-01"})
        self.assertEqual(self.found("new"), {self.ann: "new:2025-05-31"})
        self.assertFalse(self.found("new", date(2025, 8, 30)))

    # ------------------------------------------------------------ quotations

    def quotation(self, customer=None, **values):
        order = self.order(customer or self.ann, 300, confirm=False)
        with freeze_time("2025-07-01 09:00:00"):
            order.action_quotation_sent()
        order.write({"validity_date": "2025-12-31", **values})
        return order

    def view(self, order, moment):
        self.env["mail.message"].create(
            {
                "model": "sale.order",
                "res_id": order.id,
                "message_type": "notification",
                "subtype_id": self.env.ref("sale.mt_order_viewed").id,
                "date": moment,
            }
        )

    def quoted(self, day):
        """The kinds of playbook that ask about a quotation on ``day``."""
        kinds = ("quote_unopened", "quote_opened", "quote_silent", "quote_expired")
        found = set()
        for kind in kinds:
            with self.env.cr.savepoint() as savepoint:
                if self.found(kind, day, days=3):
                    found.add(kind)
                savepoint.rollback()
        return found

    def test_when_a_quotation_was_sent(self):
        order = self.order(self.ann, confirm=False)
        self.assertFalse(order.customer_tier_sent_on)
        with freeze_time("2025-07-01 09:00:00"):
            order.action_quotation_sent()
        self.assertEqual(str(order.customer_tier_sent_on), "2025-07-01 09:00:00")
        with freeze_time("2025-07-02 09:00:00"):
            order.write({"state": "sent"})
        self.assertEqual(str(order.customer_tier_sent_on), "2025-07-01 09:00:00")
        order.action_cancel()
        order.action_draft()
        with freeze_time("2025-07-03 09:00:00"):
            order.action_quotation_sent()
        self.assertEqual(str(order.customer_tier_sent_on), "2025-07-03 09:00:00")
        self.assertFalse(order.copy().customer_tier_sent_on)

    def test_three_states_of_a_quotation(self):
        order = self.quotation()
        self.assertEqual(self.quoted(SENT + 2 * DAY), set())
        self.assertEqual(self.quoted(SENT + 3 * DAY), {"quote_unopened"})
        self.view(order, "2025-07-05 08:00:00")
        self.assertEqual(self.quoted(date(2025, 7, 6)), {"quote_opened"})
        self.assertEqual(self.quoted(date(2025, 7, 8)), {"quote_silent"})
        order.validity_date = "2025-07-09"
        self.assertEqual(self.quoted(date(2025, 7, 10)), {"quote_expired"})

    def test_the_script_is_on_the_quotation_and_the_reason_says_how_often(self):
        order = self.quotation()
        self.view(order, "2025-07-05 08:00:00")
        playbook = self.playbook("quote_opened", days=3, goal="reply")
        self.night(playbook, date(2025, 7, 6))
        play = self.plays(playbook)
        self.assertEqual(play.occurrence, f"quote:{order.id}:2025-07-01")
        self.assertEqual(order.activity_ids, play.step_ids.activity_id)
        self.assertIn("Times opened: 1", play.reason)
        # the customer answers: the rest is withdrawn
        self.env["mail.message"].create(
            {
                "model": "sale.order",
                "res_id": order.id,
                "author_id": self.contact(self.ann).id,
                "message_type": "comment",
                "date": "2025-07-06 12:00:00",
            }
        )
        self.night(playbook, date(2025, 7, 7))
        self.assertEqual(play.outcome, "goal")
        self.assertFalse(order.activity_ids)

    def test_an_answer_a_payment_and_a_confirmation_need_no_question(self):
        day = SENT + 3 * DAY
        order = self.quotation()

        def answer():
            self.env["mail.message"].create(
                {
                    "model": "res.partner",
                    "res_id": self.ann.id,
                    "author_id": self.ann.id,
                    "message_type": "email",
                    "date": "2025-07-02 12:00:00",
                }
            )

        def pays():
            method = self.env.ref("payment.payment_method_unknown")
            provider = self.env["payment.provider"].search(
                [("company_id", "=", self.env.ref("base.main_company").id)], limit=1
            )
            self.env["payment.transaction"].create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "reference": "TEST-PLAY",
                    "amount": 300,
                    "currency_id": order.currency_id.id,
                    "partner_id": self.ann.id,
                    "sale_order_ids": [Command.link(order.id)],
                    "state": "pending",
                }
            )

        for event in (answer, pays, order.action_confirm):
            with self.subTest(event), self.env.cr.savepoint() as savepoint:
                self.assertTrue(self.quoted(day))
                event()
                self.assertFalse(self.quoted(day))
                savepoint.rollback()

    def test_quotations_of_other_companies_are_not_ours(self):
        order = self.quotation()
        other = self.new_company("Elsewhere Inc.")
        self.update(order, company_id=other.id)
        self.assertFalse(self.quoted(SENT + 3 * DAY))

    # ------------------------------------------------------------ from outside

    extend = TestExtension.extend

    def test_another_addon_adds_a_trigger(self):
        def triggers(original, playbook):
            return original(playbook) | {
                "x_birthday": Trigger(
                    "Birthday",
                    lambda: SQL(
                        "SELECT id AS partner_id, 'birthday:2025' AS occurrence,"
                        " NULL::varchar AS res_model, NULL::integer AS res_id,"
                        " DATE '2025-07-01' AS day FROM res_partner WHERE id = %s",
                        self.ben.id,
                    ),
                    lambda play, standing: f"{play.partner_id.name} turns 50",
                )
            }

        self.extend("customer.playbook", "_triggers", triggers)
        playbook = self.playbook("x_birthday")
        self.night(playbook)
        self.assertRecordValues(
            self.plays(playbook),
            [{"partner_id": self.ben.id, "reason": "Ben turns 50"}],
        )
        self.assertTrue(self.activities(self.ben))
