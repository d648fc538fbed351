from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .shops import ShopCase

TIERS_PRICES = (
    *("80.00", "90.00", "Top prices", "Big prices"),
    *("Platinum", "Gold", "Your prices"),
)


@tagged("post_install", "-at_install", "till")
class TestShopLeaks(ShopCase):
    """No price, name or word of a tier reaches who has not got it (K26)."""

    def assertNothing(self, visit, told=TIERS_PRICES):
        for page in (visit.get("/shop"), visit.product(), visit.get("/shop/cart")):
            for word in told:
                self.assertNotIn(word, page)

    def strangers(self):
        """A visitor who is not logged in, and a customer without a tier."""
        return self.visit(), self.visit(self.nobody)

    def test_the_only_list_of_the_website(self):
        """Odoo gives a visitor the first list that the website has."""
        self.default.website_id = False
        self.sale.active = False
        (self.top_list + self.big_list).write({"selectable": True, "sequence": -5})
        for visit in self.strangers():
            self.assertNothing(visit)

    def test_by_choosing_it(self):
        self.top_list.selectable = True
        for visit in self.strangers():
            visit.get(f"/shop/change_pricelist/{self.top_list.id}")
            self.assertNothing(visit)
            visit.product(f"?pricelist={self.top_list.id}")
            self.assertNothing(visit)

    def test_by_a_code(self):
        self.top_list.code = "SECRET"
        self.sale.code = "OPEN"
        for visit in self.strangers():
            # Odoo looks at a code only if there is a cart
            visit.add()
            visit.get("/shop/pricelist?promo=SECRET")
            self.assertNothing(visit)
            visit.get("/shop/pricelist?promo=OPEN")
            self.assertIn("95.00", visit.product())

    def test_another_tier(self):
        self.top_list.write({"selectable": True, "code": "SECRET"})
        visit = self.visit(self.other)
        visit.add()
        visit.get(f"/shop/change_pricelist/{self.top_list.id}")
        visit.get("/shop/pricelist?promo=SECRET")
        self.assertNothing(visit, ("80.00", "Top prices", "Platinum"))

    def test_by_country(self):
        """Somebody gives the list a country group after it became a tier's."""
        france = self.env.ref("base.fr")
        self.top_list.country_group_ids = [
            Command.create({"name": "France", "country_ids": [Command.link(france.id)]})
        ]
        for show_visible in (True, False):
            found = self.website._get_pl_partner_order(
                "FR",
                show_visible,
                self.top_list.id,
                tuple(self.website.pricelist_ids.ids),
            )
            self.assertNotIn(self.top_list.id, found)
        self.assertNotIn(self.top_list, self.website.pricelist_ids)

    def test_by_a_link_to_a_cart(self):
        """The link shows the cart, and nothing else in its prices."""
        cart = self.visit(self.buyer).add()
        cart._portal_ensure_token()
        public = self.visit()
        public.get(
            f"/shop/cart?id={cart.id}&access_token={cart.access_token}"
            "&revive_method=squash"
        )
        self.assertNotIn("80.00", public.get("/shop"))
        self.assertNotIn("80.00", public.product())
        self.assertNotIn("Platinum", public.get("/shop/cart"))

    def test_after_logging_out(self):
        visit = self.visit(self.buyer)
        self.assertIn("80.00", visit.product())
        visit.get("/web/session/logout?redirect=/shop")
        self.assertNothing(visit)

    def test_a_feed(self):
        """A feed is for everybody, so it has no list of a tier, now or later."""
        feeds = self.env["product.feed"]
        values = {"name": "Feed", "website_id": self.website.id}
        with self.refuses("prices of a tier", ValidationError):
            feeds.create({**values, "pricelist_id": self.top_list.id})
        feeds.create({**values, "pricelist_id": self.sale.id})
        with self.refuses("prices of a tier", ValidationError):
            self.benefit.line_ids[:1].pricelist_id = self.sale
            self.env.flush_all()

    def test_the_benefit_says_where_a_list_does_not_apply(self):
        self.assertFalse(self.benefit.attention)
        self.top_list.website_id = False
        self.benefit.invalidate_recordset()
        self.assertIn("“Top prices” does not apply", self.benefit.attention)
        self.assertIn("Hammers", self.benefit.attention)
        self.assertIn("100.00", self.visit(self.buyer).product())
        self.top_list.selectable = True
        self.benefit.invalidate_recordset()
        self.assertFalse(self.benefit.attention)
        self.assertIn("80.00", self.visit(self.buyer).product())
        for visit in self.strangers():
            self.assertNothing(visit)
