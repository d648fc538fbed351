from datetime import date

from odoo.tests import tagged

from ..common import AS_OF
from ..metrics import MetricCase


@tagged("post_install", "-at_install")
class TestMetricsSalesOpenOrders(MetricCase):
    """What is ordered and not yet invoiced, never counted beside its invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def open_orders(self, customer=None, **values):
        return self.figure(customer or self.anvil, "open_orders", **values)

    def test_what_is_invoiced_is_no_longer_open(self):
        order = self.sell(self.anvil, (100, 1), (15, 4))
        self.assertEqual(self.open_orders(), 160)

        self.bill(order, line_1=1)

        found = self.frame("open_orders").loc[self.anvil.id]
        self.assertEqual(found["net_revenue"], 115)
        self.assertEqual(found["open_orders"], 45)

    def test_it_is_what_was_open_on_the_day(self):
        order = self.sell(self.anvil, (100, 1), moment="2025-06-30 23:59:59")
        self.bill(order, date(2025, 7, 2))

        days = [date(2025, 6, 29), AS_OF, date(2025, 7, 1), date(2025, 7, 2)]
        found = [self.open_orders(as_of=day) for day in days]

        self.assertEqual(found, [0, 100, 100, 0])

    def test_the_day_of_an_order_is_read_in_the_scheme_s_time_zone(self):
        # 2025-07-01 07:30 in Shanghai
        self.sell(self.anvil, (100, 1), moment="2025-06-30 23:30:00")

        self.assertEqual(self.open_orders(), 100)
        self.assertEqual(self.open_orders(tz="Asia/Shanghai"), 0)

    def test_quotations_and_cancelled_orders_are_not_open(self):
        self.order(self.anvil, confirm=False)
        self.sell(self.anvil, (100, 1)).action_cancel()

        self.assertEqual(self.open_orders(), 0)

    def test_a_refund_does_not_open_an_order_again(self):
        invoice = self.bill(self.sell(self.anvil, (100, 1)))
        self.reverse(invoice)

        self.assertEqual(self.open_orders(), 0)

    def test_nothing_is_open_of_a_quantity_invoiced_at_another_price(self):
        cheaper, dearer = self.customers(2)
        for customer, price in ((cheaper, 90), (dearer, 130)):
            # the second line of each stays open, and stays whole
            order = self.sell(customer, (100, 1), (40, 1))
            invoice = self.bill(order, line_1=0)
            invoice.button_draft()
            invoice.invoice_line_ids.price_unit = price
            invoice.action_post()

        self.assertEqual(self.figures(cheaper + dearer, "open_orders"), [40, 40])

    def test_a_line_that_deducts_lowers_the_order(self):
        self.sell(self.anvil, (100, 1), (-20, 1))

        self.assertEqual(self.open_orders(), 80)

    def test_a_down_payment_is_revenue_already(self):
        order = self.sell(self.anvil, (1000, 1))
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

        found = self.frame("open_orders").loc[self.anvil.id]
        self.assertEqual(found["net_revenue"], 300)
        self.assertEqual(found["open_orders"], 700)

        self.bill(order)

        found = self.frame("open_orders").loc[self.anvil.id]
        self.assertEqual(found["net_revenue"], 1000)
        self.assertEqual(found["open_orders"], 0)

    def test_an_order_keeps_its_own_rate(self):
        euro = self.in_euro()
        order = self.sell(self.anvil, (20, 5), moment="2025-05-31 10:00:00", **euro)
        self.assertEqual(self.open_orders(), 125)  # 100 / 0.8

        # 40 of 100 euro, at another rate: 80 dollars of revenue, 60 euro open
        self.bill(order, line_0=2)

        found = self.frame("open_orders").loc[self.anvil.id]
        self.assertEqual(found["net_revenue"], 80)
        self.assertEqual(found["open_orders"], 75)  # 60 / 0.8

    def test_contacts_count_and_other_companies_do_not(self):
        contact = self.contact(self.anvil)
        deep = self.contact(contact, "Assistant")
        branch, other = self.new_branch("North"), self.new_company("Elsewhere Inc.")
        self.sell(contact, (1, 1))
        self.sell(deep, (20, 1))
        self.update(self.sell(self.anvil, (300, 1)), company_id=branch.id)
        self.update(self.sell(self.anvil, (4000, 1)), company_id=other.id)

        self.assertEqual(self.open_orders(), 321)


@tagged("post_install", "-at_install")
class TestMetricsSalesOrderCount(MetricCase):
    """Confirmed orders of the period."""

    def test_first_and_last_day_are_in(self):
        customer = self.customer("Anvil Ltd.")
        for moment in (
            "2024-06-30 23:59:59",
            "2024-07-01 00:00:00",
            "2025-06-30 20:00:00",
            "2025-06-30 23:59:59",
            "2025-07-01 00:00:00",
        ):
            self.sell(customer, (10, 1), moment=moment)
        self.order(customer, confirm=False)

        self.assertEqual(self.figure(customer, "order_count"), 3)
        # eight hours later: the first comes in, the third and fourth go out
        self.assertEqual(self.figure(customer, "order_count", tz="Asia/Shanghai"), 2)
        self.assertEqual(self.figure(self.customer("Hammer"), "order_count"), 0)

    def test_a_corporate_group_counts_as_one(self):
        head = self.customer("Head")
        subsidiary = self.customer("Subsidiary", parent_id=head.id)
        contact = self.contact(subsidiary)
        for customer in (head, subsidiary, contact):
            self.sell(customer, (10, 1))

        companies = self.frame("order_count")
        group = self.frame("order_count", customer_level="group")

        self.assertEqual(companies.loc[head.id, "order_count"], 1)
        self.assertEqual(companies.loc[subsidiary.id, "order_count"], 2)
        self.assertEqual(group.loc[head.id, "order_count"], 3)
        self.assertNotIn(subsidiary.id, group.index)
