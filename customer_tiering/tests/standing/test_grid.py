from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import REF, TieringCase


@tagged("post_install", "-at_install")
class TestGrid(TieringCase):
    """Two schemes crossed: four customers with 100, 80, 60 and 40."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.customers(4)
        cls.invoices(list(zip(cls.buyers, (100, 80, 60, 40), strict=True)))
        cls.value = cls.scheme({"TOP": 50, "SMALL": 0}, name="Value")
        # one of three, and the fourth is none of its customers
        cls.payment = cls.scheme(
            {"A": 25, "D": 0},
            name="Payment",
            domain=f"[('ref', '=', '{REF}'), ('id', '!=', {cls.buyers[3].id})]",
        )
        cls.evaluate(cls.value)
        cls.evaluate(cls.payment)
        cls.grid = cls.env["customer.tier.grid"].create(
            {"scheme_id": cls.value.id, "column_scheme_id": cls.payment.id}
        )

    def test_customers_and_revenue_of_each_cell(self):
        names = {tier.id: code for code, tier in self.tier.items()} | {-1: None}
        matrix = self.grid.matrix

        cells = {
            (names[cell["row"]], names[cell["col"]]): (cell["count"], cell["value"])
            for cell in matrix["cells"]
        }

        self.assertEqual(
            cells,
            {
                ("TOP", "A"): (1, 100),
                ("TOP", "D"): (1, 80),
                ("SMALL", "D"): (1, 60),
                ("SMALL", None): (1, 40),
            },
        )
        self.assertEqual(
            [
                (names[head["id"]], head["count"], head["value"])
                for head in matrix["rows"]
            ],
            [("TOP", 2, 180), ("SMALL", 2, 100)],
        )
        self.assertEqual(
            [names[head["id"]] for head in matrix["columns"]], ["A", "D", None]
        )
        self.assertEqual(matrix["titles"], ["Value", "Payment"])

    def test_a_cell_opens_its_contacts(self):
        for cell, expected in (
            (("TOP", "D"), self.buyers[1]),
            (("SMALL", None), self.buyers[3]),
        ):
            row, column = (self.tier[code].id if code else -1 for code in cell)
            action = self.grid.action_open_cell(row, column)
            with self.subTest(cell):
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, expected)

    def test_one_scheme_alone_is_no_grid(self):
        self.grid.column_scheme_id = False

        self.assertFalse(self.grid.matrix)

    def test_other_companies_see_nothing(self):
        other = self.user("user", self.new_company("Elsewhere Inc."))
        grids = self.seen_by(other, self.env["customer.tier.grid"])
        schemes = {
            "scheme_id": self.value.id,
            "column_scheme_id": self.payment.id,
        }
        with self.assertRaises(AccessError):
            grids.create(schemes).read(["matrix"])
