from unittest.mock import patch

from odoo.http import request
from odoo.tests import tagged

from odoo.addons.customer_tiering.controllers.portal import BenefitPortal

from .shops import ShopCase


@tagged("post_install", "-at_install", "till", "tour")
class TestShopTours(ShopCase):
    """A customer and a visitor in a real browser."""

    def test_customer(self):
        """While they open their account, a manager gives them another tier."""
        counters = BenefitPortal._prepare_portal_layout_values
        given = []

        def change_tier(portal):
            if not given:
                given.append(True)
                env = request.env(user=self.manager.id)
                override = env["customer.tier.override"].with_company(self.company)
                override.create(
                    {
                        "partner_id": self.top.id,
                        "scheme_id": self.pyramid.id,
                        "kind": "fix",
                        "tier_id": self.tier["BIG"].id,
                        "reason": "Test of the shop",
                    }
                )
            return counters(portal)

        with patch.object(BenefitPortal, "_prepare_portal_layout_values", change_tier):
            self.start_tour(
                "/shop", "customer_tier_shop_customer", login=self.buyer.login
            )
        self.assertTrue(given)

    def test_visitor(self):
        self.start_tour("/shop", "customer_tier_shop_public")
