from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import AS_OF, FIRST
from ..metrics import MetricCase


@tagged("post_install", "-at_install")
class TestMetricsSalesMargin(MetricCase):
    """What is left of the invoiced after its cost, where the cost is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")
        cls.product.with_company(cls.company).standard_price = 30

    def margin(self, **values):
        found = self.frame("gross_margin", "margin_coverage", **values)
        return found.loc[self.anvil.id, ["gross_margin", "margin_coverage"]].tolist()

    @classmethod
    def invoice_of(cls, customer, price, quantity=1, product=None, **values):
        line = {
            "name": "Goods",
            "product_id": (product or cls.product).id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [],
        }
        return cls.invoices(
            [(customer, 0)], **{"invoice_line_ids": [Command.create(line)], **values}
        )

    def test_the_cost_of_the_order_line_counts(self):
        order = self.sell(
            self.anvil,
            {"price_unit": 50, "product_uom_qty": 4, "purchase_price": 20},
        )
        self.bill(order, line_0=3)

        # 3 * 50 - 3 * 20
        self.assertEqual(self.margin(), [90, 1])

    def test_without_an_order_the_cost_of_the_product_counts(self):
        self.invoice_of(self.anvil, 100, 2)

        # 2 * 100 - 2 * 30
        self.assertEqual(self.margin(), [140, 1])

    def test_units_are_converted(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        unit = self.env.ref("uom.product_uom_unit")
        order = self.sell(
            self.anvil,
            {
                "price_unit": 120,
                "product_uom_qty": 1,
                "product_uom_id": dozen.id,
                "purchase_price": 60,
            },
        )
        invoice = order._create_invoices()
        invoice.invoice_line_ids.write(
            {"product_uom_id": unit.id, "quantity": 6, "price_unit": 10}
        )
        invoice.invoice_date = AS_OF
        invoice.action_post()
        # 6 * 10 - 6 * 60 / 12
        self.assertEqual(self.margin(), [30, 1])

        direct = self.invoice_of(self.anvil, 500)
        direct.button_draft()
        direct.invoice_line_ids.write({"product_uom_id": dozen.id, "price_unit": 500})
        direct.action_post()
        # and 500 - 12 * 30
        self.assertEqual(self.margin(), [170, 1])

    def test_what_has_no_cost_is_left_out_and_said(self):
        free = self.new_product("Advice")
        self.invoice_of(self.anvil, 100)
        self.invoice_of(self.anvil, 250, product=free)
        self.invoice(self.anvil, 50)

        # 100 - 30; known of 100 out of 400
        self.assertEqual(self.margin(), [70, 0.25])

    def test_a_discount_line_has_no_cost(self):
        self.invoice_of(self.anvil, 100)
        self.invoices(
            [(self.anvil, 0)],
            invoice_line_ids=[
                Command.create(
                    {
                        "name": name,
                        "product_id": self.product.id if price > 0 else False,
                        "quantity": 1,
                        "price_unit": price,
                        "tax_ids": [],
                    }
                )
                for name, price in (("Hammer", 100), ("Discount", -10))
            ],
        )

        # 100 - 30 + 100 - 30 - 10
        self.assertEqual(self.margin(), [130, 1])

    def test_a_refund_reverses_both(self):
        order = self.sell(
            self.anvil,
            {"price_unit": 50, "product_uom_qty": 4, "purchase_price": 20},
        )
        invoice = self.bill(order)
        self.assertEqual(self.margin(), [120, 1])

        refund = self.reverse(invoice)

        self.assertEqual(refund.invoice_line_ids.sale_line_ids, order.order_line)
        self.assertEqual(self.margin(), [0, 1])

    def test_the_cost_is_converted_at_the_order_s_rate(self):
        order = self.sell(
            self.anvil,
            {"price_unit": 100, "product_uom_qty": 1, "purchase_price": 40},
            moment="2025-05-31 10:00:00",
            **self.in_euro(),
        )
        self.bill(order)

        # 100 / 0.5 on the day of the invoice, 40 / 0.8 on that of the order
        self.assertEqual(self.margin(), [150, 1])

    def test_a_down_payment_has_no_margin_yet(self):
        order = self.sell(
            self.anvil,
            {"price_unit": 1000, "product_uom_qty": 1, "purchase_price": 600},
        )
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        down = wizard._create_invoices(order)
        down.invoice_date = AS_OF
        down.action_post()
        margin, coverage = self.margin()
        self.assertEqual(margin, 0)
        self.assertUnknown(coverage)

        self.bill(order)

        self.assertEqual(self.margin(), [400, 1])

    def test_each_company_has_its_own_cost(self):
        branch, other = self.new_branch("North"), self.new_company("Elsewhere Inc.")
        south = self.new_branch("South")
        self.product.with_company(branch).standard_price = 50
        self.product.with_company(other).standard_price = 1
        # the south has entered none and buys at the price of its company
        for company in (branch, south, other):
            self.invoice_of(self.anvil, 100, company=company)
        deep = self.contact(self.contact(self.anvil), "Assistant")
        self.invoice_of(deep, 100)

        # 100 - 50, 100 - 30 and 100 - 30
        self.assertEqual(self.margin(), [190, 1])

    def test_first_and_last_day_are_in(self):
        for day, price in (
            (date(2024, 6, 30), 5030),
            (FIRST, 31),
            (AS_OF, 40),
            (date(2025, 7, 1), 730),
        ):
            self.invoice_of(self.anvil, price, invoice_date=day)

        self.assertEqual(self.margin(), [11, 1])

    def test_the_long_term_is_as_many_years_as_the_scheme_says(self):
        for day, price in (
            (date(2022, 6, 30), 4030),
            (date(2022, 7, 1), 330),
            (date(2023, 6, 30), 50),
            (date(2023, 7, 1), 35),
            (AS_OF, 31),
        ):
            self.invoice_of(self.anvil, price, invoice_date=day)

        self.assertEqual(self.figure(self.anvil, "long_margin"), 326)
        self.assertEqual(self.figure(self.anvil, "long_margin", long_years=2), 6)
        self.assertEqual(self.figure(self.customer("Hammer"), "long_margin"), 0)
