from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.common import TieringCase


@tagged("post_install", "-at_install", "playbook")
class TestMailGroups(TieringCase):
    """The members of a mail group follow a group of customers, and may leave it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moderator = cls.user("moderator", groups="sales_team.group_sale_salesman")
        cls.ann, cls.ben, cls.cid = (
            cls.customer(name, email=f"{name.lower()}@example.com")
            for name in ("Ann", "Ben", "Cid")
        )
        cls.amy = cls.contact(cls.ann, "Amy", email="Amy@Example.com")
        cls.invoices([(cls.ann, 300), (cls.ben, 200), (cls.cid, 100)])
        cls.pyramid = cls.scheme({"TOP": 66, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        for follower in cls.env["customer.tier.follower"]._pending():
            while follower._work_batch():
                pass
        cls.elite = cls.env["customer.group"].create(
            {
                "name": "Elite",
                "scheme_id": cls.pyramid.id,
                "tier_ids": [Command.set(cls.tier["TOP"].ids)],
                "moderator_id": cls.moderator.id,
                "kind": "mail_group",
            }
        )
        cls.mail_group = cls.elite.mail_group_id

    def members(self):
        self.env.invalidate_all()
        return sorted(self.mail_group.member_ids.mapped("email_normalized"))

    def move(self, customer, code):
        self.update(self.standing(self.pyramid, customer), tier_id=self.tier[code].id)

    def test_one_member_per_customer(self):
        self.assertEqual(self.members(), ["amy@example.com", "ben@example.com"])
        self.assertRecordValues(
            self.mail_group,
            [
                {
                    "name": "Elite",
                    "access_mode": "members",
                    "moderation": True,
                    "moderator_ids": self.moderator.ids,
                    "is_closed": False,
                }
            ],
        )

    def test_members_come_and_go(self):
        self.move(self.ben, "SMALL")
        self.move(self.cid, "TOP")
        # only these two are looked at, as after an evaluation
        self.elite._step(self.ben + self.cid)
        self.assertEqual(self.members(), ["amy@example.com", "cid@example.com"])

    def test_who_left_stays_out(self):
        self.mail_group._leave_group("ben@example.com", self.ben.id)
        self.assertEqual(self.members(), ["amy@example.com"])
        self.elite.action_step()
        self.assertEqual(self.members(), ["amy@example.com"])
        self.move(self.ben, "SMALL")
        self.elite.action_step()
        self.move(self.ben, "TOP")
        self.elite.action_step()
        self.assertEqual(self.members(), ["amy@example.com"])
        # and may come back by themselves
        self.mail_group._join_group("ben@example.com", self.ben.id)
        self.assertEqual(self.members(), ["amy@example.com", "ben@example.com"])

    def test_who_came_by_themselves_stays(self):
        self.mail_group._join_group("zoe@example.com")
        self.mail_group._join_group("CID@example.com")
        self.move(self.cid, "TOP")
        self.elite.action_step()
        self.move(self.cid, "SMALL")
        self.elite.action_step()
        self.assertEqual(
            self.members(),
            [f"{name}@example.com" for name in ("amy", "ben", "cid", "zoe")],
        )

    def test_who_is_blocked_is_taken_away(self):
        self.env["mail.blacklist"]._add("ben@example.com")
        self.elite.action_step()
        self.assertEqual(self.members(), ["amy@example.com"])

    def test_closed_when_it_is_not_wanted(self):
        self.elite.kind = "none"
        self.assertTrue(self.mail_group.is_closed)
        self.elite.kind = "mail_group"
        self.assertFalse(self.mail_group.is_closed)
        self.elite.active = False
        self.assertTrue(self.mail_group.is_closed)
        self.assertEqual(self.elite.mail_group_id, self.mail_group)

    def test_named_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.elite.with_context(lang="zh_CN").name = "精英圈"
        self.assertEqual(self.mail_group.with_context(lang="zh_CN").name, "精英圈")
        self.assertEqual(self.mail_group.with_context(lang="en_US").name, "Elite")

    def test_another_mail_group_keeps_no_record(self):
        other = self.env["mail.group"].create({"name": "Wine", "access_mode": "public"})
        other._join_group("ben@example.com")
        other.member_ids.unlink()
        self.assertFalse(
            self.env["customer.group.refusal"].search(
                [("mail_group_id", "=", other.id)]
            )
        )

    def test_nobody_writes_who_left(self):
        self.mail_group._leave_group("ben@example.com", self.ben.id)
        refusal = self.env["customer.group.refusal"].search(
            [("mail_group_id", "=", self.mail_group.id)]
        )
        for action in (
            lambda one: one.unlink(),
            lambda one: one.read([]),
            lambda one: one.write({"email": "x@example.com"}),
        ):
            with self.assertRaises(AccessError):
                action(self.seen_by(self.moderator, refusal))

    def test_constant_number_of_statements(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.elite._step_mail_groups()
            return self.env.cr.sql_log_count - before

        statements()
        few = statements()
        for number, one in enumerate(self.customers(20)):
            one.email = f"some{number}@example.com"
            self.env["customer.group.member"].create(
                {
                    "group_id": self.elite.id,
                    "company_id": self.company.id,
                    "partner_id": one.id,
                    "joined_on": "2025-07-01",
                }
            )
        statements()
        self.assertEqual(statements(), few)
        self.assertEqual(len(self.members()), 22)
