from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import DiskFull, QueryCanceled

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.collector.reading import Reading
from ..common import AS_OF, TieringCase

CRON = "customer_tiering.ir_cron_evaluate"
RUN_LOG = (
    "odoo.addons.customer_tiering.models.evaluation.customer_tier_evaluation_queue"
)


class QueueCase(TieringCase):
    """One scheme that is due when a test says so; no other one is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.tier.scheme"].search([]).next_date = False
        cls.env["customer.tier.evaluation"].search(
            [("state", "in", ("queued", "running"))]
        ).state = "failed"
        cls.anvil, cls.hammer = cls.customers(2)
        cls.invoices([(cls.anvil, 100), (cls.hammer, 60)])
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.cron = cls.env.ref(CRON)

    def run_cron(self):
        with self.enter_registry_test_mode():
            return self.cron.method_direct_trigger()

    def failing(self, error="The disk is full"):
        """Collecting raises, as long as this context lasts."""
        if isinstance(error, str):
            error = ValueError(error)
        return patch.object(Reading, "collect", side_effect=error)


@tagged("post_install", "-at_install")
class TestQueue(QueueCase, CronMixinCase):
    """From *Classify now* and from the schedule to a finished evaluation."""

    def test_classify_now_queues_and_wakes_the_scheduled_action(self):
        scheme = self.pyramid.with_user(self.user("manager"))

        with self.capture_triggers(CRON) as triggers:
            action = scheme.action_classify_now()

        evaluation = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(evaluation.state, "queued")
        self.assertEqual(evaluation.scheme_id, self.pyramid)
        self.assertEqual(evaluation.user_id, scheme.env.user)
        self.assertEqual(evaluation.progress, 0)
        self.assertEqual(self.pyramid.pending_evaluation_id, evaluation)
        self.assertEqual(len(triggers.records), 1)
        # a second click shows the same one
        self.assertEqual(scheme.action_classify_now()["res_id"], evaluation.id)

    def test_the_scheduled_action_evaluates_what_is_queued(self):
        evaluation = self.pyramid._queue_evaluation()

        self.assertIs(self.run_cron(), True)

        self.assertEqual(evaluation.state, "done")
        self.assertEqual((evaluation.stage, evaluation.progress), ("finished", 100))
        self.assertEqual(set(evaluation.timing), {"collect", "classify", "publish"})
        self.assertTrue(evaluation.started_at <= evaluation.finished_at)
        self.assertEqual(self.pyramid.last_evaluation_id, evaluation)
        self.assertFalse(self.pyramid.pending_evaluation_id)

    def test_progress_is_committed_between_the_stages(self):
        evaluation = self.pyramid._queue_evaluation()
        seen = []

        evaluation._run(checkpoint=lambda: seen.append(evaluation.progress))

        self.assertEqual(seen, [10, 60, 70])
        self.assertEqual(evaluation.progress, 100)

    def test_nothing_queued_is_nothing_done(self):
        before = self.env["customer.tier.evaluation"].search_count([])

        self.run_cron()

        self.assertEqual(self.env["customer.tier.evaluation"].search_count([]), before)

    # ------------------------------------------------------------ failure

    @mute_logger(RUN_LOG)
    def test_a_failure_keeps_the_old_ladder_says_why_and_can_be_retried(self):
        self.pyramid._queue_evaluation()
        self.run_cron()
        before = self.versions("customer_tier_standing")
        failed = self.pyramid._queue_evaluation()

        with self.failing():
            self.run_cron()

        self.assertEqual((failed.state, failed.error), ("failed", "The disk is full"))
        self.assertEqual(self.versions("customer_tier_standing"), before)
        self.assertNotEqual(self.pyramid.last_evaluation_id, failed)

        with self.capture_triggers(CRON) as triggers:
            failed.with_user(self.user("manager")).action_retry()
        self.assertEqual((failed.state, failed.error), ("queued", False))
        self.assertEqual(len(triggers.records), 1)
        self.run_cron()

        self.assertEqual((failed.state, failed.error), ("done", False))
        self.assertEqual(self.pyramid.last_evaluation_id, failed)

    @mute_logger(RUN_LOG)
    def test_what_postgresql_refuses_is_told_with_what_to_do(self):
        for error, words in (
            (DiskFull("could not extend file"), "disk of the database server is full"),
            (QueryCanceled("canceling statement"), "statement_timeout"),
        ):
            failed = self.pyramid._queue_evaluation()

            with self.failing(error):
                self.run_cron()

            self.assertEqual(failed.state, "failed")
            self.assertIn(words, failed.error)
            self.assertIn("press “Try Again”", failed.error)

    def test_only_a_failed_evaluation_can_be_retried(self):
        evaluation = self.pyramid._queue_evaluation()

        with self.assertRaisesRegex(UserError, "Only failed evaluations"):
            evaluation.action_retry()

    @mute_logger(RUN_LOG)
    def test_a_failure_while_publishing_leaves_nothing_half_done(self):
        evaluation = self.pyramid._queue_evaluation()
        publisher = type(self.env["customer.tier.publisher"])

        with patch.object(publisher, "_write_entries", side_effect=ValueError("cut")):
            self.run_cron()

        self.assertEqual(evaluation.state, "failed")
        self.assertFalse(self.standing(self.pyramid, self.anvil))
        self.assertFalse(self.changes(self.pyramid, self.anvil))
        self.assertFalse(evaluation.result_ids)

    @mute_logger(RUN_LOG)
    def test_one_failure_does_not_stop_the_next(self):
        bad, good = self.scheme(), self.scheme()
        self.update(bad, domain="[('no_such_field', '=', 1)]")
        first, second = bad._queue_evaluation(), good._queue_evaluation()

        self.run_cron()

        self.assertEqual((first.state, second.state), ("failed", "done"))
        self.assertIn("no_such_field", first.error)

    def test_what_a_killed_worker_left_running_is_run_again(self):
        evaluation = self.pyramid._queue_evaluation(AS_OF)
        evaluation.write({"state": "running", "stage": "classify"})

        self.run_cron()

        self.assertEqual(evaluation.state, "done")
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "TOP")

    def test_a_scheme_is_evaluated_by_one_at_a_time(self):
        shipped = self.env.ref("customer_tiering.scheme_pyramid")
        evaluation = shipped._queue_evaluation()
        with self.registry.cursor() as other:  # another session on the same database
            theirs = self.env(cr=other)["customer.tier.evaluation"]
            theirs.new({"scheme_id": shipped.id})._lock_scheme()

            with self.assertRaisesRegex(UserError, "Someone else is evaluating"):
                evaluation._run()
            self.assertEqual(evaluation.state, "queued")
            # another scheme is free
            self.evaluate(self.pyramid)

        evaluation._lock_scheme()  # free again

    def test_a_busy_scheme_is_tried_again_soon(self):
        shipped = self.env.ref("customer_tiering.scheme_pyramid")
        evaluation = shipped._queue_evaluation()
        with self.registry.cursor() as other, self.capture_triggers(CRON) as triggers:
            theirs = self.env(cr=other)["customer.tier.evaluation"]
            theirs.new({"scheme_id": shipped.id})._lock_scheme()

            self.run_cron()

        self.assertIn(evaluation.state, ("queued", "running"))
        self.assertFalse(evaluation.error)
        self.assertEqual(len(triggers.records), 1)

    # ------------------------------------------------------------ schedule

    def due(self, today, **values):
        """Let the scheduled action come by on ``today``; the scheme's next day."""
        self.pyramid.write(values)
        with freeze_time(f"{today} 12:00:00"):
            self.env["customer.tier.scheme"]._queue_due()
        return self.pyramid.next_date

    def test_the_next_day_steps_by_the_interval(self):
        for interval, following in (
            ("daily", date(2025, 2, 1)),
            ("weekly", date(2025, 2, 7)),
            ("monthly", date(2025, 2, 28)),
        ):
            with self.subTest(interval):
                day = self.due("2025-01-31", interval=interval, next_date="2025-01-31")
                self.assertEqual(day, following)
        evaluation = self.pyramid.evaluation_ids
        self.assertEqual((len(evaluation), evaluation.as_of), (1, date(2025, 1, 31)))

    def test_not_before_its_day(self):
        self.assertEqual(
            self.due("2025-01-30", next_date="2025-01-31"), date(2025, 1, 31)
        )
        self.assertFalse(self.pyramid.evaluation_ids)

    def test_months_missed_are_made_up_once(self):
        day = self.due("2025-05-10", interval="monthly", next_date="2025-01-31")

        # on the next day of the schedule, the last of May
        self.assertEqual(day, date(2025, 5, 31))
        self.assertEqual(self.pyramid.evaluation_ids.as_of, date(2025, 5, 10))

    def test_the_day_is_that_of_the_scheme_s_time_zone(self):
        # 12:00 UTC is the next day already in Kiritimati (UTC+14)
        self.due("2025-01-30", next_date="2025-01-31", tz="Pacific/Kiritimati")

        self.assertEqual(self.pyramid.evaluation_ids.as_of, date(2025, 1, 31))

    def test_an_archived_scheme_is_not_due(self):
        self.due("2025-01-31", next_date="2025-01-31", active=False)

        self.assertFalse(self.pyramid.evaluation_ids)

    def test_a_time_zone_moved_west_does_not_stop_the_schedule(self):
        other = self.scheme(next_date=date(2025, 1, 31), sequence=99)
        self.evaluate(self.pyramid, date(2025, 2, 1))

        self.due("2025-01-31", next_date="2025-01-31")

        self.assertEqual(other.evaluation_ids.as_of, date(2025, 1, 31))
        self.assertEqual(len(self.pyramid.evaluation_ids), 1)
