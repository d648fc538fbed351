from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_gift_plan import PlanCase


class OrderCase(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.cake, cls.book = cls.env["product.product"].create(
            [
                {"name": name, "type": "consu", "customer_gift_ok": True}
                for name in ("Tea", "Cake", "Book")
            ]
        )

    def approved(self):
        """Tea for three, cakes for two and a book for one, all approved."""
        plan = self.made()
        for place, product in enumerate([self.tea] * 3 + [self.cake] * 2 + [self.book]):
            self.of(plan, place).product_id = product
        self.of(plan, 4).quantity = 3
        plan.gift_ids.action_approve()
        return plan


@tagged("post_install", "-at_install", "gift")
class TestGiftOrder(OrderCase):
    def test_nothing_to_order(self):
        with self.assertRaisesRegex(UserError, "has no approved gifts waiting"):
            self.made().action_order_gifts()

    def test_without_purchase_and_stock_they_are_marked(self):
        if "purchase.order" in self.env or "stock.picking" in self.env:
            self.skipTest("Purchase or Inventory is installed")
        plan = self.approved()
        self.of(plan, 0).action_hold("Later")
        plan.action_order_gifts()
        self.assertEqual(self.of(plan, 0).state, "approved")
        others = plan.gift_ids - self.of(plan, 0)
        self.assertEqual(set(others.mapped("state")), {"ordered"})


@tagged("post_install", "-at_install", "gift", "gift_order")
class TestGiftPurchase(OrderCase):
    """Run with Purchase by tests/addon/test_gift_orders.py."""

    def setUp(self):
        super().setUp()
        if "purchase.order" not in self.env:
            self.skipTest("Purchase is not installed")

    def sold_by(self, vendor, *products):
        for product in products:
            product.seller_ids = [
                Command.create({"partner_id": vendor.id, "price": 10})
            ]

    def test_a_request_for_each_vendor(self):
        north, south = self.customers(2, name="Vendor")
        self.sold_by(north, self.tea)
        self.sold_by(south, self.cake)
        kind = self.env["account.analytic.plan"].create({"name": "Occasions"})
        account = self.env["account.analytic.account"].create(
            {"name": "Autumn", "plan_id": kind.id}
        )
        plan = self.approved()
        plan.analytic_account_id = account

        action = plan.action_order_gifts()

        orders = self.env["purchase.order"].search([("origin", "=", plan.name)])
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        self.assertEqual(
            {
                (line.partner_id, line.product_id, line.product_qty)
                for line in orders.order_line
            },
            {(north, self.tea, 3), (south, self.cake, 4)},
        )
        self.assertEqual(
            orders.order_line.mapped("analytic_distribution"),
            [{str(account.id): 100}] * 2,
        )
        self.assertEqual(
            [self.of(plan, place).state for place in range(6)],
            ["ordered"] * 5 + ["approved"],
        )
        self.assertIn("so these stay approved: Book.", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["res_model"], "purchase.order")

    def test_only_who_needs_a_request_needs_the_right_to_make_one(self):
        self.sold_by(self.customer("Vendor"), self.tea)
        cards = self.made()
        cards.gift_ids.product_id = False
        cards.gift_ids.action_approve()
        plan = self.approved()
        with self.assertRaisesRegex(AccessError, "purchase.order"):
            self.seen_by(self.manager, plan).action_order_gifts()
        self.seen_by(self.manager, cards).action_order_gifts()
        self.assertEqual(set(cards.gift_ids.mapped("state")), {"ordered"})

    def test_two_products_of_a_vendor_in_one_request(self):
        vendor = self.customer("Vendor")
        self.sold_by(vendor, self.tea, self.cake, self.book)
        plan = self.approved()
        plan.action_order_gifts()
        order = self.env["purchase.order"].search([("origin", "=", plan.name)])
        self.assertEqual(len(order), 1)
        self.assertEqual(sorted(order.order_line.mapped("product_qty")), [1, 3, 4])

    def test_a_vendor_whose_currency_has_no_rate(self):
        vendor = self.customer("Vendor")
        currency = self.env["res.currency"].create({"name": "XTT", "symbol": "T"})
        self.sold_by(vendor, self.tea)
        self.tea.seller_ids.currency_id = currency
        plan = self.approved()
        plan.action_order_gifts()
        self.assertEqual(self.of(plan, 0).state, "ordered")


@tagged("post_install", "-at_install", "gift", "gift_order")
class TestGiftStock(OrderCase):
    """Run with Inventory by tests/addon/test_gift_orders.py."""

    def setUp(self):
        super().setUp()
        if "stock.picking" not in self.env:
            self.skipTest("Inventory is not installed")

    def test_only_who_needs_a_delivery_needs_the_right_to_make_one(self):
        plan = self.approved()
        gifts = plan.gift_ids
        self.tea.is_storable = True
        with self.assertRaisesRegex(AccessError, "stock.picking"):
            self.seen_by(self.manager, plan)._order_from_stock(gifts)
        self.tea.is_storable = False
        self.seen_by(self.manager, plan)._order_from_stock(gifts)
        self.assertEqual(set(gifts.mapped("state")), {"ordered"})

    def test_a_delivery_to_each_recipient(self):
        (self.tea + self.cake).is_storable = True
        self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)]
        ) or self.env["stock.warehouse"].create(
            {"name": "Gifts", "code": "GIFT", "company_id": self.company.id}
        )
        plan = self.approved()
        contact = self.contact(self.buyers[0])
        gifts = plan.gift_ids
        self.update(self.of(plan, 0), contact_id=contact.id)

        plan._order_from_stock(gifts)

        pickings = self.env["stock.picking"].search([("origin", "=", plan.name)])
        self.assertEqual(
            {
                (p.partner_id, p.move_ids.product_id, p.move_ids.product_uom_qty)
                for p in pickings
            },
            {
                (contact, self.tea, 1),
                (self.buyers[1], self.tea, 1),
                (self.buyers[2], self.tea, 1),
                (self.buyers[3], self.cake, 1),
                (self.buyers[4], self.cake, 3),
            },
        )
        self.assertEqual(set(pickings.mapped("picking_type_code")), {"outgoing"})
        self.assertEqual(set(gifts.mapped("state")), {"ordered"})
