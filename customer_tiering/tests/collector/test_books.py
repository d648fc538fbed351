from datetime import date

from odoo.tests import tagged

from ..common import AS_OF
from ..payments import PaymentCase

JAN_10, FEB_10 = date(2025, 1, 10), date(2025, 2, 10)
FIGURES = (
    "collected",
    "overdue_amount",
    "not_due_amount",
    "written_off",
    "unmatched_money",
    "open_credits",
)


@tagged("post_install", "-at_install", "truth")
class TestBooks(PaymentCase):
    """Hard cases of bookkeeping, counted by hand; the bridges close over all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost = cls.account("Bad debts", "610", "expense")
        cls.company.customer_tier_write_off_account_ids = cls.lost
        cls.till = cls.account("Till", "112", "asset_receivable")
        cls.company.customer_tier_clearing_account_ids = cls.till
        cls.owed = cls.receivable[cls.company]
        cls.bank_account = cls.bank.default_account_id
        cls.rate(cls.eur, date(2024, 7, 1), 0.8)
        cls.rate(cls.eur, date(2025, 2, 1), 800 / 1087.46)
        cls.rate(cls.eur, date(2025, 4, 1), 1.0)

    def due(self, customer, amount, due=FEB_10, **values):
        return self.invoice(customer, amount, JAN_10, invoice_date_due=due, **values)

    def bounce(self, customer, amount, day=date(2025, 2, 20)):
        return self.entry(
            [(self.owed, amount), (self.bank_account, -amount)],
            day,
            partner=customer,
            journal=self.bank,
        )

    # Each case gets a customer and returns (figures as in FIGURES, days late)

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

    def case_opening_balance(self, customer):
        opening = self.entry(
            [(self.owed, 1000), (self.cost, -1000)],
            date(2024, 7, 1),
            partner=customer,
        )
        self.receivables(opening).date_maturity = date(2024, 7, 1)
        self.money(opening, 400, date(2024, 7, 31))
        # (400 * 30 + 600 * 364) / 1000
        return (400, 600, 0, 0, 0, 0), 230.4

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

    def case_open_credit_note(self, customer):
        self.refund(customer, 40, JAN_10)
        return (0, 0, 0, 0, 0, 40), 0

    def case_refund_paid(self, customer):
        self.money(self.refund(customer, 40, JAN_10), -40, FEB_10)
        return (-40, 0, 0, 0, 0, 0), 0

    def case_netted_with_a_bill(self, customer):
        payable = self.account("Payable", "210", "liability_payable")
        invoice = self.due(customer, 100)
        self.money(invoice, 40, FEB_10)
        entry = self.entry([(payable, 60), (self.owed, -60)], FEB_10, partner=customer)
        self.receivables(invoice + entry).reconcile()
        return (40, 0, 0, 0, 0, 0), 0

    def book_of_others(self):
        """Money and receivables of nobody, of an outsider, and of no receivable."""
        outsider = self.customer("Outsider", ref="other")
        self.money(self.due(outsider, 70), 60, FEB_10)
        other = self.account("Interest", "460", "income_other")
        self.entry([(self.bank_account, 7), (other, -7)], FEB_10, journal=self.bank)
        self.entry([(self.bank_account, 5), (self.owed, -5)], FEB_10, journal=self.bank)
        self.entry([(self.owed, 3), (self.cost, -3)], FEB_10)

    def test_every_case_and_the_bridges(self):
        cases = [name for name in dir(self) if name.startswith("case_")]
        customers = dict(zip(cases, self.customers(len(cases)), strict=True))
        expected = {name: getattr(self, name)(customers[name]) for name in cases}
        self.book_of_others()
        scheme = self.paying_scheme()

        evaluation = self.evaluate(scheme)

        for name in cases:
            with self.subTest(name):
                standing = self.standing(scheme, customers[name])
                found = tuple(round(standing[figure], 2) for figure in FIGURES)
                self.assertEqual((found, standing.days_late), expected[name])
        money = {line.kind: line.amount for line in evaluation.money_bridge_ids}
        owed = {line.kind: line.amount for line in evaluation.receivable_bridge_ids}
        self.assertEqual((money["difference"], owed["difference"]), (0, 0))
        collected = sum(figures[0] for figures, _days in expected.values())
        self.assertAlmostEqual(money["collected"], collected, 2)
        self.assertEqual(money["money_other"], -7)
        self.assertEqual(money["money_excluded"], -60)
        # the 50 of who overpaid, and the 5 of nobody
        self.assertEqual(money["waiting_money"], -55)
        # two returned, one for good, and a refund
        self.assertEqual(money["returned"], -340)
        self.assertEqual(owed["receivable_excluded"], -10)
        # 3 owed, 5 received
        self.assertEqual(owed["receivable_nobody"], 2)
