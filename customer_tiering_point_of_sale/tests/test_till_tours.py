from odoo.tests import HttpCase, tagged

from .counters import CounterCase


@tagged("post_install", "-at_install", "till", "tour")
class TestTillTours(CounterCase, HttpCase):
    """A cashier serves customers of two tiers, in the till's own interface."""

    def setUp(self):
        super().setUp()
        # a till's session in other tests, the browser's in this one
        self.session = None

    def test_a_cashier_serves_customers_of_tiers(self):
        self.product.write({"available_in_pos": True, "name": "Claw hammer"})
        self.config.customer_tier_on_receipt = True
        self.gift_for(self.top)
        self.open()
        self.start_tour(
            f"/pos/ui/{self.config.id}",
            "customer_tiering_till",
            login=self.cashier.login,
        )
        order = self.env["pos.order"].search([("config_id", "=", self.config.id)])
        self.assertEqual(order.partner_id, self.top)
        self.assertEqual(order.pricelist_id, self.top_list)
        self.assertEqual(order.amount_total, 80)
