from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.models.collector.reading import Reading
from odoo.addons.customer_tiering.tests.common import AS_OF

from .shops import ShopCase


@tagged("post_install", "-at_install", "till")
class TestShopCart(ShopCase):
    """Open carts follow the tier; they are no purchase, no quotation and no contact."""

    def test_the_cart_follows(self):
        visit = self.visit(self.buyer)
        cart = visit.add(2)
        self.assertEqual((cart.partner_id, cart.amount_untaxed), (self.mine, 160))
        self.give(self.top, "BIG")
        self.assertIn("180.00", visit.get("/shop/cart"))
        cart.invalidate_recordset()
        self.assertEqual(cart.pricelist_id, self.big_list)
        self.assertEqual(cart.order_line.price_unit, 90)

    def test_the_cart_follows_a_look_at_a_product(self):
        visit = self.visit(self.buyer)
        cart = visit.add()
        self.give(self.top, "BIG")
        visit.product()
        cart.invalidate_recordset()
        self.assertEqual(cart.amount_untaxed, 90)

    def test_a_request_that_cannot_write_leaves_the_cart_to_the_next(self):
        visit = self.visit(self.buyer)
        cart = visit.add()
        self.give(self.top, "BIG")
        self.assertEqual(visit.variant(), 90)
        cart.invalidate_recordset()
        self.assertEqual(cart.amount_untaxed, 80)
        self.assertIn("90.00", visit.get("/shop/cart"))
        cart.invalidate_recordset()
        self.assertEqual(cart.amount_untaxed, 90)

    def test_the_cart_of_another_session_follows_too(self):
        first = self.visit(self.buyer)
        cart = first.add()
        self.give(self.top, "SMALL")
        second = self.visit(self.buyer)
        self.assertIn("100.00", second.get("/shop/cart"))
        cart.invalidate_recordset()
        self.assertEqual(cart.amount_untaxed, 100)
        self.assertIn("100.00", first.get("/shop/cart"))

    def test_a_chosen_list_stays_with_the_cart(self):
        visit = self.visit(self.buyer)
        visit.get(f"/shop/change_pricelist/{self.sale.id}")
        cart = visit.add()
        self.assertEqual(cart.amount_untaxed, 95)
        self.give(self.top, "BIG")
        visit.get("/shop/cart")
        cart.invalidate_recordset()
        self.assertEqual(cart.amount_untaxed, 95)

    def test_what_is_confirmed_keeps_its_price(self):
        visit = self.visit(self.buyer)
        order = visit.add()
        order.action_confirm()
        self.give(self.top, "BIG")
        visit.get("/shop/cart")
        order.invalidate_recordset()
        self.assertEqual(order.order_line.price_unit, 80)
        self.assertEqual(visit.add().amount_untaxed, 90)
        order.invalidate_recordset()
        self.assertEqual(order.amount_untaxed, 80)

    def test_who_fills_a_cart_and_logs_in_has_their_price(self):
        visit = self.visit()
        cart = visit.add()
        self.assertEqual(cart.amount_untaxed, 100)
        visit.login(self.buyer)
        self.assertIn("80.00", visit.get("/shop/cart"))
        cart.invalidate_recordset()
        self.assertEqual((cart.partner_id, cart.amount_untaxed), (self.mine, 80))

    @property
    def mine(self):
        return self.buyer.partner_id

    # ------------------------------------------------------------ no purchase

    def cart(self, partner, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "website_id": self.website.id,
                "order_line": [Command.create({"product_id": self.product.id})],
                **values,
            }
        )
        self.backdate(order, "2025-06-15 10:00:00")
        order.date_order = "2025-06-15 10:00:00"
        return order

    def frame(self, **values):
        codes = ("order_count", "open_orders")
        metrics = self.env["customer.tier.metric"].search([("code", "in", codes)])
        scheme = self.scheme(metric_ids=metrics.ids, **values)
        reading = Reading(self.env, scheme, AS_OF)
        return reading.collect().frame.set_index("partner_id")

    def test_a_cart_is_nothing_that_counts(self):
        visitor = self.customer("Visitor")
        self.cart(visitor)
        for basis in ("invoice", "order"):
            with self.subTest(basis):
                figures = self.frame(purchase_basis=basis).loc[visitor.id]
                self.assertEqual(
                    (
                        figures["purchase_count"],
                        figures["contact_count"],
                        figures["order_count"],
                        figures["open_orders"],
                    ),
                    (0, 0, 0, 0),
                )
        # placed, it is a contact; confirmed, a purchase by order
        placed = self.cart(visitor, state="sent")
        self.assertEqual(self.frame().loc[visitor.id, "contact_count"], 1)
        placed.action_confirm()
        placed.date_order = "2025-06-15 10:00:00"
        figures = self.frame(purchase_basis="order").loc[visitor.id]
        self.assertEqual((figures["purchase_count"], figures["order_count"]), (1, 1))

    def test_a_cart_is_no_open_quotation(self):
        standing = self.seen_by(self.manager, self.standing(self.pyramid, self.top))
        quotation = self.quotation(self.top)
        placed = self.cart(self.top, state="sent")
        self.cart(self.top)
        action = standing.action_view_quotations()
        found = self.env["sale.order"].search(action["domain"])
        self.assertEqual(found, quotation + placed)
        quotations = self.env["customer.playbook"].new({"scheme_id": self.pyramid.id})
        found = self.env.execute_query(quotations._quotations())
        self.assertEqual(found, [])

    def test_the_visitor_of_the_website_is_no_customer(self):
        """Whatever somebody does to the contact of the visitors."""
        visitor = self.website.user_id.partner_id
        visitor.write({"active": True, "ref": self.top.ref, "is_company": True})
        self.order(visitor, 500)
        self.invoice(visitor, 500)
        self.assertNotIn(visitor.id, self.frame().index)
        self.evaluate(self.pyramid)
        self.assertFalse(self.standing(self.pyramid, visitor))
