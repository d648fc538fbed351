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

    @classmethod
    def due(cls, customer, amount, due=FEB_10, **values):
        return cls.invoice(customer, amount, JAN_10, invoice_date_due=due, **values)

    @classmethod
    def due_lines(cls, customer, *amounts, tax=None, **values):
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
        return cls.due(customer, 0, invoice_line_ids=lines, **values)

    @classmethod
    def match(cls, *moves):
        """Match what is still open of the moves with each other."""
        items = cls.receivables(cls.nothing.union(*moves))
        items.filtered(
            lambda item: item.account_id == cls.owed and not item.reconciled
        ).reconcile()

    @classmethod
    def bank_entry(cls, customer, *lines, day=FEB_10, **values):
        return cls.entry(list(lines), day, partner=customer, journal=cls.bank, **values)

    @classmethod
    def bounce(cls, customer, amount):
        return cls.bank_entry(
            customer, (cls.owed, amount), (cls.bank_account, -amount), day=FEB_20
        )

    @classmethod
    def bank_line(cls, customer, amount, day):
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.bank.id,
                "date": day,
                "payment_ref": "Transfer",
                "partner_id": customer.id,
                "amount": amount,
            }
        )
