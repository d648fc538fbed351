from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.common import TieringCase


@tagged("post_install", "-at_install", "playbook")
class TestReferralTree(TieringCase):
    """The tree shows who brought whom, with the revenue behind each node."""

    def test_the_tree_of_a_customer(self):
        root, brought = self.customers(2, "Referrer")
        brought.customer_tier_referrer_id = root
        grandchild = self.customer("Third", customer_tier_referrer_id=brought.id)
        self.invoices([(brought, 100), (grandchild, 40)])
        self.evaluate(self.scheme({"TOP": 50, "SMALL": 0}))
        user = self.user("user")
        partners = self.seen_by(user, self.env["res.partner"])
        rows = partners.hierarchy_read(
            [("id", "=", root.id)],
            {"name": {}, "customer_tier_referral_value": {}},
            "customer_tier_referrer_id",
            "customer_tier_referred_ids",
        )
        found = {row["id"]: row["customer_tier_referral_value"] for row in rows}
        self.assertEqual(found, {root.id: 120, brought.id: 40})

    def test_the_view_is_one(self):
        user = self.user("user")
        partners = self.seen_by(user, self.env["res.partner"])
        view = self.env.ref("customer_tiering_web_hierarchy.res_partner_view_hierarchy")
        arch = partners.get_view(view.id, "hierarchy")["arch"]
        self.assertIn("customer_tier_referral_value", arch)
