from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_queue import RUN_LOG, QueueCase


@tagged("post_install", "-at_install")
class TestFailureAlert(QueueCase):
    """Administrators are told that evaluations fail: once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("admin")
        cls.manager = cls.user("manager")
        cls.stranger = cls.user("admin", cls.new_company("Elsewhere Inc."))

    def alerts(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", "customer.tier.scheme"),
                ("res_id", "=", self.pyramid.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    @mute_logger(RUN_LOG)
    def fail(self):
        evaluation = self.pyramid._queue_evaluation()
        with self.failing():
            self.run_cron()
        self.assertEqual(evaluation.state, "failed")
        return evaluation

    def test_the_administrators_of_the_company_are_told_why(self):
        self.fail()

        alert = self.alerts()
        self.assertEqual(len(alert), 1)
        self.assertIn("The disk is full", alert.body)
        told = alert.notified_partner_ids
        self.assertIn(self.admin.partner_id, told)
        self.assertNotIn(self.manager.partner_id, told)
        self.assertNotIn(self.stranger.partner_id, told)
        self.assertTrue(self.pyramid.failing)

    def test_where_nobody_administers_nobody_is_told(self):
        self.pyramid._administrators().active = False
        with self.assertNoLogs("odoo.addons.mail", "WARNING"):
            self.fail()
        self.assertFalse(self.alerts())
        self.assertTrue(self.pyramid.failing)

    def test_not_again_while_it_keeps_failing(self):
        self.fail()
        self.fail().action_retry()
        with mute_logger(RUN_LOG), self.failing("The disk is still full"):
            self.run_cron()

        self.assertEqual(len(self.alerts()), 1)

    def test_again_after_it_went_well_in_between(self):
        self.fail()
        self.pyramid._queue_evaluation()
        self.run_cron()
        self.assertFalse(self.pyramid.failing)

        self.fail()

        self.assertEqual(len(self.alerts()), 2)

    def test_the_old_ladder_stays(self):
        self.pyramid._queue_evaluation()
        self.run_cron()
        good = self.pyramid.last_evaluation_id
        before = self.versions("customer_tier_standing")

        self.fail()

        self.assertEqual(self.versions("customer_tier_standing"), before)
        self.assertEqual(self.pyramid.last_evaluation_id, good)
