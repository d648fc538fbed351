from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import AS_OF
from ..metrics import MetricCase

CODES = ("gross_margin", "margin_coverage", "long_margin", "cost_to_serve")


@tagged("post_install", "-at_install", "truth")
class TestSalesEvidence(MetricCase):
    """Margins and discounts open the lines that add up to them.

    Ann bought 3 hammers for 100 with a cost of 30 each and 10 % off one of them, advice
    without a cost for 250, and sent one hammer back. Two years ago she bought one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.product.with_company(cls.company).standard_price = 30
        advice = cls.new_product("Advice")
        cls.sold(cls.ann, (cls.product, 2, 100, 0), (cls.product, 1, 100, 10))
        cls.sold(cls.ann, (advice, 1, 250, 0))
        cls.sold(cls.ann, (cls.product, 1, 100, 0), move_type="out_refund")
        cls.sold(cls.ann, (cls.product, 1, 80, 0), invoice_date="2023-06-30")
        cls.sold(cls.customer("Ben"), (cls.product, 1, 999, 50))
        cls.pyramid = cls.measuring(*CODES)
        cls.evaluate(cls.pyramid)

    @classmethod
    def sold(cls, customer, *lines, **values):
        return cls.invoices(
            [(customer, 0)],
            **{
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "discount": discount,
                            "tax_ids": [],
                        }
                    )
                    for product, quantity, price, discount in lines
                ],
                **values,
            },
        )

    def open(self, code, user=None):
        standing = self.standing(self.pyramid, self.ann)
        if user:
            standing = self.seen_by(user, standing)
        action = standing.action_view_figure(code)
        return standing.env[action["res_model"]].search(action["domain"])

    def test_the_gross_margin_is_the_sum_of_its_lines(self):
        lines = self.open("gross_margin")

        # 200 - 60, 90 - 30, 250 without a cost, -(100 - 30)
        self.assertEqual(lines.mapped("revenue"), [200, 90, 250, -100])
        self.assertEqual(lines.mapped("cost"), [60, 30, 0, -30])
        self.assertEqual(lines.mapped("cost_known"), [True, True, False, True])
        self.assertEqual(lines.mapped("margin"), [140, 60, 0, -70])
        self.assertEqual(lines.mapped("quantity"), [2, 1, 1, -1])
        standing = self.standing(self.pyramid, self.ann)
        self.assertEqual(standing.gross_margin, 130)
        self.assertEqual(sum(lines.mapped("margin")), 130)

    def test_the_known_cost_is_a_share_of_the_amounts(self):
        lines = self.open("margin_coverage")

        # 200 + 90 + 100 of 640
        self.assertEqual(sum(lines.mapped("covered")), 390)
        self.assertEqual(sum(lines.mapped("counted")), 640)
        self.assertAlmostEqual(
            self.standing(self.pyramid, self.ann).margin_coverage, 390 / 640
        )

    def test_the_long_margin_has_the_lines_of_its_years(self):
        lines = self.open("long_margin")

        # and 80 - 30 two years ago
        self.assertEqual(sum(lines.mapped("margin")), 180)
        self.assertEqual(self.standing(self.pyramid, self.ann).long_margin, 180)

    def test_discounts_and_refunds_add_up(self):
        lines = self.open("cost_to_serve")

        # 10 % of 100, and 100 sent back
        self.assertEqual(lines.mapped("discount"), [10, 0])
        self.assertEqual(lines.mapped("refunded"), [0, 100])
        self.assertEqual(lines.mapped("given"), [10, 100])
        self.assertEqual(self.standing(self.pyramid, self.ann).cost_to_serve, 110)

    def test_lists_have_the_columns_that_add_up(self):
        standing = self.standing(self.pyramid, self.ann)
        for code, summed in (
            ("gross_margin", {"revenue", "cost", "margin"}),
            ("margin_coverage", {"counted", "covered"}),
            ("long_margin", {"revenue", "cost", "margin"}),
            ("cost_to_serve", {"revenue", "discount", "refunded", "given"}),
        ):
            with self.subTest(code):
                action = standing.action_view_figure(code)
                (view_id, _kind), *_others = action["views"]
                model = self.env[action["res_model"]]
                view = model.get_view(view_id, "list")["arch"]
                for name in summed:
                    self.assertRegex(view, f'<field name="{name}"[^>]* sum="Total"')
        context = standing.action_view_figure("margin_coverage")["context"]
        self.assertTrue(context["tier_cost_known"])

    def test_a_line_opens_its_journal_item(self):
        line = self.open("gross_margin")[0]

        action = line.action_view_items()

        items = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(items, line.line_id)
        self.assertEqual(-items.balance, 200)

    def test_a_figure_in_another_currency(self):
        order = self.sell(
            self.ann,
            {"price_unit": 100, "product_uom_qty": 1, "purchase_price": 40},
            moment="2025-05-31 10:00:00",
            **self.in_euro(),
        )
        self.bill(order, AS_OF)
        self.evaluate(self.pyramid)

        lines = self.open("gross_margin")

        # 100 / 0.5 on the day of the invoice, 40 / 0.8 on that of the order
        self.assertIn((200, 50, 150), [(i.revenue, i.cost, i.margin) for i in lines])
        self.assertEqual(
            sum(lines.mapped("margin")),
            self.standing(self.pyramid, self.ann).gross_margin,
        )

    def test_only_who_reads_journal_items_opens_them_and_only_their_own(self):
        clerk = self.user("clerk", groups="account.group_account_invoice")
        self.assertEqual(sum(self.open("gross_margin", clerk).mapped("margin")), 130)
        colleague = self.user("colleague", groups="account.group_account_invoice")
        lines = self.seen_by(colleague, self.env["customer.tier.sales.line"])
        self.assertFalse(lines.search([]))
        for code in CODES:
            with self.subTest(code), self.assertRaises(AccessError):
                self.open(code, self.user(f"user_{code}", groups="base.group_user"))
