from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import AS_OF, TieringCase

NEXT = AS_OF + timedelta(days=30)


@tagged("post_install", "-at_install")
class TestRerun(TieringCase):
    """K16: the same input gives the same result, and history stays as it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.first, cls.second = cls.customers(2)
        cls.unknown = cls.customer("Never contacted")
        cls.invoices([(cls.first, 100), (cls.second, 60)])

    def state(self):
        """Tier and since of both buyers."""
        return [
            (standing.tier_id.code, standing.since)
            for standing in (
                self.standing(self.pyramid, one) for one in self.first + self.second
            )
        ]

    def test_a_second_run_writes_nothing_but_the_run_itself(self):
        first = self.evaluate(self.pyramid)
        before = {
            table: self.versions(table)
            for table in ("customer_tier_standing", "customer_tier_change")
        }

        second = self.evaluate(self.pyramid)

        self.assertNotEqual(first, second)
        self.assertEqual((first.written_count, first.change_count), (3, 3))
        self.assertEqual((second.written_count, second.change_count), (0, 0))
        for table, versions in before.items():
            self.assertEqual(self.versions(table), versions)
        self.assertEqual(self.standing(self.pyramid, self.first).evaluation_id, first)

    def test_only_rows_that_differ_are_written(self):
        self.evaluate(self.pyramid)
        standings = self.standing(self.pyramid, self.unknown)
        before = self.versions("customer_tier_standing", standings)
        self.invoice(self.second, 1)

        evaluation = self.evaluate(self.pyramid)

        # the share of both buyers changed, nothing of the third
        self.assertEqual((evaluation.written_count, evaluation.change_count), (2, 0))
        self.assertEqual(self.versions("customer_tier_standing", standings), before)

    def test_a_rerun_for_the_same_day_starts_from_the_same_prior_state(self):
        self.evaluate(self.pyramid)
        self.assertEqual(self.state(), [("TOP", AS_OF), ("SMALL", AS_OF)])
        overtaking = self.invoice(self.second, 50, NEXT)
        self.evaluate(self.pyramid, NEXT)
        self.assertEqual(self.state(), [("SMALL", NEXT), ("TOP", NEXT)])

        overtaking.button_draft()
        self.evaluate(self.pyramid, NEXT)

        # as if the invoice never had been: both stand where they stood since June
        self.assertEqual(self.state(), [("TOP", AS_OF), ("SMALL", AS_OF)])
        # and so they do however often that day is evaluated
        self.assertEqual(self.evaluate(self.pyramid, NEXT).written_count, 0)

        overtaking.action_post()
        self.evaluate(self.pyramid, NEXT)

        self.assertEqual(self.state(), [("SMALL", NEXT), ("TOP", NEXT)])

    def test_somebody_who_left_and_came_back_on_one_day_never_was_away(self):
        self.evaluate(self.pyramid)
        self.unknown.ref = "somebody else's"
        self.evaluate(self.pyramid, NEXT)
        self.assertFalse(self.standing(self.pyramid, self.unknown))

        self.unknown.ref = self.first.ref
        self.evaluate(self.pyramid, NEXT)

        self.assertEqual(self.standing(self.pyramid, self.unknown).since, AS_OF)

    def test_each_move_is_one_line_and_lines_are_only_added(self):
        self.evaluate(self.pyramid)
        entered = self.changes(self.pyramid, self.second)
        kept = self.versions("customer_tier_change", entered)
        self.invoice(self.second, 50, NEXT)

        evaluation = self.evaluate(self.pyramid, NEXT)

        self.assertEqual(evaluation.change_count, 2)
        lines = self.changes(self.pyramid, self.second)
        self.assertRecordValues(
            lines,
            [
                {
                    "direction": "entered",
                    "from_tier_id": False,
                    "to_tier_id": self.tier["SMALL"].id,
                    "date": AS_OF,
                    "net_revenue": 60,
                    "rank": 2,
                },
                {
                    "direction": "up",
                    "from_tier_id": self.tier["SMALL"].id,
                    "to_tier_id": self.tier["TOP"].id,
                    "date": NEXT,
                    "net_revenue": 110,
                    "rank": 1,
                },
            ],
        )
        self.assertEqual(self.changes(self.pyramid, self.first)[-1].direction, "down")
        self.assertEqual(self.versions("customer_tier_change", entered), kept)

    def test_a_tier_kept_keeps_its_date(self):
        self.evaluate(self.pyramid)

        self.evaluate(self.pyramid, NEXT)

        self.assertEqual(self.state(), [("TOP", AS_OF), ("SMALL", AS_OF)])

    def test_settings_are_frozen_in_the_evaluation(self):
        evaluation = self.evaluate(self.pyramid)

        self.pyramid.rule_ids[0].threshold = 10
        self.evaluate(self.pyramid, NEXT)

        self.assertEqual(evaluation.settings["cuts"][0]["threshold"], 50)
        self.assertEqual(evaluation.settings["as_of"], "2025-06-30")
        self.assertEqual(
            self.pyramid.last_evaluation_id.settings["cuts"][0]["threshold"], 10
        )

    # ------------------------------------------------------------ history

    def test_an_earlier_day_is_refused(self):
        self.evaluate(self.pyramid)

        with self.assertRaisesRegex(UserError, "2025-06-30.*2025-06-29.*history"):
            self.pyramid._queue_evaluation(date(2025, 6, 29))

    def test_an_earlier_day_queued_before_is_refused_when_its_turn_comes(self):
        early = self.pyramid._queue_evaluation(AS_OF)
        self.evaluate(self.pyramid, NEXT)

        with self.assertRaisesRegex(UserError, "history"):
            early._run()

    def test_a_day_queued_twice_is_queued_once(self):
        first = self.pyramid._queue_evaluation(AS_OF)

        self.assertEqual(self.pyramid._queue_evaluation(AS_OF), first)
        self.assertNotEqual(self.pyramid._queue_evaluation(NEXT), first)
