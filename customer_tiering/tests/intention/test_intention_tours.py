from datetime import date

from odoo.tests import HttpCase, tagged

from .intentions import IntentionCase


@tagged("post_install", "-at_install", "playbook", "tour")
class TestIntentionTours(IntentionCase, HttpCase):
    """A customer hesitates, is called three times, and buys later."""

    def tour(self, lead, name):
        self.start_tour(
            f"/odoo/crm/{lead.id}",
            f"customer_tiering_intention_{name}",
            login=self.seller.login,
        )
        self.env.invalidate_all()

    def nightly(self, playbook):
        """The night that has just begun, with the clock of the browser."""
        self.assertTrue(playbook._open_due())
        while playbook._work_batch():
            pass
        self.env.flush_all()

    def test_three_calls_and_a_reminder(self):
        lead = self.opportunity(self.ann, name="Hammers for a school")
        self.tour(lead, "hesitating")
        self.assertEqual(lead.customer_tier_intention_said, "hesitating")
        calls = self.shipped("hesitating")
        self.nightly(calls)
        self.tour(lead, "three_calls")
        self.assertEqual(lead.customer_tier_intention_said, "not_now")
        play = self.plays(calls)
        self.assertEqual((play.outcome, len(play.step_ids)), ("done", 3))
        self.tour(lead, "not_now")
        self.assertEqual(lead.date_deadline, date(2030, 3, 20))
        self.assertEqual(lead.customer_tier_reminder_channel, "phone")
        self.assertEqual(lead.customer_tier_consent_on, date.today())
        ahead = lead.date_deadline - date.today()
        remind = self.shipped("expected", days=ahead.days)
        self.nightly(remind)
        self.tour(lead, "reminder")
