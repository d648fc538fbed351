from datetime import date

from odoo import Command
from odoo.tests import tagged

from ...models.collector.accounts import payment_accounts
from ..payments import PaymentCase

JAN_10, MAR_12 = date(2025, 1, 10), date(2025, 3, 12)


@tagged("post_install", "-at_install", "truth")
class TestBooksSettings(PaymentCase):
    """Which accounts hold money and losses, and what a loss does to a tier."""

    def lose(self, customer, amount, account):
        """An invoice, written off."""
        owed = self.receivable[self.company]
        entry = self.entry(
            [(account, amount), (owed, -amount)], MAR_12, partner=customer
        )
        invoice = self.invoice(customer, amount, JAN_10, invoice_date_due=JAN_10)
        self.receivables(invoice + entry).reconcile()

    def test_a_written_off_debt_caps_the_tier(self):
        good, bad = self.customer("Good"), self.customer("Bad")
        self.invoice(good, 50)
        self.invoice(bad, 900, JAN_10)
        self.lose(bad, 300, self.cost)
        self.company.customer_tier_write_off_account_ids = self.cost
        written_off = self.metrics.filtered(lambda metric: metric.code == "written_off")
        cap = {
            "tier_id": self.tier["SMALL"].id,
            "metric_id": written_off.id,
            "above": 299.99,
        }
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, cap_ids=[Command.create(cap)])
        self.evaluate(scheme)

        self.assertEqual(self.tier_codes(scheme, bad + good), ["SMALL", "SMALL"])
        standing = self.standing(scheme, bad).with_context(lang="en_US")
        said = " ".join(standing.explanation_details["sentences"])
        self.assertIn(
            "Would be Top, but a cap limits the tier to Small: “Written off” is "
            "$ 300.00, above $ 299.99.",
            said.replace("\N{NO-BREAK SPACE}", " "),
        )

        scheme.cap_ids.above = 300
        self.evaluate(scheme)
        self.assertEqual(self.tier_code(scheme, bad), "TOP")

    def test_a_written_off_debt_does_not_make_a_better_payer(self):
        lost, open_ = self.customer("Lost"), self.customer("Open")
        self.lose(lost, 300, self.cost)
        self.money(
            self.invoice(open_, 300, JAN_10, invoice_date_due=JAN_10), 300, MAR_12
        )
        names = ("collected", "written_off", "days_late", "on_time_share")
        scheme = self.paying_scheme()

        # 61 days from 10 January to 12 March, for both
        self.assertEqual(self.figures(lost, *names, scheme=scheme), (0, 300, 61, 0))
        self.assertEqual(self.figures(open_, *names, scheme=scheme), (300, 0, 61, 0))

    def accounts(self):
        self.env.flush_all()
        return payment_accounts(self.paying_scheme())

    def test_where_money_waits_is_known_without_a_setting(self):
        card = self.account("Card", "108", "liability_credit_card")
        provider = self.account("Provider", "109", "asset_receivable")
        plain = self.account("Loan", "110", "asset_current")
        owed = self.receivable[self.company]
        before = self.accounts()
        self.assertIn(provider.id, before.receivable)
        self.assertNotIn(self.outstanding.id, before.money)

        methods = self.bank.inbound_payment_method_line_ids
        methods.payment_account_id = provider
        self.bank.outbound_payment_method_line_ids.payment_account_id = self.outstanding
        found = self.accounts()

        money = self.bank.default_account_id + card + provider + self.outstanding
        self.assertLessEqual(set(money.ids), set(found.money))
        self.assertFalse({plain.id, owed.id} & set(found.money))
        self.assertNotIn(provider.id, found.receivable)
        self.assertIn(owed.id, found.receivable)

        # a payment method on the account of the customers does not make it money
        methods.payment_account_id = owed
        self.assertIn(owed.id, self.accounts().receivable)

    def test_what_the_company_names_is_money(self):
        loan = self.account("Loan", "110", "asset_current")
        self.company.customer_tier_clearing_account_ids = loan

        self.assertIn(loan.id, self.accounts().money)

    def test_where_losses_are_by_default_and_by_setting(self):
        discount = self.account("Cash discount", "620", "expense")
        self.company.account_journal_early_pay_discount_loss_account_id = discount
        loss = self.company.expense_currency_exchange_account_id
        found = set(self.accounts().losses)
        self.assertIn(self.cost.id, found)
        self.assertFalse({discount.id, loss.id} & found)

        lost = self.account("Bad debts", "610", "expense")
        self.company.customer_tier_write_off_account_ids = lost
        self.assertEqual(self.accounts().losses, lost.ids)
