from odoo import Command
from odoo.exceptions import MissingError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..benefit.gift_samples import SampleCase

SALES = "base.group_allow_export,sales_team.group_sale_salesman"


@tagged("post_install", "-at_install", "gift", "control")
class TestAttackOwnCustomers(SampleCase):
    """Who works with own documents only sees figures of own customers only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_tier_own_customers = True
        cls.rep = cls.user("rep", groups=SALES)
        cls.all_leads = cls.user(
            "all", groups="sales_team.group_sale_salesman_all_leads"
        )
        cls.bookkeeper = cls.user("books", groups="account.group_account_invoice")
        cls.officer = cls.user("compliance")
        cls.mine, cls.theirs = cls.buyers[1], cls.buyers[2]
        cls.mine.user_id = cls.rep
        cls.stranger = cls.customer("Nobody yet", user_id=cls.seller.id)
        (cls.mine + cls.theirs).flush_recordset()
        cls.env["customer.tier.override"].create(
            [
                {
                    "partner_id": customer.id,
                    "scheme_id": cls.pyramid.id,
                    "kind": "fix",
                    "tier_id": cls.tier["BIG"].id,
                    "reason": "Opens three shops",
                }
                for customer in (cls.mine, cls.theirs)
            ]
        )
        evaluation = cls.pyramid.last_evaluation_id
        cls.env["customer.tier.evaluation.figure"]._keep_in_force(evaluation)
        for customer in (cls.mine, cls.theirs):
            order = cls.sample(cls, customer, 2)
            order.user_id = cls.seller
        training = cls.env["customer.tier.benefit"].create(
            {
                "name": "Training",
                "kind": "training",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": tier.id, "interval_months": 3})
                    for tier in cls.pyramid.rule_ids.tier_id
                ],
            }
        )
        cls.env["customer.tier.entitlement"]._night(training)
        training.entitlement_ids._answer("offered", "salesperson")
        cls.env.flush_all()
        cls.env.invalidate_all()

    def rpc(self, user, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        records = self.env[model].with_user(user)
        context = {"allowed_company_ids": user.company_ids.ids}
        return call_kw(
            records.with_context(**context),
            method,
            args,
            {**kwargs, "context": context},
        )

    MODELS = (
        "customer.tier.standing",
        "customer.tier.change",
        "customer.tier.evaluation.figure",
        "customer.tier.override",
        "customer.tier.benefit.balance",
        "customer.tier.benefit.usage",
        "customer.tier.entitlement",
        "customer.tier.entitlement.answer",
    )

    def seen(self, user, model):
        rows = self.rpc(user, model, "search_read", [], ["partner_id"])
        return {row["partner_id"][0] for row in rows if row["partner_id"]}

    def test_lists(self):
        for model in self.MODELS:
            with self.subTest(model):
                self.assertEqual(self.seen(self.rep, model), {self.mine.id})
                (group,) = self.rpc(
                    self.rep, model, "formatted_read_group", [], [], ["__count"]
                )
                own = self.env[model].search_count([("partner_id", "=", self.mine.id)])
                self.assertEqual(group["__count"], own)

    def test_who_sees_all(self):
        people = (self.all_leads, self.bookkeeper, self.officer, self.manager)
        for user in people:
            for model in self.MODELS:
                with self.subTest(f"{user.login} {model}"):
                    found = self.seen(user, model)
                    self.assertLessEqual({self.mine.id, self.theirs.id}, found)

    def test_switched_off(self):
        self.company.customer_tier_own_customers = False
        for model in self.MODELS:
            with self.subTest(model):
                self.assertIn(self.theirs.id, self.seen(self.rep, model))

    def test_a_single_one(self):
        standing = self.standing(self.pyramid, self.theirs)
        for method, args in (
            ("read", [["net_revenue"]]),
            ("read", [["explanation", "explanation_details"]]),
            ("web_read", [{"rank": {}}]),
            ("export_data", [["net_revenue"]]),
            ("action_view_figure", ["net_revenue"]),
            ("action_refresh", []),
        ):
            with self.subTest(method), self.assertRaises(MissingError):
                self.rpc(
                    self.rep, "customer.tier.standing", method, standing.ids, *args
                )

    def test_the_contact_keeps_the_word(self):
        tier = self.tier["BIG"]
        names = [
            "customer_tier_standing_id",
            "customer_tier_explanation",
            "customer_tier_override_id",
            "customer_tier_standing_ids",
            "customer_tier_is_close",
            "customer_tier_sample_granted",
            "customer_tier_sample_used",
            "customer_tier_sample_left",
            "customer_tier_gift_left",
        ]
        for customer, shown in ((self.mine, True), (self.theirs, False)):
            (row,) = self.rpc(
                self.rep,
                "res.partner",
                "read",
                customer.ids,
                ["customer_tier_id", *names],
            )
            self.assertEqual(row["customer_tier_id"][0], tier.id)
            self.assertEqual(bool(row["customer_tier_standing_id"]), shown)
            self.assertEqual(bool(row["customer_tier_sample_granted"]), shown)
            if not shown:
                self.assertFalse(any(row[name] for name in names), row)
        found = self.rpc(
            self.rep, "res.partner", "search", [("customer_tier_id", "=", tier.id)]
        )
        self.assertLessEqual({self.mine.id, self.theirs.id}, set(found))

    def test_no_guessing_through_the_contact(self):
        for domain in (
            [("customer_tier_standing_ids.net_revenue", ">", 0)],
            [("customer_tier_differs", "=", True)],
        ):
            with self.subTest(domain):
                found = self.rpc(self.rep, "res.partner", "search", domain)
                self.assertNotIn(self.theirs.id, found)

    def test_current_figures(self):
        for customer in (self.theirs, self.stranger):
            with self.subTest(customer.name), self.assertRaises(MissingError):
                self.rpc(
                    self.rep,
                    "res.partner",
                    "action_refresh_customer_tier",
                    customer.ids,
                )
        self.assertTrue(
            self.rpc(
                self.rep,
                "res.partner",
                "action_refresh_customer_tier",
                self.mine.ids,
            )
        )

    def test_grid_and_migration(self):
        other = self.scheme({"TOP": 10, "SMALL": 0}, name="Other")
        self.evaluate(other)
        self.env.flush_all()
        company = {"allowed_company_ids": self.company.ids}
        for user, alone in ((self.rep, True), (self.all_leads, False)):
            with self.subTest(user.login):
                grid = self.env["customer.tier.grid"].with_user(user)
                grid = grid.with_context(**company).create(
                    {"scheme_id": self.pyramid.id, "column_scheme_id": other.id}
                )
                counted = sum(count for count, _value in grid._count().values())
                self.assertEqual(counted == 1, alone)
                moved = self.env["customer.tier.migration"].with_user(user)
                moved = moved.with_context(**company).create(
                    {"scheme_id": self.pyramid.id}
                )
                lines = self.env.execute_query(moved._moves_sql())
                self.assertEqual(len(lines) == 1, alone)
