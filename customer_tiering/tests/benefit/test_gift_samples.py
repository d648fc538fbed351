from datetime import date

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import REF
from .gift_samples import SampleCase


@tagged("post_install", "-at_install", "gift")
class TestGiftSamples(SampleCase):
    """A sample on an order: what it takes, and what happens above the allowance."""

    # ------------------------------------------------------------ using

    def test_a_sample_is_free_and_used_on_confirmation(self):
        order = self.sample(self.medium, 7, confirm=False)
        free, sold = order.order_line
        self.assertEqual((free.price_unit, free.price_subtotal), (0, 0))
        self.assertEqual(sold.price_unit, 50)
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        order.action_confirm()
        self.assertEqual(self.left(self.medium), (500, 70, 430))
        self.assertRecordValues(
            self.uses(order),
            [
                {
                    "partner_id": self.medium.id,
                    "user_id": self.seller.id,
                    "tier_id": self.tier["MEDIUM"].id,
                    "quantity": 7,
                    "cost": 70,
                    "freight": 0,
                    "amount": 70,
                    "date": date(2025, 10, 15),
                    "kind": "use",
                    "over": False,
                    "reference": order.name,
                }
            ],
        )

    def test_contacts_use_their_company_s(self):
        department = self.contact(self.medium, "Purchasing")
        person = self.contact(department, "A buyer")
        self.sample(department, 20)
        self.sample(person, 10)
        self.assertEqual(self.left(self.medium), (500, 300, 200))
        self.assertEqual(person.customer_tier_sample_left, 200)
        self.assertEqual(self.medium.customer_tier_sample_used, 300)
        self.assertFalse(self.balance(person))

    def test_cancel_takes_back(self):
        order = self.sample(self.medium, 7)
        order._action_cancel()
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        self.assertEqual(self.uses(order).mapped("amount"), [70, -70])
        # again, at what it costs by then
        self.hammer.standard_price = 12
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self.left(self.medium), (500, 84, 416))

    def test_quantity_of_a_confirmed_line(self):
        order = self.sample(self.medium, 10)
        line = order.order_line[0]
        line.product_uom_qty = 4
        self.assertEqual(self.left(self.medium), (500, 40, 460))
        # what is added costs what it costs now; what stays keeps its cost
        self.hammer.standard_price = 20
        line.product_uom_qty = 6
        self.assertEqual(self.left(self.medium), (500, 80, 420))
        line.product_uom_qty = 0
        self.assertEqual(self.left(self.medium), (500, 0, 500))
        self.assertEqual(sum(self.uses(order).mapped("quantity")), 0)
        with self.assertRaisesRegex(UserError, "takes"):
            line.product_uom_qty = 26

    def test_ticked_and_unticked_afterwards(self):
        order = self.sample(self.medium, 3)
        free, sold = order.order_line
        free.customer_tier_sample = False
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(free.price_unit, self.product.list_price)
        sold.customer_tier_sample = True
        self.assertEqual(sold.price_unit, 0)
        self.assertEqual(self.left(self.medium)[1], 10)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 2,
                    "customer_tier_sample": True,
                }
            )
        ]
        self.assertEqual(self.left(self.medium)[1], 30)

    def test_deleted_line_of_a_cancelled_order(self):
        order = self.sample(self.medium, 3)
        order._action_cancel()
        order.order_line.unlink()
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(len(self.uses(order)), 2)
        order.unlink()
        kept = self.env["customer.tier.benefit.usage"].search(
            [("partner_id", "=", self.medium.id)]
        )
        self.assertEqual(sum(kept.mapped("amount")), 0)
        self.assertEqual(len(kept), 2)

    def test_customer_of_a_confirmed_order_changes(self):
        order = self.sample(self.medium, 3)
        order.partner_id = self.big
        self.assertEqual(self.left(self.medium)[1], 0)
        self.assertEqual(self.left(self.big), (1000, 30, 970))

    def test_a_sample_with_a_price_is_refused(self):
        order = self.sample(self.medium, 3, confirm=False)
        with self.assertRaisesRegex(ValidationError, "is a sample and has a price"):
            order.order_line[0].price_unit = 5

    def test_in_dozens(self):
        order = self.sample(self.medium, 1, confirm=False)
        order.order_line[0].product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self.assertEqual(self.left(self.medium)[1], 120)

    # ------------------------------------------------------------ freight

    def test_freight_per_order(self):
        self.benefit.write({"freight": "fixed", "freight_amount": 15})
        order = self.sample(self.medium, 2)
        self.assertEqual(self.left(self.medium)[1], 35)
        order.order_line[0].product_uom_qty = 3
        self.assertEqual(self.left(self.medium)[1], 45)
        self.assertEqual(sum(self.uses(order).mapped("freight")), 15)
        order.order_line[0].product_uom_qty = 0
        self.assertEqual(self.left(self.medium)[1], 0)

    def test_freight_in_percent(self):
        self.benefit.write({"freight": "percent", "freight_percent": 12.5})
        order = self.sample(self.medium, 3)
        # 30 + 3.75
        self.assertEqual(self.left(self.medium)[1], 33.75)
        order.order_line[0].product_uom_qty = 1
        self.assertEqual(self.left(self.medium)[1], 11.25)
        order._action_cancel()
        self.assertEqual(self.left(self.medium)[1], 0)

    # ------------------------------------------------------------ over it

    def test_block(self):
        self.sample(self.medium, 45)
        order = self.sample(self.medium, 6, confirm=False)
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        for figure in ("450.00", "500.00", "50.00", "60.00", "Medium", order.name):
            self.assertIn(figure, str(refused.exception))
        # to the cent: exactly what is left is allowed
        self.sample(self.medium, 5)
        self.assertEqual(self.left(self.medium), (500, 500, 0))
        with self.assertRaises(UserError):
            self.sample(self.small, 1)

    def test_warn(self):
        self.benefit.over = "warn"
        order = self.sample(self.small, 1, confirm=False)
        self.assertTrue(order.customer_tier_sample_over)
        self.assertTrue(order.customer_tier_sample_asks)
        self.assertIn("This order takes", order.customer_tier_sample_note)
        self.assertIn("exceeded by $\N{NO-BREAK SPACE}10.00", self.note(order))
        order.action_confirm()
        # what this order took, and by how much it is over
        self.assertFalse(order.customer_tier_sample_asks)
        self.assertTrue(order.customer_tier_sample_over)
        self.assertIn("This order took $\N{NO-BREAK SPACE}10.00.", self.note(order))
        self.assertIn("exceeded by $\N{NO-BREAK SPACE}10.00", self.note(order))
        self.assertTrue(self.uses(order).over)
        self.assertEqual(self.left(self.small), (0, 10, 0))
        self.assertTrue(
            order.message_ids.filtered(lambda m: "exceed" in (m.body or ""))
        )

    def note(self, order):
        order.invalidate_recordset()
        return (order.customer_tier_sample_note or "").replace(
            "\N{ZERO WIDTH NO-BREAK SPACE}", ""
        )

    def test_nobody_else_learns_that_it_is_over(self):
        """The field decides which button is shown, so it has no groups."""
        self.benefit.over = "warn"
        order = self.sample(self.small, 1, confirm=False)
        self.assertTrue(order.customer_tier_sample_asks)
        stranger = self.user("other", groups="base.group_user")
        seen = self.seen_by(stranger, order).sudo()
        self.assertFalse(seen.customer_tier_sample_asks)

    def test_a_block_does_not_ask(self):
        order = self.sample(self.small, 1, confirm=False)
        self.assertTrue(order.customer_tier_sample_over)
        self.assertFalse(order.customer_tier_sample_asks)

    def test_the_button_that_asks_takes_the_place_of_the_others(self):
        arch = etree.fromstring(
            self.env["sale.order"].get_view(view_type="form")["arch"]
        )
        buttons = arch.xpath("//header/button[@name='action_confirm']")
        self.assertEqual(len(buttons), 3)
        asking = [button for button in buttons if button.get("confirm")]
        self.assertEqual(len(asking), 1)
        for button in buttons:
            shown = button.get("invisible")
            words = (
                "not customer_tier_sample_asks"
                if button in asking
                else "or (customer_tier_sample_asks)"
            )
            self.assertIn(words, shown)
        column = arch.xpath(
            "//field[@name='order_line']/list/field[@name='customer_tier_sample']"
        )
        self.assertEqual(column[0].get("optional"), "show")

    def test_quotation_shows_what_is_left(self):
        order = self.sample(self.big, 4, confirm=False)
        self.assertFalse(order.customer_tier_sample_over)
        for figure in ("0.00 of", "1,000.00", "40.00", "Big"):
            self.assertIn(
                figure,
                order.customer_tier_sample_note.replace("\N{NO-BREAK SPACE}", "")
                .replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
                .replace("$", ""),
            )
        # as soon as the customer is chosen, and nothing once it is confirmed
        plain = self.order(self.big, confirm=False)
        self.assertIn("1,000.00 left", self.note(plain))
        self.assertNotIn("This order", self.note(plain))
        plain.action_confirm()
        self.assertFalse(self.note(plain))
        # whose tier grants nothing is not told so on every quotation
        self.assertFalse(self.note(self.order(self.small, confirm=False)))

    def test_many_quotations_in_as_many_queries_as_one(self):
        orders = self.env["sale.order"].union(
            *(self.sample(buyer, 1, confirm=False) for buyer in self.buyers[:6])
        )
        counts = []
        for some in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            some.order_line.mapped("product_id.standard_price")
            some.partner_id.commercial_partner_id.mapped("name")
            before = self.env.cr.sql_log_count
            some.mapped("customer_tier_sample_note")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_who_is_not_limited(self):
        """A tier without a line, and somebody the scheme does not know."""
        self.benefit.line_ids.filtered(lambda li: li.amount == 500).unlink()
        self.sample(self.medium, 1000)
        balance = self.balance(self.medium)
        self.assertEqual((balance.limited, balance.used), (False, 10000))
        stranger = self.customer("Stranger", ref="NOT " + REF)
        order = self.sample(stranger, 3)
        self.assertEqual(self.uses(order).amount, 30)
        self.assertFalse(self.balance(stranger))

    def test_no_allowance_no_record(self):
        self.benefit.active = False
        order = self.sample(self.small, 3)
        self.assertFalse(self.uses(order))
        self.assertEqual(order.order_line[0].price_unit, 0)
