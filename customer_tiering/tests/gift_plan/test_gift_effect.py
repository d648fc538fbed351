from datetime import date, timedelta

import numpy as np

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..gifts import GiftCase

DAY = date(2025, 7, 10)


@tagged("post_install", "-at_install", "gift")
class TestGiftEffect(GiftCase):
    """What gifts brought: sales after the delivery, with a gift and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(comparison_percent=50)

    def arms(self, given, held, day=DAY, cost=10.0):
        """Remember both groups and hand ``given`` their gifts."""
        self.env["customer.gift.comparison"].create(
            [
                {
                    "plan_id": self.plan.id,
                    "company_id": self.company.id,
                    "partner_id": customer.id,
                    "tier_id": self.tier["MEDIUM"].id,
                    "held_out": customer in held,
                }
                for customer in given + held
            ]
        )
        gifts = self.env["customer.gift"].create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                    "plan_id": self.plan.id,
                    "date": day,
                    "delivered_on": day,
                    "cost": cost,
                    "description": "Tea",
                }
                for customer in given
            ]
        )
        gifts.write({"state": "ordered"})
        gifts.write({"state": "given"})
        return gifts

    def result(self, days):
        return self.plan.effect_ids.filtered(lambda one: one.days == days)

    def test_by_hand(self):
        """Two with a gift, two without; 100 and 40 against 20 and 0 in 30 days."""
        one, two, three, four = people = self.customers(4, "Person")
        self.arms(people[:2], people[2:])
        self.invoices(
            [
                (one, 130, DAY + timedelta(days=1)),
                (two, 40, DAY + timedelta(days=30)),
                (three, 20, DAY + timedelta(days=15)),
                # outside: the day itself, and day 31
                (four, 999, DAY),
                (four, 60, DAY + timedelta(days=31)),
            ]
        )
        self.refund(one, 30, DAY + timedelta(days=5))
        self.plan._measure()

        self.assertEqual(self.plan.effect_ids.mapped("days"), [30, 60, 90])
        self.assertRecordValues(
            self.result(30),
            [
                {
                    "given_count": 2,
                    "comparison_count": 2,
                    "given_mean": 70,  # (130 − 30 + 40) / 2
                    "comparison_mean": 10,  # (20 + 0) / 2
                    "difference": 60,
                    "given_bought": 1,
                    "comparison_bought": 0.5,
                    "gift_cost": 20,
                    "verdict": "few",
                    "extra_total": 0,
                    "extra_per_cost": 0,
                }
            ],
        )
        self.assertEqual(self.result(60).comparison_mean, 40)  # (20 + 60) / 2
        self.assertEqual(self.result(90).difference, 30)  # 70 − 40
        self.assertIn("No reliable effect: 2 customers", self.plan.effect_note)
        self.assertEqual(sorted(self.result(30).arm_ids.mapped("mean")), [10, 70])

    def test_each_from_the_day_of_his_own_gift(self):
        one, two, three, four = people = self.customers(4, "Person")
        self.arms(people[:1], people[3:], DAY)
        self.arms(people[1:2], self.env["res.partner"], DAY + timedelta(days=20))
        self.arms(people[2:3], self.env["res.partner"], DAY + timedelta(days=40))
        self.invoices(
            [
                (one, 10, DAY + timedelta(days=31)),  # too late for them
                (two, 20, DAY + timedelta(days=31)),
                (three, 40, DAY + timedelta(days=31)),  # too early for them
                # from the median day, 20 days later, on
                (four, 80, DAY + timedelta(days=31)),
                (four, 100, DAY + timedelta(days=11)),
            ]
        )
        self.plan._measure()
        self.assertEqual(self.result(30).given_mean * 3, 20)
        self.assertEqual(self.result(30).comparison_mean, 80)

    def test_who_declined_belongs_to_those_with_a_gift(self):
        people = self.customers(3, "Person")
        gifts = self.arms(people[:1], people[1:2])
        self.env["customer.gift.comparison"].create(
            {
                "plan_id": self.plan.id,
                "company_id": self.company.id,
                "partner_id": people[2].id,
                "tier_id": self.tier["MEDIUM"].id,
            }
        )
        self.gift(people[2], 10, plan_id=self.plan.id).state = "declined"
        gifts._correct({"cost": 7}, "Typing error")
        self.plan._measure()
        self.assertRecordValues(
            self.result(30), [{"given_count": 2, "comparison_count": 1, "gift_cost": 7}]
        )

    def test_who_was_merged_into_both_counts_nowhere(self):
        people = self.customers(4, "Person")
        self.arms(people[:2], people[2:])
        self.update(
            self.plan.comparison_ids.filtered(lambda c: c.partner_id == people[3]),
            partner_id=people[0].id,
        )
        self.plan._measure()
        self.assertRecordValues(
            self.result(30), [{"given_count": 1, "comparison_count": 1}]
        )

    def test_forty_and_forty(self):
        """Each gift brings 200 on sales of 100 or so: found, within its interval."""
        people = self.customers(80, "Person")
        given, held = people[:40], people[40:]
        self.arms(given, held)
        base = np.random.default_rng(1).lognormal(4.5, 0.5, 80).round(2).tolist()
        year_before = DAY - timedelta(days=355)
        self.invoices(
            [
                (person, amount + (200 if person in given else 0), DAY + timedelta(9))
                for person, amount in zip(people, base, strict=True)
            ]
            + [(p, a, year_before) for p, a in zip(people, base, strict=True)]
        )
        self.plan._measure([30])
        result = self.result(30)
        self.assertEqual((result.given_count, result.comparison_count), (40, 40))
        self.assertEqual(result.verdict, "more")
        self.assertTrue(result.low <= 200 <= result.high)
        self.assertTrue(0 < result.low)
        self.assertAlmostEqual(result.extra_total, result.difference * 40, delta=0.5)
        self.assertEqual(result.gift_cost, 400)
        self.assertAlmostEqual(
            result.extra_per_cost, result.extra_total / 400, places=2
        )
        self.assertIn("more each than 40 without", self.plan.effect_note)
        # what they bought last year foretells all of it but chance
        self.assertLess(result.high - result.low, 60)
        first = result.low, result.high
        self.plan._measure([30])
        self.assertEqual((self.result(30).low, self.result(30).high), first)

    def test_nothing_brought(self):
        people = self.customers(80, "Person")
        self.arms(people[:40], people[40:])
        self.plan._measure([90])
        result = self.result(90)
        self.assertEqual((result.verdict, result.extra_total), ("none", 0))
        self.assertIn("No reliable effect in 90 days", self.plan.effect_note)

    def test_not_before_the_days_are_over(self):
        people = self.customers(2, "Person")
        today = self.pyramid._today()
        self.arms(people[:1], people[1:], today - timedelta(days=60))
        self.plan._measure()
        self.assertEqual(self.plan.effect_ids.mapped("days"), [30])

    def test_the_button(self):
        plan = self.plan.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "has no comparison group"):
            plan.action_measure()
        with self.assertRaises(AccessError):
            self.plan.with_user(self.seller).action_measure()
        people = self.customers(2, "Person")
        self.arms(self.env["res.partner"], people[1:])
        with self.assertRaisesRegex(UserError, "No gift of"):
            plan.action_measure()
        self.arms(people[:1], self.env["res.partner"], self.pyramid._today())
        with self.assertRaisesRegex(UserError, "30 days later"):
            plan.action_measure()
        self.assertIn("no earlier than 30 days after", plan.effect_note)

    def test_nobody_held_back(self):
        self.assertIn("There is no comparison group", self.new_plan().effect_note)

    def test_the_daily_action_measures_once(self):
        people = self.customers(2, "Person")
        self.arms(people[:1], people[1:])
        with self.enter_registry_test_mode():
            self.env.ref("customer_tiering.ir_cron_gift_effect").method_direct_trigger()
        first = self.plan.effect_ids
        self.assertEqual(first.mapped("days"), [30, 60, 90])
        with self.enter_registry_test_mode():
            self.env.ref("customer_tiering.ir_cron_gift_effect").method_direct_trigger()
        self.assertEqual(self.plan.effect_ids, first)

    def test_views(self):
        action = self.plan.with_user(self.manager).action_view_effect()
        self.assertEqual(action["res_id"], self.plan.id)
        view = self.env.ref("customer_tiering.customer_gift_plan_effect_view_form")
        arch = self.plan.with_user(self.seller).get_view(view.id, "form")["arch"]
        self.assertIn("effect_note", arch)
        self.assertNotIn("action_measure", arch)
        for model, kind in (
            ("customer.gift.effect", "list"),
            ("customer.gift.effect", "form"),
            ("customer.gift.effect", "search"),
            ("customer.gift.effect.arm", "graph"),
            ("customer.gift.effect.arm", "list"),
            ("customer.gift.comparison", "list"),
            ("customer.gift.comparison", "search"),
        ):
            self.assertTrue(self.env[model].with_user(self.seller).get_view(None, kind))
        self.assertEqual(
            self.plan.action_view_effect_graph()["domain"],
            [("plan_id", "=", self.plan.id)],
        )
        self.assertEqual(
            self.plan.action_view_comparison()["domain"],
            [("plan_id", "=", self.plan.id)],
        )
