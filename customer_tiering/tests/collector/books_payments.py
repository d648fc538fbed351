from datetime import date

from ..common import AS_OF
from .books import FEB_10, FEB_20, JAN_10, BookCase


class BookOfPayments(BookCase):
    """Money in parts, too much, too early, from others, and on its way to the bank."""

    def case_on_time(self, customer):
        self.money(self.due(customer, 100), 100, FEB_10)
        return (100, 0, 0, 0, 0, 0), 0

    def case_part_paid(self, customer):
        invoice = self.due(customer, 1000, date(2025, 6, 20))
        self.money(invoice, 300, date(2025, 5, 1))
        # (300 * -50 + 700 * 10) / 1000
        return (300, 700, 0, 0, 0, 0), -8

    def case_due_on_the_day(self, customer):
        self.due(customer, 100, AS_OF)
        return (0, 0, 100, 0, 0, 0), 0

    def case_overpaid(self, customer):
        self.money(self.due(customer, 100), 150, FEB_10)
        return (100, 0, 0, 0, 50, 0), 0

    def case_till(self, customer):
        invoice = self.due(customer, 80)
        entry = self.entry(
            [(self.till, 80), (self.owed, -80)], FEB_10, partner=customer
        )
        self.receivables(invoice + entry).filtered(
            lambda item: item.account_id == self.owed
        ).reconcile()
        self.entry(
            [(self.bank_account, 78), (self.cost, 2), (self.till, -80)],
            date(2025, 2, 12),
            journal=self.bank,
        )
        return (80, 0, 0, 0, 0, 0), 0

    def case_overpaid_and_returned(self, customer):
        paid = self.money(self.due(customer, 100), 150, FEB_10)
        self.match(paid, self.bounce(customer, 50))
        return (100, 0, 0, 0, 0, 0), 0

    def case_instalments(self, customer):
        terms = self.terms((50, 0), (50, 31))
        invoice = self.invoice(customer, 100, JAN_10, invoice_payment_term_id=terms.id)
        for amount, day in ((50, JAN_10), (30, date(2025, 2, 15))):
            self.match(invoice, self.money(self.nothing, amount, day, 0, customer))
        # (50 * 0 + 30 * 5 + 20 * 140) / 100
        return (80, 20, 0, 0, 0, 0), 29.5

    def case_one_payment_for_many(self, customer):
        invoices = self.invoices(
            [(customer, amount, JAN_10) for amount in (100, 200, 300)],
            invoice_date_due=FEB_10,
        )
        self.money(invoices, 600, FEB_20)
        return (600, 0, 0, 0, 0, 0), 10

    def case_paid_by_another(self, customer):
        payer = self.customer("Payer", ref="other")
        self.money(self.due(customer, 100), 100, FEB_10, customer=payer)
        return (100, 0, 0, 0, 0, 0), 0

    def case_one_bank_entry_for_two_with_a_fee(self, customer):
        """294 arrive for 100 and the 200 of who is no customer: 98 % of each."""
        other = self.customer("Collected with it", ref="other")
        entry = self.bank_entry(
            customer,
            (self.bank_account, 294),
            (self.cost, 6),
            (self.owed, -100),
            (self.owed, -200),
        )
        entry.line_ids[-1].partner_id = other
        for owner, amount in ((customer, 100), (other, 200)):
            item = entry.line_ids.filtered(
                lambda line, amount=amount: line.credit == amount
            )
            (item + self.receivables(self.due(owner, amount))).reconcile()
        return (98, 0, 0, 0, 0, 0), 0

    def case_advance_then_invoice(self, customer):
        advance = self.money(self.nothing, 100, date(2025, 1, 5), customer=customer)
        self.match(self.due(customer, 100), advance)
        return (100, 0, 0, 0, 0, 0), -36

    def case_advance_without_an_invoice(self, customer):
        self.money(self.nothing, 60, FEB_10, customer=customer)
        return (0, 0, 0, 0, 60, 0), 0

    def case_advance_of_the_year_before(self, customer):
        advance = self.money(self.nothing, 60, date(2024, 6, 15), customer=customer)
        self.match(self.due(customer, 60), advance)
        return (0, 0, 0, 0, 0, 0), 0

    def case_old_advance_without_an_invoice(self, customer):
        self.money(self.nothing, 30, date(2024, 6, 15), customer=customer)
        return (0, 0, 0, 0, 30, 0), 0

    def case_paid_after_the_day(self, customer):
        self.money(self.due(customer, 100), 100, date(2025, 7, 5))
        return (0, 100, 0, 0, 0, 0), 140

    def case_part_paid_by_a_bank_line(self, customer):
        line = self.bank_line(customer, 60, FEB_20)
        _bank, counterpart, _other = line._seek_for_lines()
        counterpart.account_id = self.owed
        self.match(self.due(customer, 100), line.move_id)
        # (60 * 10 + 40 * 140) / 100
        return (60, 40, 0, 0, 0, 0), 62

    def case_bank_line_without_a_counterpart(self, customer):
        self.bank_line(customer, 25, FEB_20)
        return (0, 0, 0, 0, 0, 0), 0

    def case_two_payments_in_one_batch_with_a_fee(self, customer):
        for amount in (100, 200):
            self.register(self.due(customer, amount), FEB_10)
        self.bank_entry(
            self.env["res.partner"],
            (self.bank_account, 295),
            (self.cost, 5),
            (self.outstanding, -300),
            day=FEB_20,
        )
        return (300, 0, 0, 0, 0, 0), 0

    def case_paid_in_cash(self, customer):
        cash = self.env["account.journal"].create(
            {
                "name": "Cash",
                "code": "CSH",
                "type": "cash",
                "company_id": self.company.id,
                "default_account_id": self.account("Cash", "105", "asset_cash").id,
            }
        )
        self.money(self.due(customer, 50), 50, FEB_10, journal=cash)
        # carried to the bank
        self.entry(
            [(self.bank_account, 50), (cash.default_account_id, -50)],
            FEB_20,
            journal=cash,
        )
        return (50, 0, 0, 0, 0, 0), 0
