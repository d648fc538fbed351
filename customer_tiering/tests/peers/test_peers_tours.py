from odoo.tests import HttpCase, tagged

from .test_peers import PeersCase


@tagged("post_install", "-at_install", "home", "tour")
class TestPeersTours(HttpCase, PeersCase):
    """One click from what peers buy to a quotation, in a real browser."""

    def test_on_a_quotation(self):
        order = self.order(self.peers[5], confirm=False)
        order.order_line.product_id = self.nail
        order.user_id = self.seller
        self.start_tour(
            f"/odoo/sales/{order.id}",
            "customer_tiering_peers_on_a_quotation",
            login=self.seller.login,
        )
        self.assertEqual(order.order_line.product_id.mapped("name"), ["nail", "Hammer"])

    def test_of_a_customer(self):
        before = self.env["sale.order"].search_count([])
        self.start_tour(
            f"/odoo/contacts/{self.peers[5].id}",
            "customer_tiering_peers_of_a_customer",
            login=self.seller.login,
        )
        self.assertEqual(self.env["sale.order"].search_count([]), before)
