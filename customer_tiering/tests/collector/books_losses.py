from datetime import date

from .books import FEB_10, FEB_20, BookCase


class BookOfLosses(BookCase):
    """What never comes, what is given up, and what the bank takes back."""

    @classmethod
    def case_written_off_in_the_payment(cls, customer):
        entry = cls.entry(
            [(cls.bank_account, 200.5), (cls.lost, 10), (cls.owed, -210.5)],
            date(2025, 2, 14),
            partner=customer,
            journal=cls.bank,
        )
        cls.receivables(cls.due(customer, 210.5) + entry).reconcile()
        return (200.5, 0, 0, 10, 0, 0), 4

    @classmethod
    def case_bad_debt(cls, customer):
        entry = cls.entry(
            [(cls.lost, 500), (cls.owed, -500)], date(2025, 3, 12), partner=customer
        )
        cls.receivables(cls.due(customer, 500) + entry).reconcile()
        return (0, 0, 0, 500, 0, 0), 30

    @classmethod
    def case_bank_fee(cls, customer):
        cls.money(cls.due(customer, 100), 98, FEB_10, 2)
        return (98, 0, 0, 0, 0, 0), 0

    @classmethod
    def case_bounced(cls, customer):
        cls.money(cls.due(customer, 100), 100, date(2025, 2, 5))
        cls.bounce(customer, 100)
        # (100 * -5 + 100 * 130) / 200
        return (0, 100, 0, 0, 0, 0), 62.5

    @classmethod
    def case_bounced_and_paid_again(cls, customer):
        cls.money(cls.due(customer, 100), 100, date(2025, 2, 5))
        bounced = cls.bounce(customer, 100)
        cls.money(bounced, 100, date(2025, 3, 2))
        # (100 * -5 + 100 * 10) / 200
        return (100, 0, 0, 0, 0, 0), 2.5

    @classmethod
    def case_bounced_and_matched_with_its_payment(cls, customer):
        invoice = cls.due(customer, 100)
        paid = cls.money(invoice, 100, date(2025, 2, 5))
        cls.receivables(paid).remove_move_reconcile()
        cls.receivables(paid + cls.bounce(customer, 100)).reconcile()
        return (0, 100, 0, 0, 0, 0), 140

    @classmethod
    def case_cent_written_off(cls, customer):
        entry = cls.bank_entry(
            customer, (cls.bank_account, 100), (cls.lost, 0.01), (cls.owed, -100.01)
        )
        cls.match(cls.due(customer, 100.01), entry)
        return (100, 0, 0, 0.01, 0, 0), 0

    @classmethod
    def case_bad_debt_with_tax(cls, customer):
        entry = cls.entry(
            [(cls.lost, 100), (cls.taxes, 10), (cls.owed, -110)],
            date(2025, 3, 12),
            partner=customer,
        )
        cls.update(entry.line_ids[1], tax_line_id=cls.taxed.id)
        cls.match(cls.due_lines(customer, 100, tax=cls.taxed), entry)
        return (0, 0, 0, 110, 0, 0), 30

    @classmethod
    def case_part_paid_and_the_rest_lost(cls, customer):
        invoice = cls.due(customer, 300)
        cls.money(invoice, 100, FEB_20)
        entry = cls.entry(
            [(cls.lost, 200), (cls.owed, -200)], date(2025, 3, 12), partner=customer
        )
        cls.match(invoice, entry)
        # (100 * 10 + 200 * 30) / 300
        return (100, 0, 0, 200, 0, 0), 23.33
