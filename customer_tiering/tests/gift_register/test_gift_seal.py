from odoo import Command
from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import SQL, file_path

from ...models.gift_register.customer_gift_seal_check import (
    CHANGED,
    INSERTED,
    MISSING,
)
from ..gifts import PHOTO, GiftCase

RECEIPT = {"name": "receipt.pdf", "raw": b"80.00"}
THANKS = "Thanks"
UPGRADE = "customer_tiering/migrations/19.0.1.2.0/post-register.py"


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftSeal(GiftCase):
    """What SQL changes in the register behind the ORM's back is found by *Verify*."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.user("compliance")
        cls.accountant = cls.user("accountant")
        cls.person = cls.contact(cls.buyers[0], "Lin Wei", function="Buyer")
        cls.gifts = cls.env["customer.gift"]
        for place in range(5):
            contact = cls.person if place == 0 else None
            cls.gifts += cls.entered(
                cls.buyers[place], 80 + place, contact_id=contact and contact.id
            )

    @classmethod
    def entered(cls, customer, cost=100.0, **values):
        gift = cls.gift(customer, cost, proof=PHOTO, **values)
        gift.evidence_ids = [Command.create(RECEIPT)]
        gift.state = "ordered"
        gift.state = "given"
        return gift

    def sql(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)
        self.assertTrue(self.env.cr.rowcount)
        self.env.invalidate_all()

    def verify(self):
        """``[(number, what is wrong)]`` of the company's register."""
        seals = self.env["customer.gift.seal"]
        *_head, problems = seals._verify(self.company)
        return [(problem.number, problem.kind) for problem in problems]

    def verified(self, user=None, **values):
        wizard = self.seen_by(
            user or self.officer, self.env["customer.gift.register.verify"]
        ).create(values)
        action = wizard.action_verify()
        self.assertEqual(action["res_id"], wizard.id)
        return wizard

    # ------------------------------------------------------------ the chain

    def test_every_entry_continues_the_chain(self):
        seals = self.env["customer.gift.seal"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(seals.gift_id, self.gifts)
        self.assertEqual(seals.mapped("position"), [1, 2, 3, 4, 5])
        self.assertEqual(seals.mapped("number"), self.gifts.mapped("number"))
        self.assertEqual(len(set(seals.mapped("hash"))), 5)
        self.assertEqual(self.verify(), [])

    def test_each_company_has_its_own_chain(self):
        other = self.new_company("Other Inc.")
        gift = self.env["customer.gift"].create(
            {
                "partner_id": self.buyers[1].id,
                "date": "2025-05-01",
                "company_id": other.id,
            }
        )
        gift.state = "declined"
        seal = self.env["customer.gift.seal"].search([("gift_id", "=", gift.id)])
        self.assertEqual((seal.position, seal.company_id), (1, other))
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", gift.id)
        self.assertEqual(self.verify(), [])

    def test_the_upgrade_seals_what_is_there(self):
        files = {gift: gift.evidence_ids for gift in self.gifts}
        company = self.company.id
        self.sql("DELETE FROM customer_gift_seal WHERE company_id = %s", company)
        self.sql(
            "DELETE FROM customer_gift_evidence_rel WHERE customer_gift_id = ANY(%s)",
            self.gifts.ids,
        )
        self.assertEqual(len(self.verify()), 5)
        script = load_script(file_path(UPGRADE), "post_register")
        script.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(self.verify(), [])
        seals = self.env["customer.gift.seal"].search([("company_id", "=", company)])
        self.assertEqual(set(seals.mapped("kind")), {"upgrade"})
        self.assertEqual({gift: gift.evidence_ids for gift in self.gifts}, files)

    # ------------------------------------------------------------ behind the back

    def test_an_update_is_found(self):
        gift = self.gifts[2]
        for column, value in (
            ("cost", 1),
            ("date", "2024-12-31"),
            ("partner_id", self.buyers[9].id),
            ("contact_id", self.person.id),
            ("recipient_name", "Wang"),
            ("description", "Water"),
            ("approver_id", self.manager.id),
            ("after_the_fact", True),
            ("severity", "block"),
            ("findings", "[]"),
            ("state", "proposed"),
            ("number", "GIFT/0"),
            ("corrected", True),
            ("register_date", "2020-01-01"),
            ("tracking_number", "1"),
            ("company_id", self.new_company("Far Inc.").id),
        ):
            with self.cr.savepoint() as undo:
                number = gift.number
                self.sql(
                    f"UPDATE customer_gift SET {column} = %s WHERE id = %s",
                    value,
                    gift.id,
                )
                self.assertEqual(self.verify(), [(number, CHANGED)], column)
                undo.rollback()
            self.env.invalidate_all()
        self.assertEqual(self.verify(), [])

    def test_a_deletion_is_found(self):
        first, last = self.gifts[1], self.gifts[4]
        numbers = (first + last).mapped("number")
        self.sql("DELETE FROM customer_gift WHERE id = ANY(%s)", (first + last).ids)
        self.assertEqual(self.verify(), [(number, MISSING) for number in numbers])

    def test_a_deletion_with_its_seal_is_found(self):
        gift = self.gifts[1]
        after = self.gifts[2].number
        self.sql("DELETE FROM customer_gift WHERE id = %s", gift.id)
        self.sql("DELETE FROM customer_gift_seal WHERE gift_id = %s", gift.id)
        self.assertEqual(self.verify(), [("", MISSING)])
        # and closing the gap does not help
        self.sql(
            "UPDATE customer_gift_seal SET position = position - 1"
            " WHERE company_id = %s AND position > 2",
            self.company.id,
        )
        self.assertIn((after, CHANGED), self.verify())

    def test_an_insertion_is_found(self):
        self.sql(
            """
            INSERT INTO customer_gift (number, state, partner_id, company_id, date,
                                       direction, form, quantity, register_date)
            SELECT 'GIFT/2026/99999', state, partner_id, company_id, date, direction,
                   form, quantity, register_date
              FROM customer_gift WHERE id = %s
            """,
            self.gifts[0].id,
        )
        self.assertEqual(self.verify(), [("GIFT/2026/99999", INSERTED)])

    def test_a_forged_seal_is_found(self):
        seals = self.env["customer.gift.seal"].search(
            [("gift_id", "=", self.gifts[1].id)]
        )
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", self.gifts[1].id)
        asked = SQL("(SELECT %s AS id, %s AS salt)", self.gifts[1].id, seals.salt)
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift_seal s SET digest = d.digest FROM %s d"
                " WHERE s.gift_id = d.id",
                seals._digests(asked),
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self.verify(), [(self.gifts[1].number, CHANGED)])

    def test_evidence_is_sealed(self):
        gift = self.gifts[3]
        photo = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "customer.gift"),
                    ("res_id", "=", gift.id),
                    ("res_field", "=", "proof"),
                ]
            )
        )
        receipt = gift.evidence_ids
        for statement, file in (
            ("UPDATE ir_attachment SET checksum = 'x' WHERE id = %s", receipt),
            ("UPDATE ir_attachment SET name = 'x' WHERE id = %s", receipt),
            ("UPDATE ir_attachment SET checksum = 'x' WHERE id = %s", photo),
            ("UPDATE ir_attachment SET res_id = 0 WHERE id = %s", photo),
            ("DELETE FROM ir_attachment WHERE id = %s", receipt),
        ):
            with self.cr.savepoint() as undo:
                self.sql(statement, file.id)
                self.assertEqual(self.verify(), [(gift.number, CHANGED)], statement)
                undo.rollback()
            self.env.invalidate_all()
        # what is attached to a message later is no evidence
        gift.message_post(body=THANKS, attachments=[("a.txt", b"a")])
        self.assertEqual(self.verify(), [])

    # ------------------------------------------------------------ what may change

    def test_messages_and_corrections_break_nothing(self):
        gift = self.gifts[0]
        gift.message_post(body=THANKS)
        gift.activity_schedule("mail.mail_activity_data_todo")
        gift._correct({"cost": 70}, "Typing error")
        self.person.name = "Another"
        self.assertEqual(self.verify(), [])
        self.sql("UPDATE customer_gift SET corrected = FALSE WHERE id = %s", gift.id)
        self.assertEqual(self.verify(), [(gift.number, CHANGED)])

    def pseudonymise(self):
        self.pseudonymised(self.person, self.officer)

    def test_a_pseudonym_breaks_nothing(self):
        gift = self.gifts[0]
        self.pseudonymise()
        self.assertEqual(self.verify(), [])
        seals = self.env["customer.gift.seal"].search([("gift_id", "=", gift.id)])
        self.assertEqual(seals.mapped("kind"), ["entry", "pseudonym"])
        # the first one could confirm a guessed name
        self.assertEqual(seals.mapped(lambda seal: bool(seal.salt)), [False, True])
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", gift.id)
        self.assertEqual(self.verify(), [(gift.number, CHANGED)])

    def test_a_pseudonym_covers_nothing_up(self):
        gift = self.gifts[0]
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", gift.id)
        self.pseudonymise()
        self.assertEqual(self.verify(), [(gift.number, CHANGED)])

    def merge(self, kept, gone):
        self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": kept.id,
                "partner_ids": [kept.id, gone.id],
            }
        ).action_merge()

    def test_a_merge_breaks_nothing_and_covers_nothing_up(self):
        self.merge(self.buyers[9], self.buyers[1])
        self.assertEqual(self.gifts[1].partner_id, self.buyers[9])
        self.assertEqual(self.verify(), [])
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", self.gifts[2].id)
        self.merge(self.buyers[8], self.buyers[2])
        self.assertEqual(self.verify(), [(self.gifts[2].number, CHANGED)])

    # ------------------------------------------------------------ Verify

    def test_verify_says_it_in_words(self):
        wizard = self.verified()
        self.assertEqual((wizard.entry_count, wizard.problem_count), (5, 0))
        self.assertIn("All 5 entries are as they were entered", wizard.result)
        known = wizard.last_hash
        self.assertEqual(len(known), 64)
        self.sql("UPDATE customer_gift SET cost = 1 WHERE id = %s", self.gifts[2].id)
        wizard = self.verified(user=self.accountant)
        self.assertEqual(wizard.problem_count, 1)
        self.assertIn(self.gifts[2].number, wizard.result)
        self.assertIn("place 3", wizard.result)
        self.assertEqual(self.verified(known_hash=f" {known} ").problem_count, 1)

    def test_a_noted_hash_finds_what_was_cut_off(self):
        known = self.verified().last_hash
        self.sql("DELETE FROM customer_gift WHERE id = %s", self.gifts[4].id)
        self.sql("DELETE FROM customer_gift_seal WHERE gift_id = %s", self.gifts[4].id)
        self.assertEqual(self.verified().problem_count, 0)
        wizard = self.verified(known_hash=known)
        self.assertEqual(wizard.problem_count, 1)
        self.assertIn("The hash that you noted is not in", wizard.result)

    def test_an_empty_register(self):
        wizard = self.verified()
        self.assertIn("no entries", wizard._told(0, [], False))

    def test_only_auditors_verify_and_only_their_companies(self):
        for user in (self.seller, self.manager):
            with self.refuses("accountants", error=AccessError):
                self.env["customer.gift.register.verify"].with_user(user).sudo().create(
                    {}
                ).sudo(False).action_verify()
        other = self.new_company("Other Inc.")
        with self.refuses(error=AccessError):
            self.verified(company_id=other.id)

    def test_nobody_writes_a_seal(self):
        seal = self.env["customer.gift.seal"].search([], limit=1)
        for user in (self.officer, self.accountant, self.user("admin")):
            seen = self.seen_by(user, seal)
            for call in (
                lambda seen=seen: seen.write({"hash": "x"}),
                seen.unlink,
                lambda seen=seen: seen.create({"number": "x"}),
            ):
                with self.refuses(error=AccessError):
                    call()

    def test_the_same_statements_for_many(self):
        seals = self.env["customer.gift.seal"]
        counts = []
        for _more in range(2):
            before = self.env.cr.sql_log_count
            seals._verify(self.company)
            counts.append(self.env.cr.sql_log_count - before)
            for buyer in self.buyers:
                self.entered(buyer)
            self.env.flush_all()
        self.assertEqual(counts[0], counts[1])
