from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..benefit.gift_samples import SampleCase
from ..evaluation.test_falling_activity import JULY, FallingCase


@tagged("post_install", "-at_install", "gift", "control")
class TestAttackOutsiders(SampleCase):
    """Who accepts a quotation reads no tier, no allowance and no name of a benefit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls.user("portal", groups="base.group_portal")
        cls.portal.partner_id.parent_id = cls.medium
        cls.outsiders = {
            "portal": cls.portal,
            "public": cls.env.ref("base.public_user"),
            "plain": cls.user("plain", groups="base.group_user"),
        }

    def accept(self, order, user):
        """As the portal does it: by the visitor, with the rights of the server."""
        order.with_user(user).sudo().action_confirm()

    def assertSilent(self, text):
        for word in ("500", "510", "Medium", "allowance", "tier", self.benefit.name):
            self.assertNotIn(word, text)

    def test_blocked_without_a_word(self):
        for role, user in self.outsiders.items():
            with self.subTest(role):
                order = self.sample(self.medium, 51, confirm=False)
                with self.assertRaises(UserError) as refused:
                    self.accept(order, user)
                self.assertIn(order.name, str(refused.exception))
                self.assertSilent(str(refused.exception))

    def test_who_works_with_tiers_reads_the_figures(self):
        order = self.sample(self.medium, 51, confirm=False)
        seller = self.user("rep", groups="sales_team.group_sale_salesman_all_leads")
        with self.assertRaisesRegex(UserError, "510.*Medium|Medium.*510"):
            order.with_user(seller).action_confirm()

    def test_the_note_is_for_us(self):
        self.benefit.over = "warn"
        for role, user in self.outsiders.items():
            with self.subTest(role):
                order = self.sample(self.medium, 51, confirm=False)
                everything = self.env["mail.message.subtype"].search([])
                order.message_subscribe(
                    self.portal.partner_id.ids, subtype_ids=everything.ids
                )
                self.accept(order, user)
                note = order.message_ids.filtered(
                    lambda message: self.benefit.name in message.body
                )
                self.assertEqual(len(note), 1)
                self.assertTrue(note.is_internal)
                self.assertTrue(note.subtype_id.internal)
                # the customer did not write it, so it is not theirs to read or to find
                author = user if role == "plain" else self.env.ref("base.user_root")
                self.assertEqual(note.author_id, author.partner_id)
                self.assertFalse(note.notified_partner_ids)
                mine = self.env["mail.message"].with_user(self.portal)
                found = mine.search(
                    [("model", "=", "sale.order"), ("res_id", "=", order.id)]
                )
                self.assertNotIn(note.id, found.ids)


@tagged("post_install", "-at_install", "control")
class TestAttackActivity(FallingCase):
    """Every contact manager reads what is on a contact: it tells no figure, no tier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.user(
            "keeper", groups="base.group_user,base.group_partner_manager"
        )

    def what_is_read(self, activity):
        (row,) = call_kw(
            self.env["mail.activity"].with_user(self.keeper),
            "read",
            [activity.ids, ["summary", "note"]],
            {},
        )
        return f"{row['summary']} {row['note']}"

    def test_a_fall(self):
        for misses in (2, 1):
            with self.subTest(misses=misses):
                self.pyramid.misses = misses
                self.activities().unlink()
                self.update(self.standing(self.pyramid, self.ann), alerted_on=None)
                self.invoice(self.ben, 700, JULY)
                self.run_all(self.pyramid, JULY)
                text = self.what_is_read(self.activities())
                for word in ("1,000", "Top", "Small", "Test scheme", "%", "1 of 2"):
                    self.assertNotIn(word, text.replace("\xa0", " "))
                standing = self.standing(self.pyramid, self.ann)
                self.assertIn("Ann", text)
                self.assertIn("customer.tier.standing", text)
                self.assertIn(str(standing.id), text)

    def test_merged_manual_tiers(self):
        for customer, tier in ((self.ann, "SMALL"), (self.ben, "TOP")):
            self.env["customer.tier.override"].create(
                {
                    "partner_id": customer.id,
                    "scheme_id": self.pyramid.id,
                    "kind": "fix",
                    "tier_id": self.tier[tier].id,
                    "reason": "Opens three shops",
                }
            )
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ann + self.ben).ids, self.ann)
        told = " ".join(
            message.body
            for message in self.ann.message_ids.with_user(self.keeper)
            if "manual tier" in message.body
        )
        self.assertIn("customer.tier.override", told)
        for word in ("Top", "Small", "three shops", "Test scheme"):
            self.assertNotIn(word, told)
