from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftSpotCheck(GiftPolicyCase):
    def draw(self):
        return self.env["customer.gift.spot.check"]._draw(self.company)

    def draws(self):
        return self.env["customer.gift.spot.draw"].search(
            [("company_id", "=", self.company.id)]
        )

    def test_a_tenth_that_can_be_repeated(self):
        self.policy("C24", share=10)
        gifts = self.gift(self.buyer)
        for _number in range(199):
            gifts += gifts[0].copy()
        self.update(gifts, state="given")

        number = self.draw()

        # the binomial of 200 and 10 %: 5 to 35 but once in a million
        self.assertTrue(5 <= number <= 35, number)
        checks = self.env["customer.gift.spot.check"].search([])
        draw = self.draws()
        self.assertEqual(set(checks.mapped("state")), {"todo"})
        self.assertEqual(checks.draw_id, draw)
        self.assertRecordValues(
            draw, [{"share": 10, "gift_count": 200, "check_count": number}]
        )
        self.assertEqual(draw.gift_ids, gifts)
        # by the recipe that the form of the draw gives
        self.env.cr.execute(
            "SELECT id FROM customer_gift WHERE spot_draw_id = %s AND"
            " ('x' || LEFT(MD5(%s || ':' || id), 8))::bit(32)::bigint / 2.0 ^ 32 < 0.1",
            [draw.id, draw.seed],
        )
        self.assertEqual(
            {id_ for (id_,) in self.env.cr.fetchall()}, set(checks.gift_id.ids)
        )

    def test_each_gift_is_drawn_over_once(self):
        self.policy("C24", share=1)
        gifts = self.gift(self.buyer)
        for _number in range(99):
            gifts += gifts[0].copy()
        self.update(gifts, state="given")
        self.draw()
        for _night in range(50):
            self.assertEqual(self.draw(), 0)
        self.assertEqual(len(self.draws()), 1)

    def test_each_draw_has_a_seed_that_nobody_could_read_before(self):
        self.policy("C24", share=100)
        seeds = set()
        for _night in range(2):
            self.past(self.buyer, 1)
            self.assertFalse(self.draws().filtered(lambda draw: not draw.gift_count))
            self.assertEqual(self.draw(), 1)
            seeds = {draw.seed for draw in self.draws()}
        self.assertEqual(len(seeds), 2)
        self.assertFalse(
            [name for name in self.env["res.company"]._fields if "seed" in name]
        )

    def test_all_or_none(self):
        gifts = self.gift(self.buyer) + self.gift(self.buyer)
        self.update(gifts[0], state="given")
        self.assertEqual(self.draw(), 0)
        policy = self.policy("C24", share=100)
        self.assertEqual(self.draw(), 1)
        policy.share = 0
        self.assertEqual(self.draw(), 0)

    def test_who_looks(self):
        self.policy("C24", share=100)
        self.past(self.buyer, 1)
        self.draw()
        check = self.env["customer.gift.spot.check"].search([])
        officer = self.user("compliance")
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, check).read(["state"])
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, check.draw_id).read(["seed"])
        with self.assertRaises(AccessError):
            self.seen_by(officer, check.draw_id).write({"seed": "mine"})
        with self.assertRaises(AccessError):
            self.seen_by(self.user("accountant"), check).action_fine()
        self.seen_by(officer, check).action_problem()
        self.assertEqual((check.state, check.checked_by_id), ("problem", officer))

    def test_scheduled(self):
        self.policy("C24", share=100)
        self.past(self.buyer, 1, date=date(2025, 6, 1))
        with self.enter_registry_test_mode():
            self.env.ref(
                "customer_tiering.ir_cron_gift_spot_check"
            ).method_direct_trigger()
        self.assertEqual(
            self.env["customer.gift.spot.check"].search_count(
                [("company_id", "=", self.company.id)]
            ),
            1,
        )
