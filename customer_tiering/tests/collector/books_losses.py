from datetime import date

from .books import FEB_10, FEB_20, BookCase


class BookOfLosses(BookCase):
    """What never comes, what is given up, and what the bank takes back."""

    def case_written_off_in_the_payment(self, customer):
        entry = self.entry(
            [(self.bank_account, 200.5), (self.lost, 10), (self.owed, -210.5)],
            date(2025, 2, 14),
            partner=customer,
            journal=self.bank,
        )
        self.receivables(self.due(customer, 210.5) + entry).reconcile()
        return (200.5, 0, 0, 10, 0, 0), 4

    def case_bad_debt(self, customer):
        entry = self.entry(
            [(self.lost, 500), (self.owed, -500)], date(2025, 3, 12), partner=customer
        )
        self.receivables(self.due(customer, 500) + entry).reconcile()
        return (0, 0, 0, 500, 0, 0), 30

    def case_bank_fee(self, customer):
        self.money(self.due(customer, 100), 98, FEB_10, 2)
        return (98, 0, 0, 0, 0, 0), 0

    def case_bounced(self, customer):
        self.money(self.due(customer, 100), 100, date(2025, 2, 5))
        self.bounce(customer, 100)
        # (100 * -5 + 100 * 130) / 200
        return (0, 100, 0, 0, 0, 0), 62.5

    def case_bounced_and_paid_again(self, customer):
        self.money(self.due(customer, 100), 100, date(2025, 2, 5))
        bounced = self.bounce(customer, 100)
        self.money(bounced, 100, date(2025, 3, 2))
        # (100 * -5 + 100 * 10) / 200
        return (100, 0, 0, 0, 0, 0), 2.5

    def case_bounced_and_matched_with_its_payment(self, customer):
        invoice = self.due(customer, 100)
        paid = self.money(invoice, 100, date(2025, 2, 5))
        self.receivables(paid).remove_move_reconcile()
        self.receivables(paid + self.bounce(customer, 100)).reconcile()
        return (0, 100, 0, 0, 0, 0), 140

    def case_cent_written_off(self, customer):
        entry = self.bank_entry(
            customer, (self.bank_account, 100), (self.lost, 0.01), (self.owed, -100.01)
        )
        self.match(self.due(customer, 100.01), entry)
        return (100, 0, 0, 0.01, 0, 0), 0

    def case_bad_debt_with_tax(self, customer):
        entry = self.entry(
            [(self.lost, 100), (self.taxes, 10), (self.owed, -110)],
            date(2025, 3, 12),
            partner=customer,
        )
        self.update(entry.line_ids[1], tax_line_id=self.taxed.id)
        self.match(self.due_lines(customer, 100, tax=self.taxed), entry)
        return (0, 0, 0, 110, 0, 0), 30

    def case_part_paid_and_the_rest_lost(self, customer):
        invoice = self.due(customer, 300)
        self.money(invoice, 100, FEB_20)
        entry = self.entry(
            [(self.lost, 200), (self.owed, -200)], date(2025, 3, 12), partner=customer
        )
        self.match(invoice, entry)
        # (100 * 10 + 200 * 30) / 300
        return (100, 0, 0, 200, 0, 0), 23.33
