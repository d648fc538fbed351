from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..gifts import PHOTO, RegisterCase

NOTE = "They said thank you"


@tagged("post_install", "-at_install", "gift")
class TestGiftRegister(RegisterCase):
    """What is given, declined or returned is numbered and never changed again."""

    # ------------------------------------------------------------ entry

    def test_entry(self):
        self.assertRegex(self.given.number, r"^GIFT/\d{4}/\d{5}$")
        self.assertTrue(self.given.register_date)
        self.assertRecordValues(
            self.given,
            [
                {
                    "registered_by_id": self.env.uid,
                    "partner_name": "Customer 1",
                    "recipient_name": "Lin",
                    "recipient_function": "Buyer",
                    "is_official": "unknown",
                    "after_the_fact": False,
                    "tier_id": self.tier["TOP"].id,
                }
            ],
        )
        entered = self.given.register_date.date()
        self.assertEqual(self.given.keep_until.year, entered.year + 7)

    def test_numbers_by_day_in_one_write(self):
        gifts = self.gift(self.buyers[1], date=date(2025, 5, 3))
        gifts += self.gift(self.buyers[2], date=date(2025, 5, 1))
        gifts += self.gift(self.buyers[3], date=date(2025, 5, 2))
        gifts.write({"state": "approved"})
        gifts.write({"state": "declined"})
        numbers = [int(number[-5:]) for number in gifts.mapped("number")]
        # by day: the second, the third, the first
        self.assertEqual(numbers, [numbers[1] + 2, numbers[1], numbers[1] + 1])

    def test_a_company_counts_for_itself(self):
        other = self.new_company("Other Inc.")
        gift = self.env["customer.gift"].create(
            {
                "partner_id": self.buyers[1].id,
                "date": "2025-05-01",
                "company_id": other.id,
            }
        )
        gift.state = "declined"
        self.assertEqual(gift.number[-5:], "00001")
        xmlid = f"customer_tiering.gift_register_sequence_{other.id}"
        self.assertEqual(self.env.ref(xmlid).company_id, other)

    def test_the_same_statements_for_many(self):
        counts = []
        for buyers in (self.buyers[:1], self.buyers[:2], self.buyers):
            gifts = self.env["customer.gift"].union(*map(self.gift, buyers))
            gifts.write({"state": "ordered"})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            gifts.write({"state": "given"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # the first one fills caches
        self.assertEqual(counts[1], counts[2])

    def test_not_approved_is_marked(self):
        gifts = self.gift(self.buyers[1]) + self.gift(self.buyers[2])
        gifts[0].state = "given"
        gifts[1].state = "declined"
        self.assertEqual(gifts.mapped("after_the_fact"), [True, False])

    def test_twice_is_once(self):
        number = self.given.number
        self.given._enter_register()
        self.assertEqual(self.given.number, number)

    def test_reads_the_same_years_later(self):
        self.person.name = "Lin Wang"
        self.buyers[0].name = "Another name"
        self.assertEqual(self.given.recipient_name, "Lin")
        self.assertEqual(self.given.partner_name, "Customer 1")

    # ------------------------------------------------------------ the lock

    def test_nobody_writes(self):
        admin = self.user("admin")
        compliance = self.user("compliance")
        for gift in (
            self.given,
            self.given.sudo(),
            self.seen_by(admin, self.given),
            self.seen_by(compliance, self.given).sudo(),
        ):
            for values in ({"cost": 1}, {"state": "proposed"}, {"number": "X"}):
                with self.refuses("in the register"):
                    gift.write(values)
            with self.refuses("in the register"):
                gift.web_save({"purpose": "X"}, {})
        with self.refuses("in the register"):
            self.given.tracking_number = "1"
        with self.refuses("in the register"):
            self.given.with_context(_force_unlink=True).unlink()
        with self.refuses("in the register"):
            self.given.with_context(
                customer_gift_register=True, install_mode=True
            ).unlink()
        forged = self.given.with_context(customer_gift_register="x")
        with self.refuses("in the register"):
            forged.write({"cost": 1})
        self.assertEqual(self.given.cost, 80)

    def test_nobody_imports_over_it(self):
        self.given._BaseModel__ensure_xml_id()
        xmlid = self.given.get_external_id()[self.given.id]
        result = self.env["customer.gift"].load(["id", "cost"], [[xmlid, "1"]])
        self.assertFalse(result["ids"])
        self.assertIn("in the register", result["messages"][0]["message"])
        self.assertEqual(self.given.cost, 80)

    def test_not_through_the_plan(self):
        plan = self.new_plan()
        gift = self.gift(self.buyers[1], plan_id=plan.id)
        gift.state = "declined"
        for command in (
            Command.unlink(gift.id),
            Command.delete(gift.id),
            Command.update(gift.id, {"cost": 1}),
            Command.clear(),
        ):
            with self.refuses("in the register"):
                plan.write({"gift_ids": [command]})
        self.assertEqual(gift.plan_id, plan)

    def test_one_of_many_stops_all(self):
        open_gift = self.gift(self.buyers[1])
        with self.refuses("in the register"):
            (open_gift + self.given).write({"cost": 1})
        self.assertEqual(open_gift.cost, 100)

    def test_what_names_it_cannot_be_deleted(self):
        for record in (self.seller, self.person):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                record.unlink()
        self.assertEqual(self.given.user_id, self.seller)

    def test_nobody_gives_himself_a_number(self):
        for values in (
            {"number": "GIFT/1"},
            {"after_the_fact": True},
            {"corrects_id": self.given.id},
        ):
            says = "The register fills in"
            with self.refuses(says):
                self.gift(self.buyers[1], **values)
            context = {f"default_{name}": value for name, value in values.items()}
            gifts = self.env["customer.gift"].with_context(**context)
            with self.refuses(says):
                gifts.create({"partner_id": self.buyers[1].id, "date": "2025-05-01"})
            proposed = self.gift(self.buyers[1])
            with self.refuses(says):
                proposed.write(values)

    def test_nobody_sets_himself_a_default(self):
        for name, value in (("number", "X"), ("approved_on", "2025-05-01 10:00:00")):
            self.env["ir.default"].set("customer.gift", name, value, self.seller.id)
        gift = (
            self.env["customer.gift"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.buyers[1].id,
                    "company_id": self.company.id,
                    "date": "2025-05-01",
                    "description": "Tea",
                    "late_reason": "I was travelling",
                    "state": "given",
                }
            )
        )
        self.assertTrue(gift.number.startswith("GIFT/"))
        self.assertTrue(gift.after_the_fact)
        self.assertFalse(gift.approved_on)

    def test_nobody_says_it_was_approved(self):
        gifts = self.env["customer.gift"].with_user(self.seller)
        with self.refuses("not approved"):
            gifts.create(
                {
                    "partner_id": self.buyers[1].id,
                    "company_id": self.company.id,
                    "date": "2025-05-01",
                    "state": "given",
                    "approver_id": self.manager.id,
                }
            )

    def test_a_copy_is_a_new_proposal(self):
        copy = self.given.copy()
        self.assertEqual((copy.state, copy.number), ("proposed", False))
        copy.unlink()

    def test_messages_and_activities_work(self):
        gift = self.seen_by(self.manager, self.given)
        message = gift.message_post(body=NOTE)
        activity = gift.activity_schedule("mail.mail_activity_data_todo")
        gift.write({"message_follower_ids": [], "activity_ids": []})
        gift.message_subscribe(self.manager.partner_id.ids)
        self.assertIn(message, gift.message_ids)
        activity.action_feedback()
        self.assertEqual(gift.cost, 80)

    def test_the_evidence_is_locked_too(self):
        gift = self.gift(self.buyers[1], proof=PHOTO)
        gift.state = "ordered"
        gift.proof = PHOTO
        gift.state = "given"
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "customer.gift"),
                    ("res_id", "=", gift.id),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertEqual(len(file), 1)
        for call in (
            file.unlink,
            lambda: file.write({"raw": b"other"}),
            lambda: file.write({"res_id": self.given.id}),
            lambda: setattr(gift, "proof", False),
            lambda: self.env["ir.attachment"].create(
                {
                    "name": "x",
                    "raw": b"x",
                    "res_model": "customer.gift",
                    "res_id": gift.id,
                    "res_field": "proof",
                }
            ),
        ):
            with self.refuses("the register"):
                call()
        note = gift.message_post(body=NOTE, attachments=[("a.txt", b"a")])
        self.assertTrue(note.attachment_ids)
        loose = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        loose.unlink()

    # ------------------------------------------------------------ merge

    def test_a_merge_keeps_the_lines(self):
        other = self.contact(self.buyers[0], "Lin 2")
        gifts = self.gift(self.buyers[0], contact_id=other.id)
        gifts += self.gift(self.buyers[1])
        gifts.write({"state": "ordered"})
        gifts.write({"state": "given"})
        names = ["number", "cost", "partner_name", "recipient_name"]
        before = gifts.read(names)
        for kept, gone in (
            (self.person, other),
            (self.buyers[0], self.buyers[1]),
        ):
            wizard = self.env["base.partner.merge.automatic.wizard"].create(
                {
                    "state": "selection",
                    "dst_partner_id": kept.id,
                    "partner_ids": [kept.id, gone.id],
                }
            )
            wizard.action_merge()
            self.assertFalse(gone.exists())
        self.assertEqual(gifts.read(names), before)
        self.assertEqual(gifts.mapped("recipient_name"), ["Lin 2", "Customer 2"])
        self.assertEqual(gifts[0].contact_id, self.person)
        self.assertEqual(gifts.partner_id, self.buyers[0])
