from datetime import date

from .books import FEB_10, JAN_10, BookCase


class BookOfCurrencies(BookCase):
    """Debts in euro, booked at 1.25 dollars, and paid at other rates.

    800 euro are 1,087.46 dollars in February, and 800 from April on.
    """

    def case_exchange_gain(self, customer):
        invoice = self.due(customer, 800, currency_id=self.eur.id)
        self.money(invoice, 800, FEB_10, currency=self.eur)
        return (1087.46, 0, 0, 0, 0, 0), 0

    def case_exchange_loss(self, customer):
        invoice = self.due(customer, 800, date(2025, 4, 10), currency_id=self.eur.id)
        self.money(invoice, 800, date(2025, 4, 10), currency=self.eur)
        return (800, 0, 0, 0, 0, 0), 0

    def case_paid_in_dollars(self, customer):
        invoice = self.due(customer, 800, currency_id=self.eur.id)
        self.money(invoice, 1087.46, FEB_10)
        return (1087.46, 0, 0, 0, 0, 0), 0

    def case_one_payment_in_euro_for_three(self, customer):
        invoices = self.invoices(
            [(customer, amount, JAN_10) for amount in (266.67, 266.67, 266.66)],
            invoice_date_due=FEB_10,
            currency_id=self.eur.id,
        )
        self.money(invoices, 800, FEB_10, currency=self.eur)
        return (1087.46, 0, 0, 0, 0, 0), 0

    def case_part_paid_in_euro(self, customer):
        invoice = self.due(customer, 800, date(2025, 7, 30), currency_id=self.eur.id)
        self.money(invoice, 300, FEB_10, currency=self.eur)
        # 500 euro are left, as booked; paid 170 days early
        return (407.8, 0, 625, 0, 0, 0), -170

    def case_exchange_difference_booked_later(self, customer):
        invoice = self.due(customer, 800, date(2025, 4, 10), currency_id=self.eur.id)
        self.money(invoice, 800, date(2025, 4, 20), currency=self.eur)
        partials = self.receivables(invoice).matched_credit_ids
        exchange = partials.exchange_move_id
        # as if April had been closed
        later = date(2025, 7, 31)
        self.update(exchange, date=later)
        self.update(exchange.line_ids, date=later)
        self.update(
            partials.filtered(lambda one: one.credit_move_id.move_id == exchange),
            max_date=later,
        )
        return (800, 0, 0, 0, 0, 0), 10

    def case_advance_in_euro(self, customer):
        self.money(self.nothing, 80, FEB_10, customer=customer, currency=self.eur)
        return (0, 0, 0, 0, 108.75, 0), 0

    def case_euro_with_a_part_written_off(self, customer):
        entry = self.bank_entry(
            customer,
            (self.bank_account, 790),
            (self.lost, 10),
            (self.owed, -800),
            currency=self.eur,
        )
        self.match(self.due(customer, 800, currency_id=self.eur.id), entry)
        # 10 of the euro that were booked at 1.25
        return (1073.87, 0, 0, 12.5, 0, 0), 0

    def case_refund_paid_in_euro(self, customer):
        refund = self.refund(customer, 80, JAN_10, currency_id=self.eur.id)
        self.money(refund, -80, FEB_10, currency=self.eur)
        return (-108.75, 0, 0, 0, 0, 0), 0

    def case_open_credit_note_in_euro(self, customer):
        self.refund(customer, 80, JAN_10, currency_id=self.eur.id)
        return (0, 0, 0, 0, 0, 100), 0
