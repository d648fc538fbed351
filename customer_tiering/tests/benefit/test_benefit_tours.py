from odoo.tests import HttpCase, tagged

from .prices import PriceCase


@tagged("post_install", "-at_install", "benefit", "tour")
class TestBenefitTours(PriceCase, HttpCase):
    """The matrix, and why a price is what it is, in a real browser."""

    def test_matrix(self):
        training = self.env["customer.tier.benefit"].create(
            {"name": "Tour training", "kind": "training", "scheme_id": self.pyramid.id}
        )
        self.benefit.name = "Tour prices"
        admin = self.user(
            "admin",
            groups="base.group_user,customer_tiering.group_customer_tier_admin,"
            "sales_team.group_sale_manager",
        )
        self.start_tour(
            "/odoo/customer-benefits", "customer_tier_benefit_matrix", login=admin.login
        )
        training.invalidate_recordset()
        self.assertEqual(training.line_ids.interval_months, 3)
        self.assertEqual(training.line_ids.tier_id, self.tier["TOP"])
        medium = self.benefit.line_ids.filtered(
            lambda line: line.tier_id == self.tier["MEDIUM"]
        )
        self.assertEqual(medium.pricelist_id, self.big_list)

    def test_why_a_price(self):
        order = self.quotation(self.top)
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        self.start_tour(
            f"/odoo/contacts/{self.top.id}",
            "customer_tier_why_contact",
            login=self.seller.login,
        )
        self.start_tour(
            f"/odoo/sales/{order.id}",
            "customer_tier_why_quotation",
            login=self.seller.login,
        )
        order.invalidate_recordset()
        self.assertEqual(order.pricelist_id, self.big_list)
        self.assertEqual(order.order_line.price_unit, 90)
