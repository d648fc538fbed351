from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import AS_OF, FIRST
from ..metrics import MetricCase


@tagged("post_install", "-at_install")
class TestMetricsSalesReturns(MetricCase):
    """What comes back, and what it takes to keep a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def returns(self, customer=None, **values):
        codes = ["refunded", "gross_invoiced", "returns_share"]
        found = self.frame(*codes, **values)
        return found.loc[(customer or self.anvil).id, codes].tolist()

    def test_refunds_by_what_was_invoiced(self):
        self.invoices([(self.anvil, 100), (self.anvil, 300)])
        self.refund(self.anvil, 50)
        self.refund(self.anvil, 10)

        self.assertEqual(self.returns(), [60, 400, 0.15])

    def test_first_and_last_day_are_in(self):
        for day, amount in (
            (date(2024, 6, 30), 1),
            (FIRST, 20),
            (AS_OF, 300),
            (date(2025, 7, 1), 4000),
        ):
            self.invoice(self.anvil, 10 * amount, day)
            self.refund(self.anvil, amount, day)

        self.assertEqual(self.returns(), [320, 3200, 0.1])

    def test_more_comes_back_than_was_invoiced(self):
        late = self.customer("Late")
        self.invoice(self.anvil, 100)
        for customer in (self.anvil, late):
            self.refund(customer, 250)

        self.assertEqual(self.returns(), [250, 100, 1])
        refunded, invoiced, share = self.returns(late)
        self.assertEqual([refunded, invoiced], [250, 0])
        self.assertUnknown(share)

    def test_each_document_keeps_its_own_rate(self):
        self.in_euro()
        euro = {"currency_id": self.eur.id}
        self.invoice(self.anvil, 100, date(2025, 5, 31), **euro)
        self.refund(self.anvil, 10, date(2025, 6, 2), **euro)

        # 10 / 0.5 of 100 / 0.8
        self.assertEqual(self.returns(), [20, 125, 0.16])

    def test_contacts_and_branches_count_and_other_companies_do_not(self):
        contact = self.contact(self.anvil)
        deep = self.contact(contact, "Assistant")
        self.invoice(self.anvil, 1000)
        self.refund(contact, 1)
        self.refund(deep, 20)
        self.refund(self.anvil, 300, company=self.new_branch("North"))
        self.refund(self.anvil, 500, company=self.new_company("Elsewhere Inc."))

        self.assertEqual(self.returns(), [321, 1000, 0.321])

    def test_a_group_s_returns_are_its_head_s(self):
        subsidiary = self.customer("Subsidiary", parent_id=self.anvil.id)
        self.invoice(self.anvil, 100)
        self.refund(subsidiary, 25)

        self.assertEqual(self.returns(), [0, 100, 0])
        self.assertEqual(self.returns(customer_level="group"), [25, 100, 0.25])

    def test_a_document_without_a_rate_is_left_out(self):
        self.rate(self.eur, "2024-01-01", 0.8)
        self.invoice(self.anvil, 100)
        broken = self.refund(self.anvil, 10, currency_id=self.eur.id)
        self.update(broken, invoice_currency_rate=0)

        self.assertEqual(self.returns(), [0, 100, 0])

    # ------------------------------------------------------------ cost to serve

    def discounted(self, price, discount, quantity=1, **values):
        line = {
            "name": "Goods",
            "quantity": quantity,
            "price_unit": price,
            "discount": discount,
            "tax_ids": [],
        }
        return self.invoices(
            [(self.anvil, 0)], invoice_line_ids=[Command.create(line)], **values
        )

    def test_discounts_and_refunds_cost(self):
        self.discounted(100, 10, quantity=2)  # 200 for 180
        self.discounted(30, 100)  # given away
        self.discounted(70, 0)
        self.assertEqual(self.figure(self.anvil, "cost_to_serve"), 50)

        # 90 goes back, and with it the discount of 10 was none
        self.discounted(100, 10, move_type="out_refund")

        self.assertEqual(self.figure(self.anvil, "cost_to_serve"), 130)

    def test_discounts_in_another_currency(self):
        self.in_euro()
        self.discounted(100, 50, currency_id=self.eur.id)
        self.discounted(10, 100, currency_id=self.eur.id)

        # (50 + 10) / 0.5
        self.assertEqual(self.figure(self.anvil, "cost_to_serve"), 120)

    def test_costs_of_the_period(self):
        for day, price in (
            (date(2024, 6, 30), 1000),
            (FIRST, 200),
            (AS_OF, 40),
            (date(2025, 7, 1), 8),
        ):
            self.discounted(price, 50, invoice_date=day)

        self.assertEqual(self.figure(self.anvil, "cost_to_serve"), 120)
