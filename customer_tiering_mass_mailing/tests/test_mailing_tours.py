from odoo.tests import HttpCase, tagged

from .mailings import MailingCase


@tagged("post_install", "-at_install", "playbook", "tour")
class TestMailingTours(MailingCase, HttpCase):
    """Who sends mailings sees before it happens who gets one, and who does not."""

    def test_before_sending(self):
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.mailing()
        self.start_tour(
            f"/odoo/email-marketing/{mailing.id}",
            "customer_tiering_mailing_before_sending",
            login=self.marketing.login,
        )
        self.env.invalidate_all()
        self.assertEqual(mailing.state, "draft")

    def test_list_in_step(self):
        followed = self.new_list()
        self.assertFalse(followed.subscription_ids)
        self.start_tour(
            f"/odoo/mailing-lists/{followed.id}",
            "customer_tiering_mailing_list",
            login=self.marketing.login,
        )
        self.env.invalidate_all()
        self.assertIn("amy@example.com", self.emails_on(followed))
        self.assertNotIn("bills@example.com", self.emails_on(followed))
