import pandas as pd

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift")
class TestGiftComparison(GiftCase):
    """Customers held back: drawn by lot, remembered, and drawn only once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(comparison_percent=20)
        cls.people = cls.customers(40, "Person")

    def frame(self, people=None, tier="MEDIUM"):
        people = people or self.people
        return pd.DataFrame(
            {
                "partner_id": people.ids,
                "tier_id": self.tier[tier].id,
                "user_id": [self.seller.id, None] * (len(people) // 2),
                "amount": 200.0,
            }
        )

    def held(self, frame=None, plan=None):
        frame = self.frame() if frame is None else frame
        drawn = (plan or self.plan)._draw_comparison(frame)
        return set(drawn["partner_id"][drawn["in_comparison"]])

    def remembered(self, held_out):
        return self.env["customer.gift.comparison"].search(
            [("plan_id", "=", self.plan.id), ("held_out", "=", held_out)]
        )

    def test_a_fifth_of_each_salesperson(self):
        held = self.held()
        self.assertEqual(len(held), 8)  # 40 × 20 %
        with_seller = set(self.people[::2].ids)
        self.assertEqual(len(held & with_seller), 4)

    def test_a_look_writes_nothing_and_finds_the_same(self):
        held = self.held()
        shuffled = self.frame().sample(frac=1, random_state=1)
        self.assertEqual(self.held(shuffled), held)
        self.assertFalse(self.plan.comparison_ids)
        other = self.new_plan(comparison_percent=20)
        self.assertNotEqual(other.comparison_seed, self.plan.comparison_seed)

    def test_off_by_default(self):
        plan = self.new_plan()
        drawn = plan._draw_comparison(self.frame())
        self.assertFalse(drawn["in_comparison"].any() or drawn["measured"].any())
        self.assertEqual(len(plan._set_aside(drawn)), 40)
        self.assertFalse(plan.comparison_ids)

    def test_an_empty_plan(self):
        empty = self.frame().iloc[:0]
        self.assertEqual(
            len(self.plan._set_aside(self.plan._draw_comparison(empty))), 0
        )

    def test_the_best_tier_is_not_measured(self):
        self.assertEqual(self.plan.comparison_excluded_tier_ids, self.tier["TOP"])
        self.assertFalse(self.held(self.frame(tier="TOP")))

    def test_set_aside(self):
        held = self.held()
        rest = self.plan._set_aside(self.plan._draw_comparison(self.frame()))
        self.assertEqual(len(rest), 32)
        self.assertFalse(held & set(rest["partner_id"]))
        self.assertEqual(list(rest.columns), list(self.frame().columns))
        self.assertEqual(set(self.remembered(True).partner_id.ids), held)
        self.assertEqual(
            set(self.remembered(False).partner_id.ids), set(rest["partner_id"])
        )
        self.assertEqual(self.plan.comparison_count, 8)
        first = self.remembered(True)[0]
        self.assertEqual(first.tier_id, self.tier["MEDIUM"])
        self.assertEqual(first.company_id, self.company)

    def test_who_was_drawn_stays_drawn(self):
        held = self.held()
        self.plan._set_aside(self.plan._draw_comparison(self.frame()))
        newcomers = self.customers(10, "Newcomer")
        self.plan.comparison_percent = 50
        again = self.held(self.frame(self.people + newcomers))
        self.assertEqual(again & set(self.people.ids), held)
        self.assertEqual(len(again - held), 5)  # half of the ten who are new
        self.plan.comparison_percent = 0
        self.assertEqual(self.held(), held)
        self.plan._set_aside(self.plan._draw_comparison(self.frame()))
        self.assertEqual(self.plan.comparison_count, 8)

    def test_a_settled_gift_is_not_drawn(self):
        held = self.env["res.partner"].browse(sorted(self.held()))
        approved, edited, waiting, proposed = held[:4]
        for customer, values in (
            (approved, {}),
            (edited, {"edited": True}),
            (waiting, {"held": True}),
            (proposed, {}),
        ):
            gift = self.gift(customer, plan_id=self.plan.id, **values)
            if customer == approved:
                gift.state = "approved"
            self.update(gift, **(values or {"edited": False}))
        again = self.held()
        self.assertFalse(again & {approved.id, edited.id, waiting.id})
        drawn = self.plan._draw_comparison(self.frame())
        measured = set(drawn["partner_id"][drawn["measured"]])
        self.assertEqual(
            set(self.people.ids) - measured, {approved.id, edited.id, waiting.id}
        )

    def test_publishing_comes_through_here_first(self):
        """Else those held back would be given a gift."""
        publish = type(self.env["customer.gift.planner"])._publish
        self.assertTrue(publish.__module__.endswith("customer_gift_planner_comparison"))

    def test_only_the_engine_writes(self):
        with self.assertRaises(AccessError):
            self.env["customer.gift.comparison"].with_user(self.manager).create(
                {"plan_id": self.plan.id, "partner_id": self.people[0].id}
            )
