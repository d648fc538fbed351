from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .attack_approval import OWN, ApprovalCase


@tagged("post_install", "-at_install", "gift", "control")
class TestAttackApproval(ApprovalCase):
    """Whoever asked for a gift tries to approve it."""

    # ------------------------------------------------------------ salesperson

    def test_by_passing_the_gift_to_a_colleague(self):
        for mode in ("strict", "normal", "record"):
            with self.subTest(mode):
                self.mode(mode)
                gift = self.gift(self.buyers[0], user_id=self.manager.id)
                self.may_not_approve("manager", gift)
                self.rpc(
                    "manager", gift, "write", {"user_id": self.people["colleague"].id}
                )
                self.may_not_approve("manager", gift)
                # nor does the new salesperson
                self.may_not_approve("colleague", gift)
                self.approves("officer", gift)

    def reassign(self, who, source, target, customers=False):
        wizard = self.made_by(
            who,
            self.env["customer.gift.reassign"],
            {
                "from_user_id": self.people[source].id,
                "to_user_id": self.people[target].id,
                "with_customers": customers,
            },
        )
        self.rpc(who, wizard, "action_reassign")

    def test_by_the_reassign_wizard_before_the_approval(self):
        gift = self.gift(self.buyers[0], user_id=self.manager.id)
        self.reassign("manager", "manager", "colleague")
        self.assertEqual(gift.user_id, self.people["colleague"])
        self.may_not_approve("manager", gift)

    def test_by_the_reassign_wizard_after_the_approval(self):
        for state in ("approved", "ordered"):
            with self.subTest(state):
                gift = self.gift_by("seller")
                self.approves("manager", gift)
                if state == "ordered":
                    self.rpc("colleague", gift, "action_order")
                self.reassign("manager", "seller", "manager")
                self.assertEqual(gift.user_id, self.manager)
                self.assertEqual(gift.state, "proposed")
                self.assertFalse(gift.approver_id or gift.approved_on)
                self.may_not_approve("manager", gift)
                self.approves("colleague", gift)

    def test_a_reassignment_to_somebody_else_keeps_the_approval(self):
        gift = self.gift_by("seller")
        self.approves("manager", gift)
        self.reassign("manager", "seller", "colleague")
        self.assertEqual((gift.state, gift.approver_id), ("approved", self.manager))
        # whoever reassigns asks for nothing
        other = self.gift_by("seller")
        self.reassign("manager", "seller", "deputy")
        self.approves("manager", other)

    def test_by_a_refresh_of_the_plan(self):
        self.buyers[0].user_id = self.manager
        plan = self.plan_by("colleague")
        gift = self.of(plan, 0)
        self.assertEqual(gift.user_id, self.manager)
        self.buyers[0].user_id = self.seller
        self.rpc("manager", plan, "action_make")
        self.assertEqual(gift.user_id, self.seller)
        self.may_not_approve("manager", gift)

    def test_by_deleting_what_the_plan_proposed(self):
        self.buyers[0].user_id = self.manager
        plan = self.plan_by("colleague")
        gift = self.of(plan, 0)
        self.buyers[0].user_id = self.seller
        with self.refuses("Cancel it instead"):
            self.rpc("manager", gift, "unlink")
        with self.refuses("Cancel it instead"):
            self.rpc("manager", plan, "write", {"gift_ids": [(2, gift.id)]})

    # ------------------------------------------------------------ creator

    def test_by_putting_a_gift_by_hand_into_a_plan(self):
        for mode in ("strict", "normal", "record"):
            with self.subTest(mode):
                self.mode(mode)
                plan = self.plan_by("colleague")
                gift = self.gift_by("manager", 8)
                self.may_not_approve("manager", gift)
                self.rpc("manager", gift, "write", {"plan_id": plan.id})
                self.may_not_approve("manager", gift)
                # in the plan from the beginning
                other = self.gift_by("manager", 9, plan_id=plan.id)
                self.may_not_approve("manager", other)

    def test_by_adding_a_customer_to_a_plan(self):
        plan = self.plan_by("colleague", domain=f"[('id', '!=', {self.buyers[0].id})]")
        wizard = self.made_by(
            "manager",
            self.env["customer.gift.plan.add"],
            {"plan_id": plan.id, "partner_ids": self.buyers[1].ids, "amount": 99},
        )
        # the planner has proposed a gift already: cancelled gifts stay in the plan
        self.rpc("manager", wizard, "action_add")
        self.assertFalse(wizard.added_count)
        plan = self.made_by(
            "colleague",
            self.env["customer.gift.plan"],
            {
                "occasion_date_id": self.feast.id,
                "budget_id": self.budget.id,
                "purpose": "Thanks for the year",
            },
        )
        self.rpc("colleague", plan, "action_open")
        wizard.plan_id = plan
        self.rpc("manager", wizard, "action_add")
        gift = self.of(plan, 1)
        self.assertEqual((gift.cost, gift.user_id), (99, self.seller))
        self.may_not_approve("manager", gift)

    # ------------------------------------------------------------ changes

    def test_by_changing_what_is_given_and_approving_the_change(self):
        tea = self.env["product.product"].create(
            {"name": "Tea", "customer_gift_ok": True}
        )
        day = self.env["customer.gift.occasion"].create({"name": "Another"})
        changes = {
            "cost": 250,
            "product_id": tea.id,
            "description": "A gold watch",
            "quantity": 3,
            "list_value": 80,
            "form": "card",
            "partner_id": self.buyers[1].id,
            "contact_id": self.contact(self.buyers[0], "Lin").id,
            "date": "2025-06-29",
            "occasion_id": day.id,
            "purpose": "Another",
            "nothing_asked": True,
            "direction": "received",
            "plan_id": self.plan_by("colleague").id,
        }
        for name, value in changes.items():
            with self.subTest(name):
                gift = self.gift_by("seller")
                self.rpc("manager", gift, "write", {name: value})
                self.may_not_approve("manager", gift)
                self.approves("colleague", gift)

    def test_by_changing_and_approving_in_one_go(self):
        gift = self.gift_by("seller")
        with self.refuses(OWN):
            self.rpc("manager", gift, "write", {"cost": 250, "state": "approved"})
        self.assertEqual((gift.state, gift.cost), ("proposed", 100))

    def test_by_pretending_to_be_our_own_code(self):
        gift = self.gift_by("seller")
        env = self.env(user=self.manager, context={"customer_gift_engine": True})
        call_kw(
            env["customer.gift"],
            "write",
            [gift.ids, {"cost": 250}],
            {"context": {"customer_gift_engine": True}},
        )
        self.may_not_approve("manager", gift)

    def test_of_a_planned_gift_too(self):
        plan = self.plan_by("colleague")
        gift = self.of(plan, 1)
        self.rpc("manager", plan, "write", {"gift_ids": [(1, gift.id, {"cost": 5})]})
        self.may_not_approve("manager", gift)

    def test_saving_without_a_change_asks_for_nothing(self):
        gift = self.gift_by("seller")
        values = {"cost": 100, "partner_id": self.buyers[0].id, "courier": "Post"}
        self.rpc("manager", gift, "write", values)
        self.approves("manager", gift)

    def test_by_setting_it_back_and_changing_it(self):
        gift = self.gift_by("seller")
        self.approves("manager", gift)
        with self.refuses("Set it back to proposed"):
            self.rpc("manager", gift, "write", {"cost": 250})
        self.rpc("manager", gift, "action_reset")
        self.rpc("manager", gift, "write", {"cost": 250})
        self.may_not_approve("manager", gift)

    def test_the_message_says_what_and_when_and_what_to_do(self):
        gift = self.gift_by("seller")
        self.rpc("manager", gift, "write", {"cost": 250})
        with self.assertRaises(UserError) as caught:
            self.rpc("manager", gift, "action_approve")
        text = str(caught.exception)
        for part in ("C19", "you changed Cost on", "250.00", "another manager"):
            self.assertIn(part, text)

    # ------------------------------------------------------------ deputies

    def test_a_deputy_by_passing_the_gift_on(self):
        self.delegation()
        self.buyers[0].user_id = self.people["deputy"]
        gift = self.gift_by("deputy", salesperson="deputy")
        self.may_not_approve("deputy", gift)
        self.rpc("deputy", gift, "write", {"user_id": self.seller.id})
        self.may_not_approve("deputy", gift)

    def test_a_deputy_for_customers_of_their_own(self):
        self.delegation()
        self.buyers[0].user_id = self.people["deputy"]
        self.may_not_approve("deputy", self.gift_by("seller"), "your own customer")
        other = self.gift_by("seller", 1)
        self.approves("deputy", other)
        self.assertEqual(other.approved_for_id, self.manager)

    def test_a_deputy_of_whoever_asked(self):
        self.delegation()
        gift = self.gift_by("seller")
        self.rpc("manager", gift, "write", {"cost": 250})
        self.may_not_approve("deputy", gift, "on behalf of")

    def test_a_deputy_whose_manager_takes_the_gift_over(self):
        self.delegation()
        gift = self.gift_by("seller")
        self.approves("deputy", gift)
        self.reassign("colleague", "seller", "manager")
        self.assertEqual(gift.state, "proposed")
        self.assertFalse(gift.approver_id or gift.approved_for_id)

    def test_nobody_writes_on_whose_behalf_it_was_approved(self):
        gift = self.gift_by("seller")
        for values in (
            {"approved_for_id": self.manager.id},
            {"approved_cost": 1000},
            {"request_ids": [(0, 0, {"user_id": self.seller.id, "kind": "created"})]},
            {"request_ids": [(5, 0, 0)]},
        ):
            with self.subTest(values), self.refuses(error=UserError):
                self.rpc("manager", gift, "write", values)

    # ------------------------------------------------------------ makers of a plan

    def test_who_made_the_plan_in_strict_mode(self):
        self.mode("strict")
        plan = self.plan_by("manager")
        gift = self.of(plan, 0)
        self.assertEqual(gift.user_id, self.seller)
        self.may_not_approve("manager", gift)
        self.rpc("manager", plan, "write", {"user_id": self.people["colleague"].id})
        self.may_not_approve("manager", gift)
        self.may_not_approve("colleague", gift)
        self.rpc("manager", plan, "write", {"user_id": False})
        self.may_not_approve("colleague", gift)
        # taken out of the plan, or moved to another
        self.rpc("seller", gift, "write", {"plan_id": False})
        self.may_not_approve("manager", gift)
        self.may_not_approve("colleague", gift)

    def test_who_set_up_or_refreshed_it_in_strict_mode(self):
        self.mode("strict")
        plan = self.plan_by("manager")
        gift = self.of(plan, 0)
        self.rpc("colleague", plan, "write", {"purpose": "Because we can"})
        self.may_not_approve("colleague", gift)
        plan = self.plan_by("manager")
        self.rpc("colleague", plan, "action_make")
        self.may_not_approve("colleague", self.of(plan, 0))

    def test_in_normal_mode_a_manager_approves_what_their_plan_proposes(self):
        plan = self.plan_by("manager")
        for place in range(3):
            self.approves("manager", self.of(plan, place))
