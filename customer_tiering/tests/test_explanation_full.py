from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TieringCase

JULY = date(2025, 7, 31)


class ExplanationCase(TieringCase):
    """Ann bought for 1,000 in two invoices, Ben for 400 in one, both on 1 June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben = cls.customer("Ann"), cls.customer("Ben")
        june = date(2025, 6, 1)
        cls.invoices([(cls.ann, 600, june), (cls.ann, 400, june), (cls.ben, 400, june)])
        cls.metric = {
            metric.code: metric for metric in cls.env["customer.tier.metric"].search([])
        }

    def ladder(self, rule=None, **values):
        """An evaluated scheme whose only better tier is Top, by ``rule``."""
        scheme = self.scheme(
            rule_ids=[
                Command.create({"tier_id": self.tier["TOP"].id, **(rule or {})}),
                Command.create({"tier_id": self.tier["SMALL"].id}),
            ],
            **values,
        )
        self.evaluate(scheme)
        return scheme

    def details(self, scheme, customer, **context):
        standing = self.standing(scheme, customer).with_context(lang="en_US", **context)
        return standing.explanation_details

    def why(self, scheme, customer, **context):
        return plain(self.details(scheme, customer, **context)["why"])

    def sentences(self, scheme, customer, **context):
        return [
            plain(s) for s in self.details(scheme, customer, **context)["sentences"]
        ]


@tagged("post_install", "-at_install")
class TestExplanationFull(ExplanationCase):
    """K19: why this tier, what is missing, what may be lost, by when, since when."""

    def test_number_of_customers(self):
        scheme = self.ladder({"method": "number_of_customers", "bar": 1})

        self.assertEqual(
            self.why(scheme, self.ann),
            "Rank 1 of 2 customers by “Net invoiced revenue”: $ 1,000.00. The first 1 "
            "places belong to Top or better.",
        )
        # to be ahead of 1,000
        self.assertEqual(
            self.sentences(scheme, self.ben),
            [
                "28.6 % of the whole; together with all before him 100.0 %.",
                "With $ 600.01 more in “Net invoiced revenue” he reaches Top at the "
                "next evaluation, the others unchanged.",
                "In Small since 06/30/2025.",
            ],
        )
        self.assertEqual(
            self.sentences(scheme, self.ann),
            [
                "71.4 % of the whole; together with all before him 71.4 %.",
                "He may lose $ 599.99 and still reaches Top.",
                "In Top since 06/30/2025.",
            ],
        )

    def test_share_of_value(self):
        scheme = self.ladder({"method": "share_of_value", "bar": 50})

        self.assertEqual(
            self.why(scheme, self.ann),
            "Rank 1 of 2 customers by “Net invoiced revenue”: $ 1,000.00. The "
            "customers before him hold 0.0 % of the whole. Who stands before the line "
            "of 50.0 % belongs to Top or better.",
        )

    def test_threshold_on_another_figure(self):
        scheme = self.ladder(
            {
                "method": "threshold",
                "metric_id": self.metric["purchase_count"].id,
                "bar": 2,
            }
        )

        self.assertEqual(
            self.why(scheme, self.ann),
            "“Purchases” is 2, of at least 2; that is enough for Top.",
        )
        # no amount of money helps: what is asked for is told instead
        self.assertIn(
            "Top asks for: “Purchases” is 1, of at least 2.",
            self.sentences(scheme, self.ben),
        )

    def test_threshold_per_month(self):
        scheme = self.ladder({"method": "threshold", "per": "month", "bar": 50})

        self.assertEqual(
            self.why(scheme, self.ann),
            "“Net invoiced revenue” is $ 1,000.00, of at least $ 600.00; that is "
            "enough for Top.",
        )
        self.assertIn(
            "With $ 200.00 more in “Net invoiced revenue” he reaches Top at the next "
            "evaluation, the others unchanged.",
            self.sentences(scheme, self.ben),
        )

    def test_ranked_by_another_figure(self):
        scheme = self.ladder(
            {"bar": 50}, value_metric_id=self.metric["purchase_count"].id
        )

        self.assertIn("by “Purchases”: 2.", self.why(scheme, self.ann))
        self.assertIn(
            "With 2 more in “Purchases” he reaches Top at the next evaluation, the "
            "others unchanged.",
            self.sentences(scheme, self.ben),
        )

    def test_in_a_group(self):
        self.ann.country_id = self.env.ref("base.de")
        scheme = self.ladder({"bar": 50}, group_by="country")

        self.assertIn("Rank 1 of 1 customers in Germany by", self.why(scheme, self.ann))
        self.assertIn(
            "in the group of those without one by", self.why(scheme, self.ben)
        )

    # ------------------------------------------------------------ score

    def score_scheme(self):
        """Weights 3 and 1. Ann: (3 × 80 + 100) / 4 = 85, Ben: (3 × 20 + 50) / 4."""
        bands = {
            "net_revenue": (3, ((0, 20), (500, 80))),
            "purchase_count": (1, ((1, 50), (2, 100))),
        }
        return self.ladder(
            {"method": "score", "bar": 80},
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
            "85 of 100 points; from 80 points on a customer belongs to Top or better.",
        )
        self.assertIn(
            "With 52.50 more in “Score” he reaches Top at the next evaluation, the "
            "others unchanged.",
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
        scheme.rule_ids[0].bar = 99

        self.assertEqual(
            [row["weight"] for row in self.details(scheme, self.ann)["criteria"]],
            ["75.0 %", "25.0 %"],
        )
        self.assertIn("from 80 points on", self.why(scheme, self.ann))

    # ------------------------------------------------------------ held, capped, by hand

    def test_held(self):
        """Ben overtakes: Ann keeps Top until the second miss and 90 days of grace."""
        scheme = self.ladder({"bar": 50}, misses=2, grace_days=90)
        self.invoice(self.ben, 700, date(2025, 7, 1))
        self.evaluate(scheme, JULY)
        scheme.next_date = date(2025, 8, 31)

        self.assertEqual(
            self.sentences(scheme, self.ann),
            [
                "47.6 % of the whole; together with all before him 100.0 %.",
                "The figures give Small since 07/31/2025 (missed 1 of 2). He falls not "
                "before 10/29/2025, and not at all if he reaches Top again by then.",
                "$ 100.01 are missing to what Top asks for.",
                "In Top since 06/30/2025.",
            ],
        )
        self.assertEqual(self.standing(scheme, self.ann).falls_on, date(2025, 10, 29))
        self.assertFalse(self.standing(scheme, self.ben).falls_on)
        self.assertEqual(
            self.sentences(scheme, self.ben)[1:],
            [
                "He may lose $ 99.99 and still reaches Top.",
                "In Top since 07/31/2025.",
                "Last change on 07/31/2025, from Small to Top: By rank among the "
                "customers.",
            ],
        )

    def test_figures_only_before_the_next_evaluation(self):
        scheme = self.ladder({"bar": 50}, next_date=date(2025, 8, 1))
        self.invoice(self.ben, 700, date(2025, 7, 1))
        scheme._queue_evaluation(date(2025, 7, 15), "figures")._run()

        self.assertIn(
            "The figures give Small now. He falls not before 08/01/2025, and not at "
            "all if he reaches Top again by then.",
            self.sentences(scheme, self.ann),
        )
        self.assertIn(
            "The figures give Top already; he rises at the evaluation of 08/01/2025.",
            self.sentences(scheme, self.ben),
        )

    def test_capped(self):
        scheme = self.ladder(
            {"bar": 50},
            cap_ids=[
                Command.create(
                    {
                        "tier_id": self.tier["SMALL"].id,
                        "metric_id": self.metric["days_since_last_purchase"].id,
                        "above": 20,
                    }
                )
            ],
        )

        self.assertEqual(self.tier_code(scheme, self.ann), "SMALL")
        self.assertIn(
            "By his figures Top, kept at Small: “Days since the last purchase” is 29 "
            "days, above 20 days.",
            self.sentences(scheme, self.ann),
        )

    def test_set_by_hand(self):
        scheme = self.ladder({"bar": 50})
        override = self.env["customer.tier.override"].create(
            {
                "partner_id": self.ben.id,
                "scheme_id": scheme.id,
                "kind": "fix",
                "tier_id": self.tier["TOP"].id,
                "reason": "Opens three shops",
                "date_end": date(2099, 12, 31),
            }
        )
        self.backdate(override, "2025-06-30 10:00:00")
        told = (
            "Set by hand by OdooBot on 06/30/2025, until 12/31/2099: Fixed Top. "
            "Reason: Opens three shops"
        )

        self.assertIn(told, self.sentences(scheme, self.ben))
        # why tells what the figures give, which is not in force
        self.assertIn("so Small.", self.why(scheme, self.ben))
        override.active = False
        self.assertNotIn(told, self.sentences(scheme, self.ben))

    def test_marked_and_buys(self):
        mark = self.env["customer.tier.no.need"].create(
            {"partner_id": self.ben.id, "reason": "Has no workshop"}
        )
        self.backdate(mark, "2025-06-30 10:00:00")
        scheme = self.ladder({"bar": 50})

        self.assertIn(
            "Marked as having no need by OdooBot on 06/30/2025 (Has no workshop), and "
            "yet he buys: the purchase counts.",
            self.sentences(scheme, self.ben),
        )

    # ------------------------------------------------------------ figures, documents

    def test_figures_open_their_documents(self):
        scheme = self.ladder(
            {"bar": 50}, metric_ids=self.metric["average_order_value"].ids
        )
        self.refund(self.ann, 100)
        self.evaluate(scheme)
        standing = self.standing(scheme, self.ann)
        figures = {f["code"]: f for f in self.details(scheme, self.ann)["figures"]}

        self.assertEqual(plain(figures["net_revenue"]["value"]), "$ 900.00")
        self.assertEqual(plain(figures["average_order_value"]["value"]), "$ 450.00")
        self.assertTrue(figures["net_revenue"]["documents"])
        for code, total, count in (
            ("net_revenue", 900, 3),
            ("purchase_count", 1000, 2),
            ("days_since_last_purchase", 1000, 2),
        ):
            with self.subTest(code):
                action = standing.action_view_figure(code)
                moves = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(moves), count)
                self.assertEqual(sum(moves.mapped("amount_untaxed_signed")), total)

    def test_orders_are_opened_where_a_purchase_is_an_order(self):
        order = self.order(self.ann, moment="2025-06-29 22:30:00")
        scheme = self.ladder({"bar": 50}, purchase_basis="order", tz="Europe/Berlin")

        standing = self.standing(scheme, self.ann)

        # half past midnight in Berlin
        self.assertEqual(standing.last_purchase, date(2025, 6, 30))
        for code in ("purchase_count", "days_since_last_purchase"):
            action = standing.action_view_figure(code)
            self.assertEqual(
                self.env[action["res_model"]].search(action["domain"]), order
            )

    def test_only_known_figures_are_opened(self):
        standing = self.standing(self.ladder({"bar": 50}), self.ann)
        for code in ("changes", "figure", "unlink"):
            with self.assertRaises(AccessError):
                standing.action_view_figure(code)

    def test_the_contact_shows_the_same_with_the_reader_s_rights(self):
        scheme = self.ladder({"bar": 50})
        contact = self.contact(self.ann)
        user, accountant = self.user("user"), self.user("accountant")
        accountant.group_ids += self.env.ref("account.group_account_invoice")

        shown = self.seen_by(user, contact).customer_tier_explanation
        self.assertEqual(shown["standing"], self.standing(scheme, self.ann).id)
        self.assertFalse(shown["figures"][0]["documents"])
        contact.invalidate_recordset()
        shown = self.seen_by(accountant, contact).customer_tier_explanation
        self.assertTrue(shown["figures"][0]["documents"])

    def test_in_the_language_of_the_reader(self):
        scheme = self.ladder({"bar": 50})
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._lang_get("de_DE").write(
            {"thousands_sep": ".", "decimal_point": ",", "date_format": "%d.%m.%Y"}
        )

        standing = self.standing(scheme, self.ann)
        told = " ".join(
            standing.with_context(lang="de_DE").explanation_details["sentences"]
        )

        self.assertIn("599,99", told)
        self.assertIn("30.06.2025", told)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")
