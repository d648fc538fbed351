from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import TieringCase


@tagged("post_install", "-at_install", "truth")
class TestSchedule(TieringCase):
    """A monthly scheme keeps its day, also through short months and pauses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.tier.scheme"].search([]).next_date = False
        cls.monthly = cls.scheme(next_date=date(2025, 1, 31), interval="monthly")

    def due(self, today):
        with freeze_time(f"{today} 12:00:00"):
            self.env["customer.tier.scheme"]._queue_due()
        return self.monthly.next_date

    def test_the_end_of_the_month_stays_the_end_of_the_month(self):
        self.assertEqual(self.due("2025-01-31"), date(2025, 2, 28))
        self.assertEqual(self.due("2025-02-28"), date(2025, 3, 31))
        self.assertEqual(self.due("2025-03-31"), date(2025, 4, 30))
        self.assertEqual(self.due("2025-04-30"), date(2025, 5, 31))

    def test_a_pause_does_not_move_the_day(self):
        self.assertEqual(self.due("2025-06-10"), date(2025, 6, 30))

    def test_a_day_that_somebody_enters_is_the_new_day(self):
        self.due("2025-01-31")
        self.monthly.next_date = date(2025, 2, 27)
        self.assertEqual(self.due("2025-02-27"), date(2025, 3, 27))

    def test_a_day_of_the_week_is_no_day_of_the_month(self):
        self.monthly.interval = "weekly"
        self.assertEqual(self.due("2025-01-31"), date(2025, 2, 7))
        self.monthly.interval = "monthly"
        self.assertEqual(self.due("2025-02-07"), date(2025, 3, 7))

    def test_apply_keeps_the_day(self):
        self.monthly.in_force = False
        with freeze_time("2025-02-10 12:00:00"):
            self.monthly.action_apply()
        self.assertEqual(self.monthly.next_date, date(2025, 2, 28))
        self.assertEqual(self.due("2025-02-28"), date(2025, 3, 31))

    def test_the_forecast_knows_the_day(self):
        """Missed on 31 January; the second evaluation missed is on 28 February."""
        self.monthly.write({"misses": 3, "period_months": 1})
        customer = self.customer("Anvil")
        self.invoice(customer, 10, date(2025, 1, 15))
        self.due("2025-01-31")
        self.monthly.evaluation_ids._run()
        self.env.flush_all()
        standing = self.standing(self.monthly, customer)
        self.update(
            standing,
            falling=True,
            missed_count=1,
            missed_since=date(2025, 1, 31),
            missed_on=date(2025, 1, 31),
        )
        standing.invalidate_recordset()
        # missed for the third time on 31 March
        self.assertEqual(standing.falls_on, date(2025, 3, 31))
