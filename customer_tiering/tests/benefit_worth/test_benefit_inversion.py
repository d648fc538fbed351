from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.benefit_worth.inverted import inverted
from ..benefit.prices import FrozenDay
from .worth import WorthCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitInversion(FrozenDay, WorthCase):
    """Where a lower tier is better off than a higher one."""

    def check(self):
        """The check of the company, compared now, as its manager opens it."""
        action = self.inversions.action_open_check()
        check = self.inversions.browse(action["res_id"])
        check.action_check()
        check.invalidate_recordset()
        return check

    def found(self, check):
        return [
            (
                line.kind,
                line.product_id.name or "",
                line.lower_tier_id.code,
                line.lower_text,
                line.higher_tier_id.code,
                line.higher_text,
            )
            for line in check.inversion_ids
        ]

    def sell_both(self):
        self.sell(self.top, self.hammer, 10, 80)
        self.sell(self.big, self.saw, 10, 45)

    def saws_of_big(self, price, **values):
        """A price of its own for saws in the list of Big."""
        prices = values.pop("prices", self.big_list)
        prices.item_ids = [
            Command.create(
                {
                    "applied_on": "1_product",
                    "product_tmpl_id": self.saw.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": price,
                    **values,
                }
            )
        ]

    # ------------------------------------------------------------ prices

    def test_a_lower_tier_that_pays_less(self):
        self.sell_both()
        self.saws_of_big(35)
        check = self.check()
        self.assertEqual(
            self.found(check),
            [("pricelist", "Saw", "BIG", "$\xa035.00", "TOP", "$\xa040.00")],
        )
        self.assertEqual(check.sentence, "1 inversion.")
        self.assertEqual(check.details, "Big pays less than Top for 1 of 2 products.")
        self.assertEqual(
            self.seen_by(self.manager, check.inversion_ids).action_open_lower()[
                "res_id"
            ],
            self.big_list.id,
        )

    def test_mended(self):
        self.sell_both()
        self.saws_of_big(35)
        check = self.check()
        self.assertTrue(check.inversion_ids)
        self.saws_of_big(45)
        self.big_list.item_ids.filtered(lambda item: item.fixed_price == 35).unlink()
        check = self.check()
        self.assertFalse(check.inversion_ids)
        self.assertIn("No inversion", check.sentence)
        self.assertIn("2 best-selling products", check.details)

    def test_a_tier_without_a_list_pays_the_default(self):
        self.sell_both()
        self.saws_of_big(20, prices=self.default)
        # the default list: Medium and Small pay 20, Big 45 and Top 40
        self.assertEqual(
            sorted(row[2:5:2] for row in self.found(self.check())),
            [
                ("MEDIUM", "BIG"),
                ("MEDIUM", "TOP"),
                ("SMALL", "BIG"),
                ("SMALL", "TOP"),
            ],
        )

    def test_prices_are_compared_in_one_currency(self):
        self.sell_both()
        # one dollar is half a euro: 15 euros are 30 dollars, 21 are 42
        self.rate(self.eur, "2025-01-01", 0.5)
        euros = self.prices("Big in euros", 10, currency_id=self.eur.id)
        self.benefit.line_ids[1].pricelist_id = euros
        for price, inversions in ((15, 1), (21, 0)):
            euros.item_ids.filtered("fixed_price").unlink()
            self.saws_of_big(price, prices=euros)
            found = self.found(self.check())
            self.assertEqual(len(found), inversions, found)

    def test_only_best_sellers_and_one_computation_per_list(self):
        self.sell_both()
        never_sold = self.article("Anvil", 9)
        long_ago = self.article("Nail", 1)
        self.sell(self.top, long_ago, 1, 1, day="2024-10-15")
        check = self.check()
        pricelists = self.env.registry["product.pricelist"]
        compute = pricelists._get_products_price
        with patch.object(
            pricelists, "_get_products_price", autospec=True, side_effect=compute
        ) as computed:
            check.action_check()
        self.assertEqual(computed.call_count, 3)
        for call in computed.call_args_list:
            self.assertEqual(call.args[1], self.hammer + self.saw)
            self.assertNotIn(never_sold, call.args[1])

    def test_switched_off_price_lists_are_said(self):
        self.sell_both()
        self.env.ref("base.group_user")._remove_group(
            self.env.ref("product.group_product_pricelist")
        )
        check = self.check()
        self.assertFalse(check.inversion_ids)
        self.assertIn("Prices were not compared", check.details)

    # ------------------------------------------------------------ the others

    def test_every_other_kind(self):
        self.grant("service", "response_hours", TOP=8, BIG=4)
        self.grant("training", "interval_months", TOP=6, BIG=3, SMALL=0)
        self.grant("sample", "amount", TOP=3000, BIG=4000, SMALL=0)
        self.grant(
            "payment_term",
            "payment_term_id",
            TOP=self.term("30 days", 30),
            BIG=self.term("60 days", 60),
        )
        check = self.check()
        self.assertEqual(
            sorted(self.found(check)),
            [
                ("payment_term", "", "BIG", "60 days", "TOP", "30 days"),
                # Medium has no line, so nothing limits its samples
                ("sample", "", "BIG", "$\xa04,000.00", "TOP", "$\xa03,000.00"),
                ("sample", "", "MEDIUM", "no limit", "BIG", "$\xa04,000.00"),
                ("sample", "", "MEDIUM", "no limit", "TOP", "$\xa03,000.00"),
                ("service", "", "BIG", "4 working hours", "TOP", "8 working hours"),
                ("training", "", "BIG", "every 3 months", "TOP", "every 6 months"),
            ],
        )
        self.assertEqual(check.sentence, "6 inversions.")
        self.assertIn("Big waits shorter than Top.", check.details)
        self.assertIn("Medium gets more samples than Big.", check.details)
        self.assertIn("Big has longer to pay than Top.", check.details)
        self.assertIn("Big is trained more often than Top.", check.details)

    def test_who_is_promised_nothing_waits_longest(self):
        self.grant("service", "response_hours", BIG=8)
        self.grant("training", "interval_months", TOP=0, BIG=12)
        self.assertEqual(
            sorted(row[0:1] + row[2:] for row in self.found(self.check())),
            [
                ("service", "BIG", "8 working hours", "TOP", "no promise"),
                ("training", "BIG", "every 12 months", "TOP", "none"),
            ],
        )

    def test_all_pairs_of_tiers(self):
        figures = [("A", 3.0), ("B", 1.0), ("C", 2.0), ("D", 2.0)]
        self.assertEqual(
            inverted("pricelist", figures),
            [("A", "B"), ("A", "C"), ("A", "D")],
        )
        self.assertEqual(inverted("payment_term", figures), [("B", "C"), ("B", "D")])

    def test_nothing_to_compare(self):
        self.benefit.active = False
        self.assertEqual(self.check().sentence, "Nothing to compare.")

    # ------------------------------------------------------------ rights, schedule

    def test_only_managers(self):
        self.sell_both()
        check = self.check()
        for user in (self.seller, self.user("accountant")):
            seen = self.seen_by(user, check)
            for call in (seen.action_check, seen.action_open_check, seen.read):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_every_company_has_its_own(self):
        self.sell_both()
        self.saws_of_big(35)
        check = self.check()
        other = self.user("manager", self.new_company("Elsewhere Inc."))
        theirs = self.seen_by(other, self.env["customer.tier.inversion.check"])
        opened = theirs.browse(theirs.action_open_check()["res_id"])
        self.assertEqual(opened.sentence, "Nothing to compare.")
        self.assertNotIn(check.id, theirs.search([]).ids)
        self.assertFalse(self.seen_by(other, check.inversion_ids).search([]))
        with self.assertRaises(AccessError):
            self.seen_by(other, check).action_check()

    def test_every_week(self):
        self.sell_both()
        self.saws_of_big(35)
        with self.enter_registry_test_mode():
            self.env.ref("customer_tiering.ir_cron_inversion").method_direct_trigger()
        check = self.inversions.search([("company_id", "=", self.company.id)])
        self.assertEqual(check.sentence, "1 inversion.")
        costs = self.env["customer.tier.benefit.cost"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(costs), 4)
