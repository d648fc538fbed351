from odoo import Command
from odoo.tests import tagged

from .mailings import MailingCase

TOP = [f"{name}@example.com" for name in ("amy", "bob", "dan", "eve", "fay")]


@tagged("post_install", "-at_install", "playbook")
class TestMailingLists(MailingCase):
    """A list that follows a tier, and never overrides what somebody has said."""

    def setUp(self):
        super().setUp()
        self.followed = self.new_list()

    def move(self, customer, code):
        self.update(self.standing(self.pyramid, customer), tier_id=self.tier[code].id)

    def step(self):
        result = self.followed._customer_tier_step()
        self.env.invalidate_all()
        return result

    def test_members_come_and_go(self):
        self.assertEqual(self.step(), (5, 0))
        self.assertEqual(self.emails_on(self.followed), TOP)
        self.assertEqual(self.step(), (0, 0))
        self.move(self.bob, "SMALL")
        self.move(self.gil, "TOP")
        self.assertEqual(self.step(), (1, 1))
        self.assertEqual(
            self.emails_on(self.followed),
            sorted({*TOP, "gil@example.com"} - {"bob@example.com"}),
        )
        contact = self.subscription(self.followed, "amy@example.com").contact_id
        self.assertEqual((contact.name, contact.company_name), ("Amy", "Ann"))

    def test_found_again_by_the_address(self):
        """However it is written; and of two contacts none is made a third."""
        known = self.env["mailing.contact"].create(
            [{"name": "Bob", "email": "Bob <BOB@example.com>"} for _ in range(2)]
        )
        self.step()
        self.assertIn(
            self.subscription(self.followed, "bob@example.com").contact_id, known
        )
        self.assertEqual(
            self.env["mailing.contact"].search_count(
                [("email_normalized", "=", "bob@example.com")]
            ),
            2,
        )

    def test_opted_out_stays_out(self):
        """The opposite of OCA/social#1650."""
        self.step()
        gone = self.subscription(self.followed, "dan@example.com")
        gone.opt_out = True
        when = gone.opt_out_datetime
        self.assertEqual(self.step(), (0, 0))
        self.assertTrue(gone.opt_out)
        # out of the tier, and in again
        self.move(self.dan, "SMALL")
        self.assertEqual(self.step(), (0, 0))
        self.assertTrue(gone.exists().opt_out)
        self.move(self.dan, "TOP")
        self.assertEqual(self.step(), (0, 0))
        self.assertEqual((gone.opt_out, gone.opt_out_datetime), (True, when))

    def test_opted_out_under_another_contact_with_the_address(self):
        """Not added by the back door of a second contact."""
        self.env["mailing.contact"].create(
            [
                {"name": "Dan", "email": "dan@example.com"},
                {
                    "name": "Daniel",
                    "email": "DAN@example.com",
                    "subscription_ids": [
                        Command.create({"list_id": self.followed.id, "opt_out": True})
                    ],
                },
            ]
        )
        self.step()
        self.assertEqual(
            self.subscription(self.followed, "dan@example.com").mapped("opt_out"),
            [True],
        )

    def test_opted_out_in_another_tier(self):
        other = self.new_list(self.small)
        other._customer_tier_step()
        self.subscription(other, "gil@example.com").opt_out = True
        self.move(self.gil, "TOP")
        self.step()
        self.assertFalse(self.subscription(self.followed, "gil@example.com"))

    def test_who_came_by_themselves_stays(self):
        """Neither Bob, who subscribed before, nor a stranger is taken away."""
        self.env["mailing.contact"].create(
            [
                {"name": name, "email": email, "list_ids": self.followed.ids}
                for name, email in (
                    ("Bob", "bob@example.com"),
                    ("Zoe", "z@example.com"),
                )
            ]
        )
        self.assertEqual(self.step(), (4, 0))
        self.move(self.bob, "SMALL")
        self.assertEqual(self.step(), (0, 0))
        self.assertTrue(self.subscription(self.followed, "bob@example.com"))
        self.assertTrue(self.subscription(self.followed, "z@example.com"))

    def test_another_list_is_left_alone(self):
        other = self.env["mailing.list"].create({"name": "Other"})
        self.assertEqual(other._customer_tier_step(), (0, 0))
        self.step()
        self.assertFalse(other.subscription_ids)

    def test_in_step_when_it_is_sent(self):
        """When it is queued, and again when it is sent: OCA/social#571."""
        mailing = self.list_mailing(self.followed)
        self.assertFalse(self.followed.subscription_ids)
        mailing.action_put_in_queue()
        self.assertEqual(self.emails_on(self.followed), TOP)
        self.move(self.gil, "TOP")
        self.move(self.bob, "SMALL")
        self.assertEqual(
            self.work_off(mailing),
            sorted({*TOP, "gil@example.com"} - {"bob@example.com"}),
        )

    def test_in_step_although_nobody_was_left(self):
        """The list was empty when the mailing was queued: OCA/social#571 again."""
        for customer in self.people[:6]:
            self.move(customer, "SMALL")
        mailing = self.list_mailing(self.followed)
        mailing.action_put_in_queue()
        self.assertFalse(self.followed.subscription_ids)
        self.move(self.bob, "TOP")
        self.assertEqual(self.work_off(mailing), ["bob@example.com"])

    def test_the_button_of_the_tier(self):
        tier = self.seen_by(self.both, self.tier["TOP"])
        action = tier.action_customer_tier_add_to_list()
        self.assertEqual(action["res_id"], self.followed.id)
        self.env.invalidate_all()
        self.assertEqual(self.emails_on(self.followed), TOP)
        self.assertTrue(self.followed.customer_tier_step_date)

    def test_the_button_of_the_list(self):
        mine = self.seen_by(self.marketing, self.followed)
        action = mine.action_customer_tier_step()
        self.assertIn("5 added, 0 taken away", action["params"]["message"])

    def test_constant_number_of_statements(self):
        def statements():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.step()
            return self.env.cr.sql_log_count - before

        statements()
        few = statements()
        some = self.customers(30)
        for number, one in enumerate(some):
            one.email = f"some{number}@example.com"
        self.invoices([(one, 1000 + one.id) for one in some])
        self.evaluate(self.pyramid)
        statements()
        self.assertEqual(statements(), few)
