from datetime import date

from odoo.tests import tagged

from ...classification.expected import HISTORY
from ...models.collector.expected import SOURCES
from ...models.collector.reading import Reading
from ..common import AS_OF
from ..metrics import MetricCase

CODES = ("expected_revenue", "chance_active", "revenue_at_risk")


@tagged("post_install", "-at_install", "home")
class TestMetricsSalesExpected(MetricCase):
    """The history that expected figures are learned from. The day is 30 June 2025."""

    def history(self, customer, **values):
        """Days and revenue ever, and days, last day and revenue until 30 December."""
        reading = Reading(self.env, self.measuring(*CODES, **values), AS_OF)
        self.env.flush_all()
        rows = reading.rows(SOURCES["history"]).set_index("partner_id")
        names = [column.name for column in HISTORY]
        days, revenue, earlier, last, before = rows.loc[customer.id, names]
        return days, revenue, earlier, last == last and last.date(), before

    def test_purchases_of_one_day_are_one_and_refunds_are_none(self):
        customer = self.customer("Anvil Ltd.")
        contact = self.contact(customer)
        for buyer, amount, day in (
            (customer, 100, date(2019, 1, 1)),
            (contact, 50, date(2019, 1, 1)),
            (customer, 30, date(2024, 12, 30)),
            (customer, 7, date(2024, 12, 31)),
            (contact, 5, AS_OF),
            (customer, 999, date(2025, 7, 1)),
        ):
            self.invoice(buyer, amount, day)
        self.refund(customer, 20, date(2024, 6, 1))
        self.refund(customer, 2, date(2025, 6, 1))

        self.assertEqual(self.history(customer), (4, 170, 2, date(2024, 12, 30), 160))

    def test_who_bought_in_the_last_six_months_only(self):
        customer = self.customer("Anvil Ltd.")
        self.invoice(customer, 5, date(2025, 1, 1))

        self.assertEqual(self.history(customer), (1, 5, 0, False, 0))

    def test_orders_give_the_days_and_invoices_the_money(self):
        customer = self.customer("Anvil Ltd.")
        for moment in ("2024-05-31 10:00:00", "2024-05-31 12:00:00", "2025-06-10"):
            self.sell(customer, (10, 1), moment=moment)
        self.invoice(customer, 40, date(2024, 6, 5))

        self.assertEqual(
            self.history(customer, purchase_basis="order"),
            (2, 40, 1, date(2024, 5, 31), 40),
        )

    def test_branches_count_and_other_companies_do_not(self):
        customer = self.customer("Anvil Ltd.")
        self.invoice(customer, 1, date(2024, 6, 5))
        self.invoice(customer, 2, date(2024, 6, 6), company=self.new_branch("North"))
        other = self.new_company("Elsewhere Inc.")
        self.invoice(customer, 4, date(2024, 6, 7), company=other)

        self.assertEqual(self.history(customer), (2, 3, 2, date(2024, 6, 6), 3))

    def test_the_history_is_read_for_nothing_else(self):
        for codes, read in (
            (("net_revenue", "median_interval"), False),
            (("chance_active",), True),
            (("revenue_at_risk",), True),
        ):
            scheme = self.measuring(*codes)
            sources = Reading(self.env, scheme, AS_OF).sources(
                scheme._collected_columns()
            )
            self.assertEqual("history" in sources, read, codes)

    def test_with_few_customers_nothing_is_expected(self):
        customer, stranger = self.customers(2)
        self.invoice(customer, 10, date(2024, 6, 5))
        self.lead(stranger)

        frame = self.frame(*CODES)

        for one in (customer, stranger):
            for code in CODES:
                self.assertUnknown(frame.loc[one.id, code])
        self.assertNotIn("purchase_days", frame)
