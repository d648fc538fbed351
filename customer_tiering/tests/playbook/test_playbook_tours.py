from datetime import date, datetime, timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .playbooks import PlaybookCase

BROKEN = date(2025, 7, 10)


@tagged("post_install", "-at_install", "playbook", "tour")
class TestPlaybookTours(PlaybookCase, HttpCase):
    """What people do with playbooks, in a real browser."""

    def test_salesperson_does_a_step_and_the_answer_opens_the_next(self):
        playbook = self.branching()
        self.night(playbook, BROKEN)
        self.start_tour(
            f"/odoo/contacts/{self.ann.id}",
            "customer_tiering_playbook_salesperson",
            login=self.seller.login,
        )
        self.env.invalidate_all()
        asked, offer = self.plays(playbook).step_ids
        self.assertEqual(asked.answer_id.text, "Yes")
        self.assertEqual(asked.feedback, "Nails, 5 kg")
        self.assertEqual((offer.state, offer.user_id), ("open", self.seller))

    def test_salesperson_works_their_day_from_home_to_done(self):
        """Home leads to what is due; done there, nothing is left for today."""
        playbook = self.branching()
        self.night(playbook, BROKEN)
        self.start_tour(
            "/odoo/customer-tier-home",
            "customer_tiering_playbook_day",
            login=self.seller.login,
        )
        self.env.invalidate_all()
        asked, offer = self.plays(playbook).step_ids
        self.assertEqual((asked.state, asked.answer_id.text), ("done", "Yes"))
        self.assertEqual((offer.state, offer.user_id), ("open", self.seller))

    def test_manager_writes_a_playbook_with_a_branch(self):
        self.start_tour(
            "/odoo/customer-playbooks",
            "customer_tiering_playbook_manager",
            login=self.manager.login,
        )
        playbook = self.env["customer.playbook"].search(
            [("name", "=", "Tour playbook")]
        )
        self.assertTrue(playbook.active)
        self.assertEqual(playbook.scheme_id, self.pyramid)
        self.assertEqual(playbook.first_occurrence_from, fields.Date.today())
        ask, offer = playbook.step_ids
        self.assertEqual(ask.answer_ids.mapped("text"), ["Yes", "No"])
        self.assertEqual(ask.answer_ids[0].next_step_id, offer)

    def test_customer_answers_a_quotation_and_the_play_closes(self):
        """They write on the page of the quotation; the next night knows it."""
        order = self.order(self.ann, 300, confirm=False)
        order.action_quotation_sent()
        sent = datetime.combine(date.today() - timedelta(days=5), datetime.min.time())
        self.update(order, customer_tier_sent_on=sent)
        playbook = self.playbook("quote_unopened", days=3, goal="reply")
        playbook._open_due()
        playbook._work_batch()
        play = self.plays(playbook)
        self.assertTrue(order.activity_ids)
        self.update(play, opened_at=datetime.now() - timedelta(hours=1))
        self.start_tour(
            order.get_portal_url(), "customer_tiering_playbook_customer", login=None
        )
        self.env.invalidate_all()
        playbook._open_due()
        playbook._work_batch()
        self.assertEqual(play.outcome, "goal")
        self.assertFalse(order.activity_ids)
