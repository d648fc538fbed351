from datetime import date
from unittest.mock import patch

import pandas as pd

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools.groups import MARGIN_GROUP
from ..benefit.prices import FrozenDay
from ..common import AS_OF
from .worth import WorthCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitCost(FrozenDay, WorthCase):
    """What benefits cost per tier, and what they would cost after a change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.costs = cls.seen_by(cls.manager, cls.env["customer.tier.benefit.cost"])

    def read_costs(self):
        """``{tier code: row}`` of the company, read now by its manager."""
        self.costs.action_read_again()
        rows = self.costs.search([("company_id", "=", self.company.id)])
        return {row.tier_id.code: row for row in rows}

    def use_samples(self, benefit, customer, amount, day):
        self.env["customer.tier.benefit.usage"].create(
            {
                "benefit_id": benefit.id,
                "company_id": self.company.id,
                "currency_id": self.usd.id,
                "partner_id": customer.id,
                "date": day,
                "amount": amount,
                "kind": "use",
            }
        )

    # ------------------------------------------------------------ cost per tier

    def test_discounts_by_last_years_invoices(self):
        # Top pays 20 less for a hammer, 10 less for a saw; Big 10 and 5
        self.sell(self.top, self.hammer, 10, 80)
        self.sell(self.top, self.hammer, 2, 80, move_type="out_refund")
        self.sell(self.contact(self.top), self.saw, 1, 40)
        dozen = self.env.ref("uom.product_uom_dozen")
        self.sell(self.big, self.hammer, 1, 1080, uom=dozen)
        self.sell(self.medium, self.hammer, 50, 100)
        # neither old, nor free, nor a draft
        self.sell(self.top, self.hammer, 100, 80, day="2024-10-15")
        self.sell(self.top, self.hammer, 100, 0)
        self.sell(self.top, self.hammer, 100, 80).button_draft()
        rows = self.read_costs()
        # 8 hammers × 20 + 1 saw × 10; 12 hammers × 10
        self.assertEqual(
            {code: row.discount for code, row in rows.items()},
            {"TOP": 170, "BIG": 120, "MEDIUM": 0, "SMALL": 0},
        )
        self.assertTrue(rows["TOP"].discount_estimated)
        self.assertFalse(rows["SMALL"].discount_estimated)
        self.assertEqual(rows["TOP"].total_cost, 170)

    def test_who_has_a_list_of_their_own_gets_no_discount(self):
        self.sell(self.top, self.hammer, 10, 80)
        self.top.property_product_pricelist = self.prices("Special", 30)
        self.assertEqual(self.read_costs()["TOP"].discount, 0)

    def test_samples_of_the_year_by_the_tier_of_now(self):
        samples = self.grant("sample", "amount", TOP=3000)
        self.use_samples(samples, self.top, 100, date(2025, 10, 1))
        self.use_samples(samples, self.top, -20, date(2025, 10, 2))
        self.use_samples(samples, self.top, 500, date(2024, 10, 15))
        self.use_samples(samples, self.small, 7, date(2025, 1, 1))
        rows = self.read_costs()
        self.assertEqual(
            {code: row.sample_cost for code, row in rows.items()},
            {"TOP": 80, "BIG": 0, "MEDIUM": 0, "SMALL": 7},
        )
        self.assertEqual(rows["SMALL"].total_cost, 7)

    def test_beside_what_the_tier_brings(self):
        rows = self.read_costs()
        self.assertEqual(
            {code: (row.customer_count, row.net_revenue) for code, row in rows.items()},
            {"TOP": (1, 400), "BIG": (1, 300), "MEDIUM": (1, 200), "SMALL": (1, 100)},
        )
        action = self.seen_by(self.manager, rows["TOP"]).action_view_customers()
        listed = self.env["customer.tier.standing"].search(action["domain"])
        self.assertEqual(listed.partner_id, self.top)
        self.assertEqual(sum(listed.mapped("net_revenue")), 400)

    def test_no_benefit_no_row(self):
        self.benefit.active = False
        self.assertFalse(self.read_costs())

    def test_rights(self):
        rows = self.read_costs()["TOP"]
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, rows).read(["discount"])
        # the margin only for those who may read margins
        self.seen_by(self.manager, rows).read(["gross_margin"])
        self.env.ref(MARGIN_GROUP).implied_by_ids = False
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, rows).read(["gross_margin"])
        other = self.user("manager", self.new_company("Elsewhere Inc."))
        theirs = self.seen_by(other, self.costs)
        theirs.action_open_costs()
        self.assertFalse(theirs.search([]))

    # ------------------------------------------------------------ preview

    def preview(self, share):
        """Top with ``share`` percent instead of 25: from 26 on, two of the four."""
        draft = self.pyramid._the_draft()
        draft.rule_ids.filtered(lambda r: r.tier_id.code == "TOP").threshold = share
        action = self.env["customer.tier.preview"]._open_for(draft, AS_OF)
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_preview(self):
        self.grant("training", "interval_months", TOP=3, BIG=6, SMALL=0)
        self.env["customer.tier.benefit"].search([("kind", "=", "training")]).line_ids[
            0
        ].unit_cost = 200
        self.grant("sample", "amount", TOP=3000, BIG=1000)
        # Big becomes Top, Medium becomes Big, Small becomes Medium
        self.sell(self.big, self.hammer, 5, 90)
        self.sell(self.medium, self.saw, 4, 50)
        self.sell(self.top, self.hammer, 99, 80)
        self.sell(self.small, self.hammer, 99, 100)
        preview = self.preview(40)
        # one Top more, Small is empty: 4 trainings a year at 200, and 3,000
        self.assertEqual(preview.benefit_training_change, 4)
        self.assertEqual(preview.benefit_training_cost_change, 800)
        self.assertEqual(preview.benefit_sample_change, 3000)
        # 5 hammers at 80 instead of 90, 4 saws at 45 instead of 50
        self.assertEqual(preview.benefit_margin_change, -70)
        self.assertEqual(
            preview.benefit_sentence,
            "Benefits a year: +4 trainings, +$\xa03,000.00 for samples, "
            "−$\xa070.00 margin by prices.",
        )

    def test_preview_says_only_what_is_granted(self):
        preview = self.preview(40)
        self.assertEqual(
            preview.benefit_sentence, "Benefits a year: +$\xa00.00 margin by prices."
        )
        self.benefit.active = False
        self.assertFalse(self.preview(45).benefit_sentence)

    def test_preview_of_who_keeps_their_own_list(self):
        self.sell(self.big, self.hammer, 5, 90)
        self.big.property_product_pricelist = self.prices("Special", 30)
        self.assertEqual(self.preview(40).benefit_margin_change, 0)

    def test_preview_prices_each_list_once_however_many_move(self):
        for customer in self.people:
            self.sell(customer, self.hammer, 5, 90)
        counts = []
        for count in (4, 1, 4):
            before = self.cr.sql_log_count
            self.env["customer.tier.preview"]._margin_change(
                self.benefit, self.everybody(count)
            )
            counts.append(self.cr.sql_log_count - before)
        # the first time fills caches
        self.assertEqual(counts[1], counts[2])

    def everybody(self, count):
        """A frame of moves: the first ``count`` customers go from Top to Big."""
        return pd.DataFrame(
            {
                "partner_id": self.people.ids[:count],
                "from": self.tier["TOP"].id,
                "to": self.tier["BIG"].id,
            }
        )

    def test_products_beyond_the_best_sellers_follow_them(self):
        self.sell(self.big, self.hammer, 9, 100)
        self.sell(self.big, self.saw, 2, 50)
        module = "odoo.addons.customer_tiering.models.benefit_worth.repricing.PRICED"
        with self.subTest("all"):
            self.assertEqual(self.preview(40).benefit_margin_change, -100)
        with patch(module, 1):
            # 9 hammers lose 90 on a revenue of 900; the revenue is 1,000
            self.assertEqual(self.preview(40).benefit_margin_change, -100)
