from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import AS_OF, TieringCase
from ..payments import PaymentCase

JANUARY = "2026-01-20 10:00:00"
DECEMBER = date(2025, 12, 31)


@tagged("post_install", "-at_install", "truth")
class TestClosedFigures(PaymentCase):
    """K16: figures of a closed day are those of an evaluation on that day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.big = cls.customer("Anvil Ltd.")
        cls.small = cls.customer("Bolt Ltd.")
        cls.pyramid = cls.paying_scheme(
            rule_ids=[
                Command.create({"tier_id": cls.tier["TOP"].id, "threshold": 50}),
                Command.create({"tier_id": cls.tier["SMALL"].id}),
            ]
        )
        cls.paid, cls.open, cls.other, _before = (
            cls.invoice(customer, amount, day, invoice_date_due=day)
            for customer, amount, day in (
                (cls.big, 1000, date(2025, 3, 10)),
                (cls.big, 300, date(2025, 11, 1)),
                (cls.small, 200, date(2025, 6, 1)),
                # before twelve months to 31 December
                (cls.small, 5000, date(2024, 12, 31)),
            )
        )
        cls.money(cls.paid, 1000, date(2025, 4, 9))

    def closed(self, day=DECEMBER, period="scheme"):
        evaluation = self.pyramid._queue_closed(day, period)
        evaluation._run()
        self.env.flush_all()
        return evaluation

    def rows(self, evaluation):
        """``{customer: (tier, revenue, collected, overdue, days late, rank)}``."""
        figures = self.env["customer.tier.evaluation.figure"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        return {
            row.customer_name: (
                row.tier_id.code,
                row.net_revenue,
                row.collected,
                row.overdue_amount,
                row.rank,
            )
            for row in figures
        }

    def in_force(self):
        return {
            row.partner_id.name: (
                row.tier_id.code,
                row.net_revenue,
                row.collected,
                row.overdue_amount,
                row.rank,
            )
            for row in self.env["customer.tier.standing"].search(
                [("scheme_id", "=", self.pyramid.id)]
            )
        }

    @freeze_time(JANUARY)
    def test_december_made_in_january_is_december(self):
        self.evaluate(self.pyramid, DECEMBER)
        december = self.in_force()
        # counted by hand: 1000 + 300 and 200; 1000 came in; what is open is overdue
        self.assertEqual(
            december,
            {
                "Anvil Ltd.": ("TOP", 1300, 1000, 300, 1),
                "Bolt Ltd.": ("SMALL", 200, 0, 5200, 2),
            },
        )
        # January changes everything, and no figure of December
        self.invoice(self.small, 9000, date(2026, 1, 5))
        self.money(self.open, 300, date(2026, 1, 7))
        self.evaluate(self.pyramid, date(2026, 1, 15))
        january = self.in_force()
        self.assertEqual(january["Bolt Ltd."][0], "TOP")
        before = {
            table: self.versions(table)
            for table in (
                "customer_tier_standing",
                "customer_tier_change",
                "customer_tier_follower",
                "customer_tier_standing_undo",
            )
        }
        last = self.pyramid.last_evaluation_id

        closed = self.closed()

        self.assertEqual(self.rows(closed), december)
        self.assertEqual(closed.state, "done")
        for table, versions in before.items():
            self.assertEqual(self.versions(table), versions, table)
        self.assertEqual(self.pyramid.last_evaluation_id, last)
        self.assertEqual(self.in_force(), january)
        self.assertFalse(closed.undo_kept or closed.overtaken or closed.can_undo)

    @freeze_time(JANUARY)
    def test_the_bridge_ends_at_the_kept_figures(self):
        self.invoice(self.small, 9000, date(2026, 1, 5))
        self.evaluate(self.pyramid, date(2026, 1, 15))

        amounts = {line.kind: line.amount for line in self.closed().bridge_ids}

        self.assertEqual(amounts["customers"], 1500)
        self.assertEqual(amounts["difference"], 0)

    @freeze_time(JANUARY)
    def test_the_fiscal_year_and_the_year_to_date(self):
        self.company.write({"fiscalyear_last_day": 31, "fiscalyear_last_month": "3"})
        self.invoices(
            [(self.small, 40, date(2025, 4, 1)), (self.small, 7, date(2024, 3, 31))]
        )

        year = self.closed(date(2024, 8, 8), "fiscal_year")
        to_date = self.closed(DECEMBER, "year_to_date")

        # April 2024 to March 2025: 1000 of March, and 5000 of December 2024
        self.assertEqual(
            (year.date_from, year.as_of), (date(2024, 4, 1), date(2025, 3, 31))
        )
        self.assertEqual(self.rows(year)["Anvil Ltd."][1], 1000)
        self.assertEqual(self.rows(year)["Bolt Ltd."][1], 5000)
        # April to December 2025: 300; 200 + 40; the 1000 of March came in April
        self.assertEqual(
            (to_date.date_from, to_date.as_of), (date(2025, 4, 1), DECEMBER)
        )
        self.assertEqual(self.rows(to_date)["Anvil Ltd."][1:3], (300, 1000))
        self.assertEqual(self.rows(to_date)["Bolt Ltd."][1], 240)
        for evaluation in (year, to_date):
            bridge = {line.kind: line.amount for line in evaluation.bridge_ids}
            self.assertEqual(bridge["difference"], 0)

    @freeze_time(JANUARY)
    def test_the_period_before_is_as_long(self):
        self.pyramid.metric_ids += self.env["customer.tier.metric"].search(
            [("code", "=", "previous_revenue")]
        )
        closed = self.closed(date(2025, 6, 30), "year_to_date")

        figure = self.env["customer.tier.evaluation.figure"].search(
            [("evaluation_id", "=", closed.id), ("partner_id", "=", self.small.id)]
        )
        # January to June 2025, and July to December 2024
        self.assertEqual((figure.net_revenue, figure.previous_revenue), (200, 5000))

    @freeze_time(JANUARY)
    def test_a_threshold_per_month_counts_the_months_of_the_period(self):
        self.pyramid.rule_ids[0].write(
            {"method": "threshold", "threshold": 100, "per": "month"}
        )
        # 1300 in twelve months reach 100 a month; 300 in three of them too
        self.assertEqual(self.rows(self.closed())["Anvil Ltd."][0], "TOP")
        self.company.write({"fiscalyear_last_day": 30, "fiscalyear_last_month": "9"})
        quarter = self.closed(DECEMBER, "year_to_date")
        self.assertEqual(quarter.date_from, date(2025, 10, 1))
        self.assertEqual(self.rows(quarter)["Anvil Ltd."][0], "TOP")
        self.pyramid.rule_ids[0].threshold = 101
        quarter = self.closed(DECEMBER, "year_to_date")
        self.assertEqual(self.rows(quarter)["Anvil Ltd."][0], "SMALL")

    @freeze_time(JANUARY)
    def test_what_is_only_known_now_is_empty_or_refused(self):
        metric = self.metrics.filtered(lambda m: m.code == "unposted_payments")
        self.assertTrue(metric.only_now)

        closed = self.closed()

        self.env.cr.execute(
            "SELECT COUNT(unposted_payments), COUNT(collected)"
            " FROM customer_tier_evaluation_figure WHERE evaluation_id = %s",
            [closed.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (0, 2))
        self.assertNotIn(metric, closed.coverage_ids.metric_id)
        self.pyramid.value_metric_id.only_now = True
        with self.refuses("there is no record as of 2025-12-31"):
            self.pyramid._queue_closed(DECEMBER)

    @freeze_time(JANUARY)
    def test_a_day_to_come_is_refused(self):
        with self.refuses("has not come yet"):
            self.pyramid._queue_closed(date(2026, 1, 21))
        with self.refuses("has not come yet"):
            self.pyramid._queue_closed(DECEMBER.replace(year=2026), "fiscal_year")

    @freeze_time(JANUARY)
    def test_the_dialog(self):
        accountant = self.user("accountant")
        wizards = self.seen_by(accountant, self.env["customer.tier.closed.figures"])
        with Form(wizards) as form:
            form.scheme_id = self.pyramid
            self.assertEqual(form.as_of, DECEMBER)
            # the year of that day is not over yet
            form.as_of = date(2026, 1, 2)
            form.period = "fiscal_year"
            self.assertEqual(form.as_of, DECEMBER)
            form.period = "scheme"
            form.as_of = date(2024, 5, 5)
            form.period = "fiscal_year"
            self.assertEqual(form.date_from, date(2024, 1, 1))
            self.assertEqual(form.date_to, date(2024, 12, 31))
            self.assertIn("Payments", form.left_out)
        action = form.save().action_make()

        evaluation = self.env["customer.tier.evaluation"].browse(action["res_id"])
        self.assertEqual(evaluation.user_id, accountant)
        self.assertEqual((evaluation.kind, evaluation.state), ("closed", "queued"))
        # the scheme itself is not being evaluated
        self.assertFalse(self.pyramid.pending_evaluation_id)
        with self.assertRaises(AccessError):
            self.seen_by(self.user("user"), wizards).create(
                {"scheme_id": self.pyramid.id}
            )

    @freeze_time(JANUARY)
    def test_a_failure_is_not_one_of_the_scheme(self):
        closed = self.pyramid._queue_closed(DECEMBER)
        with self.assertLogs("odoo.addons.customer_tiering", "ERROR"):
            closed._fail(ValueError("no disk"))
        self.assertEqual(closed.state, "failed")
        self.assertFalse(self.pyramid.failing)

    @freeze_time(JANUARY)
    def test_the_drill_down_has_the_period_of_the_figures(self):
        closed = self.closed(date(2025, 6, 30), "year_to_date")
        figure = self.env["customer.tier.evaluation.figure"].search(
            [("evaluation_id", "=", closed.id), ("partner_id", "=", self.big.id)]
        )

        action = figure.action_view_documents()

        moves = self.env["account.move"].search(action["domain"])
        self.assertEqual(moves, self.paid)
        self.assertIn("as they stand today", action["display_name"])
        collected = figure.action_view_collected()
        lines = self.env["customer.tier.payment.line"].search(collected["domain"])
        self.assertEqual(sum(lines.mapped("amount")), figure.collected)
        self.assertEqual(figure.collected, 1000)


@tagged("post_install", "-at_install", "truth")
class TestClosedRetention(TieringCase):
    """Figures of a day are kept as long as evaluations are, from when they are made."""

    def test_kept_from_the_day_they_were_made(self):
        pyramid = self.scheme()
        self.evaluate(pyramid)
        self.company.customer_tier_keep_months = 6
        closed = pyramid._queue_closed(date(2020, 12, 31))
        closed._run()

        self.env["customer.tier.evaluation"]._gc_evaluations()
        self.assertTrue(closed.exists())

        self.update(closed, finished_at=f"{AS_OF} 10:00:00")
        self.env["customer.tier.evaluation"]._gc_evaluations()
        self.assertFalse(closed.exists())
