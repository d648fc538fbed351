from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .prices import FrozenDay, PriceCase

TODAY = date(2025, 10, 15)


@tagged("post_install", "-at_install", "benefit")
class TestBenefitSavings(FrozenDay, PriceCase):
    """What the tier's prices took off, kept when an order is confirmed."""

    def confirmed(self, customer, quantity=1, **values):
        order = self.quotation(customer, **values)
        order.order_line.product_uom_qty = quantity
        order.action_confirm()
        return order

    def kept(self, orders):
        return self.env["customer.tier.benefit.saving"].search(
            [("order_id", "in", orders.ids)]
        )

    def saved(self, customer):
        sums = self.env["customer.tier.benefit.saving"]._sums(
            self.company, customer, TODAY.replace(month=1, day=1), TODAY
        )
        return sums.get(customer.id, 0)

    def test_hand_counted(self):
        # 100 by the default list, 80 by that of Top
        order = self.confirmed(self.top, 3)
        row = self.kept(order)
        self.assertEqual((row.default_price, row.tier_price, row.amount), (100, 80, 60))
        self.assertEqual(row.tier_id, self.tier["TOP"])
        self.assertEqual((row.partner_id, row.date), (self.top, TODAY))
        self.confirmed(self.top, 1)
        self.assertEqual(self.saved(self.top), 80)

    def test_contacts_count_for_their_company(self):
        self.confirmed(self.contact(self.top))
        self.assertEqual(self.saved(self.top), 20)

    def test_against_what_they_would_pay_otherwise(self):
        self.default.item_ids.percent_price = 5
        self.assertEqual(self.kept(self.confirmed(self.big)).amount, 5)

    def test_cancelled_orders_drop_out(self):
        order = self.confirmed(self.top)
        order._action_cancel()
        self.assertEqual(self.saved(self.top), 0)
        order.action_draft()
        order.order_line.product_uom_qty = 2
        order.action_confirm()
        self.assertEqual(len(self.kept(order)), 1)
        self.assertEqual(self.saved(self.top), 40)

    def test_kept_as_it_was(self):
        order = self.confirmed(self.top)
        self.top_list.item_ids.percent_price = 50
        self.moved(self.top, TODAY, "TOP", "BIG")
        order.write({"client_order_ref": "X"})
        self.assertEqual(self.saved(self.top), 20)

    def test_only_what_the_tier_gave(self):
        self.assertFalse(self.kept(self.confirmed(self.medium)))
        self.assertFalse(self.kept(self.confirmed(self.stranger)))
        other = self.prices("Another", 30)
        self.assertFalse(self.kept(self.confirmed(self.top, pricelist_id=other.id)))
        self.big.specific_property_product_pricelist = self.big_list
        self.assertFalse(self.kept(self.confirmed(self.big)))

    def test_typed_prices_and_samples_are_no_saving(self):
        order = self.quotation(self.top)
        order.order_line.price_unit = 10
        sample = self.env["sale.order.line"].create(
            {
                "order_id": order.id,
                "product_id": self.product.id,
                "customer_tier_sample": True,
            }
        )
        note = {"order_id": order.id, "display_type": "line_note", "name": "Hello"}
        self.env["sale.order.line"].create(note)
        order.action_confirm()
        self.assertEqual(sample.price_unit, 0)
        self.assertFalse(self.kept(order))

    def test_in_the_currency_of_the_company(self):
        self.rate(self.eur, "2025-01-01", 0.5)
        self.top_list.currency_id = self.eur
        order = self.confirmed(self.top)
        self.assertEqual(order.currency_id, self.eur)
        self.assertEqual(order.amount_untaxed, 40)
        self.assertEqual(self.kept(order).amount, 20)

    def test_few_statements_for_many_lines(self):
        counts = []
        for number in (2, 20):
            order = self.quotation(
                self.top,
                order_line=[
                    Command.create(
                        {"product_id": self.product.id, "product_uom_qty": 1}
                    )
                    for _line in range(number)
                ],
            )
            order.action_confirm()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            order._keep_savings()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.kept(order)), 20)
        self.assertLess(counts[1], counts[0] + 5)

    def test_nobody_writes_it(self):
        row = self.kept(self.confirmed(self.top))
        for role in ("user", "manager", "admin"):
            user = self.user(f"of_{role}", groups=f"base.group_user,{_group(role)}")
            mine = self.seen_by(user, row)
            self.assertEqual(mine.amount, 20)
            for attempt in (
                lambda mine=mine: mine.write({"amount": 1}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({}),
            ):
                with self.refuses(error=AccessError):
                    attempt()


def _group(role):
    return f"customer_tiering.group_customer_tier_{role}"
