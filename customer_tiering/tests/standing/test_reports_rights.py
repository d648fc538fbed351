from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import TieringCase

EXPORT = "base.group_allow_export"


@tagged("post_install", "-at_install", "truth")
class TestReportsOfAccountants(TieringCase):
    """Accountants read what the metrics mean and take the figures away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.user("accountant")
        cls.clerk = cls.user("clerk", groups="account.group_account_invoice")
        cls.salesman = cls.user("user")
        cls.manager = cls.user("manager")

    def menus(self, user):
        """Names of the menus that ``user`` reaches under Configuration."""
        top = self.env.ref("customer_tiering.customer_tier_menu_configuration")
        loaded = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        reached, waiting = set(), [top.id]
        while waiting:
            if menu := loaded.get(waiting.pop()):
                reached.add(menu["name"])
                waiting += menu["children"]
        return reached

    def test_accountants_reach_the_metrics_and_nothing_else(self):
        for user in (self.accountant, self.clerk):
            self.assertEqual(self.menus(user), {"Configuration", "Metrics"})
        self.assertFalse(self.menus(self.salesman))
        self.assertNotIn("Metrics", self.menus(self.manager))
        self.assertIn("Tier Schemes", self.menus(self.manager))

    def test_accountants_read_a_metric(self):
        metrics = self.seen_by(self.accountant, self.env["customer.tier.metric"])
        self.assertTrue(metrics.search([], limit=1).definition)
        self.assertFalse(metrics.has_access("write"))

    def test_accountants_export_what_they_see(self):
        customer = self.customer("Ann")
        self.invoice(customer, 100)
        scheme = self.scheme()
        self.evaluate(scheme)
        standing = self.standing(scheme, customer)
        columns = ["partner_id/name", "net_revenue"]

        for user in (self.accountant, self.clerk):
            self.assertTrue(user.has_group(EXPORT))
            found = self.seen_by(user, standing).export_data(columns)
            self.assertEqual(found["datas"], [["Ann", 100.0]])
        self.assertFalse(self.salesman.has_group(EXPORT))
        with self.assertRaises(UserError):
            self.seen_by(self.salesman, standing).export_data(columns)
