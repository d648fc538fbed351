from odoo import Command
from odoo.tests import tagged

from .mailings import MailingCase


@tagged("post_install", "-at_install", "playbook")
class TestMailingGroups(MailingCase):
    """A member group that is written to by mailings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elite = cls.env["customer.group"].create(
            {
                "name": "Elite",
                "scheme_id": cls.pyramid.id,
                "tier_ids": [Command.set(cls.tier["SMALL"].ids)],
                "kind": "list",
            }
        )
        cls.followed = cls.elite.mailing_list_id

    def test_it_has_a_list_and_a_filter(self):
        self.assertEqual(self.followed.name, "Elite")
        self.followed._customer_tier_step()
        self.env.invalidate_all()
        self.assertEqual(
            self.emails_on(self.followed), ["gil@example.com", "hal@example.com"]
        )
        audience = self.followed.customer_tier_filter_id
        self.assertEqual(audience.customer_tier_company_id, self.company)
        self.assertEqual(
            self.send(self.mailing(audience)), ["gil@example.com", "hal@example.com"]
        )

    def test_who_left_gets_nothing_and_who_opted_out_neither(self):
        self.followed._customer_tier_step()
        self.env.invalidate_all()
        self.subscription(self.followed, "hal@example.com").opt_out = True
        self.update(self.standing(self.pyramid, self.gil), tier_id=self.tier["TOP"].id)
        self.update(
            self.standing(self.pyramid, self.bob), tier_id=self.tier["SMALL"].id
        )
        self.elite.action_step()
        mailing = self.list_mailing(self.followed)
        self.assertEqual(self.send(mailing), ["bob@example.com"])
        contacts = self.mailing(self.followed.customer_tier_filter_id)
        self.assertEqual(self.reasons(contacts), {"opted_out": ["Hal"]})
        # the list of the group is none of the tier's business
        self.update(self.standing(self.pyramid, self.hal), tier_id=self.tier["TOP"].id)
        self.assertNotIn("opted_out", self.reasons(self.mailing()))

    def test_archived_when_it_is_not_wanted(self):
        audience = self.followed.customer_tier_filter_id
        self.elite.kind = "none"
        self.assertFalse(self.followed.active or audience.active)
        self.elite.kind = "list"
        self.assertTrue(self.followed.active and audience.active)
        self.elite.name = "Best"
        self.assertEqual((self.followed.name, audience.name), ("Best", "Best"))
        self.elite.active = False
        self.assertFalse(self.followed.active)
