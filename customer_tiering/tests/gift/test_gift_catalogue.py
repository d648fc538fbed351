from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..gift_budget.test_gift_budget import GiftBudgetCase


@tagged("post_install", "-at_install", "gift")
class TestGiftCatalogue(GiftBudgetCase):
    """What is in the catalogue, and which of it each customer is given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search(
            [("customer_gift_ok", "=", True)]
        ).customer_gift_ok = False
        cls.clock_tag = cls.env.ref("customer_tiering.customer_gift_tag_clock")
        cls.tea_tag = cls.env.ref("customer_tiering.customer_gift_tag_tea")
        cls.tea = cls.in_catalogue("Tea", 180, customer_gift_tag_ids=cls.tea_tag.ids)
        cls.clock = cls.in_catalogue(
            "Clock", 200, customer_gift_tag_ids=cls.clock_tag.ids
        )
        cls.vase = cls.in_catalogue("Vase", 280, freight=20)
        cls.horse = cls.in_catalogue(
            "Horse", 390, customer_gift_tier_ids=cls.tier["TOP"].ids
        )
        cls.plan = cls.new_plan()

    @classmethod
    def in_catalogue(cls, name, cost, freight=0.0, **values):
        tags = values.pop("customer_gift_tag_ids", [])
        tiers = values.pop("customer_gift_tier_ids", [])
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "customer_gift_ok": True,
                "customer_gift_tag_ids": [Command.set(tags)],
                "customer_gift_tier_ids": [Command.set(tiers)],
                "list_price": 2 * cost,
                **values,
            }
        )
        product.standard_price = cost
        product.customer_gift_freight = freight
        return product

    def suggested(self, plan=None):
        """Names of what the six who are given something would get, and the frame."""
        plan = plan or self.plan
        frame = self.allocated(plan)
        frame = frame[frame["form"].notna()].reset_index(drop=True)
        found = self.env["product.template"]._suggest_gifts(plan, frame)
        names = {
            product.id: product.name
            for product in self.env["product.product"]
            .with_context(active_test=False)
            .search([("customer_gift_ok", "=", True)])
        }
        return [names.get(key) for key in found["product_id"].tolist()], found

    def test_tier_and_budget(self):
        # 400 for Top: the horse; 300 for Big: the vase, with freight just that;
        # 200 for Medium: the clock
        names, found = self.suggested()
        self.assertEqual(names, ["Horse", "Vase", "Vase", "Clock", "Clock", "Clock"])
        self.assertEqual(found["cost"].tolist(), [390, 300, 300, 200, 200, 200])
        self.assertEqual(found["list_value"].tolist()[:2], [780, 560])
        self.assertTrue((found["cost"] <= found["amount"]).all())

    def test_freight_counts(self):
        self.vase.customer_gift_freight = 20.01
        self.assertEqual(self.suggested()[0][1], "Clock")

    def test_likes_and_taboos_of_the_business_and_its_people(self):
        self.buyers[0].customer_tier_gift_like_ids = self.tea_tag
        boss = self.contact(self.buyers[3])
        boss.customer_tier_gift_taboo_ids = self.clock_tag
        names, _found = self.suggested()
        self.assertEqual(names, ["Tea", "Vase", "Vase", "Tea", "Clock", "Clock"])

    def test_nothing_twice_within_a_year(self):
        def before(buyer, product, day, **values):
            values = {"state": "given", "approved_on": "2024-09-01 10:00:00", **values}
            self.gift(buyer, product_id=product.id, date=day, **values)

        other = self.env["customer.gift.occasion"].create({"name": "Other"})
        # the feast is on 2025-10-06
        before(self.buyers[0], self.horse, "2024-10-06", occasion_id=other.id)
        before(self.buyers[1], self.vase, "2024-09-17")  # last year's feast
        before(self.buyers[2], self.vase, "2024-09-17", occasion_id=other.id)
        before(self.buyers[3], self.clock, "2025-01-29", state="declined")
        self.gift(self.buyers[4], product_id=self.clock.id)  # only proposed
        names, _found = self.suggested()
        self.assertEqual(names, ["Vase", "Clock", "Vase", "Tea", "Clock", "Clock"])

    def test_what_the_plan_itself_gives_is_no_repeat(self):
        gift = self.gift(self.buyers[0], product_id=self.horse.id, plan_id=self.plan.id)
        gift.date = self.plan.date
        gift.state = "approved"
        self.assertEqual(self.suggested()[0][0], "Horse")
        second = self.new_plan(name="Second")
        self.assertEqual(self.suggested(second)[0][0], "Vase")

    def test_occasions_and_forms(self):
        other = self.env["customer.gift.occasion"].create({"name": "Other"})
        self.horse.customer_gift_occasion_ids = other
        self.vase.customer_gift_occasion_ids = other + self.occasion
        self.clock.customer_gift_form = "card"
        self.assertEqual(self.suggested()[0], ["Vase", "Vase", "Vase"] + ["Tea"] * 3)

    def test_archived_products_and_those_of_another_company(self):
        self.horse.active = False
        self.vase.product_tmpl_id.active = False
        self.clock.company_id = self.new_company("Other Inc.")
        self.assertEqual(self.suggested()[0], ["Tea"] * 6)

    def test_nothing_fits(self):
        (self.tea + self.clock + self.vase + self.horse).customer_gift_ok = False
        names, found = self.suggested()
        self.assertEqual(names, [None] * 6)
        self.assertEqual(found["cost"].tolist(), found["amount"].tolist())

    def test_the_cost_is_that_of_the_plans_company(self):
        self.tea.with_company(self.new_company("Other Inc.")).standard_price = 1
        self.assertEqual(
            {
                p.key: p.cost
                for p in self.env["product.template"]._gift_catalogue(self.plan)
            }[self.tea.id],
            180,
        )

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        self.suggested()
        for customers in (self.buyers[:2], self.buyers[:6]):
            frame = self.allocated(self.plan, self.frame(customers))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["product.template"]._suggest_gifts(self.plan, frame)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_negative_freight(self):
        with self.assertRaisesRegex(ValidationError, "cannot be negative"):
            self.tea.product_tmpl_id.customer_gift_freight = -1

    def test_screens(self):
        action = self.env.ref("customer_tiering.customer_gift_catalogue_action")
        views = [(view.view_id.id, view.view_mode) for view in action.view_ids]
        self.env["product.template"].get_views(
            [*views, (action.search_view_id.id, "search")]
        )
        self.env["customer.gift.tag"].get_views([(False, "list"), (False, "search")])
        with Form(self.tea.product_tmpl_id) as form:
            form.customer_gift_form = "card"
        with Form(self.buyers[0]) as form:
            form.customer_tier_gift_note = "Green tea, no box"
            form.customer_tier_gift_taboo_ids.add(self.clock_tag)
        self.assertEqual(self.buyers[0].customer_tier_gift_taboo_ids, self.clock_tag)

    def test_who_may_what(self):
        tag = self.seen_by(self.seller, self.tea_tag)
        self.assertEqual(tag.name, "Tea")
        with self.assertRaises(AccessError):
            tag.name = "Coffee"
        self.seen_by(self.manager, self.tea_tag).name = "Coffee"
        stranger = self.user("stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.seen_by(stranger, self.buyers[0]).read(["customer_tier_gift_note"])
        # whoever works with products only is not disturbed
        seen = self.seen_by(stranger, self.tea.product_tmpl_id)
        self.assertTrue(seen.customer_gift_ok)
        self.env["product.template"].with_user(stranger).get_views([(False, "form")])
