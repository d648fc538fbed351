from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import TieringCase

MAY, JUNE, JULY, AUGUST = (date(2025, month, 28) for month in (5, 6, 7, 8))


@tagged("post_install", "-at_install")
class TestRetention(TieringCase):
    """Old evaluations and their changes go; what is still needed stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.big, cls.small = cls.customers(2)
        cls.invoices([(cls.big, 100, MAY), (cls.small, 50, MAY)])
        cls.first = cls.evaluate(cls.pyramid, MAY)
        # the small one becomes the bigger one
        cls.invoice(cls.small, 500, JUNE)
        cls.second = cls.evaluate(cls.pyramid, JUNE)
        cls.third = cls.evaluate(cls.pyramid, JULY)

    def keep(self, months, company=None):
        (company or self.company).customer_tier_keep_months = months
        # 28 November: six months before it is 28 May
        with freeze_time("2025-11-28 12:00:00"):
            self.env["customer.tier.evaluation"]._gc_evaluations()
        self.env.invalidate_all()

    def left(self):
        return (self.first | self.second | self.third).exists()

    def test_0_keeps_all(self):
        self.keep(0)
        self.assertEqual(self.left(), self.first | self.second | self.third)

    def test_the_border(self):
        # May is not older than six months yet
        self.keep(6)
        self.assertIn(self.first, self.left())
        self.keep(5)
        self.assertEqual(self.left(), self.second | self.third)

    def test_the_changes_go_with_their_evaluation(self):
        self.assertEqual(
            self.changes(self.pyramid, self.big).mapped("direction"),
            ["entered", "down"],
        )
        self.keep(1)
        self.assertEqual(
            self.changes(self.pyramid, self.big).mapped("direction"), ["down"]
        )

    def test_the_ladder_stays_and_can_be_evaluated_again(self):
        self.keep(1)

        self.assertEqual(
            self.tier_codes(self.pyramid, self.big | self.small), ["SMALL", "TOP"]
        )
        self.assertEqual(self.pyramid.last_evaluation_id, self.third)
        self.evaluate(self.pyramid, AUGUST)
        self.assertEqual(self.tier_code(self.pyramid, self.small), "TOP")

    def test_a_rerun_for_the_last_day_starts_from_the_same_state(self):
        """Others of the last day stay, because of the changes they made."""
        self.invoice(self.big, 5000, JULY)
        fourth = self.evaluate(self.pyramid, JULY)
        fifth = self.evaluate(self.pyramid, JULY)
        sixth = self.evaluate(self.pyramid, JULY)

        self.keep(1)

        self.assertEqual(self.left(), self.third)
        self.assertEqual((fourth | fifth | sixth).exists(), fourth | fifth | sixth)
        self.assertEqual(self.changes(self.pyramid, self.big).direction, "up")

    def test_what_waits_stays_and_what_failed_goes(self):
        failed, waiting = self.third.copy(), self.third.copy()
        (failed | waiting).as_of = MAY
        failed.state = "failed"
        waiting.state = "queued"

        self.keep(1)

        self.assertFalse(failed.exists())
        self.assertTrue(waiting.exists())

    def test_each_company_for_itself(self):
        self.keep(1, self.new_company("Elsewhere Inc."))
        self.assertEqual(len(self.left()), 3)

    def test_the_setting(self):
        settings = self.env["res.config.settings"].with_company(self.company)
        with Form(settings) as form:
            form.customer_tier_keep_months = 24
        form.save().execute()
        self.assertEqual(self.company.customer_tier_keep_months, 24)

        with (
            self.assertRaises(CheckViolation) as caught,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.company.customer_tier_keep_months = -1
            self.env.flush_all()
        message = self.company._sql_error_to_message(caught.exception)
        self.assertIn("cannot be below 0. Enter 0 to keep all of them", message)
