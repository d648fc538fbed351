from odoo.tests import HttpCase, tagged

from .entitlements import EntitlementCase


@tagged("post_install", "-at_install", "benefit", "tour")
class TestEntitlementTours(EntitlementCase, HttpCase):
    """A salesperson and a manager in a real browser."""

    def test_a_salesperson_offers_a_training_and_uses_it(self):
        (self.big + self.medium).user_id = self.user("other", groups="base.group_user")
        self.entitlements._night(self.training)
        self.start_tour(
            "/odoo/customer-tier-home",
            "customer_tier_entitlement_salesperson",
            login=self.seller.login,
        )
        one = self.entitlements.search([("partner_id", "=", self.top.id)])
        one.invalidate_recordset()
        self.assertEqual(
            self.told(one),
            [
                ("due", "offered", "salesperson"),
                ("offered", "accepted", "salesperson"),
                ("accepted", "used", "salesperson"),
            ],
        )
        self.assertEqual(one.answer_ids.user_id, self.seller)
        self.assertEqual(one.cost, 200)
        self.assertEqual(str(one.state_date), "2025-10-15")

    def test_a_manager_opens_what_nobody_offers(self):
        self.big.user_id = False
        self.entitlements._night(self.training)
        self.start_tour(
            "/odoo/customer-benefits",
            "customer_tier_entitlement_manager",
            login=self.user("manager").login,
        )
