from ...models.evaluation.bridge_steps import STEPS
from .books import FEB_10
from .books_currency import BookOfCurrencies
from .books_documents import BookOfDocuments
from .books_losses import BookOfLosses
from .books_payments import BookOfPayments


class KeptBook(BookOfPayments, BookOfDocuments, BookOfLosses, BookOfCurrencies):
    """All cases at once, and what belongs to none of the customers; not evaluated.

    ``book``: case -> (customer, what was counted by hand).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls.keep_book()
        cls.scheme_of_book = cls.paying_scheme()

    @classmethod
    def book_of_others(cls):
        """Money and receivables of nobody, of an outsider, and of no receivable."""
        outsider = cls.customer("Outsider", ref="other")
        cls.money(cls.due(outsider, 70), 60, FEB_10)
        other = cls.account("Interest", "460", "income_other")
        nobody = cls.env["res.partner"]
        cls.bank_entry(nobody, (cls.bank_account, 7), (other, -7))
        cls.bank_entry(nobody, (cls.bank_account, 5), (cls.owed, -5))
        cls.bank_entry(outsider, (cls.bank_account, 9), (cls.payable, -9))
        cls.entry([(cls.owed, 3), (cls.cost, -3)], FEB_10)
        # from bank to bank, at once and by an account between them
        savings = cls.account("Savings", "106", "asset_cash")
        between = cls.account("Between", "107", "asset_current")
        cls.bank_entry(nobody, (savings, 400), (cls.bank_account, -400))
        cls.bank_entry(nobody, (between, 500), (cls.bank_account, -500))
        cls.bank_entry(nobody, (savings, 500), (between, -500))

    @classmethod
    def keep_book(cls):
        cases = [name for name in dir(cls) if name.startswith("case_")]
        customers = dict(zip(cases, cls.customers(len(cases)), strict=True))
        book = {
            name: (customer, getattr(cls, name)(customer))
            for name, customer in customers.items()
        }
        cls.book_of_others()
        return book

    def opened(self, line):
        """The records that a line of a bridge opens, and their amounts in it."""
        action = line.action_view_items()
        records = line.env[action["res_model"]].with_context(**action["context"])
        records = records.search(action["domain"])
        items = records._name == "account.move.line"
        amounts = records.mapped("customer_tier_bridge_amount" if items else line.kind)
        return records, sum(amounts) * (STEPS[line.kind].sign or 1)


class WholeBook(KeptBook):
    """The book, evaluated once for the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation = cls.evaluate(cls.scheme_of_book)
