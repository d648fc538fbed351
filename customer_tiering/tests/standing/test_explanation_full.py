from odoo import Command
from odoo.tests import tagged

from .explanations import ExplanationCase, plain


@tagged("post_install", "-at_install")
class TestExplanationFull(ExplanationCase):
    """K19: why this tier, what is missing, what may be lost, by when, since when."""

    def test_number_of_customers(self):
        scheme = self.ladder({"method": "number_of_customers", "threshold": 1})

        self.assertEqual(
            self.why(scheme, self.ann),
            "Rank 1 of 2 customers by “Net invoiced revenue”: $ 1,000.00. The first 1 "
            "places belong to Top or better.",
        )
        # to be ahead of 1,000
        self.assertEqual(
            self.sentences(scheme, self.ben),
            [
                "28.6 % of the total; the customers up to this rank account for "
                "100.0 %.",
                "With $ 600.01 more in “Net invoiced revenue”, the customer reaches "
                "Top at the next evaluation if the other customers stay unchanged.",
                "In Small since 06/30/2025.",
            ],
        )
        self.assertEqual(
            self.sentences(scheme, self.ann),
            [
                "71.4 % of the total; the customers up to this rank account for "
                "71.4 %.",
                "The customer can lose $ 599.99 and still reach Top.",
                "In Top since 06/30/2025.",
            ],
        )

    def test_share_of_value(self):
        scheme = self.ladder({"method": "share_of_value", "threshold": 50})

        self.assertEqual(
            self.why(scheme, self.ann),
            "Rank 1 of 2 customers by “Net invoiced revenue”: $ 1,000.00. The "
            "customers ranked ahead account for 0.0 % of the total. As long as this is "
            "below 50.0 %, a customer belongs to Top or better.",
        )

    def test_threshold_on_another_figure(self):
        scheme = self.ladder(
            {
                "method": "threshold",
                "metric_id": self.metric["purchase_count"].id,
                "threshold": 2,
            }
        )

        self.assertEqual(
            self.why(scheme, self.ann),
            "Reaches the threshold of Top: “Purchases” of at least 2 (now 2).",
        )
        # no amount of money helps: what is asked for is told instead
        self.assertIn(
            "Top requires: “Purchases” of at least 2 (now 1).",
            self.sentences(scheme, self.ben),
        )

    def test_threshold_that_is_not_known(self):
        scheme = self.ladder({"method": "threshold", "threshold": 500})
        self.update(self.standing(scheme, self.ann), threshold=400)

        self.assertEqual(self.why(scheme, self.ann), "Reached the threshold of Top.")

    def test_threshold_per_month(self):
        scheme = self.ladder({"method": "threshold", "per": "month", "threshold": 50})

        self.assertEqual(
            self.why(scheme, self.ann),
            "Reaches the threshold of Top: “Net invoiced revenue” of at least "
            "$ 600.00 (now $ 1,000.00).",
        )
        self.assertIn(
            "With $ 200.00 more in “Net invoiced revenue”, the customer reaches Top at "
            "the next evaluation if the other customers stay unchanged.",
            self.sentences(scheme, self.ben),
        )

    def test_ranked_by_another_figure(self):
        scheme = self.ladder(
            {"threshold": 50}, value_metric_id=self.metric["purchase_count"].id
        )

        self.assertIn("by “Purchases”: 2.", self.why(scheme, self.ann))
        self.assertIn(
            "With 2 more in “Purchases”, the customer reaches Top at the next "
            "evaluation if the other customers stay unchanged.",
            self.sentences(scheme, self.ben),
        )

    def test_in_a_group(self):
        self.ann.country_id = self.env.ref("base.de")
        scheme = self.ladder({"threshold": 50}, group_by="country")

        self.assertIn("Rank 1 of 1 customers in Germany by", self.why(scheme, self.ann))
        self.assertIn("in no group by", self.why(scheme, self.ben))

    # ------------------------------------------------------------ score

    def score_scheme(self):
        """Weights 3 and 1. Ann: (3 × 80 + 100) / 4 = 85, Ben: (3 × 20 + 50) / 4."""
        bands = {
            "net_revenue": (3, ((0, 20), (500, 80))),
            "purchase_count": (1, ((1, 50), (2, 100))),
        }
        return self.ladder(
            {"method": "score", "threshold": 80},
            rank_by="score",
            criterion_ids=[
                Command.create(
                    {
                        "metric_id": self.metric[code].id,
                        "weight": weight,
                        "method": "bands",
                        "band_ids": [
                            Command.create({"start": start, "points": points})
                            for start, points in table
                        ],
                    }
                )
                for code, (weight, table) in bands.items()
            ],
        )

    def test_score(self):
        scheme = self.score_scheme()

        self.assertEqual(
            self.why(scheme, self.ann),
            "The score is 85 of 100 points. Customers with 80 points or more belong to "
            "Top or better.",
        )
        self.assertIn(
            "With 52.50 more in “Score”, the customer reaches Top at the next "
            "evaluation if the other customers stay unchanged.",
            self.sentences(scheme, self.ben),
        )

    def test_criteria(self):
        details = self.details(self.score_scheme(), self.ann)

        self.assertEqual(details["score"], "85")
        names = ("label", "value", "points", "weight", "contribution")
        self.assertEqual(
            [[plain(row[name]) for name in names] for row in details["criteria"]],
            [
                ["Net invoiced revenue", "$ 1,000.00", "80", "75.0 %", "60"],
                ["Purchases", "2", "100", "25.0 %", "25"],
            ],
        )

    def test_a_criterion_left_out_is_a_dash_and_no_zero(self):
        scheme = self.score_scheme()
        self.update(self.standing(scheme, self.ann), points="[null, 100]")

        rows = self.details(scheme, self.ann)["criteria"]

        names = ("points", "weight", "contribution")
        self.assertEqual([rows[0][name] for name in names], ["–", "–", "–"])
        self.assertEqual([rows[1][name] for name in names], ["100", "100.0 %", "100"])

    def test_settings_changed_since_do_not_matter(self):
        scheme = self.score_scheme()
        scheme.criterion_ids[1].weight = 9
        scheme.rule_ids[0].threshold = 99

        self.assertEqual(
            [row["weight"] for row in self.details(scheme, self.ann)["criteria"]],
            ["75.0 %", "25.0 %"],
        )
        self.assertIn("with 80 points or more", self.why(scheme, self.ann))
