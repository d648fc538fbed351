from datetime import date

from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.benefit.prices import PriceCase

from ..demo import build
from ..demo.store import UNPAID, open_account, open_shop


@tagged("post_install", "-at_install", "till")
class TestShopDemo(PriceCase):
    """Twelve months of online trade that a demo can show."""

    def test_trade(self):
        website = self.env["website"].create(
            {"name": "Demo", "company_id": self.company.id}
        )
        built = build(
            self.env, website, self.people, self.product, date(2025, 6, 30), orders=5
        )
        self.assertEqual(set(built.orders.mapped("state")), {"sale"})
        days = built.orders.mapped(lambda order: order.date_order.date())
        self.assertGreaterEqual(min(days), date(2024, 7, 1))
        self.assertLessEqual(max(days), date(2025, 6, 30))
        self.assertEqual(built.orders.website_id, website)
        abandoned = built.carts.filtered("is_abandoned_cart")
        self.assertEqual(abandoned, built.carts)
        self.assertEqual(built.carts[:1].order_line.price_unit, 80)
        self.assertEqual(
            built.reviews.partner_id.mapped("customer_tier_influence_type"),
            ["shop_review"] * 3,
        )

    def test_orders_are_paid_but_for_the_newest(self):
        self.env["account.journal"].create(
            {
                "name": "Bank",
                "code": "BNK1",
                "type": "bank",
                "company_id": self.company.id,
            }
        )
        built = open_shop(self.env, self.company, self.people, self.product)
        invoices = built.orders.invoice_ids.sorted("invoice_date")
        paid = invoices.filtered(lambda move: not move.amount_residual)
        self.assertEqual(len(invoices), 60)
        self.assertEqual(paid, invoices[:-UNPAID])
        for invoice in paid:
            entries = invoice._get_reconciled_amls().move_id
            self.assertEqual(entries.date, invoice.invoice_date)

    def test_the_best_customer_has_an_account(self):
        user = open_account(self.env, self.company)
        best = self.standing(self.pyramid, self.top)
        self.assertEqual(best.rank, 1)
        self.assertEqual(user.partner_id, self.top)
        self.assertTrue(user._is_portal())
