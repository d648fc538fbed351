from datetime import date, datetime
from random import Random

from odoo.tests import tagged

from ..demo.plan import Sale, plan_sales
from ..demo.sales import Seller
from ..demo.store import Store
from .tills import TillCase

TODAY = date(2025, 7, 10)


@tagged("post_install", "-at_install", "till")
class TestTillDemo(TillCase):
    """The store of the demo: what it plans, and that Odoo books what it sells."""

    def test_twelve_months_are_planned(self):
        plan = plan_sales(Random(1), TODAY, members=5, products=3)
        sales = [sale for half in plan.values() for sale in half]

        # the halves that are over: of July 2024 to June 2025
        self.assertEqual(len(plan), 24)
        self.assertEqual((min(plan), max(plan)), (date(2024, 7, 1), date(2025, 6, 16)))
        for first, half in plan.items():
            moments = [sale.moment for sale in half]
            self.assertEqual(moments, sorted(moments))
            self.assertGreaterEqual(moments[0].date(), first)
        self.assertLess(max(sale.moment.date() for sale in sales), date(2025, 7, 1))
        bought = [sum(sale.member == place for sale in sales) for place in range(5)]
        self.assertEqual(bought, sorted(bought, reverse=True))
        self.assertTrue(any(sale.member is None for sale in sales))
        # nobody invoices an order that is brought back, or that has no customer
        later = [sale for sale in sales if sale.invoiced_later]
        self.assertTrue(later)
        self.assertFalse([s for s in later if s.refunded or s.member is None])
        again = plan_sales(Random(1), TODAY, members=5, products=3)
        self.assertEqual(plan, again)

    def test_odoo_books_what_is_sold(self):
        self.product.list_price = 10
        self.env.ref("base.user_admin").company_ids += self.company
        methods = {
            "cash": self.cash,
            "card": self.card,
            "account": self.account_of_customer,
        }
        built = Store(
            self.env,
            self.company,
            self.config,
            methods,
            self.product,
            self.anvil + self.hammer,
        )
        march, april = date(2025, 3, 1), date(2025, 4, 1)
        Seller(built).sell(
            {
                march: [
                    Sale(datetime(2025, 3, 3, 15), 0, [(0, 5)], "cash"),
                    Sale(datetime(2025, 3, 4, 15), 1, [(0, 2)], "card", refunded=True),
                    Sale(
                        datetime(2025, 3, 5, 15),
                        1,
                        [(0, 3)],
                        "cash",
                        invoiced_later=True,
                    ),
                    Sale(datetime(2025, 3, 6, 15), None, [(0, 7)], "cash"),
                ],
                april: [Sale(datetime(2025, 4, 3, 15), 0, [(0, 1)], "account")],
            }
        )

        orders = self.env["pos.order"].search([("config_id", "=", self.config.id)])
        self.assertEqual(
            sorted(orders.mapped("amount_total")), [-20, 10, 20, 30, 50, 70]
        )
        sessions = orders.session_id.sorted("start_at")
        self.assertEqual(set(sessions.mapped("state")), {"closed"})
        days = sessions.move_id.mapped("date")
        self.assertEqual(days, [date(2025, 3, 6), date(2025, 4, 3)])
        self.assertEqual(orders.account_move.invoice_date, date(2025, 3, 6))
        evaluation = self.evaluate(self.till_scheme())
        self.assert_closed(evaluation)
        frame = self.frame_of(evaluation.scheme_id, evaluation.as_of)
        self.assertEqual(frame[self.anvil.id]["net_revenue"], 60)
        self.assertEqual(frame[self.hammer.id]["net_revenue"], 30)
