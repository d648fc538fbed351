from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import GROUP
from ..gift_plan.test_gift_plan import PlanCase

ENGINE = {
    "number": "G1",
    "amount": 5000,
    "severity": "info",
    "findings": [],
    "edited": False,
    "held": True,
    "approved_on": "2025-01-01",
}


@tagged("post_install", "-at_install", "gift")
class TestGiftRights(PlanCase):
    """Who may see and do what with plans and gifts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "user": cls.seller,
            "manager": cls.manager,
            "accountant": cls.user("accountant"),
            "admin": cls.user("admin"),
            "compliance": cls.user("compliance"),
            "plain": cls.user("plain", groups="base.group_user"),
            "portal": cls.user("portal", groups="base.group_portal"),
        }
        cls.buyers[0].user_id = cls.people["admin"]

    def may(self, do, *arguments):
        try:
            with self.env.cr.savepoint():
                do(*arguments)
                self.env.flush_all()
        except AccessError:
            self.env.invalidate_all()
            return False
        return True

    def table(self, records, do):
        return {
            role
            for role, user in self.people.items()
            if self.may(do, self.seen_by(user, records))
        }

    def test_gifts(self):
        plan = self.made()
        foreign, own = self.of(plan, 0), self.of(plan, 1)
        everybody = {"user", "manager", "accountant", "admin", "compliance"}
        self.assertEqual(self.table(own, lambda g: g.read(["cost"])), everybody)
        self.assertEqual(
            self.table(foreign, lambda g: g.read(["cost"])), everybody - {"user"}
        )
        writers = {"manager", "admin", "compliance"}
        self.assertEqual(self.table(foreign, lambda g: g.write({"cost": 1})), writers)
        self.assertEqual(
            self.table(own, lambda g: g.write({"cost": 1})), writers | {"user"}
        )
        self.assertEqual(
            self.table(own.browse(), lambda g: g.create(self.values(self.buyers[2]))),
            writers | {"user"},
        )
        self.assertEqual(
            self.table(own, lambda g: g.copy({"plan_id": False}).unlink()),
            {"manager", "admin"},
        )

    def values(self, customer):
        return {
            "partner_id": customer.id,
            "user_id": self.seller.id,
            "date": "2025-09-01",
            "description": "Tea",
        }

    def test_plans(self):
        plan = self.made()
        everybody = {"user", "manager", "accountant", "admin", "compliance"}
        managers = {"manager", "admin"}
        self.assertEqual(self.table(plan, lambda p: p.read(["name"])), everybody)
        for do in (
            lambda p: p.write({"purpose": "Other"}),
            lambda p: p.copy().unlink(),
            lambda p: p.action_make(),
            lambda p: p.action_open(),
        ):
            self.assertEqual(self.table(plan, do), managers)
        with self.assertRaisesRegex(UserError, "are still open"):
            self.seen_by(self.manager, plan).write({"state": "closed"})
        plan.gift_ids.action_cancel()
        self.assertEqual(self.table(plan, lambda p: p.action_close()), managers)
        plan.action_open()
        plan.gift_ids.action_reset()
        plan.gift_ids.action_approve()
        self.assertEqual(self.table(plan, self.order), managers)
        for name in ("gifts", "held", "to_approve"):
            self.assertEqual(
                self.table(plan, lambda p, n=name: getattr(p, f"action_view_{n}")()),
                everybody,
            )

    def order(self, plan):
        try:
            plan.action_order_gifts()
        except UserError as error:
            # no right to purchase, or all are ordered already
            if isinstance(error, AccessError) and "purchase" not in str(error):
                raise

    def test_buttons(self):
        deciders = {"manager", "admin", "compliance"}
        owners = deciders | {"user"}
        for button, before, who in (
            ("approve", (), deciders),
            ("order", ("approve",), {"manager", "admin"}),
            ("give", ("approve",), owners),
            ("decline", ("approve",), owners),
            ("return", ("approve",), owners),
            ("reset", ("approve",), deciders),
            ("cancel", (), owners),
            ("hold", (), owners),
            ("release", ("hold",), deciders),
        ):
            for role, user in self.people.items():
                with self.subTest(button=button, role=role):
                    gift = self.gift(self.buyers[1])
                    for earlier in before:
                        getattr(gift, f"action_{earlier}")()
                    may = self.may(
                        getattr(self.seen_by(user, gift), f"action_{button}")
                    )
                    self.assertEqual(may, role in who)

    def test_an_approved_gift_is_not_cancelled_by_a_salesperson(self):
        gift = self.gift(self.buyers[1])
        gift.action_approve()
        with self.assertRaisesRegex(UserError, "Only a manager can cancel"):
            self.seen_by(self.seller, gift).action_cancel()

    def test_nobody_writes_what_follows_from_the_rules(self):
        gift = self.gift(self.buyers[1])
        links = {
            "tier_id": self.tier["TOP"].id,
            "budget_line_id": self.budget.line_ids[0].id,
            "approver_id": self.manager.id,
        }
        for role in ("user", "manager", "admin", "compliance"):
            mine = self.seen_by(self.people[role], gift)
            for name, value in (ENGINE | links).items():
                with self.subTest(role=role, field=name):
                    with self.assertRaises(UserError):
                        mine.write({name: value})
            for name, value in (ENGINE | links).items():
                if not value:
                    continue
                with self.subTest("create", role=role, field=name):
                    with self.assertRaises(UserError):
                        mine.create(self.values(self.buyers[1]) | {name: value})

    def test_nor_by_a_default_or_a_context(self):
        # a number is refused with a sentence, see the tests of the register
        context = {
            f"default_{name}": value
            for name, value in ENGINE.items()
            if name != "number"
        }
        context |= {"default_state": "approved", "customer_gift_engine": True}
        gifts = self.seen_by(self.seller, self.env["customer.gift"])
        gift = gifts.with_context(**gifts.env.context, **context).create(
            self.values(self.buyers[1])
        )
        self.assertRecordValues(
            gift,
            [{"state": "proposed", "amount": 0, "number": False, "held": False}],
        )
        with self.assertRaises(AccessError):
            gift.write({"amount": 1})

    def test_another_customer_has_another_tier_and_line(self):
        plan = self.made()
        gift = self.seen_by(self.manager, self.gift(self.buyers[9]))
        self.assertEqual(gift.tier_id, self.tier["SMALL"])
        gift.plan_id = plan
        self.assertFalse(gift.budget_line_id)
        gift.partner_id = self.buyers[3]
        self.assertEqual(gift.tier_id, self.tier["MEDIUM"])
        self.assertEqual(gift.budget_line_id.tier_id, self.tier["MEDIUM"])

    def test_other_companies_see_nothing(self):
        plan = self.made()
        other = self.new_company("Elsewhere Inc.")
        user = self.user("admin", other, groups=f"base.group_user,{GROUP}admin")
        self.assertFalse(self.seen_by(user, plan).search([("id", "=", plan.id)]))
        self.assertFalse(
            self.seen_by(user, plan.gift_ids).search([("plan_id", "=", plan.id)])
        )
