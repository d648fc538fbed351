from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "till")
class TestLoyaltyGiveBack(TransactionCase):
    """The occasion *Quarterly Thank-You* (R89): each quarter once, however often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thanks = cls.env.ref("customer_tiering.customer_gift_occasion_quarterly")

    def quarters(self):
        days = self.thanks.date_ids.mapped("date")
        return sorted((day.year, (day.month + 2) // 3) for day in days)

    def test_once_a_quarter(self):
        with freeze_time("2026-11-26 12:00:00"):
            self.thanks.active = True
            self.thanks._make_dates()
            made = self.quarters()
            self.assertEqual(
                made, [(2026, 4), *((2027, n) for n in (1, 2, 3, 4)), (2028, 1)]
            )
            self.thanks._make_dates()
        self.assertEqual(self.quarters(), made)
        # the night after, and half a year later
        for moment in ("2026-11-27 02:00:00", "2027-05-27 02:00:00"):
            with freeze_time(moment):
                self.thanks._make_dates()
            self.assertEqual(self.quarters()[: len(made)], made)
            self.assertEqual(len(set(self.quarters())), len(self.quarters()))
