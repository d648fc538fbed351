from odoo.tests import HttpCase, tagged

from .worth import WorthCase


@tagged("post_install", "-at_install", "benefit", "tour")
class TestBenefitWorthTours(WorthCase, HttpCase):
    """The two screens for managers, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("admin")

    def test_an_administrator_finds_an_inversion_and_mends_it(self):
        service = self.grant("service", "response_hours", TOP=8, BIG=4)
        self.start_tour(
            "/odoo/customer-tier-inversions",
            "customer_tier_inversion",
            login=self.admin.login,
        )
        service.invalidate_recordset()
        self.assertEqual(service.line_ids.mapped("response_hours"), [8, 12])

    def test_what_benefits_cost(self):
        self.start_tour(
            "/odoo/customer-tier-benefit-costs",
            "customer_tier_benefit_cost",
            login=self.admin.login,
        )
