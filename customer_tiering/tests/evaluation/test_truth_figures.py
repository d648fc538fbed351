from datetime import date

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.standing import gaps
from ..common import AS_OF, TieringCase


@tagged("post_install", "-at_install", "truth")
class TestTruthFigures(TieringCase):
    """Gap, margin and refresh say what the next evaluation says, in any currency."""

    @classmethod
    def cut(cls, method, **thresholds):
        """A scheme of one method: tier code -> threshold, the last the remainder."""
        codes = [*thresholds, "C"]
        return cls.scheme(
            rule_ids=[
                Command.create(
                    {
                        "tier_id": cls.tier[code].id,
                        "method": method,
                        "threshold": thresholds.get(code, 0),
                    }
                )
                for code in codes
            ],
        )

    def test_margin_and_gap_of_a_share_by_hand(self):
        """60, 30, 10 and a line at 65 %: the whole shrinks with the customer."""
        three = self.customers(3)
        self.invoices(list(zip(three, (60, 30, 10), strict=True)))
        scheme = self.cut("share_of_value", A=65)
        self.evaluate(scheme)
        first, second, third = (self.standing(scheme, one) for one in three)
        self.assertEqual(self.tier_codes(scheme, three), ["A", "A", "C"])
        # 60 is below 65 % of 70 + x from x = 22.31 on
        self.assertAlmostEqual(second.margin_to_keep, 7.69)
        self.assertAlmostEqual(first.margin_to_keep, 50)
        # level with the second, 60 of 120 is ahead
        self.assertAlmostEqual(third.gap_up, 20)
        self.assertIn("7.69", gaps.margin_to_keep(second._explanation()))

        self.refund(three[1], 7.69)
        self.evaluate(scheme)
        self.assertEqual(self.tier_code(scheme, three[1]), "A")
        self.refund(three[1], 0.01)
        self.evaluate(scheme)
        self.assertEqual(self.tier_code(scheme, three[1]), "C")

    def test_a_refresh_says_what_the_next_evaluation_says(self):
        """One customer after the other changes, falls behind, returns, or is new."""
        five = self.customers(5)
        newcomer = self.customers(1, "Newcomer")
        self.invoices(list(zip(five, (60, 30, 10, 10, 5), strict=True)))
        schemes = [
            self.cut("share_of_value", A=65, B=20),
            self.cut("percent_of_customers", A=20, B=20),
            self.cut("number_of_customers", A=1, B=2),
        ]
        for scheme in schemes:
            self.evaluate(scheme)
        refresher = self.env["customer.tier.refresher"]
        moved = set()
        for customer, amount in (
            (five[2], 19.99),
            (five[2], 0.01),
            (five[1], -22),
            (five[0], -50),
            (five[4], 100),
            (newcomer, 30),
            (newcomer, 200),
            (five[4], -104),
        ):
            make = self.invoice if amount > 0 else self.refund
            make(customer, abs(amount))
            for scheme in schemes:
                before = self.tier_code(scheme, customer)
                found = refresher._now(scheme, customer, AS_OF)
                self.assertIsNone(found["obstacle"])
                self.evaluate(scheme)
                standing = self.standing(scheme, customer)
                with self.subTest(customer=customer.name, amount=amount):
                    self.assertEqual(found["computed"], standing.computed_tier_id.id)
                if standing.tier_id.code != before:
                    moved.add(scheme)
        self.assertEqual(len(moved), 3)

    def test_a_currency_of_many_zeros(self):
        """500 trillion: the largest is first, and no digit is lost on the way."""
        amounts = (5e14, 3e14, 12_345_678_901_234.56, 10)
        four = self.customers(4)
        moves = self.invoices([(one, 10) for one in four])
        for move, amount in zip(moves, amounts, strict=True):
            # past the ORM, which itself balances no entry of that size
            self.update(move, amount_untaxed_signed=amount)
            self.update(move.invoice_line_ids, balance=-amount)
        scheme = self.cut("share_of_value", A=60)
        self.evaluate(scheme)
        self.assertEqual(self.tier_codes(scheme, four), ["A", "C", "C", "C"])
        stored = self.env.execute_query(
            SQL(
                "SELECT net_revenue::text, value::text FROM customer_tier_standing"
                " WHERE scheme_id = %s AND partner_id = %s",
                scheme.id,
                four[2].id,
            )
        )
        self.assertEqual(stored, [("12345678901234.56", "12345678901234.56")])
        # nothing has changed, so no row is written
        self.assertEqual(self.evaluate(scheme).written_count, 0)

    def test_averages_are_ranked_in_whole_cents(self):
        """100.00 for three purchases and 33.33 for one are the same average."""
        two = self.customers(2)
        self.invoices([(two[0], 33.34), (two[0], 33.33), (two[0], 33.33)])
        self.invoice(two[1], 33.33)
        average = self.env["customer.tier.metric"].search(
            [("code", "=", "average_order_value")]
        )
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, value_metric_id=average.id)
        self.evaluate(scheme)
        self.assertEqual(self.standing(scheme, two[0]).rank, 1)
        self.assertEqual(self.standing(scheme, two[1]).rank, 1)

    def test_one_step_per_period_however_often_someone_clicks(self):
        """Grace 0 and one step: in September the customer loses one tier, not two."""
        customer = self.customer("Anvil")
        self.invoice(customer, 1000, date(2024, 8, 15))
        for month in (9, 10):
            self.invoice(customer, 10, date(2024, month, 15))
        scheme = self.cut("threshold", A=500, B=100)
        scheme.write({"one_step": True, "period_months": 1})
        tiers = []
        for month, day in ((8, 31), (9, 28), (9, 29), (9, 30), (10, 31)):
            self.evaluate(scheme, date(2024, month, day))
            tiers.append(self.tier_code(scheme, customer))
        self.assertEqual(tiers, ["A", "B", "B", "B", "C"])
