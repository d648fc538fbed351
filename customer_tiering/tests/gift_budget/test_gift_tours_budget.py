from odoo import Command
from odoo.tests import HttpCase, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift", "tour")
class TestGiftToursBudget(GiftCase, HttpCase):
    """The matrix and the catalogue in a real browser."""

    def test_matrix(self):
        self.env["customer.gift.budget"].search([]).active = False
        budget = self.budget
        budget.write({"active": True, "name": "Tour gifts"})
        admin = self.user("admin")
        self.start_tour(
            "/odoo/gift-budgets", "customer_gift_budget_matrix", login=admin.login
        )
        budget.invalidate_recordset()
        lines = {line.tier_id.code: line for line in budget.line_ids}
        self.assertEqual(lines["TOP"].amount, 1234.5)
        self.assertEqual((lines["SMALL"].form, lines["SMALL"].amount), ("card", 0))

    def test_catalogue(self):
        tea = self.env.ref("customer_tiering.customer_gift_tag_tea")
        self.env["product.template"].create(
            {
                "name": "Tour tea",
                "customer_gift_ok": True,
                "customer_gift_tag_ids": [Command.set(tea.ids)],
            }
        )
        self.start_tour(
            "/odoo/gift-catalogue", "customer_gift_catalogue", login=self.seller.login
        )
