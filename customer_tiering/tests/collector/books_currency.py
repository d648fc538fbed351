from datetime import date

from .books import FEB_10, JAN_10, BookCase


class BookOfCurrencies(BookCase):
    """Debts in euro, booked at 1.25 dollars, and paid at other rates.

    800 euro are 1,087.46 dollars in February, and 800 from April on.
    """

    @classmethod
    def case_exchange_gain(cls, customer):
        invoice = cls.due(customer, 800, currency_id=cls.eur.id)
        cls.money(invoice, 800, FEB_10, currency=cls.eur)
        return (1087.46, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_exchange_loss(cls, customer):
        invoice = cls.due(customer, 800, date(2025, 4, 10), currency_id=cls.eur.id)
        cls.money(invoice, 800, date(2025, 4, 10), currency=cls.eur)
        return (800, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_paid_in_dollars(cls, customer):
        invoice = cls.due(customer, 800, currency_id=cls.eur.id)
        cls.money(invoice, 1087.46, FEB_10)
        return (1087.46, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_one_payment_in_euro_for_three(cls, customer):
        invoices = cls.invoices(
            [(customer, amount, JAN_10) for amount in (266.67, 266.67, 266.66)],
            invoice_date_due=FEB_10,
            currency_id=cls.eur.id,
        )
        cls.money(invoices, 800, FEB_10, currency=cls.eur)
        return (1087.46, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_part_paid_in_euro(cls, customer):
        invoice = cls.due(customer, 800, date(2025, 7, 30), currency_id=cls.eur.id)
        cls.money(invoice, 300, FEB_10, currency=cls.eur)
        # 500 euro are left, as booked; paid 170 days early
        return (407.8, 0, 625, 0, 0, 0), -170

    @classmethod
    def case_exchange_difference_booked_later(cls, customer):
        invoice = cls.due(customer, 800, date(2025, 4, 10), currency_id=cls.eur.id)
        cls.money(invoice, 800, date(2025, 4, 20), currency=cls.eur)
        partials = cls.receivables(invoice).matched_credit_ids
        exchange = partials.exchange_move_id
        # as if April had been closed
        later = date(2025, 7, 31)
        cls.update(exchange, date=later)
        cls.update(exchange.line_ids, date=later)
        cls.update(
            partials.filtered(lambda one: one.credit_move_id.move_id == exchange),
            max_date=later,
        )
        return (800, 0, 0, 0, 0, 0), 10

    @classmethod
    def case_advance_in_euro(cls, customer):
        cls.money(cls.nothing, 80, FEB_10, customer=customer, currency=cls.eur)
        return (0, 0, 0, 0, 108.75, 0), 0

    @classmethod
    def case_euro_with_a_part_written_off(cls, customer):
        entry = cls.bank_entry(
            customer,
            (cls.bank_account, 790),
            (cls.lost, 10),
            (cls.owed, -800),
            currency=cls.eur,
        )
        cls.match(cls.due(customer, 800, currency_id=cls.eur.id), entry)
        # 10 of the euro that were booked at 1.25
        return (1073.87, 0, 0, 12.5, 0, 0), 0

    @classmethod
    def case_refund_paid_in_euro(cls, customer):
        refund = cls.refund(customer, 80, JAN_10, currency_id=cls.eur.id)
        cls.money(refund, -80, FEB_10, currency=cls.eur)
        return (-108.75, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_open_credit_note_in_euro(cls, customer):
        cls.refund(customer, 80, JAN_10, currency_id=cls.eur.id)
        return (0, 0, 0, 0, 0, 100), 0
