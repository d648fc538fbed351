from datetime import date

from odoo import Command
from odoo.tests import tagged

from .tills import TillCase

AS_OF = date(2025, 6, 30)
MARCH = date(2025, 3, 31)


@tagged("post_install", "-at_install", "till")
class TestTillInvoices(TillCase):
    """An order counts once, whenever it is invoiced."""

    def figures(self, as_of, first=None, scheme=None):
        row = self.frame_of(
            scheme or self.till_scheme(), as_of, **({"first": first} if first else {})
        )[self.anvil.id]
        return row["net_revenue"], row["purchase_count"], row["collected"]

    def test_invoiced_at_the_till(self):
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 100, invoice=True)
            self.assertEqual(order.account_move.state, "posted")
            self.assertEqual(self.figures(AS_OF), (100, 1, 100))
        self.assertEqual(self.figures(AS_OF), (100, 1, 100))
        row = self.frame_of(self.till_scheme(), AS_OF)[self.anvil.id]
        self.assertEqual((row["days_late"], row["overdue_amount"]), (0, 0))
        self.assertEqual(row["open_credits"] + row["unmatched_money"], 0)
        self.assert_closed(self.evaluate(self.till_scheme()))

    def test_invoiced_before_the_session_is_closed(self):
        with self.session("2025-03-10"):
            self.invoice_order(self.sell(self.anvil, 100))
        self.assertEqual(self.figures(AS_OF), (100, 1, 100))
        self.assert_closed(self.evaluate(self.till_scheme()))

    def test_invoiced_after_closing_in_another_month(self):
        scheme = self.till_scheme()
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 100)
            self.sell(self.anvil, 7)
        self.assertEqual(self.figures(AS_OF), (107, 2, 107))
        with self.on("2025-05-05"):
            invoice = self.invoice_order(order)

        self.assertEqual(invoice.invoice_date, date(2025, 5, 5))
        # every window has it once, on the day on which it was bought
        self.assertEqual(self.figures(AS_OF), (107, 2, 107))
        self.assertEqual(self.figures(MARCH, date(2025, 3, 1)), (107, 2, 107))
        may = self.figures(date(2025, 5, 31), date(2025, 5, 1))
        self.assertEqual(may, (0, 0, 0))
        self.assertEqual(self.figures(date(2025, 4, 30)), (107, 2, 107))
        row = self.frame_of(scheme, AS_OF)[self.anvil.id]
        self.assertEqual(row["last_purchase"].date(), date(2025, 3, 10))
        self.assertEqual((row["refunded"], row["gross_invoiced"]), (0, 107))
        self.assertEqual((row["overdue_amount"], row["days_late"]), (0, 0))
        before = self.frame_of(scheme, MARCH)[self.anvil.id]
        self.assertEqual((before["unmatched_money"], before["open_credits"]), (0, 0))
        evaluation = self.evaluate(scheme, MARCH)
        self.assert_closed(evaluation)
        steps = self.steps(evaluation, "money")
        self.assertEqual(steps["till_money_replaced"], -100)
        steps = self.steps(evaluation, "receivables")
        self.assertEqual(steps["till_receivable_after"], 100)
        self.assert_closed(self.evaluate(self.till_scheme()))
        scheme = self.till_scheme(period_months=1)
        evaluation = self.evaluate(scheme, date(2025, 5, 31))
        self.assert_closed(evaluation)
        steps = self.steps(evaluation, "money")
        self.assertEqual(steps["till_money_replaced"], 100)

    def test_two_orders_in_one_invoice(self):
        """One of a closed session and one of the open one."""
        with self.session("2025-03-10"):
            old = self.sell(self.anvil, 100)
        with self.session("2025-05-05"):
            new = self.sell(self.anvil, 20)
            wizard = (
                self.env["pos.make.invoice"]
                .with_context(
                    active_ids=(old + new).ids,
                    active_model="pos.order",
                    generate_pdf=False,
                )
                .create({"consolidated_billing": True})
            )
            wizard.action_create_invoices()
        self.assertEqual(len((old + new).account_move), 1)
        self.assertEqual(self.figures(AS_OF), (120, 2, 120))
        self.assertEqual(self.figures(MARCH, date(2025, 3, 1)), (100, 1, 100))
        may = self.figures(date(2025, 5, 31), date(2025, 5, 1))
        self.assertEqual(may, (20, 1, 20))
        self.assert_closed(self.evaluate(self.till_scheme()))

    def test_refund_of_an_invoiced_order(self):
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 100, invoice=True)
        with self.session("2025-04-10"):
            refund = self.give_back(order, invoice=True)
        self.assertEqual(refund.account_move.move_type, "out_refund")
        self.assertEqual(self.figures(AS_OF), (0, 1, 0))
        self.assert_closed(self.evaluate(self.till_scheme()))

    def test_customer_set_or_changed_afterwards(self):
        """As with a receipt that a customer claims: it counts on its own day."""
        with self.session("2025-03-10"):
            nobody = self.sell(False, 100)
            wrong = self.sell(self.hammer, 30)
        scheme = self.till_scheme()
        evaluation = self.evaluate(scheme)
        steps = self.steps(evaluation, "revenue")
        self.assertEqual(steps["till_nobody"], -100)
        self.assertEqual(self.steps(evaluation, "money")["till_money_nobody"], -100)
        self.assertEqual(evaluation.revenue_total, 130)
        self.assertEqual(evaluation.revenue_not_counted, 100)
        self.assert_closed(evaluation)

        (nobody + wrong).partner_id = self.anvil

        self.assertEqual(self.figures(AS_OF, scheme=scheme), (130, 2, 130))
        self.assertEqual(self.figures(MARCH, scheme=scheme), (130, 2, 130))
        rows = self.frame_of(scheme, AS_OF)
        self.assertEqual(rows[self.hammer.id]["purchase_count"], 0)
        self.assert_closed(self.evaluate(scheme))

    def test_two_currencies(self):
        """2 EUR are 1 USD on the day of the order, and 4 EUR when it is closed."""
        self.rate(self.eur, "2025-01-01", 2)
        self.rate(self.eur, "2025-03-12", 4)
        euro = {"currency_id": self.eur.id, "type": "sale"}
        journals = self.env["account.journal"].create(
            [
                {**euro, "name": name, "code": code, "company_id": self.company.id}
                for name, code in (("Till EUR", "TEUR"), ("Invoices EUR", "IEUR"))
            ]
        )
        journals.default_account_id = self.income
        cash = self.new_cash("CEUR")
        cash.currency_id = self.eur
        method = self.method("Cash EUR", journal_id=cash.id)
        till = self.new_till(
            "Euro till",
            currency=self.eur,
            journal_id=journals[0].id,
            invoice_journal_id=journals[1].id,
            payment_method_ids=[Command.set(method.ids)],
        )
        with self.session("2025-03-10", till, closed_on="2025-03-12") as session:
            order = self.sell(self.anvil, 33.34, 66.66, session=session)
            self.sell(self.anvil, 10, session=session)
        with self.session("2025-03-10"):
            self.sell(self.anvil, 1)
        # 16.67 + 33.33, 5 and 1
        self.assertEqual(self.figures(AS_OF), (56, 3, 56))
        evaluation = self.evaluate(self.till_scheme())
        self.assert_closed(evaluation)
        with self.on("2025-05-05"):
            self.invoice_order(order)
        self.assert_closed(self.evaluate(self.till_scheme()))
