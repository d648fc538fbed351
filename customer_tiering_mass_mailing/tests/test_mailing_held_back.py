from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .mailings import MailingCase

HESITATING = "_customer_tier_hesitating_sql"


@tagged("post_install", "-at_install", "playbook")
class TestMailingHeldBack(MailingCase):
    """Before sending: who gets it, who does not and why. And so it happens."""

    def hesitating(self, *customers):
        """As if these customers had an opportunity that waits for their decision."""
        ids = [one.id for one in customers]
        return patch.object(
            self.registry["crm.lead"],
            HESITATING,
            lambda leads: SQL("SELECT UNNEST(%s::integer[])", ids),
            create=True,
        )

    def test_counted_by_hand_and_sent(self):
        """Of six one has no address, one opted out, one is blocked, one hesitates."""
        followed = self.new_list()
        followed._customer_tier_step()
        self.subscription(followed, "dan@example.com").opt_out = True
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.mailing()
        with self.hesitating(self.fay):
            mailing.invalidate_recordset()
            self.assertEqual(
                self.reasons(mailing),
                {
                    "no_address": ["Cat"],
                    "opted_out": ["Dan"],
                    "blacklist": ["Eve"],
                    "hesitating": ["Fay"],
                },
            )
            self.assertEqual(
                mailing.customer_tier_reach,
                "Goes to 2 of 6. 4 are held back: 1 no e-mail address, 1 opted out, "
                "1 on the blacklist, 1 thinking it over.",
            )
            self.assertEqual(mailing.customer_tier_held_count, 4)
            self.assertEqual(mailing.total, 2)
            self.assertEqual(self.send(mailing), ["amy@example.com", "bob@example.com"])

    def test_nobody_is_held_back(self):
        mailing = self.mailing(self.small)
        self.assertEqual(mailing.customer_tier_reach, "Goes to all 2.")
        self.assertEqual(self.send(mailing), ["gil@example.com", "hal@example.com"])

    def test_each_count_opens_its_contacts(self):
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.seen_by(self.marketing, self.mailing())
        action = mailing.action_customer_tier_held_back()
        check = mailing.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(check.sentence, mailing.customer_tier_reach)
        self.assertEqual(
            [(line.reason, line.count) for line in check.line_ids],
            [("get it", 4), ("no e-mail address", 1), ("on the blacklist", 1)],
        )
        for line in check.line_ids:
            opened = line.action_view()
            found = mailing.env[opened["res_model"]].search(opened["domain"])
            self.assertEqual(len(found), line.count)

    def test_several_contacts_of_a_customer(self):
        """A domain that finds every contact still mails one of them."""
        everybody = self.ann + self.al + self.amy + self.bills + self.bob
        mailing = self.mailing_to(everybody)
        self.assertEqual(self.reasons(mailing), {"duplicate": ["Al", "Ann", "Bills"]})
        self.assertEqual(self.send(mailing), ["amy@example.com", "bob@example.com"])
        every = self.mailing_to(everybody, customer_tier_one_each=False)
        self.assertEqual(len(self.send(every)), 5)

    def test_of_those_that_are_found_the_best_is_taken(self):
        mailing = self.mailing_to(self.ann + self.bills)
        self.assertEqual(self.goes_to(mailing), ["Ann"])
        self.ann.customer_tier_recipient_id = self.bills
        self.assertEqual(self.goes_to(mailing), ["Bills"])

    def test_the_same_address_twice(self):
        self.bob.email = "AMY@example.com"
        mailing = self.mailing()
        self.assertIn("duplicate", self.reasons(mailing))
        self.assertEqual(self.send(mailing).count("amy@example.com"), 1)

    def test_what_everybody_has_to_know(self):
        """Opting out and the blacklist hold, but nobody is spared a recall."""
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.mailing(customer_tier_hold_back=False)
        with self.hesitating(self.fay):
            self.assertEqual(
                self.send(mailing),
                [f"{name}@example.com" for name in ("amy", "bob", "dan", "fay")],
            )

    def test_without_the_blacklist(self):
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.mailing(use_exclusion_list=False)
        self.assertIn("eve@example.com", self.send(mailing))

    def test_opting_out_of_something_else(self):
        """Of one list is not of everything: OCA/crm#96."""
        other = self.env["mailing.list"].create({"name": "Wine"})
        contact = self.env["mailing.contact"].create(
            {"name": "Dan", "email": "dan@example.com", "list_ids": other.ids}
        )
        contact.subscription_ids.opt_out = True
        self.assertIn("dan@example.com", self.send(self.mailing()))

    def test_opted_out_as_a_customer_of_another_tier(self):
        """Rising does not undo what somebody has said."""
        followed = self.new_list(self.small)
        followed._customer_tier_step()
        self.subscription(followed, "gil@example.com").opt_out = True
        self.update(self.standing(self.pyramid, self.gil), tier_id=self.tier["TOP"].id)
        self.assertEqual(self.reasons(self.mailing())["opted_out"], ["Gil"])

    def test_opted_out_and_mailed_by_the_field_of_the_tier(self):
        followed = self.new_list()
        followed._customer_tier_step()
        self.subscription(followed, "dan@example.com").opt_out = True
        mailing = self.mailing(
            mailing_filter_id=False,
            mailing_domain=repr([("customer_tier_id", "=", self.tier["TOP"].id)]),
        )
        self.assertEqual(self.reasons(mailing)["opted_out"], ["Dan"])
        self.assertNotIn("dan@example.com", self.send(mailing))

    def test_a_mailing_on_something_else_is_left_alone(self):
        mailing = self.mailing(
            mailing_filter_id=False,
            mailing_model_id=self.env["ir.model"]._get_id("crm.lead"),
            mailing_domain="[]",
        )
        self.assertFalse(mailing.customer_tier_reach)
        self.assertEqual(list(mailing._get_recipients_domain()), [(1, "=", 1)])

    def test_a_domain_that_is_not_valid(self):
        mailing = self.env["mailing.mailing"].new(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": "[('nothing', '=', 1)]",
            }
        )
        self.assertFalse(mailing.customer_tier_reach)

    # ------------------------------------------------------------ to lists

    def test_a_mailing_to_a_list(self):
        followed = self.new_list()
        followed._customer_tier_step()
        self.subscription(followed, "dan@example.com").opt_out = True
        self.env["mail.blacklist"]._add("eve@example.com")
        mailing = self.list_mailing(followed)
        with self.hesitating(self.fay):
            mailing.invalidate_recordset()
            self.assertEqual(
                mailing.customer_tier_reach,
                "Goes to 2 of 5. 3 are held back: 1 opted out, 1 on the blacklist, "
                "1 thinking it over.",
            )
            self.assertEqual(self.send(mailing), ["amy@example.com", "bob@example.com"])

    def test_opted_out_of_one_of_two_lists(self):
        """As Odoo reads it: who is on the other list gets it."""
        first, second = self.env["mailing.list"].create(
            [{"name": "First"}, {"name": "Second"}]
        )
        contact = self.env["mailing.contact"].create(
            {
                "name": "Zoe",
                "email": "zoe@example.com",
                "list_ids": (first + second).ids,
            }
        )
        contact.subscription_ids[0].opt_out = True
        self.assertEqual(
            self.send(self.list_mailing(first + second)), ["zoe@example.com"]
        )
