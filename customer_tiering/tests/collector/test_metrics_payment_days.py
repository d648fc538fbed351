from datetime import date

import pandas as pd

from odoo.tests import tagged

from ...classification import metrics
from ...models.collector.reading import Reading
from ..common import AS_OF
from ..payments import PaymentCase

JAN_10 = date(2025, 1, 10)


@tagged("post_install", "-at_install")
class TestMetricsPaymentDays(PaymentCase):
    """K06: how late, by instalment and amount, up to the as-of day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def due(self, amount, day, due, **values):
        return self.invoice(self.anvil, amount, day, invoice_date_due=due, **values)

    def is_empty(self, customer, *names, scheme=None):
        """Whether the columns are NULL, which fields show as zero."""
        scheme = scheme or self.paying_scheme()
        self.evaluate(scheme)
        columns = ", ".join(f"{name} IS NULL" for name in names)
        self.env.cr.execute(
            f"SELECT {columns} FROM customer_tier_standing WHERE id = %s",
            [self.standing(scheme, customer).id],
        )
        return set(self.env.cr.fetchone())

    def test_late_early_and_open(self):
        late = self.due(1000, JAN_10, date(2025, 2, 1))
        self.money(late, 1000, date(2025, 2, 11))  # 10 days late
        early = self.due(250, JAN_10, date(2025, 3, 1))
        self.money(early, 250, date(2025, 2, 19))  # 10 days early
        self.due(250, JAN_10, date(2025, 6, 10))  # open for 20 days
        self.due(9999, JAN_10, AS_OF)  # due today: not late yet

        figures = self.figures(
            self.anvil, "days_late", "due_amount", "on_time_share", "overdue_amount"
        )

        # (1000 * 10 - 250 * 10 + 250 * 20) / 1500; on time 250 of 1500
        self.assertEqual(figures, (8.33, 1500, 0.1667, 250))

    def test_each_instalment_for_itself(self):
        terms = self.terms((60, 10), (40, 20))
        invoice = self.invoice(
            self.anvil, 1000, JAN_10, invoice_payment_term_id=terms.id
        )
        # 600 due on the 20th, 400 on the 30th; Odoo takes the oldest first
        self.money(invoice, 700, date(2025, 1, 25))
        self.money(invoice, 300, date(2025, 2, 9))

        figures = self.figures(
            self.anvil, "days_late", "on_time_share", "days_to_pay", "terms_days"
        )

        # (600 * 5 - 100 * 5 + 300 * 10) / 1000; on time 100; paid after 15 and 30 days
        self.assertEqual(figures, (5.5, 0.1, 19.5, 14))

    def test_what_is_written_off_is_late_until_then(self):
        invoice = self.due(210.50, JAN_10, JAN_10)
        self.money(invoice, 200.50, date(2025, 1, 14), write_off=10)

        figures = self.figures(
            self.anvil, "days_late", "due_amount", "on_time_share", "written_off"
        )

        self.assertEqual(figures, (4, 210.50, 0, 10))

    def test_credit_notes_and_money_paid_back_have_no_days(self):
        invoice = self.due(300, JAN_10, JAN_10)
        refund = self.refund(self.anvil, 100, date(2025, 2, 9))
        self.receivables(invoice + refund).reconcile()
        self.money(invoice, 200, date(2025, 1, 12))
        self.money(self.refund(self.anvil, 40, JAN_10), -40, AS_OF)

        figures = self.figures(self.anvil, "days_late", "due_amount", "collected")

        self.assertEqual(figures, (2, 200, 160))

    def test_an_old_invoice_that_is_still_open(self):
        self.due(70, date(2023, 1, 1), date(2023, 1, 1))

        figures = self.figures(
            self.anvil, "days_late", "overdue_amount", "oldest_overdue"
        )

        # 365 + 366 + 180 days
        self.assertEqual(figures, (911, 70, date(2023, 1, 1)))

    def test_an_old_invoice_paid_in_the_period(self):
        invoice = self.due(70, date(2024, 6, 1), date(2024, 6, 21))
        self.money(invoice, 70, date(2024, 7, 1))

        self.assertEqual(self.figures(self.anvil, "days_late", "days_to_pay"), (10, 30))

    def test_what_is_paid_in_advance(self):
        on_the_day = self.due(300, JAN_10, JAN_10)
        self.money(on_the_day, 300, JAN_10)
        before = self.due(100, JAN_10, JAN_10)
        self.money(before, 100, date(2025, 1, 5))
        after = self.due(400, JAN_10, JAN_10)
        self.money(after, 400, date(2025, 1, 11))

        figures = self.figures(self.anvil, "prepaid_share", "days_to_pay", "days_late")

        # (0 * 300 - 5 * 100 + 1 * 400) / 800 = -0.125, rounded half up
        self.assertEqual(figures, (0.5, -0.13, -0.13))

    def test_payments_and_matches_after_the_day_do_not_count(self):
        invoice = self.due(100, JAN_10, date(2025, 6, 20))
        part = self.due(50, JAN_10, date(2025, 6, 25))
        self.money(part, 20, date(2025, 6, 26))
        self.money(part, 30, date(2025, 7, 1))
        self.money(invoice, 100, date(2025, 7, 4))
        scheme = self.paying_scheme()
        names = ("collected", "overdue_amount", "days_late", "unmatched_money")

        on_the_day = self.figures(self.anvil, *names, scheme=scheme)
        later = self.figures(self.anvil, *names, scheme=scheme, as_of=date(2025, 7, 4))

        # (20 * 1 + 30 * 5 + 100 * 10) / 150
        self.assertEqual(on_the_day, (20, 130, 7.8, 0))
        # (20 * 1 + 30 * 6 + 100 * 14) / 150
        self.assertEqual(later, (150, 0, 10.67, 0))

    def test_money_of_the_day_matched_with_a_later_invoice_waits(self):
        later = self.due(100, date(2025, 7, 2), date(2025, 7, 2))
        self.money(later, 100, date(2025, 6, 20))

        figures = self.figures(self.anvil, "collected", "unmatched_money")

        self.assertEqual(figures, (0, 100))

    def test_an_exchange_difference_booked_later_leaves_nothing_overdue(self):
        self.rate(self.eur, date(2024, 7, 1), 0.5)
        self.rate(self.eur, date(2025, 6, 20), 0.8)
        invoice = self.due(100, JAN_10, date(2025, 6, 1), currency_id=self.eur.id)
        self.money(invoice, 100, date(2025, 6, 21), currency=self.eur)
        partials = self.receivables(invoice).matched_credit_ids
        exchange = partials.exchange_move_id
        self.assertEqual(len(partials), 2)
        # as if June had been closed
        self.update(exchange, date=date(2025, 7, 31))
        self.update(exchange.line_ids, date=date(2025, 7, 31))
        of_exchange = partials.filtered(lambda p: p.credit_move_id.move_id == exchange)
        self.update(of_exchange, max_date=date(2025, 7, 31))

        figures = self.figures(self.anvil, "collected", "overdue_amount", "days_late")

        self.assertEqual(figures, (125, 0, 20))

    def test_nothing_fell_due(self):
        self.due(100, JAN_10, date(2025, 8, 1))
        names = ("days_late", "on_time_share", "days_to_pay", "prepaid_share")
        scheme = self.paying_scheme()

        self.assertEqual(
            self.is_empty(self.anvil, *names, "oldest_overdue", scheme=scheme), {True}
        )
        figures = self.figures(
            self.anvil, "due_amount", "terms_days", "payments_known", scheme=scheme
        )
        self.assertEqual(figures, (0, 203, True))

    def test_without_invoices_there_are_no_terms(self):
        prospect = self.customer("Prospect")
        self.lead(prospect)

        self.assertEqual(self.is_empty(prospect, "terms_days", "days_late"), {True})
        scheme = self.paying_scheme()
        figures = self.figures(prospect, "collected", "payments_known", scheme=scheme)
        self.assertEqual(figures, (0, True))

    def test_days_overdue_follow_from_the_oldest_day(self):
        self.due(100, JAN_10, date(2025, 6, 10))
        self.due(100, JAN_10, date(2025, 6, 20))
        other = self.customer("Paid up")
        self.invoice(other, 5)

        frame = Reading(self.env, self.paying_scheme(), AS_OF).collect().frame
        frame = metrics.derive(frame, ["overdue_days"], AS_OF)

        days = frame.set_index("partner_id")["overdue_days"]
        self.assertEqual(days[self.anvil.id], 20)
        self.assertTrue(pd.isna(days[other.id]))
