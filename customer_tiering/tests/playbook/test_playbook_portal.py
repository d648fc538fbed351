from datetime import datetime, timedelta

from odoo.tests import HttpCase, new_test_user, tagged

from .playbooks import PlaybookCase


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookPortal(PlaybookCase, HttpCase):
    """A customer answers a quotation in the portal, and the play closes."""

    def setUp(self):
        super().setUp()
        self.order_ = self.order(self.ann, 300, confirm=False)
        self.order_.action_quotation_sent()
        now = datetime.now().replace(microsecond=0)
        self.update(self.order_, customer_tier_sent_on=now - timedelta(days=5))
        self.playbook_ = self.playbook("quote_unopened", days=3, goal="reply")
        self.next_night()
        self.play = self.plays(self.playbook_)
        self.assertTrue(self.order_.activity_ids)
        self.update(self.play, opened_at=now - timedelta(hours=1))

    def next_night(self):
        self.playbook_._open_due()
        self.playbook_._work_batch()
        self.env.flush_all()
        self.env.invalidate_all()

    def portal_user(self, customer):
        return new_test_user(
            self.env,
            f"portal {customer.name}",
            groups="base.group_portal",
            partner_id=self.contact(customer).id,
            email="buyer@example.com",
        )

    def comment(self, user):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "sale.order",
                "thread_id": self.order_.id,
                # as the page of the quotation does it
                "token": self.order_._portal_ensure_token(),
                "post_data": {
                    "body": "Please send 5 kg of nails",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )

    def test_the_customer_logs_in_and_comments(self):
        self.comment(self.portal_user(self.ann))
        self.next_night()
        self.assertEqual(self.play.outcome, "goal")
        self.assertFalse(self.order_.activity_ids)

    def test_to_open_it_is_no_answer(self):
        user = self.portal_user(self.ann)
        self.authenticate(user.login, user.login)
        page = self.url_open(f"/my/orders/{self.order_.id}")
        self.assertEqual(page.status_code, 200)
        self.next_night()
        self.assertNotEqual(self.play.outcome, "goal")
