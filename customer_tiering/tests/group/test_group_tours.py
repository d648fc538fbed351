from odoo.tests import HttpCase, tagged

from .test_groups import LATER, GroupCase


@tagged("post_install", "-at_install", "playbook", "tour")
class TestGroupTours(GroupCase, HttpCase):
    """A manager makes a group; its moderator reads who came and who left."""

    def test_manager_makes_a_group(self):
        self.pyramid.name = "Circle scheme"
        self.start_tour(
            "/odoo/customer-groups",
            "customer_tiering_group_manager",
            login=self.user("manager").login,
        )
        group = self.env["customer.group"].search([("name", "=", "Tour circle")])
        self.assertEqual(group.member_ids.partner_id, self.ann)
        self.assertFalse(group.member_ids.left_on)

    def test_moderator_reads_the_log(self):
        self.change_places()
        self.start_tour(
            "/odoo/customer-group-members",
            "customer_tiering_group_log",
            login=self.moderator.login,
        )
        ann = self.elite.member_ids.filtered(lambda one: one.partner_id == self.ann)
        self.assertEqual(ann.left_on, LATER)
