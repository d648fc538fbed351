from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_groups import GroupCase


@tagged("post_install", "-at_install", "playbook")
class TestGroupRights(GroupCase):
    """Managers decide on groups, salespeople read, the engine alone writes members."""

    def test_salespeople_read(self):
        group = self.seen_by(self.moderator, self.elite)
        self.assertEqual(group.member_count, 1)
        for action in (
            group.action_step,
            group.unlink,
            lambda: group.write({"name": "Mine"}),
            lambda: group.copy(),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_nobody_writes_members(self):
        admin = self.user("admin")
        line = self.seen_by(admin, self.elite.member_ids)
        self.assertEqual(line.partner_id, self.ann)
        for action in (
            line.unlink,
            lambda: line.write({"left_on": "2025-01-01"}),
            lambda: line.copy(),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_other_companies_see_nothing(self):
        elsewhere = self.new_company("Elsewhere")
        chief = self.user("chief", elsewhere, groups="sales_team.group_sale_manager")
        group = self.seen_by(chief, self.elite)
        for records in (group, self.seen_by(chief, self.elite.member_ids)):
            with self.assertRaises(AccessError):
                records.read([])
        with self.assertRaises(AccessError):
            group.env["customer.group"].create(
                {"name": "Theirs", "scheme_id": self.pyramid.id}
            )

    def test_own_customers_only_if_the_company_says_so(self):
        line = self.seen_by(self.moderator, self.elite.member_ids)
        self.assertEqual(line.partner_id, self.ann)
        self.company.customer_tier_own_customers = True
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            line.read(["joined_on"])
        self.assertEqual(self.seen_by(self.moderator, self.elite).member_count, 0)
