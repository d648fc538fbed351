from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .gift_samples import SampleCase


@tagged("post_install", "-at_install", "gift")
class TestGiftSamplesYear(SampleCase):
    """Whose tier grants how much in which year, in which company and currency."""

    # ------------------------------------------------------------ tier changes

    def rises(self):
        """Medium from the beginning, Big since 1 July."""
        self.moved(self.medium, date(2025, 7, 1), "MEDIUM", "BIG")

    def falls(self):
        """Medium from the beginning, Small since 1 July."""
        self.moved(self.medium, date(2025, 7, 1), "MEDIUM", "SMALL")

    def test_rise_in_mid_year(self):
        self.rises()
        for rule, granted in (("now", 1000), ("start", 500), ("best", 1000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium), (granted, 0, granted), rule)

    def test_fall_in_mid_year(self):
        self.falls()
        for rule, granted in (("now", 0), ("start", 500), ("best", 500)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_up_and_down_again(self):
        self.moved(self.medium, date(2025, 4, 1), "MEDIUM", "TOP")
        self.moved(self.medium, date(2025, 8, 1), "TOP", "SMALL")
        for rule, granted in (("now", 0), ("start", 500), ("best", 3000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_change_of_last_year_and_on_the_first_day(self):
        self.moved(self.medium, date(2024, 12, 31), "TOP", "MEDIUM")
        for rule in ("now", "start", "best"):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], 500, rule)
        # the year begins with what came on its first day
        self.moved(self.big, date(2025, 1, 1), "TOP", "BIG")
        for rule in ("now", "start", "best"):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.big)[0], 1000, rule)

    def test_who_came_in_during_the_year(self):
        self.moved(self.medium, date(2025, 5, 1), None, "MEDIUM")
        self.moved(self.medium, date(2025, 9, 1), "MEDIUM", "BIG")
        for rule, granted in (("now", 1000), ("start", 500), ("best", 1000)):
            self.benefit.tier_rule = rule
            self.assertEqual(self.left(self.medium)[0], granted, rule)

    def test_an_undone_evaluation_grants_nothing(self):
        self.benefit.tier_rule = "best"
        self.moved(self.medium, date(2025, 4, 1), "MEDIUM", "TOP")
        self.moved(self.medium, date(2025, 4, 1), "TOP", "MEDIUM")
        self.assertEqual(self.left(self.medium)[0], 3000)
        self.update(self.pyramid.last_evaluation_id, state="undone")
        self.assertEqual(self.left(self.medium)[0], 500)

    # ------------------------------------------------------------ year's edge

    def test_31_december_in_the_scheme_s_time_zone(self):
        """16:30 UTC on 31 December is the new year in Shanghai, not in UTC."""
        self.pyramid.tz = "Asia/Shanghai"
        with freeze_time("2025-12-31 15:30:00"):
            self.sample(self.medium, 50)
            self.assertEqual(self.left(self.medium), (500, 500, 0))
        with freeze_time("2025-12-31 16:30:00"):
            self.assertEqual(self.left(self.medium), (500, 0, 500))
            order = self.sample(self.medium, 1)
            self.assertEqual(self.uses(order).date, date(2026, 1, 1))
            self.assertEqual(self.left(self.medium), (500, 10, 490))

    def test_year_that_begins_in_april(self):
        self.benefit.first_month = "4"
        with freeze_time("2025-03-31 12:00:00"):
            self.assertEqual(
                self.benefit._year(), (date(2024, 4, 1), date(2025, 3, 31))
            )
            self.sample(self.medium, 50)
            self.assertEqual(self.left(self.medium)[2], 0)
        with freeze_time("2025-04-01 12:00:00"):
            self.assertEqual(
                self.benefit._year(), (date(2025, 4, 1), date(2026, 3, 31))
            )
            self.assertEqual(self.left(self.medium)[2], 500)

    def test_cancelled_next_year_counts_back_in_the_year_of_use(self):
        with freeze_time("2025-12-20 12:00:00"):
            order = self.sample(self.medium, 40)
        with freeze_time("2026-01-10 12:00:00"):
            self.sample(self.medium, 50)
            order._action_cancel()
            # not 400 more than is granted
            self.assertEqual(self.left(self.medium), (500, 500, 0))
        self.assertEqual(set(self.uses(order).mapped("date")), {date(2025, 12, 20)})

    # ------------------------------------------------------------ companies, money

    def test_order_in_another_currency(self):
        """What is given is worth its cost at home, whatever the order's currency."""
        self.rate(self.eur, "2025-01-01", 0.5)
        euro = self.env["product.pricelist"].create(
            {
                "name": "Euro",
                "currency_id": self.eur.id,
                "company_id": self.company.id,
            }
        )
        order = self.sample(self.medium, 7, confirm=False, pricelist_id=euro.id)
        self.assertEqual(order.currency_id, self.eur)
        order.action_confirm()
        self.assertEqual(self.left(self.medium)[1], 70)
        self.assertEqual(self.uses(order).currency_id, self.usd)

    def test_a_branch_uses_its_company_s(self):
        branch = self.new_branch("Tiering North")
        self.product.with_company(branch).standard_price = 11
        company = self.company
        self.env.user.company_ids += branch
        self.sample(self.medium, 2)
        order = (
            self.env["sale.order"]
            .with_context(allowed_company_ids=(branch + company).ids)
            .create(
                {
                    "partner_id": self.medium.id,
                    "company_id": branch.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_uom_qty": 3,
                                "customer_tier_sample": True,
                            }
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(self.uses(order).company_id, branch)
        # 20 in the company; a branch shares its costs
        self.assertEqual(
            self.left(self.medium)[1],
            20 + 3 * self.product.with_company(branch).standard_price,
        )
        partner = self.medium.with_context(allowed_company_ids=branch.ids)
        self.assertEqual(
            partner.with_company(branch).customer_tier_sample_left,
            self.left(self.medium)[2],
        )

    def test_another_company_has_none(self):
        other = self.new_company("Elsewhere Inc.")
        self.assertFalse(self.env["customer.tier.benefit"]._of_company(other))
        self.assertEqual(
            self.medium.with_company(other).customer_tier_sample_granted, 0
        )
