from datetime import date, timedelta

from odoo.tests import tagged

from ..common import AS_OF, FIRST
from ..metrics import MetricCase
from ..payments import PaymentCase

BEFORE = FIRST - timedelta(days=1)
CODES = ("purchase_count", "refunded", "gross_invoiced", "cost_to_serve", "net_revenue")


@tagged("post_install", "-at_install", "truth")
class TestTraces(PaymentCase):
    """K22: whoever has any document is at least contacted, and a refund proves more."""

    def lifecycle(self, customer, **values):
        scheme = self.scheme(**values)
        self.evaluate(scheme)
        alone = self.env["customer.tier.refresher"]._now(scheme, customer, AS_OF)
        standing = self.standing(scheme, customer)
        self.assertEqual(alone["lifecycle"], standing.lifecycle)
        return standing.lifecycle

    def test_a_refund_alone_proves_a_purchase(self):
        now, before = self.customers(2)
        self.refund(now, 8592)
        self.refund(before, 10, BEFORE)
        for basis in ("invoice", "order"):
            states = [self.lifecycle(one, purchase_basis=basis) for one in now + before]
            self.assertEqual(states, ["inactive", "inactive"], basis)
        scheme = self.scheme()
        self.evaluate(scheme)
        told = self.standing(scheme, now)._explanation().why()
        self.assertIn("Only refunds", told)

    def test_a_refund_of_tomorrow_proves_nothing_yet(self):
        (anvil,) = self.customers(1)
        self.refund(anvil, 10, AS_OF + timedelta(days=1))

        self.assertEqual(self.lifecycle(anvil), "not_contacted")

    def test_an_advance_and_an_opening_balance_make_a_prospect(self):
        advance, opening, tomorrow = self.customers(3)
        none = self.env["account.move"]
        self.money(none, 50, AS_OF, customer=advance)
        lines = [(self.receivable[self.company], 70), (self.cost, -70)]
        self.entry(lines, BEFORE, partner=opening)
        self.money(none, 50, AS_OF + timedelta(days=1), customer=tomorrow)

        self.assertEqual(
            [self.lifecycle(one) for one in advance + opening + tomorrow],
            ["prospect", "prospect", "not_contacted"],
        )
        scheme = self.scheme()
        self.evaluate(scheme)
        standing = self.standing(scheme, advance)
        self.assertEqual((standing.net_revenue, standing.contact_count), (0, 0))
        self.assertIn("Has documents", standing._explanation().why())

    def test_payables_and_other_companies_prove_nothing(self):
        vendor, foreign = self.customers(2)
        payable = self.account("Payable", "211", "liability_payable")
        self.entry([(payable, -70), (self.cost, 70)], partner=vendor)
        vendor.supplier_rank = 0
        self.invoice(foreign, 10, company=self.new_company("Elsewhere Inc."))

        self.assertEqual(
            [self.lifecycle(one) for one in vendor + foreign], ["not_contacted"] * 2
        )

    def test_a_vendor_with_a_document_is_a_customer(self):
        vendor = self.customer("Vendor", supplier_rank=1)
        self.refund(vendor, 10)
        vendor.customer_rank = 0

        self.assertEqual(self.lifecycle(vendor), "inactive")

    def test_an_order_is_a_contact_of_who_orders_and_who_pays(self):
        buyer, payer = self.customers(2)
        order = self.order(buyer)
        order.partner_invoice_id = payer
        # entered after the day, for a day before it
        self.backdate(order, "2025-07-20 10:00:00")

        self.assertEqual(
            [self.lifecycle(one) for one in buyer + payer], ["prospect", "prospect"]
        )

    def test_an_invoice_of_zero_is_a_contact_and_no_purchase(self):
        (anvil,) = self.customers(1)
        self.invoice(anvil, 0)
        self.assertEqual(self.lifecycle(anvil), "prospect")

        self.invoice(anvil, 100, BEFORE)
        self.assertEqual(self.lifecycle(anvil), "inactive")


@tagged("post_install", "-at_install", "truth")
class TestCorrections(MetricCase):
    """Reverse-and-modify and credited down payments: no return and no purchase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def found(self, **values):
        return self.frame(*CODES, **values).loc[self.anvil.id, list(CODES)].tolist()

    def modify(self, invoice, amount, day=AS_OF):
        """*Reverse and Create Invoice*; returns the corrected invoice."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": day})
        )
        wizard.modify_moves()
        corrected = wizard.new_move_ids
        corrected.invoice_date = day
        corrected.invoice_line_ids.price_unit = amount
        corrected.action_post()
        return corrected

    def test_a_corrected_invoice_is_one_purchase_and_no_return(self):
        self.modify(self.invoice(self.anvil, 100), 90)

        self.assertEqual(self.found(), [1, 0, 90, 0, 90])

    def test_a_corrected_correction_still_is_one_purchase(self):
        self.modify(self.modify(self.invoice(self.anvil, 100), 90), 80)

        self.assertEqual(self.found(), [1, 0, 80, 0, 80])

    def test_the_last_purchase_is_that_of_the_corrected_invoice(self):
        self.modify(self.invoice(self.anvil, 100, date(2025, 3, 1)), 90)
        frame = self.frame(*CODES)

        row = frame.loc[self.anvil.id]
        self.assertEqual(row["first_purchase"].date(), AS_OF)

    def test_a_correction_of_tomorrow_is_not_known_today(self):
        self.modify(self.invoice(self.anvil, 100), 90, AS_OF + timedelta(days=1))

        self.assertEqual(self.found(), [1, 0, 100, 0, 100])

    def test_a_return_of_the_whole_invoice_stays_a_return(self):
        invoices = self.invoices([(self.anvil, 100), (self.anvil, 40)])
        self.reverse(invoices[0])
        # bought again another day, and not as a correction
        self.update(self.invoice(self.anvil, 7), create_date="2025-07-01 10:00:00")

        self.assertEqual(self.found(), [3, 100, 147, 100, 47])

    def test_a_partial_refund_with_a_new_invoice_is_a_return(self):
        invoice = self.invoice(self.anvil, 100)
        refund = invoice._reverse_moves([{"invoice_date": AS_OF, "date": AS_OF}])
        refund.invoice_line_ids.price_unit = 30
        refund.action_post()
        self.invoice(self.anvil, 5)

        self.assertEqual(self.found(), [2, 30, 105, 30, 75])

    def down_payment(self, amount=40):
        order = self.sell(self.anvil, (100, 1))
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "fixed", "fixed_amount": amount})
        )
        wizard.create_invoices()
        invoice = order.invoice_ids
        invoice.invoice_date = AS_OF
        invoice.action_post()
        return invoice

    def test_a_credited_down_payment_is_neither_purchase_nor_return(self):
        invoice = self.down_payment()
        self.assertEqual(self.found(), [1, 0, 40, 0, 40])

        self.reverse(invoice)

        self.assertEqual(self.found(), [0, 0, 0, 0, 0])
        scheme = self.scheme()
        self.evaluate(scheme)
        # the order and the documents remain a contact
        self.assertEqual(self.standing(scheme, self.anvil).lifecycle, "prospect")

    def test_what_opens_leaves_corrections_out(self):
        self.modify(self.invoice(self.anvil, 100), 90)
        self.refund(self.anvil, 4)
        self.invoice(self.anvil, 0)
        scheme = self.measuring(*CODES)
        self.evaluate(scheme)
        standing = self.standing(scheme, self.anvil)
        documents = standing._explanation().documents

        def opened(kind):
            action = documents.open(kind)
            moves = self.env[action["res_model"]].search(action["domain"])
            return sorted(moves.mapped("amount_untaxed_signed"))

        self.assertEqual((standing.net_revenue, standing.purchase_count), (86, 1))
        self.assertEqual(opened("purchases"), [90])
        self.assertEqual(opened("last_purchase"), [90])
        self.assertEqual(opened("refunds"), [-4])
        self.assertEqual(opened("invoices_sold"), [0, 90])
        # the revenue is the sum of all of them
        self.assertEqual(opened("revenue"), [-100, -4, 0, 90, 100])

    def test_one_customer_alone_agrees(self):
        self.modify(self.invoice(self.anvil, 100), 90)
        self.reverse(self.down_payment())
        scheme = self.measuring(*CODES)
        self.evaluate(scheme)

        now = self.env["customer.tier.refresher"]._now(scheme, self.anvil, AS_OF)

        figures = [now["figures"][code] for code in CODES]
        self.assertEqual(figures, [(n, n) for n in (1, 0, 90, 0, 90)])


@tagged("post_install", "-at_install", "truth")
class TestOpenOrdersOfOthers(MetricCase):
    """An order that somebody else paid is invoiced all the same."""

    def test_alone_and_together_agree(self):
        buyer, other = self.customers(2)
        order = self.sell(buyer, (100, 1))
        invoice = order._create_invoices()
        invoice.partner_id = other
        invoice.invoice_date = AS_OF
        invoice.action_post()
        scheme = self.measuring("open_orders")
        self.evaluate(scheme)

        now = self.env["customer.tier.refresher"]._now(scheme, buyer, AS_OF)

        self.assertEqual(now["figures"]["open_orders"], (0, 0))
        self.assertEqual(self.standing(scheme, other).net_revenue, 100)
