from datetime import date

from odoo import Command

from ..common import AS_OF
from ..payments import PaymentCase


class BridgeCase(PaymentCase):
    """Documents and entries of every kind that a revenue bridge tells apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.gone, cls.nobody = cls.customers(3)
        cls.outsider = cls.customer("Not in the domain", ref="other")
        cls.sales = cls.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", cls.company.id)]
        )
        cls.income = cls.sales.default_account_id
        cls.deposits = cls.account("Deposits", "240", "liability_current")
        cls.pyramid = cls.scheme()

    def bridge(self, evaluation):
        return {line.kind: line.amount for line in evaluation.bridge_ids}

    def every_kind(self):
        """One document or entry of each kind, with an amount of its own."""
        self.invoice(self.anvil, 1000)
        self.refund(self.anvil, 100.01)
        # not sales documents
        self.entry([(self.income, -7), (self.cost, 7)])
        self.bill(5)
        # a sales document that is not booked to income, or not as goods
        self.invoice_on(self.deposits, 40)
        self.tax_on_income()
        # booked in the period and invoiced outside it, and the other way round
        self.update_day(self.invoice(self.anvil, 20), invoice_date=date(2024, 6, 30))
        self.update_day(self.invoice(self.anvil, 60), date=date(2025, 7, 1))
        self.update_day(self.invoice(self.anvil, 2), invoice_date=None)
        # of the period, but not of a customer
        rateless = self.invoice(self.anvil, 0.5)
        self.update(rateless, currency_id=self.eur.id, invoice_currency_rate=0)
        self.update(
            self.invoice(self.nobody, 0.25), partner_id=None, commercial_partner_id=None
        )
        self.invoice(self.gone, 11)
        self.gone.active = False
        self.invoice(self.outsider, 13)
        # nothing of ours
        self.invoice(self.anvil, 9999, company=self.new_company("Elsewhere Inc."))
        self.invoice(self.anvil, 8888, date(2024, 6, 30))

    def update_day(self, move, **values):
        self.update(move, **values)
        self.update(move.line_ids, **values)

    def bill(self, amount):
        """A vendor bill that is booked to income, negative as income."""
        payable = self.account("Payable", "210", "liability_payable")
        journal = self.env["account.journal"].create(
            {
                "name": "Purchases",
                "code": "PUR",
                "type": "purchase",
                "company_id": self.company.id,
            }
        )
        vendor = self.env["res.partner"].create(
            {"name": "Vendor", "property_account_payable_id": payable.id}
        )
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "journal_id": journal.id,
                "partner_id": vendor.id,
                "invoice_date": AS_OF,
                "date": AS_OF,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Bonus",
                            "price_unit": amount,
                            "account_id": self.income.id,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        bill.action_post()

    def invoice_on(self, account, amount):
        invoice = self.invoice(self.anvil, amount)
        invoice.button_draft()
        invoice.invoice_line_ids.account_id = account
        invoice.action_post()

    def tax_on_income(self):
        """An invoice of 100 whose tax of 10 is booked to income by mistake."""
        self.taxed(self.invoice(self.anvil, 100), self.income)

    def taxed(self, invoice, account):
        """The invoice posted anew, with a tax of 10 % booked to ``account``."""
        invoice.button_draft()
        invoice.invoice_line_ids.tax_ids = self.tax(account)
        invoice.action_post()
