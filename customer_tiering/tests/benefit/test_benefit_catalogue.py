from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TieringCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitCatalogue(TieringCase):
    """Kinds of benefits, their lines by tier, the matrix and the example."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme({"TOP": 10, "BIG": 20, "MEDIUM": 30, "SMALL": 0})
        cls.benefits = cls.env["customer.tier.benefit"].with_context(active_test=False)

    def benefit(self, kind, **values):
        return self.benefits.create(
            {"name": kind, "kind": kind, "scheme_id": self.pyramid.id, **values}
        )

    def example(self):
        self.benefits.action_use_example()
        return self.benefits.search([("company_id", "=", self.company.id)]).grouped(
            "kind"
        )

    def cells(self):
        self.pyramid.invalidate_recordset(["benefit_matrix"])
        matrix = self.pyramid.benefit_matrix
        codes = {tier.id: tier.code for tier in self.tier.values()}
        return {
            (codes[cell["row"]], cell["col"]): (cell["label"], cell["typed"])
            for cell in matrix["cells"]
        }

    # ------------------------------------------------------------ kinds

    def test_a_scheme_has_one_price_list_benefit_and_many_trainings(self):
        for kind in ("pricelist", "payment_term", "salesperson", "service", "sample"):
            with self.subTest(kind):
                self.benefit(kind)
                with self.refuses("already follows the tiers", ValidationError):
                    self.benefit(kind)
                # another scheme, or one that is not in use
                self.benefit(kind, active=False)
                self.benefit(kind, scheme_id=self.scheme().id)
        for kind in ("training", "other"):
            with self.subTest(kind):
                self.benefit(kind)
                self.assertTrue(self.benefit(kind))

    def test_the_kind_stays_once_there_are_lines(self):
        training = self.benefit("training")
        training.kind = "other"
        training.kind = "training"
        training.line_ids = [
            Command.create({"tier_id": self.tier["TOP"].id, "interval_months": 3})
        ]
        with self.refuses("already has lines"):
            training.kind = "sample"
        training.write({"kind": "training", "name": "Same kind"})

    def test_figures_cannot_be_negative(self):
        training = self.benefit("training")
        for name in ("interval_months", "quantity", "response_hours", "unit_cost"):
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                training.line_ids = [
                    Command.create({"tier_id": self.tier["TOP"].id, name: -1})
                ]

    def test_samples_are_no_other_kind(self):
        """A training with lines is no allowance of samples."""
        self.benefit(
            "training",
            line_ids=[
                Command.create({"tier_id": self.tier["SMALL"].id, "interval_months": 3})
            ],
        )
        buyer = self.customer("Buyer")
        self.invoice(buyer, 100)
        self.evaluate(self.pyramid)
        self.assertFalse(buyer.customer_tier_sample_limited)
        self.assertFalse(self.benefits._of_company(self.company))

    # ------------------------------------------------------------ matrix

    def test_numbers_are_typed_into_the_matrix(self):
        samples, training = self.benefit("sample"), self.benefit("training")
        top = self.tier["TOP"].id
        self.pyramid.action_set_benefit_cell(top, samples.id, 1234.5)
        self.pyramid.action_set_benefit_cell(top, training.id, 3.0)
        self.assertEqual(
            self.cells(),
            {
                ("TOP", samples.id): ("1,234.50", True),
                ("TOP", training.id): ("3", True),
            },
        )
        with self.refuses("whole months"):
            self.pyramid.action_set_benefit_cell(top, training.id, 2.5)
        self.pyramid.action_set_benefit_cell(top, training.id, None)
        self.assertEqual(list(self.cells()), [("TOP", samples.id)])

    def test_what_is_no_number_opens(self):
        tooling = self.benefit("other")
        top = self.tier["TOP"].id
        with self.refuses("not a number"):
            self.pyramid.action_set_benefit_cell(top, tooling.id, 5)
        action = self.pyramid.action_open_benefit_cell(top, tooling.id)
        line = self.env[action["res_model"]].with_context(**action["context"])
        line.create({"text": "Free moulds\nand dies"})
        self.assertEqual(self.cells(), {("TOP", tooling.id): ("Free moulds", False)})
        column = self.pyramid.benefit_matrix["columns"][0]
        self.assertFalse(column["typed"])
        again = self.pyramid.action_open_benefit_cell(top, tooling.id)
        self.assertEqual(again["res_id"], tooling.line_ids.id)

    def test_the_matrix_is_of_one_scheme(self):
        other = self.benefit("sample", scheme_id=self.scheme().id)
        with self.refuses("another scheme"):
            self.pyramid.action_set_benefit_cell(self.tier["TOP"].id, other.id, 5)
        with self.refuses("another scheme"):
            self.pyramid.action_open_benefit_cell(self.tier["TOP"].id, other.id)

    def test_only_an_administrator_fills_it(self):
        samples = self.benefit("sample")
        for role in ("user", "accountant", "manager"):
            user = self.user(role)
            scheme = self.seen_by(user, self.pyramid)
            with self.subTest(role):
                self.assertFalse(scheme.benefit_matrix["editable"])
                with self.assertRaises(AccessError):
                    scheme.action_set_benefit_cell(self.tier["TOP"].id, samples.id, 5)
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.benefits).action_use_example()
        admin = self.user("admin")
        scheme = self.seen_by(admin, self.pyramid)
        self.assertTrue(scheme.benefit_matrix["editable"])
        scheme.action_set_benefit_cell(self.tier["TOP"].id, samples.id, 5)
        self.assertEqual(samples.line_ids.amount, 5)

    def test_the_matrix_opens_from_the_catalogue(self):
        action = self.benefit("sample").action_view_matrix()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("customer.tier.scheme", self.pyramid.id),
        )

    # ------------------------------------------------------------ example

    def test_the_example(self):
        found = self.example()
        # the samples of the example are shipped as data
        self.assertEqual(set(found), {"training", "pricelist", "payment_term", "other"})
        self.assertFalse(any(benefit.active for benefit in found.values()))
        months = {
            line.tier_id.code: line.interval_months
            for line in found["training"].line_ids
        }
        self.assertEqual(months, {"TOP": 3, "BIG": 6, "MEDIUM": 12, "SMALL": 0})
        rule = found["pricelist"].line_ids.pricelist_id.item_ids
        self.assertEqual((rule.percent_price, rule.min_quantity), (3, 10))
        term = found["payment_term"].line_ids.payment_term_id
        self.assertTrue(term.early_discount)
        self.assertEqual(term.discount_percentage, 5)
        self.assertIn("Free moulds", found["other"].line_ids[0].text)

    def test_the_example_is_made_once(self):
        before = self.example()
        lists = self.env["product.pricelist"].search_count([])
        self.assertEqual(self.example(), before)
        self.assertEqual(self.env["product.pricelist"].search_count([]), lists)

    def test_an_administrator_without_accounting_uses_the_example(self):
        admin = self.user("admin")
        self.seen_by(admin, self.benefits).action_use_example()
        self.assertTrue(self.example()["payment_term"].line_ids.payment_term_id)

    def test_the_discount_for_cash_is_odoos(self):
        term = self.example()["payment_term"].line_ids.payment_term_id
        self.assertEqual(term._get_amount_due_after_discount(100, 0), 95)

    def test_the_discount_for_quantity_is_odoos(self):
        prices = self.example()["pricelist"].line_ids.pricelist_id
        self.product.list_price = 100
        self.assertEqual(prices._get_product_price(self.product, 9), 100)
        self.assertEqual(prices._get_product_price(self.product, 10), 97)
