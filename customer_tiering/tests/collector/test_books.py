from odoo.tests import tagged

from .books import FEB_10
from .books_currency import BookOfCurrencies
from .books_documents import BookOfDocuments
from .books_losses import BookOfLosses
from .books_payments import BookOfPayments

FIGURES = (
    "collected",
    "overdue_amount",
    "not_due_amount",
    "written_off",
    "unmatched_money",
    "open_credits",
)


@tagged("post_install", "-at_install", "truth")
class TestBooks(BookOfPayments, BookOfDocuments, BookOfLosses, BookOfCurrencies):
    """Hard cases of bookkeeping, counted by hand; the bridges close over all."""

    def book_of_others(self):
        """Money and receivables of nobody, of an outsider, and of no receivable."""
        outsider = self.customer("Outsider", ref="other")
        self.money(self.due(outsider, 70), 60, FEB_10)
        other = self.account("Interest", "460", "income_other")
        nobody = self.env["res.partner"]
        self.bank_entry(nobody, (self.bank_account, 7), (other, -7))
        self.bank_entry(nobody, (self.bank_account, 5), (self.owed, -5))
        self.bank_entry(outsider, (self.bank_account, 9), (self.payable, -9))
        self.entry([(self.owed, 3), (self.cost, -3)], FEB_10)
        # from bank to bank, at once and by an account between them
        savings = self.account("Savings", "106", "asset_cash")
        between = self.account("Between", "107", "asset_current")
        self.bank_entry(nobody, (savings, 400), (self.bank_account, -400))
        self.bank_entry(nobody, (between, 500), (self.bank_account, -500))
        self.bank_entry(nobody, (savings, 500), (between, -500))

    def book(self):
        """Keep the whole book; ``{case: (customer, what was counted by hand)}``."""
        cases = [name for name in dir(self) if name.startswith("case_")]
        customers = dict(zip(cases, self.customers(len(cases)), strict=True))
        book = {
            name: (customer, getattr(self, name)(customer))
            for name, customer in customers.items()
        }
        self.book_of_others()
        return book

    def test_every_case_and_the_bridges(self):
        book = self.book()
        scheme = self.paying_scheme()

        evaluation = self.evaluate(scheme)

        for name, (customer, expected) in book.items():
            with self.subTest(name):
                standing = self.standing(scheme, customer)
                found = tuple(round(standing[figure], 2) for figure in FIGURES)
                self.assertEqual((found, standing.days_late), expected)
        income, money, owed = (
            {line.kind: line.amount for line in lines}
            for lines in (
                evaluation.bridge_ids,
                evaluation.money_bridge_ids,
                evaluation.receivable_bridge_ids,
            )
        )
        for steps in (income, money, owed):
            self.assertEqual(steps["difference"], 0)
        sums = [
            sum(figures[place] for _customer, (figures, _days) in book.values())
            for place in range(len(FIGURES))
        ]
        self.assertAlmostEqual(money["collected"], sums[0], 2)
        # the interest, and what came from the other bank
        self.assertEqual(money["money_other"], -507)
        self.assertEqual(money["money_suspense"], -25)
        self.assertEqual(money["money_vendor"], -9)
        # of the outsider, and of who was collected with a customer
        self.assertEqual(money["money_excluded"], -60 - 196)
        # of the period, and the 5 of nobody
        self.assertAlmostEqual(money["waiting_money"], 30 - sums[4] - 5, 2)
        # three bounced and one paid too much, and refunds
        self.assertAlmostEqual(money["returned"], -100 * 3 - 50 - 40 - 40 - 108.75, 2)
        self.assertEqual(owed["receivable_excluded"], -10)
        # 3 owed, 5 received
        self.assertEqual(owed["receivable_nobody"], 2)
        # 1,000 was booked for what 800 settled
        self.assertEqual(owed["later_exchange"], -200)
        self.assertAlmostEqual(
            owed["receivable_customers"], sums[1] + sums[2] - sums[4] - sums[5], 2
        )
