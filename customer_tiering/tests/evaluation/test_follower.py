from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .test_queue import QueueCase

FOLLOWER = "odoo.addons.customer_tiering.models.evaluation.customer_tier_follower"


@tagged("post_install", "-at_install")
class TestFollower(QueueCase, CronMixinCase):
    """What happens after an evaluation: in batches, resumable, announced last."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers(3, "Never contacted")
        # entered: two buyers and three others
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.lines = cls.env["customer.tier.change"].search(
            [("evaluation_id", "=", cls.evaluation.id)], order="id"
        )

    @property
    def follower(self):
        return self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", self.evaluation.id), ("name", "=", "announce")]
        )

    def enlisting(self, **handlers):
        """Further followers, before the announcing one: as another addon adds them."""
        model = type(self.env["customer.tier.follower"])
        followers = model._followers
        return patch.object(
            model, "_followers", lambda self: {**handlers, **followers(self)}
        )

    def test_each_evaluation_enlists_the_followers(self):
        self.assertEqual(len(self.lines), 5)
        self.assertRecordValues(
            self.follower, [{"state": "pending", "position": 0, "error": False}]
        )
        self.assertFalse(any(self.lines.mapped("announced")))

    def test_the_scheduled_action_announces_the_changes(self):
        self.run_cron()

        self.assertTrue(all(self.lines.mapped("announced")))
        self.assertRecordValues(
            self.follower, [{"state": "done", "position": self.lines[-1].id}]
        )

    def test_changes_are_announced_through_the_orm(self):
        """Automation rules hang on ``write``, which SQL does not call."""
        with patch.object(
            type(self.lines), "write", autospec=True, side_effect=type(self.lines).write
        ) as write:
            self.follower._work_batch()

        self.assertEqual(write.call_args.args, (self.lines, {"announced": True}))

    def test_a_batch_at_a_time_from_where_it_stopped(self):
        with patch(f"{FOLLOWER}.BATCH", 2):
            self.assertTrue(self.follower._work_batch())
            announced = self.lines.filtered("announced")
            self.assertEqual(announced, self.lines[:2])
            self.assertEqual(self.follower.position, self.lines[1].id)

            # the worker is killed here; the next one goes on, not over
            seen = []
            with patch.object(
                type(self.follower), "_announce", lambda _self, x: seen.append(x.ids)
            ):
                self.run_cron()

        self.assertEqual(seen, [self.lines.ids[2:4], self.lines.ids[4:]])
        self.assertEqual(self.follower.state, "done")

    def test_as_many_changes_as_a_batch_holds(self):
        with patch(f"{FOLLOWER}.BATCH", 5):
            self.run_cron()

        self.assertEqual(self.follower.state, "done")
        self.assertTrue(all(self.lines.mapped("announced")))

    def test_nothing_moved(self):
        self.evaluation = self.evaluate(self.pyramid)

        self.run_cron()

        self.assertEqual(self.evaluation.change_count, 0)
        self.assertEqual(self.follower.state, "done")

    def test_a_follower_from_outside(self):
        moved = []

        def tag(lines):
            moved.extend((line.partner_id.id, line.to_tier_id.code) for line in lines)

        with self.enlisting(tags=tag):
            evaluation = self.pyramid._queue_evaluation()
            self.run_cron()

        followers = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id)], order="id"
        )
        self.assertEqual(
            followers.mapped("name"),
            ["tags", "entitle", "falling", "playbooks", "groups", "announce", "peers"],
        )
        self.assertEqual(followers.mapped("state"), ["done"] * 7)
        # the two who bought a year ago became inactive today
        self.assertEqual(
            moved, [(self.anvil.id, "INACTIVE"), (self.hammer.id, "INACTIVE")]
        )

    @mute_logger(FOLLOWER)
    def test_a_follower_that_fails_says_why_and_stops_nobody(self):
        def fail(lines):
            lines.write({"rank": 999})
            raise ValueError("The printer is on fire")

        with self.enlisting(printer=fail):
            evaluation = self.pyramid._queue_evaluation()
            self.run_cron()

        followers = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id)], order="id"
        )
        failed = followers[0]
        announce = followers.filtered(lambda follower: follower.name == "announce")
        self.assertEqual(evaluation.state, "done")
        self.assertRecordValues(
            failed,
            [{"state": "failed", "position": 0, "error": "The printer is on fire"}],
        )
        self.assertEqual(announce.state, "done")
        # what it had begun is taken back
        self.assertNotIn(999, self.changes(self.pyramid, self.anvil).mapped("rank"))

    def test_a_follower_beside_another_transaction_comes_again(self):
        """What a user saves at the same moment is no failure."""
        begun = []

        def beside(lines):
            begun.append(lines.mapped("rank"))
            lines.write({"rank": 999})
            if len(begun) == 1:
                raise SerializationFailure("could not serialize access")

        with self.enlisting(beside=beside):
            evaluation = self.pyramid._queue_evaluation()
            self.run_cron()

        follower = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id)], order="id", limit=1
        )
        self.assertRecordValues(
            follower, [{"name": "beside", "state": "done", "error": False}]
        )
        # what the first time had begun was taken back
        self.assertEqual(len(begun), 2)
        self.assertEqual(begun[0], begun[1])
        self.assertNotIn(999, begun[1])

    def test_a_follower_whose_addon_is_gone_is_done(self):
        with self.enlisting(gone=lambda lines: None):
            self.evaluation = self.evaluate(self.pyramid)

        self.run_cron()

        followers = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )
        self.assertEqual(followers.mapped("state"), ["done"] * 7)
