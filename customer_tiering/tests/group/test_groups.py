from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import AS_OF, TieringCase

DAY = timedelta(days=1)
LATER = date(2025, 7, 31)


class GroupCase(TieringCase):
    """Ann is in the tier Top, Ben and Cid are in Small; the elite group is Top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moderator = cls.user("moderator", groups="sales_team.group_sale_salesman")
        cls.ann, cls.ben, cls.cid = (
            cls.customer(name, email=f"{name.lower()}@example.com")
            for name in ("Ann", "Ben", "Cid")
        )
        cls.invoices([(cls.ann, 300), (cls.ben, 200), (cls.cid, 100)])
        cls.pyramid = cls.scheme({"TOP": 33, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.followed()
        cls.elite = cls.group("Elite", cls.tier["TOP"])

    @classmethod
    def group(cls, name, tiers, **values):
        return cls.env["customer.group"].create(
            {
                "name": name,
                "scheme_id": cls.pyramid.id,
                "tier_ids": [Command.set(tiers.ids)],
                "moderator_id": cls.moderator.id,
                **values,
            }
        )

    @classmethod
    def followed(cls):
        """What follows an evaluation is done."""
        for follower in cls.env["customer.tier.follower"]._pending():
            while follower._work_batch():
                pass
        cls.env.flush_all()
        cls.env.invalidate_all()

    def change_places(self, day=LATER):
        """Ben overtakes Ann."""
        self.invoice(self.ben, 1000, day)
        evaluation = self.evaluate(self.pyramid, day)
        self.followed()
        return evaluation

    def log(self, group=None):
        """``[(name, joined, left)]`` from the first to the last."""
        return [
            (line.partner_id.name, line.joined_on, line.left_on or None)
            for line in (group or self.elite).member_ids.sorted("id")
        ]


@tagged("post_install", "-at_install", "playbook")
class TestGroups(GroupCase):
    """Customers join and leave with their tier, and each time is kept."""

    def test_who_belongs_to_it_at_first(self):
        with freeze_time("2025-07-02 12:00:00"):
            group = self.group("Others", self.tier["SMALL"])
        day = date(2025, 7, 2)
        self.assertEqual(self.log(group), [("Ben", day, None), ("Cid", day, None)])
        self.assertEqual((group.member_count, group.left_count), (2, 0))

    def test_join_and_leave_by_the_changes(self):
        joined = self.elite.member_ids.joined_on
        self.change_places()
        self.assertEqual(self.log(), [("Ann", joined, LATER), ("Ben", LATER, None)])
        self.assertEqual((self.elite.member_count, self.elite.left_count), (1, 1))
        # who comes back gets a further line
        again = LATER + 31 * DAY
        self.invoice(self.ann, 5000, again)
        self.evaluate(self.pyramid, again)
        self.followed()
        self.assertEqual(
            self.log(),
            [("Ann", joined, LATER), ("Ben", LATER, again), ("Ann", again, None)],
        )

    def test_only_customers_who_changed_are_looked_at(self):
        """What is wrong with Cid is none of the follow-up's business."""
        stray = self.env["customer.group.member"].create(
            {
                "group_id": self.elite.id,
                "company_id": self.company.id,
                "partner_id": self.cid.id,
                "joined_on": AS_OF,
            }
        )
        self.change_places()
        self.assertFalse(stray.left_on)
        self.elite.action_step()
        self.assertTrue(stray.left_on)

    def test_in_step_twice_changes_nothing(self):
        before = self.versions("customer_group_member")
        self.elite.action_step()
        self.assertEqual(self.versions("customer_group_member"), before)

    def test_an_undone_evaluation(self):
        evaluation = self.change_places()
        evaluation.action_undo()
        self.followed()
        now = self.elite.member_ids.filtered(lambda one: not one.left_on)
        self.assertEqual(now.partner_id, self.ann)

    def test_months_with_a_purchase(self):
        """Ann bought in three months of the last twelve, Ben often in one."""
        for day in (date(2025, 4, 1), date(2025, 5, 1), date(2025, 5, 2)):
            self.invoice(self.ann, 1, day)
        for day in (2, 3, 4):
            self.invoice(self.ben, 1, date(2025, 6, day))
        self.invoice(self.ben, 1, date(2024, 1, 2))
        with freeze_time("2025-06-30 12:00:00"):
            for months, names in ((0, "Ann Ben Cid"), (1, "Ann Ben Cid"), (3, "Ann")):
                group = self.group(
                    "Regulars", self.tier["TOP"].browse(), bought_months=months
                )
                with self.subTest(months):
                    self.assertEqual(
                        " ".join(group.member_ids.partner_id.sorted().mapped("name")),
                        names,
                    )
        with freeze_time("2026-05-02 12:00:00"):
            self.env["customer.group"]._cron_night()
        self.env.invalidate_all()
        self.assertEqual(group.member_ids.left_on, date(2026, 5, 2))

    def test_a_condition_on_contacts(self):
        """Public authorities, by their industry; as its author may read it."""
        group = self.env.ref("customer_tiering.customer_group_public")
        self.ben.industry_id = self.env.ref("base.res_partner_industry_O")
        group.with_company(self.company).write(
            {"scheme_id": self.pyramid.id, "active": True}
        )
        self.assertEqual(group.member_ids.partner_id, self.ben)
        group.domain = "[('name', '=', 'Cid')]"
        now = group.member_ids.filtered(lambda one: not one.left_on)
        self.assertEqual(now.partner_id, self.cid)
        with self.refuses("cannot be found"):
            group.domain = "[('nothing', '=', 1)]"

    def test_switched_off_nothing_happens(self):
        self.elite.active = False
        self.change_places()
        self.assertEqual(len(self.elite.member_ids), 1)
        with freeze_time("2025-08-01 12:00:00"):
            self.elite.active = True
        now = self.elite.member_ids.filtered(lambda one: not one.left_on)
        self.assertEqual(now.partner_id, self.ben)

    def test_switched_on_without_a_scheme(self):
        group = self.env.ref("customer_tiering.customer_group_elite").with_company(
            self.company
        )
        self.assertFalse(group.active)
        group.with_context(allowed_company_ids=self.company.ids).active = True
        self.assertEqual(group.scheme_id, self.pyramid)
        self.assertEqual(group.member_ids.partner_id, self.ann)

    def test_months_that_cannot_be(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.elite.bought_months = 13
            self.env.flush_all()

    def test_merged_customers(self):
        self.group("All", self.tier["TOP"].browse())
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ann + self.ben).ids, self.ann, extra_checks=False)
        self.env.invalidate_all()
        for group in self.env["customer.group"].search([]):
            now = group.member_ids.filtered(
                lambda one: not one.left_on and one.partner_id == self.ann
            )
            self.assertEqual(len(now), 1)

    def test_constant_number_of_statements(self):
        def statements(among):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.elite._step(among)
            return self.env.cr.sql_log_count - before

        statements(self.ann)
        few = statements(self.ann)
        some = self.customers(30)
        self.invoices([(one, 9000 + one.id) for one in some])
        self.evaluate(self.pyramid)
        statements(self.ben)
        # one more reads who joined, however many
        self.assertLessEqual(statements(some), few + 1)
        self.env.invalidate_all()
        self.assertGreater(self.elite.member_count, 5)

    # ------------------------------------------------------------ announcements

    def test_announcements_of_the_moderator(self):
        self.elite.write({"announce_days": 30, "next_announcement": "2025-07-10"})
        self.env["res.lang"]._activate_lang("zh_CN")
        kind = self.env.ref("customer_tiering.mail_activity_type_announcement")
        kind.with_context(lang="zh_CN").summary = "写信"
        self.moderator.lang = "zh_CN"

        def night(day):
            with freeze_time(f"{day} 02:00:00"):
                self.env["customer.group"]._cron_night()
            return self.elite.activity_ids

        self.assertFalse(night("2025-07-09"))
        activity = night("2025-07-10")
        self.assertEqual(
            (activity.user_id, activity.date_deadline),
            (self.moderator, date(2025, 7, 10)),
        )
        # in the language of who reads it
        self.assertEqual(activity.summary, "写信")
        self.assertEqual(self.elite.next_announcement, date(2025, 8, 9))
        # one that is open is not doubled, and what was missed is not caught up
        self.assertEqual(night("2025-10-20"), activity)
        self.assertEqual(self.elite.next_announcement, date(2025, 11, 7))
        activity.action_feedback()
        self.assertEqual(len(night("2025-11-07")), 1)
