from unittest.mock import patch

import pandas as pd
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..gifts import FEAST, GiftCase


class GiftBudgetCase(GiftCase):
    def frame(self, customers=None):
        """What a planner collects, of ``customers`` or all ten."""
        standings = (
            self.env["customer.tier.standing"]
            .search(
                [
                    ("scheme_id", "=", self.pyramid.id),
                    ("partner_id", "in", (customers or self.buyers).ids),
                ]
            )
            .sorted(lambda standing: standing.partner_id.id)
        )
        return pd.DataFrame(
            [
                {
                    "partner_id": standing.partner_id.id,
                    "tier_id": standing.tier_id.id,
                    "user_id": standing.partner_id.user_id.id or None,
                    "country_id": None,
                    "net_revenue": standing.net_revenue,
                    "gross_margin": None,
                    "company_id": self.company.id,
                    "occasion_id": self.occasion.id,
                    "date": FEAST,
                }
                for standing in standings
            ]
        )

    def allocated(self, plan=None, frame=None):
        plan = plan or self.new_plan()
        frame = self.frame() if frame is None else frame
        return self.env["customer.gift.budget"]._allocate(plan, frame)

    def amounts(self, plan=None):
        return self.allocated(plan)["amount"].tolist()

    def line(self, code, occasion=None):
        return self.budget.line_ids.filtered(
            lambda line: (
                line.tier_id == self.tier[code]
                and line.occasion_id == (occasion or line.occasion_id.browse())
            )
        )

    def cap(self, scope, amount, **values):
        return self.env["customer.gift.budget.cap"].create(
            {"budget_id": self.budget.id, "scope": scope, "amount": amount, **values}
        )


@tagged("post_install", "-at_install", "gift")
class TestGiftBudget(GiftBudgetCase):
    """From lines, pools and caps to what each customer may be given."""

    def test_fixed_amounts(self):
        found = self.allocated()
        self.assertEqual(
            found["amount"].tolist(), [400, 300, 300, 200, 200, 200, 0, 0, 0, 0]
        )
        self.assertEqual(found["form"].isna().tolist(), [False] * 6 + [True] * 4)
        self.assertEqual(found["budget_line_id"].tolist()[0], self.line("TOP").id)
        self.assertEqual(found["amount_note"].tolist()[9], "no_line")

    def test_the_occasions_own_line_wins(self):
        self.budget.line_ids = [
            Command.create(
                {
                    "tier_id": self.tier["TOP"].id,
                    "occasion_id": self.occasion.id,
                    "form": "card",
                }
            )
        ]
        found = self.allocated()
        self.assertEqual(found["amount"].tolist()[:2], [0, 300])
        self.assertEqual(found["form"].tolist()[:2], ["card", "goods"])

    def test_percent_of_revenue_within_bounds(self):
        # Top bought 1,000, Big 900 and 800: 10 %, not below 85, not above 95
        for code in ("TOP", "BIG"):
            self.line(code).write(
                {"method": "percent", "percent": 10, "minimum": 85, "maximum": 95}
            )
        self.assertEqual(self.amounts()[:3], [95, 90, 85])

    def test_a_pool_scales_down(self):
        # 1,600 asked of 800: half
        self.budget.pool_amount = 800
        found = self.allocated()
        self.assertEqual(found["amount"].tolist()[:6], [200, 150, 150, 100, 100, 100])
        self.assertEqual(found["amount_note"].tolist()[0], "pool_scaled")

    def test_what_is_committed_is_no_longer_there(self):
        self.budget.pool_amount = 1000
        self.gift(self.buyers[9], 200.0).state = "approved"
        self.gift(self.buyers[9], 500.0)  # only proposed
        self.gift(self.buyers[9], 500.0, date="2024-12-31").state = "given"
        self.assertEqual(self.amounts()[:4], [200, 150, 150, 100])

    def test_a_plans_own_gifts_do_not_count_twice(self):
        self.budget.pool_amount = 1600
        plan = self.new_plan()
        self.gift(self.buyers[0], 400.0, plan_id=plan.id).state = "approved"
        self.assertEqual(self.amounts(plan)[0], 400)
        other = self.new_plan(name="Second")
        # 1,200 of 1,600 are left for the other plan
        self.assertEqual(self.amounts(other)[0], 300)

    def test_shares_of_a_pool_by_weight(self):
        # one Top by 3, two Big by 1; Medium's fixed 600 first: 500 are left
        self.line("TOP").write({"method": "share", "weight": 3})
        self.line("BIG").write({"method": "share", "weight": 1})
        self.budget.pool_amount = 1100
        self.assertEqual(self.amounts()[:4], [300, 100, 100, 200])

    def test_a_pool_of_one_line(self):
        self.line("MEDIUM").pool_amount = 150
        self.assertEqual(self.amounts()[:6], [400, 300, 300, 50, 50, 50])

    def test_a_fixed_sum_per_salesperson(self):
        other = self.user("accountant")
        self.buyers[0].user_id = other
        self.budget.write({"seller_pool": "fixed", "seller_amount": 600})
        # the other's Top keeps 400; 1,200 of the first are halved
        self.assertEqual(self.amounts()[:4], [400, 150, 150, 100])

    def test_caps_of_each_kind(self):
        self.cap("customer", 250)
        self.cap("tier", 300, tier_id=self.tier["MEDIUM"].id)
        self.gift(self.buyers[1], 100.0).state = "given"
        found = self.allocated()
        self.assertEqual(found["amount"].tolist()[:6], [250, 150, 250, 100, 100, 100])
        self.assertEqual(
            found["amount_note"].tolist()[:4],
            ["capped_customer", "capped_customer", "capped_customer", "capped_tier"],
        )

    def test_a_cap_for_one_tiers_customers(self):
        self.cap("customer", 250, tier_id=self.tier["BIG"].id)
        self.assertEqual(self.amounts()[:3], [400, 250, 250])

    def test_the_pool_of_an_occasion(self):
        other = self.env["customer.gift.occasion"].create({"name": "Other"})
        cap = self.cap("company", 800, occasion_id=other.id)
        self.assertEqual(self.amounts()[0], 400)
        cap.occasion_id = self.occasion
        self.assertEqual(self.amounts()[0], 200)

    def test_the_number_of_queries_does_not_grow(self):
        self.budget.pool_amount = 1000
        self.cap("customer", 250)
        self.cap("salesperson", 250)
        plan = self.new_plan()
        counts = []
        for customers in (self.buyers[:2], self.buyers):
            frame = self.frame(customers)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.allocated(plan, frame)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # ------------------------------------------------------------ what is refused

    def refused(self, words, records, **values):
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            records.write(values)

    def test_figures_that_mean_nothing(self):
        line = self.line("TOP")
        self.refused("negative", line, amount=-1)
        self.refused("negative", line, pool_amount=-1)
        self.refused("above the maximum", line, method="percent", minimum=5, maximum=4)
        self.refused("100 % of revenue", line, method="percent", percent=101)
        self.refused("negative", self.budget, pool_amount=-1)
        self.refused("each salesperson", self.budget, seller_pool="fixed")
        self.refused("before it begins", self.budget, date_to="2024-01-01")
        self.refused("A cap cannot be", self.cap("company", 5), amount=-5)

    def test_a_pool_cut_below_what_is_approved(self):
        self.gift(self.buyers[0], 120.0).state = "approved"
        self.budget.pool_amount = 120
        self.refused(r"cannot be reduced to .*119\.99", self.budget, pool_amount=119.99)

    def test_one_line_per_tier_and_occasion(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.line("TOP").copy()

    # ------------------------------------------------------------ thresholds

    def test_bars_of_a_budget(self):
        self.budget.pool_amount = 1000
        self.gift(self.buyers[0], 100.0)
        for state, cost in (("approved", 300.0), ("given", 450.0), ("declined", 70.0)):
            self.gift(self.buyers[1], cost).state = state
        self.assertRecordValues(
            self.budget,
            [
                {
                    "planned": 850,
                    "committed": 750,
                    "spent": 450,
                    "left": 250,
                    "used_percent": 75,
                    "level": "notice",
                }
            ],
        )
        for cost, level in ((149.99, "notice"), (0.01, "warn"), (100.0, "full")):
            self.gift(self.buyers[2], cost).state = "approved"
            self.env.invalidate_all()
            self.assertEqual(self.budget.level, level)

    def test_bars_of_a_plan(self):
        plan = self.new_plan()
        self.assertEqual(plan.level, "none")
        first, second = (
            self.gift(buyer, 150.0, plan_id=plan.id, amount=200.0)
            for buyer in self.buyers[:2]
        )
        first.state = "given"
        second.state = "approved"
        self.env.invalidate_all()
        self.assertRecordValues(
            plan,
            [
                {
                    "budget_total": 400,
                    "planned": 300,
                    "committed": 300,
                    "spent": 150,
                    "left": 100,
                    "used_percent": 75,
                    "level": "notice",
                }
            ],
        )
        # beside 700 of another plan, 300 of the pool are left for this one
        self.gift(
            self.buyers[3], 700.0, plan_id=self.new_plan(name="Second").id
        ).state = "approved"
        self.budget.pool_amount = 1000
        self.env.invalidate_all()
        self.assertEqual((plan.budget_total, plan.level), (300, "full"))

    # ------------------------------------------------------------ the matrix

    def cells(self):
        names = {tier.id: code for code, tier in self.tier.items()}
        return {
            (names[cell["row"]], cell["col"]): cell["label"]
            for cell in self.budget.matrix["cells"]
        }

    def test_matrix(self):
        feast = self.occasion.id
        self.line("TOP").write(
            {"method": "percent", "percent": 0.3, "minimum": 50, "maximum": 500}
        )
        self.budget.line_ids = [
            Command.create({"tier_id": self.tier[code].id, **values})
            for code, values in (
                ("SMALL", {"form": "card", "occasion_id": feast}),
                ("PROSPECT", {"form": "nothing"}),
                ("INACTIVE", {"form": "sample", "amount": 12.5}),
            )
        ]
        self.assertEqual(
            self.cells(),
            {
                ("TOP", 0): "0.3 % of revenue, 50–500",
                ("BIG", 0): "300",
                ("MEDIUM", 0): "200",
                ("SMALL", feast): "card",
                ("PROSPECT", 0): "—",
                ("INACTIVE", 0): "sample, 12.50",
            },
        )
        matrix = self.budget.matrix
        codes = {tier.id: code for code, tier in self.tier.items()}
        self.assertEqual(
            [codes[row["id"]] for row in matrix["rows"]][:5],
            ["TOP", "BIG", "MEDIUM", "SMALL", "INACTIVE"],
        )
        self.assertEqual(matrix["columns"][0]["id"], 0)
        self.assertIn(feast, [column["id"] for column in matrix["columns"]])

    def test_a_cell_is_typed(self):
        small = self.tier["SMALL"].id
        self.budget.action_set_cell(small, self.occasion.id, 25)
        self.assertEqual(self.cells()["SMALL", self.occasion.id], "25")
        self.budget.action_set_cell(small, self.occasion.id, 30)
        self.assertEqual(self.line("SMALL", self.occasion).amount, 30)
        self.budget.action_set_cell(small, self.occasion.id, None)
        self.assertFalse(self.line("SMALL", self.occasion))
        self.line("TOP").write({"method": "percent", "percent": 1})
        with self.assertRaisesRegex(UserError, "more than a plain amount"):
            self.budget.action_set_cell(self.tier["TOP"].id, 0, 5)

    def test_only_administrators_change_a_budget(self):
        budget = self.seen_by(self.manager, self.budget)
        self.assertFalse(budget.matrix["editable"])
        with self.assertRaises(AccessError):
            budget.action_set_cell(self.tier["TOP"].id, 0, 5)
        budget = self.seen_by(self.user("admin"), self.budget)
        self.assertTrue(budget.matrix["editable"])
        budget.action_set_cell(self.tier["TOP"].id, 0, 5)
        self.assertEqual(self.line("TOP").amount, 5)

    def test_a_cell_opens_its_line_or_a_new_one(self):
        action = self.budget.action_open_cell(self.tier["TOP"].id, 0)
        self.assertEqual(action["res_id"], self.line("TOP").id)
        action = self.budget.action_open_cell(self.tier["SMALL"].id, self.occasion.id)
        self.assertFalse(action["res_id"])
        form = Form(
            self.env["customer.gift.budget.line"].with_context(**action["context"])
        )
        form.amount = 15
        form.save()
        self.assertEqual(self.line("SMALL", self.occasion).amount, 15)

    # ------------------------------------------------------------ screens, preview

    def test_screens(self):
        with Form(self.budget) as form:
            form.pool_amount = 5000
            with form.cap_ids.new() as cap:
                cap.scope = "company"
                cap.amount = 4000
        self.assertEqual(self.budget.budget_total, 4000)
        views = [(False, "list"), (False, "search"), (False, "form")]
        self.env["customer.gift.budget"].get_views(views)
        self.env["customer.gift.budget.line"].get_views([(False, "list")])

    def test_preview_of_a_plan(self):
        self.budget.pool_amount = 800
        plan = self.new_plan()
        planner = type(self.env["customer.gift.planner"])
        with patch.object(planner, "_collect", return_value=self.frame()):
            preview = plan._budget_preview()
            html = plan.preview_html
        self.assertEqual(
            [
                (r["tier"].code, r["customers"], r["average"], r["total"], r["notes"])
                for r in preview["tiers"]
            ],
            [
                ("TOP", 1, 200, 200, {"pool_scaled": 1}),
                ("BIG", 2, 150, 300, {"pool_scaled": 2}),
                ("MEDIUM", 3, 100, 300, {"pool_scaled": 3}),
            ],
        )
        self.assertEqual(
            (preview["customers"], preview["total"], preview["left"]), (6, 800, 0)
        )
        self.assertEqual(preview["none"], {"no_line": 4})
        self.assertIn("800.00", html)
        self.assertIn("The pool was not enough for everyone. (3)", html)
        self.assertIn("4 more customers get no gift. The budget has no line", html)
        self.assertFalse(plan.gift_ids)
        action = plan.with_user(self.manager).action_preview_budget()
        self.env["customer.gift.plan"].get_view(action["views"][0][0], "form")
        with self.assertRaisesRegex(UserError, "Only managers"):
            plan.with_user(self.seller).action_preview_budget()
