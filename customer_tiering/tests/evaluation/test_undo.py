from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...tools.exceptions import SchemeBusy
from ..common import AS_OF, TieringCase
from .test_queue import CRON

NEXT = AS_OF + timedelta(days=30)


@tagged("post_install", "-at_install")
class TestUndo(TieringCase, CronMixinCase):
    """The last evaluation is taken back to the row, and the history says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.first, cls.second = cls.customers(2)
        cls.leaver = cls.customer("Leaver")
        cls.invoices([(cls.first, 100), (cls.second, 60)])
        cls.before = cls.evaluate(cls.pyramid)

    def rows(self, *without):
        """Every column of every standing of the scheme."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(s) FROM customer_tier_standing s"
            " WHERE scheme_id = %s ORDER BY partner_id",
            [self.pyramid.id],
        )
        return [
            {name: value for name, value in row.items() if name not in without}
            for (row,) in self.env.cr.fetchall()
        ]

    def move_everybody(self):
        """A newcomer with 200 is first, 110 second, 100 third; one customer leaves."""
        self.newcomer = self.customer("Newcomer")
        self.invoices([(self.second, 50, NEXT), (self.newcomer, 200, NEXT)])
        self.leaver.ref = "somebody else's"
        return self.evaluate(self.pyramid, NEXT)

    def undone_lines(self, evaluation):
        lines = self.env["customer.tier.change"].search(
            [("evaluation_id", "=", evaluation.id), ("reason", "=", "undone")]
        )
        return {
            line.partner_id: (
                line.from_tier_id.code,
                line.to_tier_id.code,
                line.direction,
                line.date,
            )
            for line in lines
        }

    def test_every_row_is_what_it_was(self):
        rows = self.rows()
        evaluation = self.move_everybody()
        # a share of 50 % of three is two: 200 and 110
        self.assertEqual(
            self.tier_codes(
                self.pyramid, self.newcomer + self.second + self.first + self.leaver
            ),
            ["TOP", "TOP", "SMALL", None],
        )
        self.assertEqual((evaluation.can_undo, evaluation.undo_count), (True, 4))

        evaluation.action_undo()

        self.assertEqual(self.rows(), rows)
        self.assertEqual(evaluation.state, "undone")
        self.assertEqual(self.pyramid.last_evaluation_id, self.before)
        self.assertEqual(self.first.customer_tier_id, self.tier["TOP"])

    def test_the_history_tells_the_way_back(self):
        evaluation = self.move_everybody()
        lines = self.env["customer.tier.change"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        versions = self.versions("customer_tier_change", lines)

        evaluation.action_undo()

        self.assertEqual(
            self.undone_lines(evaluation),
            {
                self.newcomer: ("TOP", False, "left", NEXT),
                self.second: ("TOP", "SMALL", "down", NEXT),
                self.first: ("SMALL", "TOP", "up", NEXT),
                self.leaver: (False, "SUSPECT", "entered", NEXT),
            },
        )
        # nothing that was written is changed
        self.assertEqual(self.versions("customer_tier_change", lines), versions)

    def test_the_same_day_again_gives_the_same_again(self):
        evaluation = self.move_everybody()
        rows = self.rows("id", "evaluation_id")
        evaluation.action_undo()

        again = self.evaluate(self.pyramid, NEXT)

        self.assertEqual(self.rows("id", "evaluation_id"), rows)
        self.assertEqual(again.change_count, 4)

    def test_undoing_a_second_run_of_a_day_leaves_the_first(self):
        first = self.move_everybody()
        rows = self.rows()
        self.invoice(self.first, 500, NEXT)
        second = self.evaluate(self.pyramid, NEXT)
        self.assertEqual(self.tier_code(self.pyramid, self.first), "TOP")
        self.assertEqual((first.overtaken, second.overtaken), (True, False))

        second.action_undo()

        self.assertEqual(self.rows(), rows)
        self.assertFalse(first.overtaken)
        self.assertEqual(self.pyramid.last_evaluation_id, first)

    def test_an_evaluation_that_changed_nothing_can_be_undone(self):
        evaluation = self.evaluate(self.pyramid)
        rows = self.rows()
        self.assertEqual(evaluation.undo_count, 0)

        evaluation.action_undo()

        self.assertEqual(self.rows(), rows)
        self.assertEqual(self.pyramid.last_evaluation_id, self.before)

    def test_the_very_first_one_leaves_an_empty_ladder(self):
        undo = self.env["customer.tier.standing.undo"]
        self.assertFalse(undo.search([("scheme_id", "=", self.pyramid.id)]))
        self.assertEqual(self.before.undo_count, len(self.rows()))

        self.before.action_undo()

        self.assertFalse(self.rows())
        self.assertFalse(self.pyramid.last_evaluation_id)

    def test_one_whose_only_newcomer_was_merged_leaves_the_ladder(self):
        # not contacted yet, so that no other row changes
        newcomer = self.customer("Newcomer")
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(evaluation.undo_count, 1)
        rows = self.rows()
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.second + newcomer).ids)],
                "dst_partner_id": self.second.id,
            }
        )
        wizard.action_merge()

        evaluation.action_undo()

        self.assertEqual(len(self.rows()), len(rows) - 1)
        self.assertEqual(self.tier_code(self.pyramid, self.first), "TOP")

    def test_a_manual_tier_set_since_stays(self):
        evaluation = self.move_everybody()
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.first.id,
                "scheme_id": self.pyramid.id,
                "kind": "fix",
                "tier_id": self.tier["BIG"].id,
                "reason": "Our oldest customer",
            }
        )
        self.assertEqual(self.tier_code(self.pyramid, self.first), "BIG")

        evaluation.action_undo()

        standing = self.standing(self.pyramid, self.first)
        self.assertEqual(standing.tier_id, self.tier["BIG"])
        self.assertEqual(standing.decided_by, "manual")
        # what the restored evaluation gave, and not the undone one
        self.assertEqual(standing.automatic_tier_id, self.tier["TOP"])
        self.assertEqual(self.tier_code(self.pyramid, self.second), "SMALL")

    def test_followers_work_off_the_way_back(self):
        evaluation = self.move_everybody()
        followers = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertTrue(followers)
        for follower in followers:
            while follower._work_batch():
                pass

        with self.capture_triggers(CRON) as triggers:
            evaluation.action_undo()

        self.assertEqual(set(followers.mapped("state")), {"pending"})
        self.assertTrue(triggers.records)
        for follower in followers:
            while follower._work_batch():
                pass
        lines = self.env["customer.tier.change"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        self.assertEqual(len(lines), 8)
        self.assertEqual(lines.mapped("announced"), [True] * 8)

    def test_a_merged_customer_keeps_what_he_has(self):
        evaluation = self.move_everybody()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.newcomer + self.second).ids, self.second
        )
        tier = self.tier_code(self.pyramid, self.second)
        self.assertTrue(tier)

        evaluation.action_undo()

        self.assertEqual(self.tier_code(self.pyramid, self.second), "SMALL")
        self.assertEqual(self.tier_code(self.pyramid, self.first), "TOP")

    # ------------------------------------------------------------ refusals

    def test_only_the_last_one(self):
        self.move_everybody()

        with self.assertRaisesRegex(UserError, "evaluated again since"):
            self.before.action_undo()

    def test_only_once_and_not_one_step_further(self):
        evaluation = self.move_everybody()
        evaluation.action_undo()

        with self.assertRaisesRegex(UserError, "already been undone"):
            evaluation.action_undo()
        self.assertFalse(self.before.can_undo)
        with self.assertRaisesRegex(UserError, "no longer stored"):
            self.before.action_undo()

    def test_only_what_is_done(self):
        waiting = self.pyramid._queue_evaluation(NEXT)

        with self.assertRaisesRegex(UserError, "Only a finished evaluation"):
            waiting.action_undo()

    def test_not_beside_a_run(self):
        rows = self.rows()
        running = self.pyramid._queue_evaluation(NEXT)
        running.state = "running"
        with self.assertRaisesRegex(SchemeBusy, "being evaluated right now"):
            self.before.action_undo()
        running.state = "queued"
        busy = patch.object(
            type(self.before), "_lock_scheme", side_effect=SchemeBusy("locked")
        )
        with busy, self.assertRaisesRegex(SchemeBusy, "locked"):
            self.before.action_undo()
        self.assertEqual(self.rows(), rows)

    def test_only_an_administrator(self):
        mine = self.seen_by(self.user("manager"), self.before)
        for method in ("action_undo", "action_ask_undo"):
            with self.assertRaisesRegex(AccessError, "administrator"):
                getattr(mine, method)()
        theirs = self.user("admin", self.new_company("Elsewhere Inc."))
        with self.assertRaises(AccessError):
            self.seen_by(theirs, self.before).action_undo()
        mine = self.seen_by(self.user("admin"), self.before)
        self.assertEqual(mine.action_ask_undo()["res_id"], self.before.id)

        mine.action_undo()

        self.assertEqual(self.before.state, "undone")
