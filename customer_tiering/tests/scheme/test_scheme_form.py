from datetime import date
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..common import TieringCase

CRON = "customer_tiering.ir_cron_evaluate"


class MetricsMixin:
    """Metrics of other parts of the addon, whether they are there or not."""

    UNITS = {
        "gross_margin": "money",
        "collected": "money",
        "days_late": "days",
        "on_time_share": "share",
        "overdue_days": "days",
        "overdue_amount": "money",
        "influence": "stars",
    }

    @classmethod
    def metric(cls, code, **values):
        """The metric ``code``, created if no part of the addon brings it."""
        metrics = cls.env["customer.tier.metric"].with_context(active_test=False)
        found = metrics.search([("code", "=", code)])
        return found or metrics.create(
            {
                "name": code.replace("_", " ").capitalize(),
                "code": code,
                "unit": cls.UNITS.get(code, "count"),
                "definition": "For a test.",
                "higher_is_better": code
                not in ("days_late", "overdue_days", "overdue_amount"),
                **values,
            }
        )

    @classmethod
    def without(cls, code):
        """Take ``code`` out of the catalogue, as if its addon were not there."""
        metrics = cls.env["customer.tier.metric"].with_context(active_test=False)
        metrics.search([("code", "=", code)]).code = f"no_{code}"


@tagged("post_install", "-at_install")
class TestSchemeForm(MetricsMixin, TieringCase, CronMixinCase):
    """What is refused, what is warned of, what the chatter tells, and Apply."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme()
        cls.revenue = cls.metric("net_revenue")

    def rule(self, code, scheme=None):
        rules = (scheme or self.pyramid).rule_ids
        return rules.filtered(lambda r: r.tier_id.code == code)

    def criterion(self, code="net_revenue", **values):
        return Command.create({"metric_id": self.metric(code).id, **values})

    # ------------------------------------------------------------ validation

    def test_thresholds_out_of_range(self):
        top = self.rule("TOP")
        for values, message in (
            (
                {"method": "score", "threshold": 101},
                "“Top” is 101.0 points, but a score cannot be",
            ),
            (
                {"method": "number_of_customers", "threshold": 2.5},
                "must be a whole number",
            ),
            (
                {"keep_threshold": 0.5},
                "Staying in “Top” .0.5. is harder than entering",
            ),
            (
                {"method": "threshold", "threshold": -5},
                "Minimum figure. is -5.0. It must",
            ),
        ):
            with self.subTest(values), self.refuses(message):
                top.write(values)

    def test_thresholds(self):
        days = self.metric("days_since_last_purchase")
        count = self.metric("purchase_count")
        top = self.rule("TOP")
        for values, message in (
            ({"metric_id": days.id, "per": "month"}, "only for amounts and numbers"),
            (
                {"metric_id": count.id, "per": "month", "pace": "min"},
                "only for net invoiced revenue",
            ),
        ):
            with self.subTest(values), self.refuses(message):
                top.write({"method": "threshold", "threshold": 5, **values})
        self.pyramid.period_months = 2
        with self.refuses("longer time than the period of 2 months"):
            top.write({"method": "threshold", "threshold": 5, "per": "quarter"})

    def test_a_score_without_a_criterion(self):
        with self.refuses("has no criterion. Add one under Criteria"):
            self.pyramid.rank_by = "score"
        with self.refuses("has no criterion"):
            self.pyramid.write(
                {"rule_ids": [Command.update(self.rule("TOP").id, {"method": "score"})]}
            )

    def test_criteria(self):
        for values, message in (
            ({"method": "bands"}, "“Net invoiced revenue” has no points yet"),
            ({"method": "min_max", "low": 5, "high": 5}, "second figure must be above"),
            (
                {
                    "method": "lookup",
                    "band_ids": [
                        Command.create({"start": 1, "points": 10}),
                        Command.create({"start": 1, "points": 20}),
                    ],
                },
                "two lines for the same figure",
            ),
        ):
            with self.subTest(message), self.refuses(message):
                self.pyramid.criterion_ids = [self.criterion(**values)]

    def test_weights_of_zero(self):
        with (
            self.assertRaises(CheckViolation) as caught,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.pyramid.criterion_ids = [
                self.criterion(weight=0),
                self.criterion("purchase_count", weight=0),
            ]
            self.env.flush_all()
        message = self.env["customer.tier.criterion"]._sql_error_to_message(
            caught.exception
        )
        self.assertIn("must be above 0. Delete the criterion", message)

    def test_a_figure_that_is_better_the_lower_it_is_does_not_rank(self):
        with self.refuses("is better the lower it is"):
            self.pyramid.value_metric_id = self.metric("days_since_last_purchase")

    def test_caps(self):
        with self.refuses("“A” has no line under Cut-offs"):
            self.pyramid.cap_ids = [self.cap("A")]
        self.pyramid.cap_ids = [self.cap("MEDIUM")]
        # the line it holds at cannot go away under it
        with self.refuses("“Medium” has no line under Cut-offs"):
            self.pyramid.rule_ids = [Command.delete(self.rule("MEDIUM").id)]

    def cap(self, tier):
        return Command.create(
            {
                "tier_id": self.tier[tier].id,
                "metric_id": self.metric("days_since_last_purchase").id,
                "above": 90,
            }
        )

    # ------------------------------------------------------------ metrics gone

    def test_an_archived_metric_is_named(self):
        metric = self.metric("average_order_value")
        self.pyramid.value_metric_id = metric
        metric.active = False

        self.assertIn("“Average order value”, which is archived", self.pyramid.warning)
        with self.refuses("“Average order value”, which is archived", UserError):
            self.evaluate(self.pyramid)

    def test_a_metric_that_no_source_fills_is_named_and_the_old_ladder_stays(self):
        customer = self.customer("Buyer")
        self.invoice(customer, 100)
        first = self.evaluate(self.pyramid)
        gone = self.metric("of_an_addon_that_is_gone", name="Rumours")
        self.pyramid.criterion_ids = [self.criterion(gone.code)]
        self.pyramid.rank_by = "score"
        evaluation = self.pyramid._queue_evaluation(date(2025, 7, 1))

        with self.refuses("decides by “Rumours”, but no installed app", UserError):
            evaluation._run()
        self.assertEqual(self.pyramid.last_evaluation_id, first)
        self.assertEqual(self.tier_code(self.pyramid, customer), "TOP")

    def test_a_figure_only_shown_may_be_missing(self):
        gone = self.metric("of_an_addon_that_is_gone")
        self.pyramid.metric_ids = gone

        self.assertEqual(self.evaluate(self.pyramid).state, "done")

    def test_a_figure_with_gaps_ranks_those_of_whom_it_is_known(self):
        looks, buyer = self.customer("Looks only"), self.customer("Buyer")
        self.invoices([(buyer, 100, date(2024, 6, 1)), (buyer, 300), (looks, 50)])
        self.pyramid.value_metric_id = self.metric("growth")

        self.evaluate(self.pyramid)

        # who has not bought before cannot have grown
        standing = self.standing(self.pyramid, looks)
        self.assertEqual((standing.tier_id.code, standing.reason), ("SMALL", "no_data"))
        self.assertIn("there is no data for", standing.explanation)

    def test_a_used_metric_is_not_deleted(self):
        metric = self.metric("of_an_addon_that_is_gone", name="Rumours")
        self.pyramid.criterion_ids = [self.criterion(metric.code)]

        with self.refuses("“Rumours” cannot be.*“Test scheme” uses it", UserError):
            metric.unlink()
        self.pyramid.criterion_ids = [Command.clear()]
        metric.unlink()

    # ------------------------------------------------------------ warnings

    def test_few_customers(self):
        buyers = self.customers(2)
        today = fields.Date.today()
        self.invoices([(buyer, 10, today) for buyer in buyers])

        self.assertIn("bought in the period (2)", self.pyramid.warning)
        # one beyond the first month of the period does not count
        self.pyramid.period_months = 1
        self.assertIn("(2)", self.pyramid.warning)
        self.pyramid.domain = str([("id", "=", buyers[0].id)])
        self.pyramid.invalidate_recordset(["warning"])
        self.assertIn("(1)", self.pyramid.warning)
        # an amount does not care how many there are
        self.rule("SMALL").method = "threshold"
        for rule in self.pyramid.rule_ids:
            rule.write({"method": "threshold", "threshold": rule.threshold + 1})
        self.assertFalse(self.pyramid.warning)

    def test_the_last_evaluation_says_how_many(self):
        self.evaluate(self.pyramid)
        last = self.pyramid.last_evaluation_id
        last.existing_count = 49
        self.assertIn("(49)", self.pyramid.warning)
        last.existing_count = 50
        self.pyramid.invalidate_recordset(["warning"])
        self.assertFalse(self.pyramid.warning)

    # ------------------------------------------------------------ the form

    def test_the_form_knows_what_a_bar_is_counted_in(self):
        with Form(self.pyramid) as form:
            self.assertTrue(form.has_share)
            self.assertFalse(form.has_threshold)
            with form.rule_ids.edit(0) as line:
                self.assertEqual(line.threshold_unit, "% of customers")
                line.method = "threshold"
                self.assertEqual(line.threshold_unit, "USD")
                line.threshold = 10000
                line.per = "month"
                self.assertEqual(line.threshold_unit, "USD per month")
            self.assertTrue(form.has_threshold)

    def test_a_criterion_is_entered_in_the_form(self):
        with Form(self.pyramid) as form:
            form.rank_by = "score"
            with form.criterion_ids.new() as line:
                line.metric_id = self.revenue
                line.weight = 3
            with form.criterion_ids.new() as line:
                line.metric_id = self.metric("purchase_count")
                line.weight = 1
        first, second = self.pyramid.criterion_ids
        self.assertEqual((first.weight_share, second.weight_share), (0.75, 0.25))

    # ------------------------------------------------------------ chatter

    def notes(self, action):
        """What ``action`` on the scheme writes into its chatter, as plain text."""
        scheme = self.pyramid.with_context(tracking_disable=False)
        before = scheme.message_ids
        action(scheme)
        notes = (scheme.message_ids - before).sorted("id").mapped("preview")
        return notes

    def test_a_changed_cut_off_is_told(self):
        notes = self.notes(lambda s: self.rule("TOP", s).write({"threshold": 2}))
        self.assertEqual(notes, ["Cut-off Top: 1 → 2"])

        notes = self.notes(
            lambda s: self.rule("BIG", s).write({"threshold": 4, "minimum": 1500})
        )
        self.assertEqual(notes, ["Cut-off Big: And at Least 0 → 1,500"])
        # nothing changed, nothing told
        self.assertFalse(
            self.notes(lambda s: self.rule("BIG", s).write({"threshold": 4}))
        )

    def test_lines_that_come_and_go_are_told(self):
        def change(scheme):
            scheme.write(
                {
                    "rule_ids": [
                        Command.delete(self.rule("BIG").id),
                        Command.create({"tier_id": self.tier["A"].id, "threshold": 3}),
                    ],
                    "criterion_ids": [self.criterion(weight=2)],
                    "cap_ids": [self.cap("SMALL")],
                }
            )

        self.assertCountEqual(
            self.notes(change),
            [
                "Cut-off Big: removed",
                "Cut-off A: added, 3",
                "Criterion Net invoiced revenue: added, 2",
                "Cap Small: added, 90",
            ],
        )
        notes = self.notes(lambda s: s.criterion_ids.write({"weight": 5}))
        self.assertEqual(notes, ["Criterion Net invoiced revenue: 2 → 5"])

    def test_a_new_scheme_tells_no_change(self):
        copy = self.pyramid.with_context(tracking_disable=False).copy()

        self.assertFalse(
            [text for text in copy.message_ids.mapped("preview") if "Cut-off" in text]
        )

    # ------------------------------------------------------------ Apply

    def test_apply_puts_in_force_and_classifies(self):
        today = fields.Date.today()
        self.pyramid.write({"in_force": False, "next_date": today})
        scheme = self.pyramid.with_user(self.user("manager"))
        with self.refuses("is not in force yet.*Press “Apply”", UserError):
            scheme.action_classify_now()

        with self.capture_triggers(CRON) as triggers:
            action = scheme.action_apply()

        self.assertTrue(self.pyramid.in_force)
        evaluation = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(evaluation.state, "queued")
        self.assertEqual(evaluation.scheme_id, self.pyramid)
        self.assertEqual(len(triggers.records), 1)
        # the scheduled action does not evaluate the same day again
        self.assertGreater(self.pyramid.next_date, today)

    def test_apply_refuses_what_cannot_work(self):
        self.pyramid.in_force = False
        metric = self.metric("average_order_value")
        self.pyramid.value_metric_id = metric
        metric.active = False

        with self.refuses("which is archived", UserError):
            self.pyramid.with_user(self.user("manager")).action_apply()
        self.assertFalse(self.pyramid.in_force)

    def test_settings_changed_since_the_last_evaluation_are_pointed_out(self):
        def changed():
            self.pyramid.invalidate_recordset(["changed_since"])
            return self.pyramid.changed_since

        self.assertFalse(changed())  # never evaluated
        self.evaluate(self.pyramid)
        self.assertFalse(changed())
        for record, name, value in (
            (self.rule("TOP"), "threshold", 2),
            (self.pyramid, "period_months", 6),
            (self.pyramid, "ties", "up"),
            (self.revenue, "active", False),
        ):
            before = record[name]
            record[name] = value
            with self.subTest(name):
                self.assertTrue(changed())
            record[name] = before
            self.assertFalse(changed())
        # what decides nothing
        self.pyramid.name = "Renamed"
        self.assertFalse(changed())

    def test_only_a_manager_applies(self):
        self.pyramid.in_force = False
        with self.refuses("Only a manager", UserError):
            self.pyramid.with_user(self.user("user")).action_apply()

    def test_the_quick_count_reads_no_more_than_it_must(self):
        """A hundred customers cost as many statements as two."""
        self.invoices([(c, 10, fields.Date.today()) for c in self.customers(2)])
        with patch(
            "odoo.addons.customer_tiering.models.scheme.customer_tier_scheme_apply"
            ".LOOKED_THROUGH",
            1,
        ):
            self.assertEqual(self.pyramid._buyer_count(), 1)
        self.assertEqual(self.pyramid._buyer_count(), 2)
