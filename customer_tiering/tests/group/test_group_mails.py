from odoo.tests import tagged

from .test_groups import LATER, GroupCase


@tagged("post_install", "-at_install", "playbook")
class TestGroupMails(GroupCase):
    """A welcome and a farewell, if they are switched on, to one contact each."""

    def mails(self):
        """``[(addressee, subject)]`` of all that is queued."""
        mails = self.env["mail.mail"].search(
            [("model", "=", "customer.group.member")], order="id"
        )
        for mail in mails:
            # what a member is called is our business
            self.assertNotIn("Member of a Customer Group", mail.body_html)
        return [(mail.recipient_ids.name, mail.subject) for mail in mails]

    def test_not_unless_switched_on(self):
        self.change_places()
        self.assertEqual(self.mails(), [])

    def test_welcome_and_farewell(self):
        self.elite.write({"send_welcome": True, "send_farewell": True})
        # the customer who was there when it was switched on is not welcomed
        self.assertEqual(self.mails(), [])
        person = self.contact(self.ben, "Bea", email="bea@example.com")
        self.change_places()
        self.assertEqual(
            sorted(self.mails()),
            [
                ("Ann", "Tiering Inc.: Elite"),
                ("Bea", "Tiering Inc.: Welcome to Elite"),
            ],
        )
        joined = self.elite.member_ids.filtered(lambda one: not one.left_on)
        self.assertEqual(joined.contact_id, person)
        self.assertTrue(joined.welcome_on)
        gone = self.elite.member_ids - joined
        self.assertTrue(gone.farewell_on)

    def test_in_the_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.elite.send_welcome = True
        self.elite.with_context(lang="zh_CN").name = "精英圈"
        self.ben.lang = "zh_CN"
        self.change_places()
        self.assertIn("精英圈", self.mails()[0][1])

    def test_who_is_blocked_gets_none(self):
        self.elite.send_welcome = True
        self.env["mail.blacklist"]._add("ben@example.com")
        self.change_places()
        self.assertEqual(self.mails(), [])
        self.assertEqual(self.elite.member_count, 1)

    def test_it_counts_as_a_contact_and_keeps_to_the_limit(self):
        self.elite.send_welcome = True
        self.company.customer_tier_touch_limit = 1
        self.change_places()
        self.assertEqual(len(self.mails()), 1)
        touches = self.env["customer.tier.touch"]
        today = self.elite._today()
        touched = touches._touched_sql(self.company, today)
        rows = self.env.execute_query(touched)
        self.assertEqual(rows, [(self.ben.id,)])
        # a second group that Ben joins says nothing any more
        other = self.group("Other", self.tier["SMALL"], send_welcome=True)
        self.invoice(self.ann, 9000, LATER)
        self.evaluate(self.pyramid, LATER.replace(month=8))
        self.followed()
        self.assertIn(self.ben, other.member_ids.partner_id)
        self.assertNotIn(("Ben", "Tiering Inc.: Welcome to Other"), self.mails())
