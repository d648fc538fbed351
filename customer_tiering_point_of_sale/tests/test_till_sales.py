from datetime import date

from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.models.collector.reading import Reading

from .tills import TillCase

AS_OF = date(2025, 6, 30)


@tagged("post_install", "-at_install", "till")
class TestTillSales(TillCase):
    """What a customer buys at the till counts as what is invoiced does."""

    def test_a_till_customer_is_an_existing_one(self):
        scheme = self.till_scheme()
        self.evaluate(scheme)
        self.assertEqual(self.tier_code(scheme, self.anvil), "SUSPECT")

        with self.session("2025-03-10"):
            self.sell(self.anvil, 60, 40)
            self.sell(self.anvil, 20)
        with self.session("2025-03-20"):
            self.sell(self.contact(self.anvil), 5)
        evaluation = self.evaluate(scheme)

        standing = self.standing(scheme, self.anvil)
        self.assertEqual(standing.lifecycle, "existing")
        self.assertEqual(standing.net_revenue, 125)
        self.assertEqual(standing.purchase_count, 3)
        self.assertEqual(standing.first_purchase, date(2025, 3, 10))
        self.assertEqual(standing.last_purchase, date(2025, 3, 20))
        self.assertEqual(standing.collected, 125)
        self.assertEqual(standing.days_late, 0)
        self.assert_closed(evaluation)

    def test_every_figure_of_the_till(self):
        """60 sold twice a month apart, once more after 61 days; 20 came back."""
        self.product.standard_price = 45
        with self.session("2025-02-01"):
            first = self.sell(self.anvil, 60)
        with self.session("2025-03-01"):
            self.sell(self.anvil, self.line(60, discount=50))
        with self.session("2025-05-01"):
            self.sell(self.anvil, self.line(30, 2))
            self.sell(self.hammer, 10)
        with self.session("2025-05-02"):
            self.give_back(first)
        self.invoice(self.hammer, 90, date(2025, 5, 3))

        rows = self.frame_of(self.till_scheme(), AS_OF)
        anvil, hammer = rows[self.anvil.id], rows[self.hammer.id]

        self.assertEqual(anvil["net_revenue"], 60 + 30 + 60 - 60)
        self.assertEqual(anvil["purchase_count"], 3)
        self.assertEqual(anvil["median_interval"], (28 + 61) / 2)
        # Odoo's own cost of four pieces, one of which came back
        self.assertEqual(anvil["gross_margin"], 90 - 3 * 45)
        self.assertEqual(anvil["margin_coverage"], 1)
        self.assertEqual(anvil["refunded"], 60)
        self.assertEqual(anvil["gross_invoiced"], 150)
        self.assertEqual(anvil["cost_to_serve"], 60 + 30)
        self.assertEqual(anvil["category_depth"], 1)
        self.assertEqual(anvil["month_latest"], 0)
        self.assertEqual(anvil["quarter_latest"], 0)
        self.assertEqual(anvil["collected"], 90)
        for customer, row in ((self.anvil, anvil), (self.hammer, hammer)):
            own = self.alone(self.till_scheme(), AS_OF, customer)
            shared = {name: row[name] for name in own if row[name] == row[name]}
            self.assertEqual(
                {name: own[name] for name in shared}, shared, customer.name
            )
        self.assertEqual(hammer["net_revenue"], 100)
        self.assertEqual(hammer["purchase_count"], 2)
        self.assertEqual(hammer["collected"], 10)

    def test_an_unknown_cost_is_unknown(self):
        dear = self.goods("Anvil", cost=30)
        with self.session("2025-03-10"):
            self.sell(self.anvil, self.line(100, product=dear), 300)
        row = self.frame_of(self.till_scheme(), AS_OF)[self.anvil.id]
        self.assertEqual(row["gross_margin"], 70)
        self.assertEqual(row["margin_coverage"], 0.25)

    def test_refunds_from_till_and_office_net_the_same(self):
        """Odoo keeps them with opposite signs."""
        with self.session("2025-03-10"):
            one, other = self.sell(self.anvil, 70), self.sell(self.anvil, 70)
        with self.session("2025-04-15"):
            at_till, in_office = self.give_back(one), self.refund_in_office(other)
        self.assertEqual(
            [order.lines.price_subtotal for order in (at_till, in_office)], [70, -70]
        )
        scheme = self.till_scheme()

        whole = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(whole["net_revenue"], 0)
        self.assertEqual(whole["purchase_count"], 2)
        self.assertEqual(whole["refunded"], 140)
        april = self.frame_of(scheme, date(2025, 4, 30), first=date(2025, 4, 1))
        self.assertEqual(april[self.anvil.id]["net_revenue"], -140)
        self.assertEqual(april[self.anvil.id]["purchase_count"], 0)
        self.assertEqual(april[self.anvil.id]["collected"], -140)
        self.assert_closed(self.evaluate(scheme))
        self.assert_closed(self.evaluate(self.till_scheme(), date(2025, 3, 31)))

    def test_negative_lines_and_combos(self):
        combo = self.env["product.product"].create(
            {
                "name": "Set",
                "type": "combo",
                "list_price": 50,
                "taxes_id": False,
                "combo_ids": [
                    Command.create(
                        {
                            "name": "Tools",
                            "combo_item_ids": [
                                Command.create({"product_id": self.product.id})
                            ],
                        }
                    )
                ],
            }
        )
        rebate = self.goods("Rebate")
        with self.session("2025-03-10"):
            order = self.sell(
                self.anvil,
                self.line(0, product=combo),
                self.line(50),
                self.line(-8, product=rebate),
            )
            order.lines[1].combo_parent_id = order.lines[0]
            # two negatives: a rebate that is taken back
            self.sell(self.anvil, 10, self.line(-3, -1, product=rebate))
        scheme = self.till_scheme()
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(row["net_revenue"], 50 - 8 + 10 + 3)
        self.assertEqual(row["purchase_count"], 2)
        self.assert_closed(self.evaluate(scheme))

    def test_days_are_those_of_the_scheme(self):
        scheme = self.till_scheme(tz="Asia/Shanghai")
        with self.on("2025-06-30"):
            session = self.open()
        with self.on("2025-06-30", 15):
            self.sell(self.anvil, 1)
        with self.on("2025-06-30", 16):
            self.sell(self.anvil, 10)
        with self.on("2025-06-30", 20):
            self.close(session)
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual((row["net_revenue"], row["collected"]), (1, 1))
        row = self.frame_of(scheme, date(2025, 7, 1))[self.anvil.id]
        self.assertEqual((row["net_revenue"], row["collected"]), (11, 11))

    def test_purchases_by_order(self):
        """Whatever settles an order of Sales was bought with that order."""
        scheme = self.till_scheme(purchase_basis="order")
        sale = self.order(self.anvil, 80, "2025-02-01 10:00:00")
        with self.session("2025-03-10"):
            self.sell(self.anvil, 20)
            self.sell(self.anvil, 30, invoice=True)
            settling = self.sell(self.anvil, 80)
            settling.lines.write(
                {
                    "sale_order_origin_id": sale.id,
                    "sale_order_line_id": sale.order_line.id,
                }
            )
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(row["net_revenue"], 130)
        self.assertEqual(row["purchase_count"], 3)
        self.assertEqual(row["first_purchase"].date(), date(2025, 2, 1))
        by_invoice = self.frame_of(self.till_scheme(), AS_OF)[self.anvil.id]
        self.assertEqual(by_invoice["purchase_count"], 3)

    def test_what_a_till_settles_is_no_open_order(self):
        scheme = self.till_scheme()
        sale = self.order(self.anvil, 80, "2025-02-01 10:00:00")
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(row["open_orders"], 80)
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 80)
            order.lines.write(
                {
                    "sale_order_origin_id": sale.id,
                    "sale_order_line_id": sale.order_line.id,
                }
            )
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(row["open_orders"], 0)
        self.assertEqual(row["net_revenue"], 80)
        row = self.frame_of(scheme, date(2025, 3, 9))[self.anvil.id]
        self.assertEqual(row["open_orders"], 80)

    def test_gift_cards_and_tips_are_apart(self):
        """A card of 50 is sold, 30 of it pay for goods; a tip of 4 is given."""
        tips = self.account("Tips", "290", "liability_current")
        tip = self.goods("Tip", property_account_income_id=tips.id)
        card = self.goods("Card")
        # without Loyalty, tips stand for all of them
        self.config.write({"iface_tipproduct": True, "tip_product_id": card.id})
        self.new_till(
            "Second",
            iface_tipproduct=True,
            tip_product_id=tip.id,
            payment_method_ids=False,
        )
        with self.session("2025-03-10"):
            self.sell(self.anvil, self.line(50, product=card))
            self.sell(
                self.anvil,
                100,
                self.line(-30, product=card),
                self.line(4, product=tip),
            )
        scheme = self.till_scheme()
        evaluation = self.evaluate(scheme)
        standing = self.standing(scheme, self.anvil)
        self.assertEqual(standing.net_revenue, 100)
        self.assertEqual(standing.purchase_count, 1)
        self.assertEqual(standing.collected, 50 + 74)
        steps = self.steps(evaluation, "revenue")
        # the tip is no income, the card is
        self.assertEqual(steps["income"], 120)
        self.assertEqual(steps["till_apart"], -20)
        self.assertNotIn("till_rest", steps)
        self.assert_closed(evaluation)

    def test_the_number_of_statements_is_constant(self):
        scheme = self.till_scheme()

        def statements():
            # the first one saves what is waiting, and fills the caches
            Reading(self.env, scheme, AS_OF).collect()
            before = self.env.cr.sql_log_count
            Reading(self.env, scheme, AS_OF).collect()
            return self.env.cr.sql_log_count - before

        with self.session("2025-03-10"):
            self.sell(self.anvil, 1)
        few = statements()
        with self.session("2025-03-11"):
            for customer in self.customers(8):
                self.sell(customer, 1, 2)
        self.assertEqual(statements(), few)
