from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..gifts import FEAST, GiftCase

NOTE = "They asked for tea"


class PlanCase(GiftCase):
    """The day is 1 August 2025: the feast is ahead."""

    TODAY = date(2025, 8, 1)

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                type(self.env["customer.tier.scheme"]),
                "_today",
                lambda scheme: self.TODAY,
            )
        )

    def made(self, state="open", **values):
        plan = self.new_plan(**values)
        plan.action_make()
        if state == "open":
            plan.action_open()
        return plan

    def of(self, plan, place):
        """The gift of the customer at ``place`` (0 is the best)."""
        return plan.gift_ids.filtered(lambda g: g.partner_id == self.buyers[place])

    def frame(self, plan):
        return self.env["customer.gift.planner"]._collect(plan)


@tagged("post_install", "-at_install", "gift")
class TestGiftPlan(PlanCase):
    def test_allocate(self):
        import pandas as pd

        plan = self.new_plan()
        tiers = [self.tier[code].id for code in ("TOP", "SMALL")]
        frame = self.env["customer.gift.budget"]._allocate(
            plan, pd.DataFrame({"tier_id": tiers})
        )
        self.assertEqual(frame["form"].isna().tolist(), [False, True])
        self.assertEqual(frame["amount"].tolist()[0], 400)

    # ------------------------------------------------------------ collect

    def test_one_row_for_each_standing(self):
        frame = self.frame(self.new_plan())

        self.assertEqual(frame["partner_id"].tolist(), self.buyers.ids)
        self.assertEqual(
            frame["net_revenue"].tolist(), [1000 - 100 * n for n in range(10)]
        )
        self.assertEqual(set(frame["user_id"].tolist()), {self.seller.id})
        self.assertEqual(set(frame["occasion_id"]), {self.occasion.id})
        self.assertEqual(set(frame["date"].dt.date), {FEAST})
        self.assertEqual(frame["tier_id"].tolist()[0], self.tier["TOP"].id)

    def test_the_salesperson_of_the_latest_order_where_there_is_none(self):
        first, second = self.manager, self.user("third", groups="base.group_user")
        self.buyers[3].user_id = False
        self.order(self.buyers[3], moment="2025-06-01 10:00:00").user_id = second
        self.order(self.buyers[3], moment="2025-06-29 10:00:00").user_id = first
        self.order(self.buyers[3], moment="2025-06-30 10:00:00").user_id = False
        self.order(
            self.buyers[3], moment="2025-06-30 12:00:00", confirm=False
        ).user_id = second
        self.buyers[4].user_id = False

        frame = self.frame(self.new_plan()).set_index("partner_id")

        self.assertEqual(frame["user_id"][self.buyers[3].id], first.id)
        self.assertTrue(frame["user_id"].isna()[self.buyers[4].id])
        self.assertEqual(frame["user_id"][self.buyers[5].id], self.seller.id)

    def test_archived_and_subordinate_customers_get_nothing(self):
        self.buyers[0].active = False
        self.buyers[1].write({"is_company": False, "parent_id": self.buyers[2].id})

        frame = self.frame(self.new_plan())

        self.assertEqual(frame["partner_id"].tolist(), self.buyers[2:].ids)

    def test_merged_customers_are_planned_once(self):
        kept, gone = self.buyers[0], self.buyers[1]
        plan = self.made()
        before = self.of(plan, 0) + self.of(plan, 1)
        self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": kept.id,
                "partner_ids": [kept.id, gone.id],
            }
        ).action_merge()
        self.assertEqual(before.exists(), before)
        self.assertEqual(before.partner_id, kept)

        plan.action_make()

        self.assertEqual(
            plan.gift_ids.filtered(lambda g: g.partner_id == kept), before[0]
        )
        self.assertEqual(len(plan.gift_ids), 5)

    def test_only_the_plans_own_customers(self):
        self.buyers[2].city = "Lyon"
        plan = self.new_plan(domain="[('city', '=', 'Lyon')]")

        self.assertEqual(self.frame(plan)["partner_id"].tolist(), self.buyers[2].ids)
        with self.assertRaisesRegex(ValidationError, "cannot be found with"):
            plan.domain = "[('no_such_field', '=', 1)]"

    def test_each_customers_own_anniversary(self):
        standings = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", self.pyramid.id)]
        )
        self.update(standings, first_purchase="2021-05-05")
        for place, day in ((0, "2020-10-02"), (1, "2019-10-31"), (2, "2025-10-10")):
            self.update(
                self.standing(self.pyramid, self.buyers[place]), first_purchase=day
            )
        month = self.env["customer.gift.occasion.date"].create(
            {
                "occasion_id": self.occasion.id,
                "date": "2025-10-01",
                "date_end": "2025-10-31",
            }
        )

        plan = self.made(occasion_date_id=month.id)

        self.assertEqual(plan.gift_ids.partner_id, self.buyers[:2])
        self.assertEqual(self.of(plan, 0).date, date(2025, 10, 2))
        self.assertEqual(self.of(plan, 1).date, date(2025, 10, 31))

    # ------------------------------------------------------------ publish

    def test_the_gifts_of_a_plan(self):
        plan = self.made()

        gifts = plan.gift_ids.sorted("id")
        self.assertEqual(gifts.partner_id, self.buyers[:6])
        self.assertEqual(gifts.mapped("amount"), [400, 300, 300, 200, 200, 200])
        self.assertRecordValues(
            gifts[0],
            [
                {
                    "state": "proposed",
                    "direction": "given",
                    "tier_id": self.tier["TOP"].id,
                    "user_id": self.seller.id,
                    "company_id": self.company.id,
                    "scheme_id": self.pyramid.id,
                    "occasion_id": self.occasion.id,
                    "date": FEAST,
                    "form": "goods",
                    "cost": 400,
                    "quantity": 1,
                    "purpose": "Thanks for the year",
                    "edited": False,
                    "held": False,
                    "create_uid": self.env.uid,
                    "write_uid": self.env.uid,
                }
            ],
        )
        self.assertTrue(gifts[0].create_date and gifts[0].write_date)
        self.assertEqual(gifts[0].budget_line_id.tier_id, self.tier["TOP"])
        self.assertEqual(plan.gifts_cost, 1600)

    def test_a_second_time_nothing_is_written(self):
        plan = self.made()
        before = self.versions("customer_gift", plan.gift_ids)

        counts = self.publish(plan)

        self.assertEqual(counts, {"created": 0, "updated": 0, "removed": 0})
        self.assertEqual(self.versions("customer_gift", plan.gift_ids), before)

    def publish(self, plan):
        planner = self.env["customer.gift.planner"]
        return planner._publish(plan, planner._propose(plan))

    def test_a_refresh_renews_what_nobody_has_touched(self):
        plan = self.made()
        edited, held, approved = (self.of(plan, place) for place in (1, 3, 0))
        self.seen_by(self.manager, edited).cost = 250
        held.action_hold("Later")
        approved.action_approve()
        lines = {line.tier_id.code: line for line in self.budget.line_ids}
        lines["TOP"].amount, lines["BIG"].amount = 500, 350
        lines["MEDIUM"].amount = 100

        counts = self.publish(plan)

        self.assertEqual(counts, {"created": 0, "updated": 3, "removed": 0})
        self.assertEqual(
            [self.of(plan, place).cost for place in range(6)],
            [400, 250, 350, 200, 100, 100],
        )
        self.assertTrue(edited.edited)

    def test_a_refresh_takes_away_what_is_no_longer_deserved(self):
        plan = self.made()
        edited, noted, cancelled = (self.of(plan, place) for place in (3, 4, 2))
        self.seen_by(self.manager, edited).purpose = "For his shop's opening"
        noted.message_post(body=NOTE)
        cancelled.action_cancel()
        lines = {line.tier_id.code: line for line in self.budget.line_ids}
        lines["MEDIUM"].amount = 0

        counts = self.publish(plan)

        self.assertEqual(counts, {"created": 0, "updated": 0, "removed": 1})
        self.assertEqual(
            plan.gift_ids.partner_id,
            self.buyers[:5],
        )
        # and who was refused one is not proposed another
        self.assertEqual(len(plan.gift_ids), 5)
        self.assertEqual(cancelled.state, "cancelled")

    def test_the_same_number_of_statements_for_10_and_for_300(self):
        budget = self.new_budget({"TOP": 1, "BIG": 1, "MEDIUM": 1, "SMALL": 1})

        def statements():
            plan = self.new_plan(budget_id=budget.id)
            self.env.flush_all()
            self.env.invalidate_all()
            cr = self.env.cr
            before = cr.sql_log_count
            with patch.object(cr, "copy_expert", wraps=cr.copy_expert) as copy:
                counts = self.publish(plan)
                self.env.flush_all()
            return cr.sql_log_count - before + copy.call_count, counts["created"]

        statements()  # whatever is cached is cached from here on
        few, made = statements()
        self.assertEqual(made, 10)
        self.add_standings(290)
        many, made = statements()
        self.assertEqual(made, 300)
        self.assertEqual(many, few)
        self.assertLess(few, 60)

    def add_standings(self, count):
        """As many further customers, each in the place of the best one."""
        more = self.customers(count, name="Further")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
            " WHERE table_name = 'customer_tier_standing'"
            " AND column_name NOT IN ('id', 'partner_id')"
        )
        ((columns,),) = self.env.cr.fetchall()
        self.env.cr.execute(
            f"INSERT INTO customer_tier_standing (partner_id, {columns})"
            f" SELECT p.id, {columns.replace('company_id', 's.company_id')}"
            "   FROM customer_tier_standing s, unnest(%s) p (id)"
            "  WHERE s.scheme_id = %s AND s.partner_id = %s",
            [more.ids, self.pyramid.id, self.buyers[0].id],
        )

    # ------------------------------------------------------------ name and days

    def test_the_name_is_proposed(self):
        national = self.env["customer.gift.occasion"].create({"name": "National Day"})
        second = self.env["customer.gift.occasion.date"].create(
            {"occasion_id": national.id, "date": "2025-10-01"}
        )
        values = {
            "occasion_date_id": self.feast.id,
            "budget_id": self.budget.id,
            "purpose": "Thanks",
        }
        plan = self.env["customer.gift.plan"].create(values)
        self.assertEqual(plan.name, "Mid-Autumn of the test 2025")
        second.merged_into_id = self.feast
        self.assertEqual(plan.name, "Mid-Autumn of the test + National Day 2025")
        self.assertEqual(plan.approve_by, date(2025, 8, 27))
        self.assertEqual(plan.order_by, date(2025, 9, 6))
        self.assertEqual(plan.deliver_from, date(2025, 9, 22))
        self.assertEqual(plan.deliver_by, date(2025, 10, 3))

        with self.assertRaisesRegex(ValidationError, "one gift covers both"):
            self.new_plan(occasion_date_id=second.id)

    # ------------------------------------------------------------ sentences

    def test_a_past_day(self):
        plan = self.new_plan()
        self.TODAY = date(2025, 10, 6)
        plan.action_make()
        self.TODAY = date(2025, 10, 7)
        with self.assertRaisesRegex(UserError, "2025-10-06, has passed"):
            plan.action_make()

    def test_a_budget_of_another_year_or_archived(self):
        budget = self.new_budget(
            {"TOP": 1}, date_from="2024-01-01", date_to="2024-12-31"
        )
        plan = self.new_plan(budget_id=budget.id)
        with self.assertRaisesRegex(UserError, "does not include 2025-10-06"):
            plan.action_make()
        budget.active = False
        with self.assertRaisesRegex(UserError, "is archived"):
            plan.action_make()
        with self.assertRaisesRegex(UserError, "is archived"):
            plan.action_open()

    def test_a_scheme_never_evaluated(self):
        scheme = self.scheme(name="Never")
        budget = self.new_budget({"TOP": 1}, scheme_id=scheme.id)
        with self.assertRaisesRegex(UserError, "“Never” has not been evaluated"):
            self.new_plan(budget_id=budget.id).action_make()

    def test_nobody_deserves_anything(self):
        budget = self.new_budget({"TOP": 0})
        plan = self.new_plan(budget_id=budget.id)
        action = plan.action_make()
        self.assertIn("No gifts were proposed", action["params"]["message"])

    def test_a_closed_plan(self):
        plan = self.made()
        with self.assertRaisesRegex(UserError, r"6 gifts .* \(Proposed: 6\)"):
            plan.action_close()
        plan.gift_ids.action_cancel()
        plan.action_close()
        self.assertEqual(plan.state, "closed")
        with self.assertRaisesRegex(UserError, "is closed"):
            plan.action_make()
        with self.assertRaisesRegex(UserError, "is closed"):
            plan.gift_ids[0].action_reset()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.seen_by(self.manager, self.env["customer.gift"]).create(
                {"plan_id": plan.id, "partner_id": self.buyers[9].id}
            )
        plan.action_open()
        plan.gift_ids[0].action_reset()
        self.assertEqual(plan.gift_ids[0].state, "proposed")

    def test_what_is_planned_for_cannot_be_deleted(self):
        plan = self.made()
        for record, sentence in (
            (self.feast, "“Mid-Autumn 2025” is planned for it"),
            (self.occasion, "“Mid-Autumn 2025” is planned for it"),
            (plan, "contains 6 gifts and cannot be deleted"),
        ):
            with self.subTest(record), self.assertRaisesRegex(UserError, sentence):
                record.unlink()
        unused = self.env["customer.gift.occasion"].create({"name": "Unused"})
        self.env["customer.gift.occasion.date"].create(
            {"occasion_id": unused.id, "date": "2025-12-01"}
        )
        unused.unlink()
        self.assertFalse(unused.exists())

    # ------------------------------------------------------------ what it cost

    def test_the_actual_cost_comes_from_the_analytic_account(self):
        kind = self.env["account.analytic.plan"].create({"name": "Occasions"})
        accounts = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": kind.id} for name in ("Autumn", "Winter")]
        )
        autumn, winter = (self.new_plan(analytic_account_id=a.id) for a in accounts)
        other = self.new_company("Elsewhere Inc.")
        lines = [(0, -120.5), (0, -30), (0, 10), (1, -7)]
        self.env["account.analytic.line"].create(
            [
                {
                    "name": "Tea",
                    kind._column_name(): accounts[place].id,
                    "amount": amount,
                    "company_id": self.company.id,
                }
                for place, amount in lines
            ]
            + [
                {
                    "name": "Not ours",
                    kind._column_name(): accounts[0].id,
                    "amount": -1000,
                    "company_id": other.id,
                }
            ]
        )

        self.assertEqual((autumn + winter).mapped("actual_cost"), [140.5, 7])
        self.assertEqual(self.new_plan().actual_cost, 0)
