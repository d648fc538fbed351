from datetime import date

from odoo.tests import tagged

from ..common import FIRST
from ..metrics import MetricCase


@tagged("post_install", "-at_install")
class TestMetricsSalesRhythm(MetricCase):
    """How often a customer usually buys, and how long they have not."""

    def rhythm(self, customer, **values):
        codes = ["median_interval", "intervals_passed"]
        return self.frame(*codes, **values).loc[customer.id, codes].tolist()

    def test_the_median_of_the_days_between_purchases(self):
        customer = self.customer("Anvil Ltd.")
        contact = self.contact(self.contact(customer), "Assistant")
        # twice on one day, and long before the period: intervals of 10, 20, 120
        for buyer, day in (
            (customer, date(2023, 1, 1)),
            (contact, date(2023, 1, 11)),
            (customer, date(2023, 1, 31)),
            (contact, date(2023, 1, 31)),
            (customer, date(2023, 5, 31)),
        ):
            self.invoice(buyer, 10, day)
        # neither a refund nor what comes later is a purchase
        self.refund(customer, 5, date(2023, 1, 15))
        self.invoice(customer, 10, date(2025, 7, 1))

        # 761 days from 2023-05-31
        self.assertEqual(self.rhythm(customer), [20, 38.05])

    def test_an_even_number_of_intervals(self):
        customer = self.customer("Anvil Ltd.")
        for day in (date(2025, 6, 1), date(2025, 6, 11), date(2025, 6, 26)):
            self.invoice(customer, 10, day)

        # 10 and 15; four days passed
        self.assertEqual(self.rhythm(customer), [12.5, 0.32])

    def test_two_days_make_no_rhythm(self):
        customer, stranger = self.customers(2)
        for day in (date(2025, 6, 1), date(2025, 6, 11), date(2025, 6, 11)):
            self.invoice(customer, 10, day)

        for one in (customer, stranger):
            for figure in self.rhythm(one):
                self.assertUnknown(figure)

    def test_purchases_are_orders_where_the_scheme_says_so(self):
        customer = self.customer("Anvil Ltd.")
        for moment in ("2025-05-31", "2025-06-10", "2025-06-20"):
            self.sell(customer, (10, 1), moment=f"{moment} 10:00:00")

        self.assertEqual(self.rhythm(customer, purchase_basis="order"), [10, 1])
        self.assertUnknown(self.rhythm(customer)[0])

    def test_documents_of_other_companies_have_no_part(self):
        customer = self.customer("Anvil Ltd.")
        other = self.new_company("Elsewhere Inc.")
        self.invoice(customer, 10, date(2025, 6, 1))
        self.invoice(customer, 10, date(2025, 6, 11), company=self.new_branch("North"))
        self.invoice(customer, 10, date(2025, 6, 21))
        self.invoice(customer, 10, date(2025, 6, 16), company=other)

        self.assertEqual(self.rhythm(customer)[0], 10)


@tagged("post_install", "-at_install")
class TestMetricsSalesGrowth(MetricCase):
    """The period before, and what changed since."""

    def growth(self, customer, **values):
        codes = ["previous_revenue", "growth"]
        return self.frame(*codes, **values).loc[customer.id, codes].tolist()

    def test_the_period_before_ends_where_this_one_begins(self):
        customer = self.customer("Anvil Ltd.")
        contact = self.contact(self.contact(customer), "Assistant")
        for buyer, amount, day in (
            (customer, 1, date(2023, 6, 30)),
            (customer, 20, date(2023, 7, 1)),
            (contact, 200, date(2024, 6, 30)),
            (customer, 110, FIRST),
        ):
            self.invoice(buyer, amount, day)
        self.refund(customer, 20, date(2024, 1, 1))
        self.invoice(
            customer, 7, date(2024, 1, 1), company=self.new_company("Elsewhere Inc.")
        )

        # 20 + 200 - 20, and 110 of it now
        self.assertEqual(self.growth(customer), [200, -0.45])

    def test_without_revenue_before_there_is_no_growth(self):
        fresh, returned = self.customers(2)
        self.invoices([(fresh, 100), (returned, 100)])
        self.refund(returned, 30, date(2024, 6, 30))

        self.assertEqual(self.growth(fresh)[0], 0)
        self.assertEqual(self.growth(returned)[0], -30)
        for customer in (fresh, returned):
            self.assertUnknown(self.growth(customer)[1])


@tagged("post_install", "-at_install")
class TestMetricsSalesPace(MetricCase):
    """The latest and the weakest month, quarter and year (K10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def pace(self, unit, customer=None, **values):
        codes = [f"{unit}_latest", f"{unit}_min"]
        found = self.frame(*codes, **values)
        return found.loc[(customer or self.anvil).id, codes].tolist()

    def test_months_are_counted_back_from_the_day(self):
        # to 2025-06-15: 2025-05-16 .. 2025-06-15, 2025-04-16 .. 2025-05-15
        for day, amount in (
            (date(2025, 6, 16), 1000),
            (date(2025, 6, 15), 1),
            (date(2025, 5, 16), 20),
            (date(2025, 5, 15), 300),
            (date(2025, 4, 16), 4000),
        ):
            self.invoice(self.anvil, amount, day)

        values = {"as_of": date(2025, 6, 15), "period_months": 2}
        self.assertEqual(self.pace("month", **values), [21, 21])
        self.refund(self.anvil, 4290, date(2025, 4, 20))
        self.assertEqual(self.pace("month", **values), [21, 10])

    def test_a_month_without_documents_counts_nothing(self):
        for month in range(1, 7):
            self.invoice(self.anvil, 100 * month, date(2025, month, 3))

        self.assertEqual(self.pace("month"), [600, 0])
        self.assertEqual(self.pace("month", period_months=6), [600, 100])
        self.assertEqual(self.pace("quarter", period_months=6), [1500, 600])

    def test_a_month_of_refunds_is_weaker_than_an_empty_one(self):
        self.invoice(self.anvil, 100)
        self.refund(self.anvil, 40, date(2025, 4, 3))

        self.assertEqual(self.pace("month"), [100, -40])
        self.assertEqual(self.pace("quarter"), [60, 0])

    def test_only_whole_sub_periods_may_be_the_weakest(self):
        self.invoice(self.anvil, 100, date(2025, 6, 30))
        self.invoice(self.anvil, 30, date(2025, 1, 31))

        # of seven months two quarters are whole, and no year is
        self.assertEqual(self.pace("quarter", period_months=7), [100, 30])
        latest, weakest = self.pace("year", period_months=7)
        self.assertEqual(latest, 130)
        self.assertUnknown(weakest)
        self.assertUnknown(self.pace("year", self.customer("B"), period_months=7)[1])

    def test_years(self):
        self.invoice(self.anvil, 100, FIRST)
        self.invoice(self.anvil, 40, date(2024, 6, 30))
        self.invoice(self.anvil, 5, date(2023, 6, 30))

        self.assertEqual(self.pace("year"), [100, 100])
        self.assertEqual(self.pace("year", period_months=24), [100, 40])
        self.assertEqual(self.pace("year", period_months=36), [100, 5])
        self.assertEqual(self.pace("year", self.customer("Nobody")), [0, 0])

    def test_contacts_and_branches_count_and_other_companies_do_not(self):
        deep = self.contact(self.contact(self.anvil), "Assistant")
        self.invoice(deep, 1)
        self.invoice(self.anvil, 20, company=self.new_branch("North"))
        self.invoice(self.anvil, 300, company=self.new_company("Elsewhere Inc."))

        self.assertEqual(self.pace("month", period_months=1), [21, 21])
