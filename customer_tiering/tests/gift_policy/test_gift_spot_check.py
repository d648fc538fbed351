from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift")
class TestGiftSpotCheck(GiftPolicyCase):
    def draw(self):
        return self.env["customer.gift.spot.check"]._draw(self.company)

    def test_a_tenth_the_same_each_time(self):
        self.company.customer_gift_spot_check_seed = "seed"
        self.policy("C24", share=10)
        gifts = self.gift(self.buyer)
        for _number in range(199):
            gifts += gifts[0].copy()
        self.update(gifts, state="given")
        number = self.draw()
        # the binomial of 200 and 10 %: 5 to 35 but once in a million
        self.assertTrue(5 <= number <= 35, number)
        checks = self.env["customer.gift.spot.check"].search([])
        drawn = checks.gift_id
        self.assertEqual(len(drawn), number)
        self.assertEqual(set(checks.mapped("state")), {"todo"})
        self.assertEqual(self.draw(), 0)
        self.env.cr.execute("DELETE FROM customer_gift_spot_check")
        self.env.invalidate_all()
        self.assertEqual(self.draw(), number)
        self.assertEqual(self.env["customer.gift.spot.check"].search([]).gift_id, drawn)

    def test_all_or_none(self):
        gifts = self.gift(self.buyer) + self.gift(self.buyer)
        self.update(gifts[0], state="given")
        self.assertEqual(self.draw(), 0)
        policy = self.policy("C24", share=100)
        self.assertEqual(self.draw(), 1)
        self.assertTrue(self.company.customer_gift_spot_check_seed)
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
