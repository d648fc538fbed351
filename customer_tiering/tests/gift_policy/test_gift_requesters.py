from odoo import fields
from odoo.tests import tagged

from ...gifting import approval
from ..gifts import PHOTO
from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftRequesters(GiftPolicyCase):
    """Who asked for a gift is kept, and a change drops the approval and says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.user("compliance")

    def approved(self, cost=100, **values):
        gift = self.gift(self.buyer, cost, **values)
        self.seen_by(self.officer, gift).action_approve()
        return gift

    def told(self, user):
        """Bodies of the messages that ``user`` was sent, the latest first."""
        return (
            self.env["mail.message"]
            .search(
                [
                    ("model", "=", "customer.gift"),
                    ("notified_partner_ids", "in", user.partner_id.ids),
                ]
            )
            .mapped("body")
        )

    # ------------------------------------------------------------ on record

    def test_what_is_kept_of_a_gift(self):
        own = self.seen_by(self.seller, self.gift(self.buyer)).copy()
        self.seen_by(self.manager, own).write(
            {"cost": 5, "quantity": 2, "user_id": self.officer.id}
        )
        self.assertRecordValues(
            own.sudo().request_ids,
            [
                {"user_id": self.seller.id, "kind": "created", "changed": False},
                {"user_id": self.seller.id, "kind": "salesperson", "changed": False},
                {
                    "user_id": self.manager.id,
                    "kind": "changed",
                    "changed": "cost,quantity",
                },
            ],
        )
        lines = own.requested_by.splitlines()
        self.assertIn(f"{self.officer.name}: salesperson", lines)
        self.assertTrue(
            any(
                line.startswith(f"{self.manager.name}: changed Cost, Quantity on")
                for line in lines
            ),
            lines,
        )

    def test_nobody_rewrites_it(self):
        gift = self.gift(self.buyer)
        self.seen_by(self.manager, gift).cost = 5
        requests = gift.request_ids
        self.assertTrue(requests)
        says = "Who asked for a gift stays on record.*neither changed nor deleted"
        self.assert_kept(requests, says, user_id=self.officer.id)
        admin = self.user("admin")
        for user in (self.seller, self.manager, self.officer, admin):
            mine = self.seen_by(user, requests)
            for do in (
                lambda own: own.write({"kind": "planned"}),
                lambda own: own.unlink(),
                lambda own: own.create(
                    {"gift_id": gift.id, "user_id": own.env.uid, "kind": "created"}
                ),
            ):
                with self.subTest(user.login), self.refuses():
                    do(mine)
        elsewhere = self.user("compliance", self.new_company("Elsewhere Inc."))
        found = self.seen_by(elsewhere, requests).search([])
        self.assertFalse(found & requests)
        self.assertIn(requests, self.seen_by(self.officer, requests).search([]))

    def test_what_a_deleted_user_asked_for_remains(self):
        gift = self.gift(self.buyer)
        self.seen_by(self.manager, gift).cost = 5
        self.manager.unlink()
        self.assertEqual(gift.request_ids.changed, "cost")
        self.assertEqual([*gift._asking()[gift]], [self.seller])
        self.seen_by(self.officer, gift).action_approve()
        self.assertEqual(gift.state, "approved")

    def test_what_replaces_a_gift_takes_over_who_asked(self):
        gift = self.gift(self.buyer)
        self.seen_by(self.manager, gift).cost = 5
        other = self.gift(self.buyer, user_id=self.officer.id)
        other._take_requests_from(gift)
        asking = other._asking()[other]
        self.assertEqual({*asking}, {self.manager, self.officer, self.seller})
        self.assertEqual(asking[self.manager].changed, "cost")

    # ------------------------------------------------------------ what falls

    def test_an_automation_that_changes_it_drops_the_approval(self):
        for name, value in (
            ("cost", 101),
            ("product_id", self.product.id),
            ("partner_id", self.buyers[1].id),
            ("date", "2025-06-01"),
            ("nothing_asked", True),
            ("user_id", self.officer.id),
        ):
            with self.subTest(name):
                gift = self.approved()
                self.assertEqual(gift.approved_cost, 100)
                gift.sudo()[name] = value
                self.assertEqual(gift.state, "proposed")
                self.assertFalse(gift.approver_id or gift.approved_on)
                self.assertFalse(gift.approved_cost)
                self.assertIn(
                    f"No longer approved by {self.officer.name}", self.log(gift)
                )
                self.assertIn(self.buyer.name[:8], self.told(self.officer)[0])

    def log(self, gift):
        return " ".join(gift.message_ids.mapped("body"))

    def test_setting_it_back_tells_the_approver(self):
        gifts = self.approved() + self.approved() + self.approved()
        before = len(self.told(self.officer))
        self.seen_by(self.manager, gifts).action_reset()
        for gift in gifts:
            self.assertIn(f"{self.manager.name} set it back", self.log(gift))
        told = self.told(self.officer)
        self.assertEqual(len(told), before + 1)
        self.assertIn(f"{self.manager.name} set it back", told[0])
        # not about what they do themselves
        gift = self.approved()
        self.seen_by(self.officer, gift).action_reset()
        self.assertEqual(len(self.told(self.officer)), before + 1)

    def test_an_ordered_gift_is_not_ordered_twice(self):
        gift = self.approved()
        self.seen_by(self.manager, gift).action_order()
        gift.sudo().cost = 101
        self.assertEqual(gift.state, "proposed")
        self.assertIn("instead of ordering it a second time", self.log(gift))

    def test_a_lower_cost_needs_no_new_approval(self):
        gift = self.approved()
        manager = self.seen_by(self.manager, gift)
        manager.cost = 80
        self.assertEqual((gift.state, gift.cost), ("approved", 80))
        self.assertEqual(gift.approved_cost, 100)
        with self.refuses("Set it back"):
            manager.cost = 90
        with self.refuses("Set it back"):
            manager.write({"cost": 70, "nothing_asked": True})
        # but it is theirs, should it have to be approved again
        manager.action_reset()
        with self.refuses("you changed Cost"):
            manager.action_approve()

    def test_a_lower_cost_does_not_do_without_evidence(self):
        self.policy("C21", amount=90)
        gift = self.approved()
        manager = self.seen_by(self.manager, gift)
        manager.cost = 80
        with self.refuses("C21"):
            manager.action_give()
        manager.proof = PHOTO
        manager.action_give()
        self.assertEqual((gift.state, gift.cost), ("given", 80))

    def test_handing_it_over_on_another_day_keeps_the_approval(self):
        gift = self.approved()
        seller = self.seen_by(self.seller, gift)
        seller.delivered_on = fields.Date.today()
        seller.action_give()
        self.assertEqual((gift.state, gift.approver_id), ("given", self.officer))

    def test_the_reason_of_an_exception_stays_as_it_was_approved(self):
        gift = self.approved(exception_reason="Agreed")
        with self.refuses("Set it back"):
            self.seen_by(self.officer, gift).exception_reason = "Another"

    def test_a_deputys_name_does_not_outlive_the_approval(self):
        deputy = self.user("deputy", groups="sales_team.group_sale_salesman")
        self.env["customer.gift.delegation"].create(
            {
                "user_id": self.manager.id,
                "deputy_id": deputy.id,
                "date_from": "2020-01-01",
                "date_to": "2099-01-01",
                "company_id": self.company.id,
            }
        )
        gift = self.gift(self.buyer)
        self.seen_by(deputy, gift).action_approve()
        self.assertEqual(gift.approved_for_id, self.manager)
        self.seen_by(self.manager, gift).action_reset()
        self.assertFalse(gift.approved_for_id)
        self.seen_by(self.officer, gift).action_approve()
        self.assertFalse(gift.approved_for_id)

    # ------------------------------------------------------------ in bulk

    def statements(self, do):
        before = self.cr.sql_log_count
        do()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_the_statements_do_not_grow_with_the_gifts(self):
        requests = self.env["customer.gift.request"]
        counts = []
        for number in (5, 5, 50):
            gifts = self.env["customer.gift"].concat(
                *(self.gift(self.buyer) for _one in range(number))
            )
            plan = self.new_plan()
            self.update(gifts, plan_id=plan.id)
            requests._keep(
                [gift._asked(approval.CREATED, self.seller) for gift in gifts]
            )
            self.env.invalidate_all()
            asked = self.seen_by(self.manager, gifts)
            counts.append(self.statements(lambda own=asked: own._asking()))
        # the first one also loads what is cached
        self.assertEqual(counts[1], counts[2])
