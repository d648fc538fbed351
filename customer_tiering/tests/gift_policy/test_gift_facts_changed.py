from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import GROUP
from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftFactsChanged(GiftPolicyCase):
    """A fact that changes around an approval is told; nobody can hide the change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.group_ids += cls.env.ref("base.group_partner_manager")

    def log(self):
        return self.env["customer.gift.policy.log"].search(
            [("partner_id", "!=", False)]
        )

    def at(self, gift, approved_on):
        self.update(gift, state="approved", approved_on=approved_on)

    def flagged(self, gifts):
        return gifts.search([("facts_changed", "=", True), ("id", "in", gifts.ids)])

    def test_old_and_new_value_of_every_fact(self):
        lin = self.contact(self.buyer, "Lin Wei")
        aunt = self.contact(self.buyer, "Aunt")
        lin = self.seen_by(self.seller, lin)
        lin.customer_tier_official = "yes"
        lin.customer_tier_official = "no"
        lin.customer_tier_official = "no"
        lin.write({"customer_tier_gift_accepts": "ask", "customer_tier_gift_max": 50})
        lin.customer_tier_family_of_id = aunt
        lin.customer_tier_government = True
        self.assertRecordValues(
            self.log().sorted("id"),
            [
                {"what": what, "old_value": old, "new_value": new}
                for what, old, new in (
                    ("customer_tier_official", "", "Yes"),
                    ("customer_tier_official", "Yes", "No"),
                    ("customer_tier_gift_accepts", "", "Ask first"),
                    ("customer_tier_gift_max", "", "50.0"),
                    (
                        "customer_tier_family_of_id",
                        "",
                        aunt.display_name,
                    ),
                    ("customer_tier_government", "No", "Yes"),
                )
            ],
        )
        self.assertEqual(self.log().user_id, self.seller)
        self.assertEqual(set(self.log().mapped("user_name")), {self.seller.name})

    def test_an_official_is_none_for_an_hour(self):
        """The attack: “no” before the approval, “yes” again after it."""
        lin = self.official("yes", name="Lin Wei")
        gift = self.gift(self.buyer, contact_id=lin.id)
        other = self.gift(self.buyers[1])
        self.assertFalse(self.flagged(gift + other))
        self.seen_by(self.seller, lin).customer_tier_official = "no"
        # whoever is going to approve it is told
        self.assertEqual(self.flagged(gift + other), gift)
        self.at(gift, datetime.now())
        self.seen_by(self.seller, lin).customer_tier_official = "yes"
        self.assertEqual(self.flagged(gift + other), gift)
        self.assertIn(
            "Lin Wei: “Public Official” changed from “Yes” to “No” on",
            gift.facts_changed_note,
        )
        self.assertIn("from “No” to “Yes”", gift.facts_changed_note)
        self.assertIn(self.seller.name, gift.facts_changed_note)
        self.assertFalse(other.facts_changed_note)
        self.assertEqual(
            gift.search([("facts_changed", "=", False), ("id", "in", gift.ids)]),
            gift.browse(),
        )

    def test_thirty_days_around(self):
        gift = self.gift(self.buyer)
        self.buyer.customer_tier_government = True
        now = self.log().changed_on
        for days, flagged in ((-31, False), (-30, True), (30, True), (31, False)):
            with self.subTest(days=days):
                self.at(gift, now + timedelta(days=days))
                self.assertEqual(bool(self.flagged(gift)), flagged)
                self.assertEqual(gift.facts_changed, flagged)

    def test_the_log_is_nobodys_to_change(self):
        self.buyer.customer_tier_government = True
        line = self.log()
        for role in ("user", "manager", "admin", "accountant", "compliance"):
            user = self.seller if role == "user" else None
            user = user or (self.manager if role == "manager" else self.user(role))
            own = self.seen_by(user, line)
            for attack in (
                lambda own=own: own.write({"old_value": "Yes"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"what": "customer_tier_official"}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    attack()

    def test_no_query_per_gift(self):
        gifts = self.gift(self.buyer)
        for _number in range(19):
            gifts += gifts[0].copy()
        gifts.mapped("facts_changed")
        gifts.invalidate_model(["facts_changed", "facts_changed_note"])
        gifts.mapped("state")
        with self.assertQueryCount(1):
            gifts.mapped("facts_changed")


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftPolicyMode(GiftPolicyCase):
    """How strict the policy is, is an administrator's decision, and is written down."""

    def test_who_may_set_it(self):
        clerk = new_test_user(
            self.env(context={}),
            login="tiering_company_clerk",
            groups="base.group_erp_manager,base.group_system",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        company = self.seen_by(clerk, self.company)
        for values in (
            {"customer_gift_policy_mode": "record"},
            {"customer_gift_policy_template": "general"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError) as caught:
                company.write(values)
            self.assertIn("administrator of Customer Tiers", str(caught.exception))
            self.env.invalidate_all()
        company.write({"name": "Another name", "customer_gift_policy_mode": "normal"})
        clerk.group_ids += self.env.ref(f"{GROUP}admin")
        company.customer_gift_policy_mode = "record"
        self.assertRecordValues(
            self.env["customer.gift.policy.log"].search(
                [("company_id", "=", self.company.id)], limit=1
            ),
            [
                {
                    "what": "customer_gift_policy_mode",
                    "old_value": "Normal",
                    "new_value": "Record only",
                    "user_id": clerk.id,
                    "user_name": clerk.name,
                }
            ],
        )

    def test_a_new_company_in_another_mode(self):
        clerk = new_test_user(
            self.env(context={}),
            login="tiering_company_clerk",
            groups="base.group_erp_manager,base.group_partner_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        companies = self.env["res.company"].with_user(clerk)
        companies.create({"name": "Normal Ltd"})
        with self.assertRaises(AccessError):
            companies.create({"name": "Lax", "customer_gift_policy_mode": "record"})

    def test_shown_on_the_gifts_made_in_it(self):
        gift = self.gift(self.buyer)
        self.assertEqual(gift.policy_mode, "normal")
        self.mode("record")
        lax = self.gift(self.buyers[1])
        self.assertEqual((gift.policy_mode, lax.policy_mode), ("normal", "record"))
        # it is the approval that counts
        gift.with_user(self.manager).action_approve()
        self.assertEqual(gift.policy_mode, "record")
        self.mode("strict")
        self.assertEqual(gift.policy_mode, "record")

    def test_it_cannot_be_written(self):
        gift = self.gift(self.buyer)
        self.mode("record")
        gift.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, gift).policy_mode = "strict"
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, gift).create(
                {"partner_id": self.buyer.id, "policy_mode": "strict"}
            )


@tagged("post_install", "-at_install", "gift", "control")
class TestSharedRecords(GiftPolicyCase):
    """What counts in all companies is decided by who has access to all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = {
            "customer.gift.policy": {"name": "Shared", "code": "C03", "amount": 300},
            "customer.gift.occasion": {"name": "Shared", "kind": "fixed", "month": "5"},
        }

    def test_one_company_of_several(self):
        admin = self.user("admin")
        for model, values in self.shared.items():
            values = values | {"company_id": False}
            shared = self.env[model].create(values)
            own = self.seen_by(admin, shared)
            for attack in (
                lambda own=own, values=values: own.create(values),
                lambda own=own: own.write({"active": False}),
                lambda own=own: own.write({"company_id": self.company.id}),
                lambda own=own: own.unlink(),
            ):
                with self.subTest(model=model), self.assertRaises(AccessError) as error:
                    attack()
                self.assertIn("applies to all companies", str(error.exception))
            mine = own.copy({"company_id": self.company.id})
            mine.name = "Mine"
            with self.assertRaises(AccessError):
                mine.company_id = False

    def test_the_day_of_a_shared_occasion(self):
        occasion = self.env["customer.gift.occasion"].create(
            self.shared["customer.gift.occasion"] | {"company_id": False}
        )
        self.assertTrue(occasion.date_ids)
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, occasion.date_ids[0]).locked = True

    def test_all_companies(self):
        admin = self.user("admin")
        admin.company_ids = self.env["res.company"].search([])
        for model, values in self.shared.items():
            shared = self.env[model].create(values | {"company_id": False})
            self.seen_by(admin, shared).active = False
            self.assertFalse(shared.active)
