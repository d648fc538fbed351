from unittest.mock import patch

from odoo.tests import tagged

from ..gift_plan.test_gift_plan import PlanCase


@tagged("post_install", "-at_install", "gift")
class TestGiftJudged(PlanCase):
    """Every gift is judged when it is made, changed or approved: once."""

    def setUp(self):
        super().setUp()
        policy = type(self.env["customer.gift.policy"])
        self.judged = self.startPatcher(
            patch.object(policy, "_check", autospec=True, side_effect=policy._check)
        )
        self.mine = self.seen_by(self.seller, self.env["customer.gift"])

    def times(self):
        times = self.judged.call_count
        self.judged.reset_mock()
        return times

    def entered(self):
        gift = self.mine.create(
            {
                "partner_id": self.buyers[0].id,
                "date": "2025-08-01",
                "description": "Tea",
                "cost": 60,
            }
        )
        self.assertEqual(self.times(), 1)
        return gift

    def test_by_a_person(self):
        gift = self.entered()
        for vals, times in (
            ({"cost": 70}, 1),
            ({"partner_id": self.buyers[1].id}, 1),
            ({"plan_id": self.made().id, "partner_id": self.buyers[7].id}, 1),
            ({"courier": "Post"}, 0),
            ({"direction": "received"}, 0),
            ({"direction": "given"}, 1),
        ):
            with self.subTest(vals):
                self.times()
                gift.write(vals)
                self.assertEqual(self.times(), times)
        # and judged after all was filled in
        self.assertEqual(gift.tier_id, self.tier["SMALL"])

    def test_in_bulk(self):
        plan = self.made()
        wizard = self.seen_by(self.seller, self.env["customer.gift.plan.add"])
        wizard = wizard.create(
            {"plan_id": plan.id, "partner_ids": self.buyers[6:9].ids, "amount": 20}
        )
        self.times()
        wizard.action_add()
        self.assertEqual(self.times(), 1)
        self.seen_by(self.manager, plan.gift_ids).action_approve()
        self.assertEqual(self.times(), 1)
        self.assertEqual(set(plan.gift_ids.mapped("state")), {"approved"})

    def test_in_the_register(self):
        entry = self.seen_by(self.seller, self.env["customer.gift.entry"])
        line = entry.create(
            {
                "partner_id": self.buyers[0].id,
                "date": "2025-07-01",
                "description": "Tea",
                "purpose": "Thanks",
                "late_reason": "I was travelling",
            }
        ).action_enter()
        self.assertEqual(self.times(), 1)
        late = self.env["customer.gift"].browse(line["res_id"])
        self.assertTrue(late.after_the_fact)
        self.correct(late, cost=1)
        self.assertEqual(self.times(), 1)

    def test_a_correction_keeps_what_the_approver_saw(self):
        gift = self.entered()
        gift._engine().write({"state": "ordered"})
        shown = [{"code": "C03", "severity": "warn"}]
        told = {"severity": "warn", "findings": shown, "purpose": "Thanks"}
        gift._engine().write(told)
        gift.sudo().action_give()
        self.times()
        line = self.correct(gift.sudo(), result_note="They were glad")
        self.assertEqual(self.times(), 0)
        self.assertEqual((line.severity, line.findings), ("warn", shown))
        # what they saw was another gift
        line = self.correct(line.sudo(), cost=1)
        self.assertEqual(self.times(), 1)
        self.assertNotEqual(line.findings, shown)

    def correct(self, gift, **values):
        entry = self.seen_by(self.seller, self.env["customer.gift.entry"])
        wizard = entry.with_context(default_corrects_id=gift.id).create(
            {"reason": "Typing error", **values}
        )
        return self.env["customer.gift"].browse(wizard.action_enter()["res_id"])
