import dataclasses
from unittest.mock import patch

import numpy as np

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ...classification import cuts
from ...classification.frame import Column
from ...models.collector.source import Source
from ...models.standing.documents import Opener
from ..common import AS_OF, TieringCase

QUOTED = Column("x_quoted", "float", 0.0, "company currency, of all orders")
# one that no test gives a field on the standings
ASKED = Column("x_asked", "float", 0.0, "company currency, of all orders")


@tagged("post_install", "-at_install")
class TestExtension(TieringCase):
    """Another addon adds a source, a metric, a cut-off or an explanation.

    It overrides the documented methods by ``_inherit``; here they are replaced on the
    models of the registry for the length of a test, which comes to the same.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.hammer = cls.customers(2)
        cls.invoices([(cls.anvil, 100), (cls.hammer, 60)])
        cls.order(cls.hammer, 5000)
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})

    def setUp(self):
        super().setUp()
        # added first, it comes last
        self.addCleanup(self.assert_no_trace)

    def assert_no_trace(self):
        """The models of the tests that follow have no field without a column."""
        self.assertNotIn(QUOTED.name, self.env["customer.tier.standing"]._fields)

    def extend(self, model, method, replacement):
        """``replacement(super_method, records, …)`` instead of ``method``."""
        model_class = type(self.env[model])
        original = getattr(model_class, method, None)
        patcher = patch.object(
            model_class,
            method,
            lambda records, *args: replacement(original, records, *args),
            create=original is None,
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def add_source(self, column=QUOTED):
        def quoted(reading):
            return SQL(
                """
                SELECT p.commercial_partner_id AS partner_id,
                       SUM(o.amount_untaxed) AS %s
                  FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                 WHERE o.company_id = ANY(%s) GROUP BY 1
                """,
                SQL.identifier(column.name),
                reading.companies,
            )

        def sources(original, collector, reading):
            return original(collector, reading) | {"x": Source(quoted, (column,))}

        self.extend("customer.tier.collector", "_sources", sources)

    def test_a_source_from_outside_may_rank_the_customers(self):
        self.add_source()
        self.extend(
            "customer.tier.scheme",
            "_settings",
            lambda original, scheme, as_of: dataclasses.replace(
                original(scheme, as_of), value=QUOTED.name
            ),
        )

        evaluation = self.evaluate(self.pyramid)

        # by invoices it would be the other way round
        self.assertEqual(
            self.tier_codes(self.pyramid, self.anvil + self.hammer), ["SMALL", "TOP"]
        )
        self.assertEqual(evaluation.settings["value"], "x_quoted")
        # what the source does not mention has the column's missing value
        self.assertEqual(self.standing(self.pyramid, self.anvil).reason, "no_value")

    def test_sales_without_an_invoice_from_outside(self):
        """The anvil buys once more, without an invoice, by another addon's rows."""

        def sold(original, collector, reading, first, last):
            rows = SQL(
                """
                SELECT %s AS customer_id, %s::date AS day, 7.0 AS amount,
                       TRUE AS is_purchase, FALSE AS is_refund, TRUE AS stands
                """,
                self.anvil.id,
                AS_OF,
            )
            return [*original(collector, reading, first, last), rows]

        self.extend("customer.tier.collector", "_more_sales", sold)
        for basis, count in (("invoice", 2), ("order", 1)):
            with self.subTest(basis):
                self.pyramid.purchase_basis = basis
                self.evaluate(self.pyramid)
                standing = self.standing(self.pyramid, self.anvil)
                self.assertEqual(standing.net_revenue, 107)
                self.assertEqual(standing.purchase_count, count)
                self.assertEqual(standing.last_purchase, AS_OF)

    def test_other_code_asks_for_one_customer_now(self):
        """Also by a source from outside, which knows nothing of being asked for one."""
        self.add_source(ASKED)
        self.extend(
            "customer.tier.scheme",
            "_settings",
            lambda original, scheme, as_of: dataclasses.replace(
                original(scheme, as_of), value=ASKED.name
            ),
        )
        self.evaluate(self.pyramid)
        self.order(self.anvil, 7000)

        found = self.anvil._customer_tier_now(self.pyramid)

        # bought in the window of the evaluation, not in that of today
        self.assertEqual(found["lifecycle"], "inactive")
        now = self.env["customer.tier.refresher"]._now
        found = now(self.pyramid, self.anvil, self.pyramid.last_evaluation_id.as_of)
        self.assertEqual(found["tier"], self.tier["TOP"].id)
        self.assertEqual(found["threshold"]["figure"], 7000)
        self.assertEqual(found["threshold"]["asked"], 5000.01)
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "SMALL")

    def test_a_metric_from_outside_is_published(self):
        self.add_metric()

        self.evaluate(self.pyramid)

        standings = [self.standing(self.pyramid, c) for c in self.anvil + self.hammer]
        self.assertEqual([standing.x_quoted for standing in standings], [0, 5000])
        self.assertEqual(self.evaluate(self.pyramid).written_count, 0)
        self.order(self.anvil, 70)
        self.assertEqual(self.evaluate(self.pyramid).written_count, 1)
        self.assertEqual(standings[0].x_quoted, 70)

    def test_a_metric_from_outside_is_told_and_opened_by_its_record(self):
        self.add_metric()
        self.pyramid.metric_ids = self.env["customer.tier.metric"].create(
            {
                "name": "Quoted",
                "code": QUOTED.name,
                "definition": "All orders, confirmed or not.",
                "unit": "money",
                "documents": "orders",
            }
        )

        self.evaluate(self.pyramid)

        standing = self.standing(self.pyramid, self.hammer)
        figures = standing.with_context(lang="en_US").explanation_details["figures"]
        self.assertEqual(
            [figure for figure in figures if figure["code"] == QUOTED.name],
            [
                {
                    "code": QUOTED.name,
                    "label": "Quoted",
                    "definition": "All orders, confirmed or not.",
                    "value": "$\N{NO-BREAK SPACE}5,000.00",
                    "documents": True,
                }
            ],
        )
        action = standing.action_view_figure(QUOTED.name)
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened.partner_id, self.hammer)

    def test_documents_of_a_kind_from_outside(self):
        def customers(documents):
            return documents.list_people(
                "Them", Domain("id", "=", documents.customer.id)
            )

        self.extend(
            "customer.tier.standing",
            "_openers",
            lambda original, standings: (
                original(standings) | {"x_people": Opener(customers, "res.partner")}
            ),
        )
        field = self.env["customer.tier.metric"]._fields["documents"]
        more = [*field.selection, ("x_people", "Them")]
        metric = self.env.ref("customer_tiering.customer_tier_metric_purchase_count")
        with (
            patch.object(field, "selection", more),
            patch.object(field, "_selection", dict(more)),
        ):
            metric.documents = "x_people"
            self.evaluate(self.pyramid)

            action = self.standing(self.pyramid, self.anvil).action_view_figure(
                "purchase_count"
            )

        self.assertEqual(action["display_name"], "Them")
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), self.anvil
        )

    def test_a_sentence_from_outside(self):
        def rank(explanation):
            return f"Number {explanation.figures.figure('rank'):.0f}."

        self.extend(
            "customer.tier.standing",
            "_tellers",
            lambda original, standings: [rank, *original(standings), lambda _: ""],
        )
        self.evaluate(self.pyramid)

        standing = self.standing(self.pyramid, self.hammer)
        sentences = standing.explanation_details["sentences"]
        self.assertEqual(sentences[0], "Number 2.")
        self.assertGreater(len(sentences), 1)
        self.assertNotIn("", sentences)

    def add_metric(self):
        """The field, the source, and the name among the published ones."""
        self.add_field()
        self.add_source()
        self.extend(
            "customer.tier.standing",
            "_published_fields",
            lambda original, standings: [*original(standings), QUOTED.name],
        )

    def add_field(self):
        """A column on the standings, taken away again with the test."""
        self.registry_enter_test_mode()
        field = self.env["ir.model.fields"].create(
            {
                "name": QUOTED.name,
                "model_id": self.env["ir.model"]._get("customer.tier.standing").id,
                "field_description": "Quoted",
                "ttype": "float",
            }
        )
        # to set the models up anew is not enough: the column is still there then
        self.addCleanup(field.unlink)

    def test_a_cut_off_method_from_outside(self):
        def first_n(ranked, own_cuts, context):
            ends = ranked["group_end"].to_numpy()
            places = np.cumsum([cut.threshold for cut in own_cuts])
            return [
                cuts.Reached(ends <= place, float(place), places=int(place))
                for place in places
            ]

        field = self.env["customer.tier.rule"]._fields["method"]
        more = {**field._selection, "test_first_n": "The first n"}
        with patch.dict(cuts.METHODS), patch.object(field, "_selection", more):
            cuts.register("test_first_n")(first_n)
            self.invoices((customer, 10) for customer in self.customers(5))
            scheme = self.scheme({"TOP": 2, "SMALL": 0})
            scheme.rule_ids[0].method = "test_first_n"
            self.extend(
                "customer.tier.standing",
                "_explain_test_first_n",
                lambda original, standing: f"Among the first {standing.threshold:.0f}.",
            )

            self.evaluate(scheme)

            codes = self.tier_codes(scheme, self.anvil + self.hammer)
            self.assertEqual(codes, ["TOP", "TOP"])  # of 7, two are no round percentage
            standing = self.standing(scheme, self.hammer)
            self.assertEqual(standing.reason, "test_first_n")
            self.assertEqual(standing.explanation, "Among the first 2.")

    def test_a_method_whose_addon_is_gone_fails_the_evaluation_alone(self):
        self.evaluate(self.pyramid)
        self.update(self.pyramid.rule_ids[0], method="of_an_addon_removed")

        with self.assertRaisesRegex(KeyError, "of_an_addon_removed"):
            self.evaluate(self.pyramid)

        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "TOP")
