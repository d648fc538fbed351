from odoo.tests import tagged

from .shops import ShopCase


@tagged("post_install", "-at_install", "till")
class TestShopWords(ShopCase):
    """Customers read public words: the tier's public name, and since when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier["TOP"].name = "Kingfisher"

    def test_words_beside_the_price(self):
        visit = self.visit(self.buyer)
        words = "Your prices as Platinum since 06/30/2025"
        visit.add()
        for url in ("/shop", self.product.website_url, "/shop/cart", "/my/home"):
            page = visit.get(url)
            with self.subTest(url):
                self.assertIn(words, page)
                self.assertNotIn("Kingfisher", page)
                self.assertNotIn("Top prices", page)

    def test_protected_prices(self):
        self.benefit.protection_days = 3650
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        page = self.visit(self.buyer).product()
        self.assertIn("80.00", page)
        self.assertIn("Your prices as Platinum until", page)

    def test_none_without_a_public_name(self):
        self.tier["TOP"].public_name = False
        page = self.visit(self.buyer).product()
        self.assertIn("80.00", page)
        self.assertNotIn("Your prices as", page)
        self.tier["TOP"].public_name = "Diamond"
        self.assertIn("Your prices as Diamond", self.visit(self.buyer).product())

    def test_none_where_the_prices_are_not_the_tiers(self):
        visit = self.visit(self.buyer)
        visit.get(f"/shop/change_pricelist/{self.sale.id}")
        self.assertNotIn("Your prices as", visit.product())
        self.top.specific_property_product_pricelist = self.sale
        self.assertNotIn("Your prices as", self.visit(self.buyer).product())

    def test_the_list_to_choose_from_has_public_names(self):
        """Two lists make the drop-down of the shop, with all their names."""
        page = self.visit(self.buyer).get("/shop")
        self.assertIn("change_pricelist", page)
        self.assertIn("Sale", page)
        self.assertNotIn("Top prices", page)

    def test_the_link_to_statements(self):
        link = 'href="/my/benefits"'
        dropdown = 'role="menuitem"'
        visit = self.visit(self.buyer)
        self.assertNotIn(link, visit.get("/shop"))
        statements = self.env["customer.tier.statement"]
        made = statements._open_for(
            self.pyramid, statements._reach(self.pyramid, self.top), "queued"
        )
        self.top.email = "top@example.com"
        made._make()
        made._send()
        self.assertEqual(made.state, "sent")
        page = self.visit(self.buyer).get("/shop")
        self.assertIn(link, page)
        self.assertIn(dropdown, page)
        for user in (None, self.other):
            with self.subTest(user=user and user.login):
                self.assertNotIn(link, self.visit(user).get("/shop"))
