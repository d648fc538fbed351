from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_gift_budget import GiftBudgetCase


@tagged("post_install", "-at_install", "gift")
class TestGiftBudgetUse(GiftBudgetCase):
    """An approval takes from the budget what is left, and no more."""

    def refused(self, words, gifts):
        with self.assertRaisesRegex(UserError, words):
            gifts._reserve_budget()

    def approve(self, gifts):
        gifts._reserve_budget()
        gifts.state = "approved"

    def test_the_pool(self):
        self.budget.pool_amount = 140
        self.approve(self.gift(self.buyers[0], 100.0))
        self.refused(
            r"The pool “Gifts 2025” has .*40\.00 left, but this gift to “Customer 2” "
            r"needs .*100\.00",
            self.gift(self.buyers[1], 100.0),
        )
        self.approve(self.gift(self.buyers[1], 40.0))

    def test_called_after_the_state_was_written(self):
        self.budget.pool_amount = 140
        self.approve(self.gift(self.buyers[0], 100.0))
        late = self.gift(self.buyers[1], 100.0)
        late.state = "approved"
        self.refused(r"has .*40\.00 left, but this gift .*100\.00", late)
        late.cost = 40
        late._reserve_budget()

    def test_many_at_once(self):
        self.budget.pool_amount = 250
        gifts = self.env["customer.gift"].union(
            *(self.gift(buyer, 100.0) for buyer in self.buyers[:3])
        )
        self.refused(r"has .*250\.00 left, but these 3 gifts need .*300\.00", gifts)
        gifts[:2]._reserve_budget()

    def test_gifts_of_two_occasions_share_the_pool(self):
        self.budget.pool_amount = 150
        other = self.env["customer.gift.occasion"].create({"name": "Other"})
        gifts = self.gift(self.buyers[0], 100.0) + self.gift(
            self.buyers[1], 100.0, occasion_id=other.id
        )
        self.refused("these 2 gifts", gifts)

    def test_a_customers_cap(self):
        self.cap("customer", 150)
        self.approve(self.gift(self.buyers[0], 100.0))
        self.approve(self.gift(self.buyers[1], 150.0))
        self.refused(
            r"cap for the customer “Customer 1” has .*50\.00 left",
            self.gift(self.buyers[0], 60.0),
        )

    def test_a_tiers_and_a_salespersons_cap(self):
        self.cap("tier", 100, tier_id=self.tier["TOP"].id)
        self.cap("salesperson", 150, user_id=self.seller.id)
        top = self.tier["TOP"].id
        self.approve(self.gift(self.buyers[0], 90.0, tier_id=top))
        self.refused("cap for the tier", self.gift(self.buyers[0], 20.0, tier_id=top))
        self.refused("salesperson “", self.gift(self.buyers[3], 70.0))
        self.approve(self.gift(self.buyers[3], 70.0, user_id=self.manager.id))

    def test_the_cap_of_one_occasion(self):
        other = self.env["customer.gift.occasion"].create({"name": "Other"})
        self.cap("company", 100, occasion_id=self.occasion.id)
        self.refused("cap for “Mid-Autumn", self.gift(self.buyers[0], 120.0))
        self.approve(self.gift(self.buyers[0], 120.0, occasion_id=other.id))
        self.approve(self.gift(self.buyers[0], 100.0))

    def test_the_pool_of_a_line(self):
        line = self.line("TOP")
        line.pool_amount = 100
        self.refused(
            "pool of the line “Top",
            self.gift(self.buyers[0], 120.0, budget_line_id=line.id),
        )

    def test_a_salesperson_shifts_within_his_own_sum(self):
        self.budget.seller_pool = "sum"
        plan = self.new_plan()
        first, second = (
            self.gift(buyer, 100.0, plan_id=plan.id, amount=100.0)
            for buyer in self.buyers[:2]
        )
        first.cost = 130
        self.approve(first)
        self.refused(r"has .*70\.00 left, but this gift", second)
        second.cost = 70
        self.approve(second)

    def test_outside_the_period_and_received_gifts_take_nothing(self):
        self.budget.pool_amount = 1
        for values in (
            {"date": "2024-12-31"},
            {"direction": "received"},
        ):
            self.gift(self.buyers[0], 100.0, **values)._reserve_budget()

    def test_a_salesperson_who_sees_little_is_told_of_all(self):
        self.budget.pool_amount = 140
        self.approve(self.gift(self.buyers[0], 100.0, user_id=self.manager.id))
        mine = self.gift(self.buyers[1], 100.0)
        self.refused("40.00 left", self.seen_by(self.seller, mine))

    def test_the_write_date_stays(self):
        self.budget.pool_amount = 140
        before = self.budget.write_date, self.budget.write_uid
        count = self.budget.reservation_count
        self.gift(self.buyers[0], 100.0)._reserve_budget()
        self.budget.invalidate_recordset()
        self.assertEqual((self.budget.write_date, self.budget.write_uid), before)
        self.assertEqual(self.budget.reservation_count, count + 1)

    def test_the_number_of_queries_does_not_grow(self):
        self.budget.pool_amount = 10000
        for scope in ("customer", "tier", "salesperson", "company"):
            self.cap(scope, 10000)
        counts = []
        for customers in (self.buyers[:1], self.buyers):
            gifts = self.env["customer.gift"].union(
                *(self.gift(buyer, 10.0) for buyer in customers)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            gifts._reserve_budget()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
