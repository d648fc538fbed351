from datetime import date

from odoo.tests import tagged

from odoo.addons.customer_tiering_point_of_sale.models.customer_tier_standing import (
    SALES,
)

from .tills import TillCase

AS_OF = date(2025, 6, 30)


@tagged("post_install", "-at_install", "till")
class TestTillEvidence(TillCase):
    """Every figure and every line of a bridge opens the records that add up to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.standard_price = 30
        cls.pyramid = cls.till_scheme()

    def setUp(self):
        super().setUp()
        self.invoice(self.anvil, 50, date(2025, 4, 1))
        with self.session("2025-03-10"):
            self.first = self.sell(self.anvil, 100)
            self.second = self.sell(self.anvil, self.line(20, discount=10))
            self.sell(False, 7)
        with self.session("2025-04-10"):
            self.give_back(self.first)
        with self.on("2025-05-05"):
            self.invoice_order(self.second)
        with self.session("2025-06-30", closed_on="2025-07-01"):
            self.sell(self.anvil, 11)
        self.evaluation = self.evaluate(self.pyramid)
        self.own = self.standing(self.pyramid, self.anvil)

    def opened(self, kind, standing=None):
        action = (standing or self.own)._action_view(kind)
        return self.env[action["res_model"]].search(action["domain"])

    def test_sales(self):
        self.assertEqual(self.own.net_revenue, 79)
        rows = self.opened("revenue")
        self.assertEqual(rows._name, "customer.tier.till.sale")
        self.assertAlmostEqual(sum(rows.mapped("amount")), 79)
        self.assertEqual(
            rows.mapped("kind"),
            ["order", "order", "invoice", "return", "invoice", "replaced", "order"],
        )
        self.assertEqual(rows[0].order_id, self.first)
        self.assertEqual(rows[0].action_open()["res_id"], self.first.id)
        self.assertEqual(len(self.opened("purchases")), self.own.purchase_count)
        self.assertEqual(sum(self.opened("refunds").mapped("amount")), -100)
        self.assertEqual(len(self.opened("last_purchase")), 1)
        for kind in SALES:
            with self.subTest(kind):
                self.opened(kind)

    def test_who_bought_nothing_at_a_till_sees_invoices(self):
        self.invoice(self.hammer, 5)
        self.evaluate(self.pyramid)
        other = self.standing(self.pyramid, self.hammer)
        self.assertEqual(self.opened("revenue", other)._name, "account.move")
        self.assertEqual(
            other._action_view("products")["res_model"], "account.move.line"
        )

    def test_lines(self):
        lines = self.opened("margin")
        self.assertAlmostEqual(sum(lines.mapped("margin")), self.own.gross_margin)
        self.assertEqual(lines[0].pos_order_id, self.first)
        self.assertAlmostEqual(sum(self.opened("products").mapped("revenue")), 79)
        given = self.opened("discounts")
        self.assertAlmostEqual(sum(given.mapped("given")), self.own.cost_to_serve)
        self.assertAlmostEqual(self.own.cost_to_serve, 102)

    def test_money(self):
        lines = self.opened("collected")
        self.assertAlmostEqual(sum(lines.mapped("amount")), self.own.collected)
        self.assertEqual(self.own.collected, 29)

    def test_lines_of_the_bridges(self):
        bridge = self.env["customer.tier.evaluation.bridge"]
        lines = bridge.search([("evaluation_id", "=", self.evaluation.id)])
        tills = lines.filtered(lambda line: line.kind.startswith("till_"))
        self.assertEqual(
            set(tills.mapped("kind")),
            {
                "till_open",
                "till_nobody",
                "till_money_open",
                "till_money_nobody",
            },
        )
        for line in tills:
            with self.subTest(line.kind):
                self.assertTrue(line.can_open)
                action = line.action_view_items()
                orders = self.env["pos.order"].with_context(**action["context"])
                orders = orders.search(action["domain"])
                sign = line._steps()[line.kind].sign
                self.assertAlmostEqual(
                    sign * sum(orders.mapped("customer_tier_bridge_amount")),
                    line.amount,
                )
                # a journal item with the number of an order is something else
                self.assertFalse(
                    self.env["account.move.line"].search(
                        [("customer_tier_bridge_id", "=", line.id)]
                    )
                )
        income = lines.filtered(lambda line: line.kind == "income")
        self.assertFalse(
            self.env["pos.order"].search([("customer_tier_bridge_id", "=", income.id)])
        )
        whole = lines.filtered(lambda line: line.kind == "customers")
        action = whole.action_view_items()
        self.assertEqual(action["res_model"], "customer.tier.standing")
        standings = self.env["customer.tier.standing"].search(action["domain"])
        self.assertAlmostEqual(sum(standings.mapped("net_revenue")), whole.amount)
