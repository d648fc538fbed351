from datetime import date

from odoo.tests import tagged

from ..common import AS_OF
from ..metrics import MetricCase

NEW_YEAR_S_EVE = date(2025, 12, 31)
# half past midnight of 2026-01-01 in Shanghai
LATE = "2025-12-31 16:30:00"


@tagged("post_install", "-at_install")
class TestMetricsNewYear(MetricCase):
    """On 31 December it is another year in the east: the scheme's zone decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")
        for moment in ("2025-12-01 10:00:00", "2025-12-11 10:00:00", LATE):
            cls.sell(cls.anvil, (100, 1), moment=moment)

    def found(self, code, tz, **values):
        return self.figure(
            self.anvil,
            code,
            as_of=NEW_YEAR_S_EVE,
            tz=tz,
            purchase_basis="order",
            **values,
        )

    def test_orders_are_those_of_the_year_in_the_zone(self):
        self.assertEqual(self.found("order_count", "UTC"), 3)
        self.assertEqual(self.found("order_count", "Asia/Shanghai"), 2)
        self.assertEqual(self.found("open_orders", "UTC"), 300)
        self.assertEqual(self.found("open_orders", "Asia/Shanghai"), 200)

    def test_the_rhythm_reads_the_same_days(self):
        # 1, 11 and 31 December: 10 and 20 days; in the east only one interval
        self.assertEqual(self.found("median_interval", "UTC"), 15)
        self.assertUnknown(self.found("median_interval", "Asia/Shanghai"))

    def test_the_last_purchase_too(self):
        self.assertEqual(self.found("days_since_last_purchase", "UTC"), 0)
        self.assertEqual(self.found("days_since_last_purchase", "Asia/Shanghai"), 20)


@tagged("post_install", "-at_install")
class TestCoverage(MetricCase):
    """An evaluation says of how many customers each figure is known."""

    def test_of_how_many_a_figure_is_known(self):
        regular, once, twice, absent = self.customers(4)
        days = [date(2025, month, 1) for month in (3, 4, 5)]
        self.invoices([(regular, 100, day) for day in days])
        self.invoices([(once, 50), (twice, 60, days[0]), (twice, 60, days[1])])
        self.invoices([(absent, 90, date(2020, 1, 1))])
        scheme = self.measuring("median_interval")

        evaluation = self.evaluate(scheme, AS_OF)

        lines = {line.metric_id.code: line for line in evaluation.coverage_ids}
        self.assertEqual(set(lines), {"net_revenue", "median_interval"})
        # three exist; only one has two intervals
        self.assertEqual(lines["net_revenue"].known_count, 3)
        self.assertEqual(lines["net_revenue"].known_share, 1)
        self.assertEqual(lines["median_interval"].known_count, 1)
        self.assertAlmostEqual(lines["median_interval"].known_share, 1 / 3)

    def test_without_customers_no_share_divides_by_zero(self):
        evaluation = self.evaluate(self.measuring("median_interval"))

        self.assertEqual(set(evaluation.coverage_ids.mapped("known_share")), {0})


@tagged("post_install", "-at_install")
class TestTiming(MetricCase):
    def test_the_seconds_of_each_stage_are_told(self):
        evaluation = self.env["customer.tier.evaluation"].new(
            # as the database orders them: by the length of the name
            {"timing": {"collect": 1.234, "publish": 2, "classify": 0.1}}
        )
        self.assertEqual(
            evaluation.with_context(lang="en_US").timing_text,
            "Reading sales, invoices and leads 1.23 · Ranking the customers 0.10"
            " · Writing the new tiers 2.00",
        )
