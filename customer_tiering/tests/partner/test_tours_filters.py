from odoo.tests import HttpCase, tagged

from ..common import TieringCase


@tagged("post_install", "-at_install", "tour", "home")
class TestToursFilters(HttpCase, TieringCase):
    """In a browser: a filter that finds nobody says what it looked for."""

    def test_empty_filters(self):
        for number, customer in enumerate(self.customers(3), start=1):
            self.invoice(customer, 100 * number)
        self.evaluate(self.scheme())
        self.start_tour(
            "/odoo/customer-tiers",
            "customer_tiering_empty_filters",
            login=self.user("user").login,
        )
