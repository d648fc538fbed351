from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import AS_OF, FIRST
from ..payments import PaymentCase

BEFORE = date(2024, 6, 30)
AFTER = date(2025, 7, 1)


@tagged("post_install", "-at_install")
class TestMetricsPaymentCollected(PaymentCase):
    """K05: which money counts, when, and for whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def test_payments_in_parts(self):
        invoice = self.invoice(self.anvil, 1000, date(2025, 1, 10))
        self.money(invoice, 300, date(2025, 2, 1))
        self.money(invoice, 200.25, date(2025, 3, 1))

        self.assertEqual(self.figures(self.anvil, "collected"), 500.25)

    def test_one_payment_of_several_invoices(self):
        invoices = self.invoices([(self.anvil, 100), (self.anvil, 30), (self.anvil, 7)])
        self.money(invoices, 110, AS_OF)

        self.assertEqual(self.figures(self.anvil, "collected"), 110)

    def test_a_write_off_is_not_money(self):
        invoice = self.invoice(self.anvil, 210.50, date(2025, 1, 10))
        self.money(invoice, 200.50, date(2025, 2, 1), write_off=10)

        self.assertEqual(invoice.amount_residual, 0)
        # the match is one of 210.50
        self.assertEqual(self.figures(self.anvil, "collected"), 200.50)

    def test_an_entry_without_money_is_not_money(self):
        invoice = self.invoice(self.anvil, 100)
        entry = self.entry([(self.cost, 100), (self.receivable[self.company], -100)])
        self.receivables(invoice + entry).reconcile()

        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.figures(self.anvil, "collected"), 0)

    def test_more_money_than_the_entry_settles(self):
        """A payment of 110 for an invoice of 100 and interest of 10."""
        invoice = self.invoice(self.anvil, 100)
        interest = self.account("Interest", "460", "income_other")
        bank = self.bank.default_account_id
        entry = self.entry(
            [(bank, 110), (self.receivable[self.company], -100), (interest, -10)]
        )
        self.receivables(invoice + entry).reconcile()

        self.assertEqual(self.figures(self.anvil, "collected"), 100)

    def test_a_credit_note_is_not_money_and_money_paid_back_is_deducted(self):
        invoice = self.invoice(self.anvil, 500, date(2025, 1, 10))
        refund = self.refund(self.anvil, 200, date(2025, 1, 20))
        self.receivables(invoice + refund).reconcile()
        self.money(invoice, 300, date(2025, 2, 1))
        self.money(self.refund(self.anvil, 40, date(2025, 3, 1)), -40, AS_OF)

        self.assertEqual(self.figures(self.anvil, "collected"), 260)

    def test_a_cash_discount_is_not_money(self):
        self.company.account_journal_early_pay_discount_loss_account_id = self.cost
        terms = self.terms((100, 30))
        terms.write(
            {
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
            }
        )
        invoice = self.invoice(
            self.anvil, 100, date(2025, 1, 10), invoice_payment_term_id=terms.id
        )
        payment = self.register(invoice, date(2025, 1, 15))

        self.assertEqual((payment.amount, invoice.amount_residual), (98, 0))
        self.assertEqual(self.figures(self.anvil, "collected"), 98)

    def pay_in_euro(self, old, new):
        """100 EUR, invoiced and paid at two rates (EUR per USD)."""
        self.rate(self.eur, date(2024, 7, 1), old)
        self.rate(self.eur, date(2025, 2, 1), new)
        day = date(2025, 1, 10)
        invoice = self.invoice(self.anvil, 100, day, currency_id=self.eur.id)
        self.money(invoice, 100, date(2025, 2, 1), currency=self.eur)
        self.assertEqual(invoice.amount_residual, 0)
        matches = self.receivables(invoice).matched_credit_ids
        self.assertTrue(matches.exchange_move_id)
        return self.figures(self.anvil, "collected", "overdue_amount")

    def test_money_counts_as_booked_with_its_exchange_loss(self):
        # invoiced as 200, paid as 125; 75 are a loss
        self.assertEqual(self.pay_in_euro(0.5, 0.8), (125, 0))

    def test_money_counts_as_booked_with_its_exchange_gain(self):
        # invoiced as 125, received as 200; both are in the books
        self.assertEqual(self.pay_in_euro(0.8, 0.5), (200, 0))

    def test_a_payment_that_waits_for_the_bank_is_money(self):
        invoice = self.invoice(self.anvil, 100, date(2025, 1, 10))
        payment = self.register(invoice, date(2025, 1, 15))
        self.assertEqual(payment.move_id.line_ids.account_id[0], self.outstanding)

        self.assertEqual(self.figures(self.anvil, "collected"), 100)

    def test_window_by_the_day_of_the_money(self):
        for amount, day in (
            (1, BEFORE),
            (20, FIRST),
            (300, AS_OF),
            (4000, AFTER),
        ):
            invoice = self.invoice(self.anvil, amount, date(2024, 1, 1))
            self.money(invoice, amount, day)

        self.assertEqual(self.figures(self.anvil, "collected"), 320)

    def test_the_money_counts_for_the_customer_of_the_invoice(self):
        mother = self.customer("Mother Ltd.")
        invoice = self.invoice(self.anvil, 100)
        self.money(invoice, 100, AS_OF, customer=mother)

        scheme = self.paying_scheme()
        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, self.anvil).collected, 100)
        self.assertEqual(self.standing(scheme, mother).collected, 0)

    def test_contacts_at_any_depth_and_branches_count_and_other_companies_do_not(self):
        contact = self.contact(self.anvil)
        deep = self.contact(contact, "Assistant")
        branch, other = self.new_branch("North"), self.new_company("Elsewhere Inc.")
        self.money(self.invoice(contact, 100), 100, AS_OF)
        self.money(self.invoice(deep, 20), 20, AS_OF)
        self.money(
            self.invoice(self.anvil, 3, company=branch), 3, AS_OF, company=branch
        )
        elsewhere = self.invoice(self.anvil, 4000, company=other)
        bank = self.new_bank(other)
        entry = self.entry(
            [(bank.default_account_id, 4000), (self.receivable[other], -4000)],
            company=other,
            journal=bank,
            partner=self.anvil,
        )
        self.receivables(elsewhere + entry).reconcile()

        self.assertEqual(self.figures(self.anvil, "collected"), 123)

    def test_the_head_of_the_group_where_the_scheme_says_so(self):
        child = self.customer("Anvil France", parent_id=self.anvil.id)
        self.money(self.invoice(child, 100), 60, AS_OF)
        self.money(self.invoice(self.anvil, 7), 7, AS_OF)
        scheme = self.paying_scheme(customer_level="group")

        figures = self.figures(self.anvil, "collected", scheme=scheme)

        self.assertEqual(figures, 67)

    def test_money_without_an_invoice_is_listed_apart(self):
        invoice = self.invoice(self.anvil, 100, date(2025, 6, 1))
        self.money(invoice, 150, date(2025, 6, 2))
        self.money(self.env["account.move"], 30, date(2025, 6, 3), customer=self.anvil)
        # 95 of 100 is money, and all of it is free
        self.money(self.env["account.move"], 95, AS_OF, 5, customer=self.anvil)

        self.assertEqual(
            self.figures(self.anvil, "collected", "unmatched_money"), (100, 175)
        )

    def test_payments_without_an_entry_are_listed_apart(self):
        invoice = self.invoice(self.anvil, 100, date(2025, 6, 1))
        payment = self.register(invoice, date(2025, 6, 2), outstanding=False)
        self.assertFalse(payment.move_id)
        names = ("collected", "unposted_payments", "unmatched_money")

        self.assertEqual(self.figures(self.anvil, *names), (0, 100, 0))
        # the bank's entry settles the invoice: now the money is in the ledger
        self.money(invoice, 100, date(2025, 6, 5))
        self.assertEqual(self.figures(self.anvil, *names), (100, 0, 0))

    def test_a_scheme_that_does_not_ask_knows_nothing(self):
        self.money(self.invoice(self.anvil, 100), 100, AS_OF)
        scheme = self.scheme()

        figures = self.figures(self.anvil, "collected", "payments_known", scheme=scheme)

        self.assertEqual(figures, (0, False))
        scheme.metric_ids = [Command.set(self.metrics.ids)]
        self.assertEqual(
            self.figures(self.anvil, "collected", "payments_known", scheme=scheme),
            (100, True),
        )
