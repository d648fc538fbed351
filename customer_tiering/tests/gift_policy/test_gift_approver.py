from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift")
class TestGiftApprover(GiftPolicyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.user("compliance")
        cls.policy(
            "C03",
            severity="approve",
            amount=100,
            second_amount=200,
            second_severity="block",
        )

    def second_manager(self):
        return self.user("manager", self.new_branch("Second"))

    def approve(self, user, gift):
        for error in self.seen_by(user, gift)._refused_approvals().values():
            raise error

    def test_a_manager_approves_above_the_limit(self):
        gift = self.gift(self.buyer, 101)
        self.approve(self.manager, gift)
        self.assertFalse(gift.approved_for_id)

    def test_a_salesperson_approves_nothing(self):
        gift = self.gift(self.buyer, 50, user_id=self.manager.id)
        with self.refuses("manager", AccessError):
            self.approve(self.seller, gift)

    def test_nobody_approves_his_own(self):
        own = self.gift(self.buyer, 50, user_id=self.manager.id)
        with self.refuses("nobody may approve their own"):
            self.approve(self.manager, own)
        self.approve(self.officer, own)
        # who entered it by hand for somebody else
        entered = self.seen_by(self.manager, self.gift(self.buyer, 50)).copy()
        self.assertEqual(entered.user_id, self.seller)
        with self.refuses("nobody may approve their own"):
            self.approve(self.manager, entered)

    def test_what_a_plan_makes_is_nobodys_own_unless_strict(self):
        plan = self.new_plan(user_id=self.manager.id)
        made = self.gift(self.buyer, 50, plan_id=plan.id)
        self.approve(self.manager, made)
        self.mode("strict")
        with self.refuses("nobody may approve their own"):
            self.approve(self.manager, made)

    def test_even_when_gifts_are_only_recorded(self):
        self.mode("record")
        own = self.gift(self.buyer, 999, user_id=self.manager.id)
        with self.refuses("nobody may approve their own"):
            self.approve(self.manager, own)
        self.approve(self.manager, self.gift(self.buyer, 999))

    def test_above_the_second_limit_the_officer_decides(self):
        gift = self.gift(self.buyer, 201)
        self.assertEqual(gift.severity, "approve")
        with self.refuses() as caught:
            self.approve(self.manager, gift)
        text = str(caught.exception)
        self.assertIn("compliance officer", text)
        self.assertIn("201.00", text)
        self.assertIn("200.00", text)
        self.approve(self.officer, gift)

    def test_where_there_is_no_officer_a_manager_stands_in(self):
        self.officer.active = False
        gift = self.gift(self.buyer, 201)
        self.approve(self.manager, gift)

    def test_a_block_needs_the_officer_and_a_reason(self):
        self.mode("strict")
        gift = self.gift(self.buyer, 201)
        self.assertEqual(gift.severity, "block")
        with self.refuses("exception"):
            self.approve(self.manager, gift)
        with self.refuses("reason"):
            self.approve(self.officer, gift)
        gift.exception_reason = "Jubilee of fifty years, agreed with the board"
        self.approve(self.officer, gift)
        with self.refuses():
            self.approve(self.manager, gift)

    def test_some_blocks_have_no_exception(self):
        self.policy("C02", exception_possible=False)
        self.product.customer_gift_forbidden_kind = "cash"
        gift = self.gift(self.buyer, 1, product_id=self.product.id)
        gift.exception_reason = "Please"
        with self.refuses("No exception to this rule"):
            self.approve(self.officer, gift)

    def test_an_official_is_for_the_officer(self):
        self.policy("C07", amount=10)
        gift = self.gift(self.buyer, 5, contact_id=self.official().id)
        with self.refuses():
            self.approve(self.manager, gift)
        gift.exception_reason = "Protocol of the state visit"
        self.approve(self.officer, gift)

    # ------------------------------------------------------------ what was shown

    def test_stricter_than_what_was_shown(self):
        gift = self.gift(self.buyer, 90)
        self.assertEqual(gift.severity, "none")
        self.past(self.buyer, 20)
        self.policy("C04", severity="approve", amount=100)
        with self.refuses() as caught:
            self.approve(self.manager, gift)
        text = str(caught.exception)
        self.assertIn("110.00", text)
        self.assertIn("Check Policy", text)
        # refused: what was shown stays
        self.assertEqual(gift.severity, "none")
        self.seen_by(self.manager, gift).action_check_policy()
        self.assertEqual(gift.severity, "approve")
        self.approve(self.manager, gift)

    def test_milder_than_what_was_shown_is_fine(self):
        limit = self.policy("C03", severity="approve", amount=10)
        gift = self.gift(self.buyer, 90)
        self.assertEqual(gift.severity, "approve")
        limit.active = False
        self.approve(self.manager, gift)
        self.assertEqual(gift.severity, "none")

    def test_a_new_warning_is_no_reason_to_look_again(self):
        gift = self.gift(self.buyer, 90)
        self.policy("C03", severity="warn", amount=10)
        self.approve(self.manager, gift)
        self.assertEqual(gift.severity, "warn")

    def test_what_the_approver_saw_stays_with_the_gift(self):
        gift = self.gift(self.buyer, 90)
        self.seen_by(self.manager, gift).action_approve()
        self.policy("C03", severity="approve", amount=10)
        gift.action_check_policy()
        self.assertEqual((gift.severity, gift.approved_cost), ("none", 90))
        # an automation that changes it has it approved again
        gift.cost = 150
        self.assertEqual((gift.state, gift.severity), ("proposed", "approve"))

    # ------------------------------------------------------------ deputies

    def delegation(self, **values):
        today = fields.Date.today()
        return self.env["customer.gift.delegation"].create(
            {
                "user_id": self.manager.id,
                "deputy_id": self.deputy.id,
                "date_from": today,
                "date_to": today,
                "company_id": self.company.id,
                **values,
            }
        )

    @property
    def deputy(self):
        return self.env["res.users"].search(
            [("login", "=", "tiering_deputy")]
        ) or self.env["res.users"].create(
            {
                "name": "Deputy",
                "login": "tiering_deputy",
                "group_ids": self.seller.group_ids.ids,
                "company_id": self.company.id,
                "company_ids": self.company.ids,
            }
        )

    def test_a_deputy_approves_in_the_place_of_the_manager(self):
        gift = self.gift(self.buyer, 101)
        with self.refuses(error=AccessError):
            self.approve(self.deputy, gift)
        self.delegation()
        self.approve(self.deputy, gift)
        self.assertEqual(gift.approved_for_id, self.manager)
        self.assertIn(self.manager.name, gift.message_ids[0].body)
        # and sees what there is to approve
        seen = self.seen_by(self.deputy, self.env["customer.gift"]).search([])
        self.assertIn(gift, seen)

    def test_a_deputy_approves_and_decides_nothing_else(self):
        gift = self.gift(self.buyer, 101)
        self.delegation()
        mine = self.seen_by(self.deputy, gift)
        mine.action_approve()
        self.assertEqual(gift.approver_id, self.deputy)
        for button in (mine.action_order, mine.action_reset, mine.action_release):
            with self.assertRaises(AccessError):
                button()
        self.assertEqual(gift.state, "approved")

    def test_not_on_another_day_nor_in_another_company(self):
        gift = self.gift(self.buyer, 101)
        tomorrow = fields.Date.today() + timedelta(1)
        delegation = self.delegation(date_from=tomorrow, date_to=tomorrow)
        with self.refuses(error=AccessError):
            self.approve(self.deputy, gift)
        delegation.write({"date_from": "2020-01-01", "date_to": "2020-01-02"})
        with self.refuses(error=AccessError):
            self.approve(self.deputy, gift)
        self.delegation(company_id=self.new_company("Elsewhere").id)
        with self.refuses(error=AccessError):
            self.approve(self.deputy, gift)

    def test_a_deputy_approves_neither_his_own_nor_the_managers(self):
        self.delegation()
        own = self.gift(self.buyer, 101, user_id=self.deputy.id)
        with self.refuses("nobody may approve their own"):
            self.approve(self.deputy, own)
        managers = self.gift(self.buyer, 101, user_id=self.manager.id)
        with self.refuses(error=AccessError):
            self.approve(self.deputy, managers)

    def test_who_is_no_manager_has_nothing_to_give_away(self):
        self.delegation(user_id=self.seller.id)
        with self.refuses(error=AccessError):
            self.approve(self.deputy, self.gift(self.buyer, 101))

    def test_a_manager_appoints_his_own_deputy_only(self):
        delegations = self.seen_by(self.manager, self.env["customer.gift.delegation"])
        values = {"deputy_id": self.deputy.id, "date_to": fields.Date.today()}
        self.assertEqual(delegations.create(values).user_id, self.manager)
        with self.assertRaises(AccessError):
            delegations.create({**values, "user_id": self.officer.id})
        sellers = self.seen_by(self.seller, self.env["customer.gift.delegation"])
        with self.assertRaises(AccessError):
            sellers.create(values)

    def test_deputies_that_make_no_sense(self):
        with self.assertRaises(ValidationError):
            self.delegation(deputy_id=self.manager.id)
        with self.assertRaises(ValidationError):
            self.delegation(date_to="2020-01-01")
