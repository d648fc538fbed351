from datetime import date

from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.benefit.prices import PriceCase

from ..demo import build


@tagged("post_install", "-at_install", "till")
class TestShopDemo(PriceCase):
    """Twelve months of online trade that a demo can show."""

    def test_trade(self):
        website = self.env["website"].create(
            {"name": "Demo", "company_id": self.company.id}
        )
        built = build(
            self.env, website, self.people, self.product, date(2025, 6, 30), orders=5
        )
        self.assertEqual(set(built.orders.mapped("state")), {"sale"})
        days = built.orders.mapped(lambda order: order.date_order.date())
        self.assertGreaterEqual(min(days), date(2024, 7, 1))
        self.assertLessEqual(max(days), date(2025, 6, 30))
        self.assertEqual(built.orders.website_id, website)
        abandoned = built.carts.filtered("is_abandoned_cart")
        self.assertEqual(abandoned, built.carts)
        self.assertEqual(built.carts[:1].order_line.price_unit, 80)
        self.assertEqual(
            built.reviews.partner_id.mapped("customer_tier_influence_type"),
            ["shop_review"] * 3,
        )
