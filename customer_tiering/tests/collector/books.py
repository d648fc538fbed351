from datetime import date

from odoo import Command

from ..payments import PaymentCase

JAN_10, FEB_10, FEB_20 = date(2025, 1, 10), date(2025, 2, 10), date(2025, 2, 20)


class BookCase(PaymentCase):
    """The accounts, rates and habits that the hard cases of bookkeeping share.

    A case is a method ``case_*`` that gets a customer of its own and returns what was
    counted by hand: (collected, overdue, not due, written off, unmatched money, open
    credits) and the days late.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost = cls.account("Bad debts", "610", "expense")
        cls.company.customer_tier_write_off_account_ids = cls.lost
        cls.till = cls.account("Till", "112", "asset_receivable")
        cls.company.customer_tier_clearing_account_ids = cls.till
        cls.payable = cls.account("Payable", "210", "liability_payable")
        cls.taxes = cls.account("Taxes", "220", "liability_current")
        cls.bank.suspense_account_id = cls.account("Suspense", "104", "asset_current")
        cls.company.account_journal_early_pay_discount_loss_account_id = cls.cost
        cls.taxed = cls.tax(cls.taxes)
        cls.owed = cls.receivable[cls.company]
        cls.bank_account = cls.bank.default_account_id
        cls.nothing = cls.env["account.move"]
        cls.rate(cls.eur, date(2024, 7, 1), 0.8)
        cls.rate(cls.eur, date(2025, 2, 1), 800 / 1087.46)
        cls.rate(cls.eur, date(2025, 4, 1), 1.0)

    def due(self, customer, amount, due=FEB_10, **values):
        return self.invoice(customer, amount, JAN_10, invoice_date_due=due, **values)

    def due_lines(self, customer, *amounts, tax=None, **values):
        """An invoice of several lines, perhaps taxed."""
        lines = [
            Command.create(
                {
                    "name": "Goods",
                    "price_unit": amount,
                    "tax_ids": [Command.set(tax.ids if tax else [])],
                }
            )
            for amount in amounts
        ]
        return self.due(customer, 0, invoice_line_ids=lines, **values)

    def match(self, *moves):
        """Match what is still open of the moves with each other."""
        items = self.receivables(self.nothing.union(*moves))
        items.filtered(
            lambda item: item.account_id == self.owed and not item.reconciled
        ).reconcile()

    def bank_entry(self, customer, *lines, day=FEB_10, **values):
        return self.entry(
            list(lines), day, partner=customer, journal=self.bank, **values
        )

    def bounce(self, customer, amount):
        return self.bank_entry(
            customer, (self.owed, amount), (self.bank_account, -amount), day=FEB_20
        )

    def bank_line(self, customer, amount, day):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": day,
                "payment_ref": "Transfer",
                "partner_id": customer.id,
                "amount": amount,
            }
        )
