from datetime import date

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import AS_OF, TieringCase


@tagged("post_install", "-at_install")
class TestCutOffs(TieringCase):
    """Every cut-off, score, cap and group, from the scheme to the standing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(4)
        cls.invoices(
            [
                (customer, amount)
                for customer, amount in zip(
                    cls.people, (500, 300, 150, 50), strict=True
                )
            ]
        )

    def ladder(self, *rules, **values):
        lines = [
            Command.create({"tier_id": self.tier[code].id, **line})
            for code, line in rules
        ]
        lines.append(Command.create({"tier_id": self.tier["SMALL"].id}))
        return self.scheme(rule_ids=lines, **values)

    def codes(self, scheme):
        self.evaluate(scheme)
        return self.tier_codes(scheme, self.people)

    def metric(self, code):
        return self.env["customer.tier.metric"].search([("code", "=", code)])

    # ------------------------------------------------------------ cut-offs

    def test_share_of_value(self):
        # of 1,000: before the second 500, the third 800, the fourth 950
        scheme = self.ladder(
            ("TOP", {"method": "share_of_value", "threshold": 80}),
            ("BIG", {"method": "share_of_value", "threshold": 15}),
        )
        self.assertEqual(self.codes(scheme), ["TOP", "TOP", "BIG", "SMALL"])
        self.assertEqual(self.standing(scheme, self.people[0]).reason, "share_of_value")

    def test_number_of_customers(self):
        scheme = self.ladder(
            ("TOP", {"method": "number_of_customers", "threshold": 1}),
            ("BIG", {"method": "number_of_customers", "threshold": 2}),
        )
        self.assertEqual(self.codes(scheme), ["TOP", "BIG", "BIG", "SMALL"])

    def test_threshold_and_what_is_missing_to_it(self):
        scheme = self.ladder(
            ("TOP", {"method": "threshold", "threshold": 500}),
            ("BIG", {"method": "threshold", "threshold": 200}),
        )
        self.assertEqual(self.codes(scheme), ["TOP", "BIG", "SMALL", "SMALL"])
        first, second, third, _ = (self.standing(scheme, p) for p in self.people)
        self.assertEqual(
            (first.margin_to_keep, second.gap_up, second.margin_to_keep), (0, 200, 100)
        )
        self.assertEqual(third.gap_up, 50)

    def test_threshold_per_month_on_average(self):
        # 12 months: 480 make 40 a month
        scheme = self.ladder(
            ("TOP", {"method": "threshold", "threshold": 40, "per": "month"})
        )
        self.assertEqual(self.codes(scheme), ["TOP", "SMALL", "SMALL", "SMALL"])
        scheme.rule_ids[0].threshold = 25
        self.assertEqual(self.codes(scheme), ["TOP", "TOP", "SMALL", "SMALL"])

    def test_threshold_in_another_currency(self):
        self.rate(self.eur, date(2025, 1, 1), 0.5)
        scheme = self.ladder(
            (
                "TOP",
                {
                    "method": "threshold",
                    "threshold": 150,
                    "threshold_currency_id": self.eur.id,
                },
            )
        )
        # 150 EUR are 300 USD on the as-of day
        self.assertEqual(self.codes(scheme), ["TOP", "TOP", "SMALL", "SMALL"])

    def test_any_of_several(self):
        self.invoices([(self.people[3], 1)] * 4)
        scheme = self.ladder(
            ("TOP", {"method": "threshold", "threshold": 500}),
            (
                "TOP",
                {
                    "method": "threshold",
                    "threshold": 5,
                    "metric_id": self.metric("purchase_count").id,
                },
            ),
        )
        self.assertEqual(self.codes(scheme), ["TOP", "SMALL", "SMALL", "TOP"])

    def test_and_also_at_least_of_another_figure(self):
        self.invoices([(self.people[1], 1)])
        scheme = self.ladder(
            (
                "TOP",
                {
                    "method": "number_of_customers",
                    "threshold": 2,
                    "minimum": 2,
                    "minimum_metric_id": self.metric("purchase_count").id,
                },
            )
        )
        self.assertEqual(self.codes(scheme), ["SMALL", "TOP", "SMALL", "SMALL"])

    # ------------------------------------------------------------ score and caps

    def scored(self, **values):
        criteria = [
            {
                "metric_id": self.metric("net_revenue").id,
                "weight": 3,
                "method": "min_max",
                "low": 0,
                "high": 500,
            },
            {
                "metric_id": self.metric("purchase_count").id,
                "weight": 1,
                "method": "bands",
                "band_ids": [
                    Command.create({"start": 1, "points": 20}),
                    Command.create({"start": 2, "points": 100}),
                ],
            },
        ]
        return self.ladder(
            ("TOP", {"method": "score", "threshold": 80}),
            ("BIG", {"method": "score", "threshold": 60}),
            rank_by="score",
            criterion_ids=[Command.create(line) for line in criteria],
            **values,
        )

    def test_by_score(self):
        self.invoices([(self.people[1], 100)])
        # (3 x 100 + 20) / 4 = 80; (3 x 80 + 100) / 4 = 85; (3 x 30 + 20) / 4 = 27.5
        scheme = self.scored()
        self.assertEqual(self.codes(scheme), ["TOP", "TOP", "SMALL", "SMALL"])
        second = self.standing(scheme, self.people[1])
        self.assertEqual((second.score, second.rank, second.points), (85, 1, [80, 100]))
        self.assertEqual(self.standing(scheme, self.people[2]).score, 27.5)
        self.assertEqual(self.evaluate(scheme).written_count, 0)

    def test_a_score_without_criteria_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has no criterion"):
            self.ladder(("TOP", {"method": "score", "threshold": 80}), rank_by="score")

    def test_a_cap(self):
        scheme = self.ladder(
            ("TOP", {"method": "threshold", "threshold": 100}),
            ("BIG", {"method": "threshold", "threshold": 60}),
        )
        scheme.cap_ids = [
            Command.create(
                {
                    "tier_id": self.tier["BIG"].id,
                    "metric_id": self.metric("net_revenue").id,
                    "above": 299.99,
                    "floor_metric_id": self.metric("net_revenue").id,
                    "floor_above": 300,
                }
            )
        ]
        self.assertEqual(self.codes(scheme), ["BIG", "TOP", "TOP", "SMALL"])
        first = self.standing(scheme, self.people[0])
        self.assertEqual(
            (first.computed_tier_id.code, first.decided_by), ("TOP", "capped")
        )
        self.assertEqual(self.changes(scheme, self.people[0]).reason, "capped")

    # ------------------------------------------------------------ groups

    def test_ranked_within_each_country(self):
        first, second, third, fourth = self.people
        (first + second).country_id = self.env.ref("base.us")
        third.country_id = self.env.ref("base.cn")
        scheme = self.ladder(
            ("TOP", {"method": "number_of_customers", "threshold": 1}),
            group_by="country",
        )
        self.assertEqual(self.codes(scheme), ["TOP", "SMALL", "TOP", "TOP"])
        standing = self.standing(scheme, second)
        self.assertEqual((standing.rank, standing.ranked_count), (2, 2))
        self.assertEqual(standing.group_key, self.env.ref("base.us").id)

    def test_ranked_within_each_city_however_it_is_written(self):
        first, second, third, fourth = self.people
        (first + second + third).country_id = self.env.ref("base.cn")
        first.city, second.city, third.city = "Chengdu", " chengdu", "Wuhan"
        scheme = self.ladder(
            ("TOP", {"method": "number_of_customers", "threshold": 1}), group_by="city"
        )
        self.assertEqual(self.codes(scheme), ["TOP", "SMALL", "TOP", "TOP"])

    def test_only_one_city_has_the_bar_of_its_trade(self):
        # telecom (R14): 40 a month and more, customers of one city only
        self.people[:2].city = "Chengdu"
        scheme = self.ladder(
            ("TOP", {"method": "threshold", "threshold": 40, "per": "month"}),
            domain="[('city', '=', 'Chengdu'), ('ref', '=', 'TIERING-TEST')]",
        )
        self.assertEqual(self.codes(scheme), ["TOP", "SMALL", None, None])

    def test_the_corporate_group_is_one_customer(self):
        head = self.customer("Head")
        self.people[2:].parent_id = head
        contact = self.contact(self.people[3])
        self.invoice(contact, 400)
        scheme = self.ladder(
            ("TOP", {"method": "number_of_customers", "threshold": 1}),
            customer_level="group",
        )
        self.evaluate(scheme, AS_OF)
        # 150 + 50 + 400 of the two subsidiaries and a contact two levels down
        standing = self.standing(scheme, head)
        self.assertEqual((standing.net_revenue, standing.tier_id.code), (600, "TOP"))
        self.assertEqual(self.codes(scheme)[:2], ["SMALL", "SMALL"])
        # what is set by hand on a subsidiary holds for the group
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.people[2].id,
                "scheme_id": scheme.id,
                "kind": "at_most",
                "tier_id": self.tier["SMALL"].id,
                "reason": "Wound up",
            }
        )
        self.assertEqual(
            (standing.tier_id.code, standing.decided_by), ("SMALL", "manual")
        )
        self.evaluate(scheme, AS_OF)
        self.assertEqual(standing.tier_id.code, "SMALL")

    # ------------------------------------------------------------ refused

    def test_thresholds_that_make_no_sense(self):
        for line, message in (
            ({"method": "threshold", "threshold": 0}, "must be above 0"),
            ({"method": "score", "threshold": 101}, "cannot be above 100"),
            ({"method": "number_of_customers", "threshold": 1.5}, "whole number"),
            (
                {"method": "threshold", "threshold": 10, "keep_threshold": 11},
                "is harder than entering it",
            ),
            (
                {
                    "method": "percent_of_customers",
                    "threshold": 10,
                    "keep_threshold": 9,
                },
                "is harder than entering it",
            ),
        ):
            with (
                self.subTest(line=line),
                self.assertRaisesRegex(ValidationError, message),
            ):
                self.ladder(("TOP", line))
