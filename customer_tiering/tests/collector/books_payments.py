from datetime import date

from ..common import AS_OF
from .books import FEB_10, FEB_20, JAN_10, BookCase


class BookOfPayments(BookCase):
    """Money in parts, too much, too early, from others, and on its way to the bank."""

    @classmethod
    def case_on_time(cls, customer):
        cls.money(cls.due(customer, 100), 100, FEB_10)
        return (100, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_part_paid(cls, customer):
        invoice = cls.due(customer, 1000, date(2025, 6, 20))
        cls.money(invoice, 300, date(2025, 5, 1))
        # (300 * -50 + 700 * 10) / 1000
        return (300, 700, 0, 0, 0, 0), -8

    @classmethod
    def case_due_on_the_day(cls, customer):
        cls.due(customer, 100, AS_OF)
        return (0, 0, 100, 0, 0, 0), 0

    @classmethod
    def case_overpaid(cls, customer):
        cls.money(cls.due(customer, 100), 150, FEB_10)
        return (100, 0, 0, 0, 50, 0), 0

    @classmethod
    def case_till(cls, customer):
        invoice = cls.due(customer, 80)
        entry = cls.entry([(cls.till, 80), (cls.owed, -80)], FEB_10, partner=customer)
        cls.receivables(invoice + entry).filtered(
            lambda item: item.account_id == cls.owed
        ).reconcile()
        cls.entry(
            [(cls.bank_account, 78), (cls.cost, 2), (cls.till, -80)],
            date(2025, 2, 12),
            journal=cls.bank,
        )
        return (80, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_overpaid_and_returned(cls, customer):
        paid = cls.money(cls.due(customer, 100), 150, FEB_10)
        cls.match(paid, cls.bounce(customer, 50))
        return (100, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_instalments(cls, customer):
        terms = cls.terms((50, 0), (50, 31))
        invoice = cls.invoice(customer, 100, JAN_10, invoice_payment_term_id=terms.id)
        for amount, day in ((50, JAN_10), (30, date(2025, 2, 15))):
            cls.match(invoice, cls.money(cls.nothing, amount, day, 0, customer))
        # (50 * 0 + 30 * 5 + 20 * 140) / 100
        return (80, 20, 0, 0, 0, 0), 29.5

    @classmethod
    def case_one_payment_for_many(cls, customer):
        invoices = cls.invoices(
            [(customer, amount, JAN_10) for amount in (100, 200, 300)],
            invoice_date_due=FEB_10,
        )
        cls.money(invoices, 600, FEB_20)
        return (600, 0, 0, 0, 0, 0), 10

    @classmethod
    def case_paid_by_another(cls, customer):
        payer = cls.customer("Payer", ref="other")
        cls.money(cls.due(customer, 100), 100, FEB_10, customer=payer)
        return (100, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_one_bank_entry_for_two_with_a_fee(cls, customer):
        """294 arrive for 100 and the 200 of who is no customer: 98 % of each."""
        other = cls.customer("Collected with it", ref="other")
        entry = cls.bank_entry(
            customer,
            (cls.bank_account, 294),
            (cls.cost, 6),
            (cls.owed, -100),
            (cls.owed, -200),
        )
        entry.line_ids[-1].partner_id = other
        for owner, amount in ((customer, 100), (other, 200)):
            item = entry.line_ids.filtered(
                lambda line, amount=amount: line.credit == amount
            )
            (item + cls.receivables(cls.due(owner, amount))).reconcile()
        return (98, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_advance_then_invoice(cls, customer):
        advance = cls.money(cls.nothing, 100, date(2025, 1, 5), customer=customer)
        cls.match(cls.due(customer, 100), advance)
        return (100, 0, 0, 0, 0, 0), -36

    @classmethod
    def case_advance_without_an_invoice(cls, customer):
        cls.money(cls.nothing, 60, FEB_10, customer=customer)
        return (0, 0, 0, 0, 60, 0), 0

    @classmethod
    def case_advance_of_the_year_before(cls, customer):
        advance = cls.money(cls.nothing, 60, date(2024, 6, 15), customer=customer)
        cls.match(cls.due(customer, 60), advance)
        return (0, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_old_advance_without_an_invoice(cls, customer):
        cls.money(cls.nothing, 30, date(2024, 6, 15), customer=customer)
        return (0, 0, 0, 0, 30, 0), 0

    @classmethod
    def case_paid_after_the_day(cls, customer):
        cls.money(cls.due(customer, 100), 100, date(2025, 7, 5))
        return (0, 100, 0, 0, 0, 0), 140

    @classmethod
    def case_part_paid_by_a_bank_line(cls, customer):
        line = cls.bank_line(customer, 60, FEB_20)
        _bank, counterpart, _other = line._seek_for_lines()
        counterpart.account_id = cls.owed
        cls.match(cls.due(customer, 100), line.move_id)
        # (60 * 10 + 40 * 140) / 100
        return (60, 40, 0, 0, 0, 0), 62

    @classmethod
    def case_bank_line_without_a_counterpart(cls, customer):
        cls.bank_line(customer, 25, FEB_20)
        return (0, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_two_payments_in_one_batch_with_a_fee(cls, customer):
        for amount in (100, 200):
            cls.register(cls.due(customer, amount), FEB_10)
        cls.bank_entry(
            cls.env["res.partner"],
            (cls.bank_account, 295),
            (cls.cost, 5),
            (cls.outstanding, -300),
            day=FEB_20,
        )
        return (300, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_paid_in_cash(cls, customer):
        cash = cls.env["account.journal"].create(
            {
                "name": "Cash",
                "code": "CSH",
                "type": "cash",
                "company_id": cls.company.id,
                "default_account_id": cls.account("Cash", "105", "asset_cash").id,
            }
        )
        cls.money(cls.due(customer, 50), 50, FEB_10, journal=cash)
        # carried to the bank
        cls.entry(
            [(cls.bank_account, 50), (cash.default_account_id, -50)],
            FEB_20,
            journal=cash,
        )
        return (50, 0, 0, 0, 0, 0), 0
