from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .tills import TillCase

AS_OF = date(2025, 6, 30)
MARCH = date(2025, 3, 31)


@tagged("post_install", "-at_install", "till")
class TestTillBadInput(TillCase):
    """Late, open, unnamed, archived: listed, and never counted twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.till_scheme()

    def revenue(self, as_of=AS_OF, customer=None):
        rows = self.frame_of(self.pyramid, as_of)
        return rows[(customer or self.anvil).id]["net_revenue"]

    def test_an_open_till_counts_and_is_listed(self):
        with self.session("2025-03-30", closed_on="2025-04-01"):
            self.sell(self.anvil, 100)
            self.sell(False, 7)
            evaluation = self.evaluate(self.pyramid, MARCH)
            self.assert_closed(evaluation)
            self.assertEqual(self.revenue(MARCH), 100)
            steps = self.steps(evaluation, "revenue")
            self.assertEqual(steps["till_open"], 107)
            self.assertEqual(steps["till_nobody"], -7)
            self.assertEqual(steps["income"], 0)
            money = self.steps(evaluation, "money")
            self.assertEqual(money["till_money_open"], 107)
            self.assertEqual(money["till_money_nobody"], -7)
            self.assertEqual(money["collected"], 100)
        # the same figures, whether the session has been closed since or not
        closed = self.evaluate(self.pyramid, MARCH)
        self.assert_closed(closed)
        self.assertEqual(self.steps(closed, "revenue"), steps)
        month = self.till_scheme(period_months=1)
        april = self.evaluate(month, date(2025, 4, 30))
        self.assert_closed(april)
        steps = self.steps(april, "revenue")
        self.assertEqual(steps["income"], 107)
        self.assertEqual(steps["till_earlier"], -107)
        self.assertEqual(self.steps(april, "money")["till_money_earlier"], -107)

    def test_what_was_never_paid_is_no_sale(self):
        with self.session("2025-03-10"):
            self.sell(self.anvil, 5)
            draft = self.sell(self.anvil, 100, state="draft", paid={})
            self.assertEqual(draft.state, "draft")
            self.assertEqual(self.revenue(), 5)
            draft.action_pos_order_cancel()
        self.assertEqual(self.revenue(), 5)
        self.assert_closed(self.evaluate(self.pyramid))

    def test_a_session_without_any_sale(self):
        with self.session("2025-03-10"):
            pass
        with self.session("2025-03-11"):
            draft = self.sell(self.anvil, 100, state="draft", paid={})
            draft.action_pos_order_cancel()
        self.assert_closed(self.evaluate(self.pyramid))
        self.assertEqual(self.revenue(), 0)

    def test_an_offline_order_comes_late(self):
        """It counts on its own day, and the check says that it came since."""
        with self.session("2025-03-10") as old:
            early = self.sell(self.anvil, 10)
        # PostgreSQL's clock is that of today
        self.update(early, create_date="2025-03-10 12:00:00")
        self.update(early, write_date="2025-03-10 20:00:00")
        evaluation = self.evaluate(self.pyramid)
        self.update(evaluation, started_at="2025-07-01 02:00:00")
        evaluation.with_user(self.user("accountant")).action_check()
        self.assertEqual(evaluation.changed_till_order_count, 0)
        with self.session("2025-07-02"), self.assertLogs(level="WARNING"):
            late = self.sell(
                self.anvil, 90, session=old, date_order="2025-03-10 15:00:00"
            )
        self.update(late, create_date="2025-07-02 12:00:00")
        evaluation.invalidate_recordset()
        self.assertNotEqual(late.session_id, old)
        self.assertEqual(self.revenue(MARCH), 100)
        self.assertEqual(evaluation.changed_till_order_count, 1)
        action = evaluation.action_view_changed_till_orders()
        self.assertEqual(self.env["pos.order"].search(action["domain"]), late)
        self.assert_closed(self.evaluate(self.pyramid))

    def test_a_customer_entered_since_a_check_is_told(self):
        with self.session("2025-03-10"):
            order, other = self.sell(False, 10), self.sell(self.anvil, 5)
        self.update(order + other, write_date="2025-03-10 20:00:00")
        self.update(order + other, create_date="2025-03-10 12:00:00")
        evaluation = self.evaluate(self.pyramid)
        self.update(evaluation, started_at="2025-07-01 02:00:00")
        evaluation.with_user(self.user("accountant")).action_check()
        self.assertEqual(evaluation.changed_till_order_count, 0)
        order.partner_id = self.anvil
        self.update(order, write_date="2025-07-03 12:00:00")
        evaluation.invalidate_recordset()
        action = evaluation.action_view_changed_till_orders()
        self.assertEqual(self.env["pos.order"].search(action["domain"]), order)
        self.assertEqual(evaluation.changed_till_order_count, 1)

    def test_an_archived_till_keeps_its_sales(self):
        with self.session("2025-03-10"):
            self.sell(self.anvil, 100)
        self.config.active = False
        self.cash.active = False
        self.assertEqual(self.revenue(), 100)
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(self.steps(evaluation, "money")["collected"], 100)
        self.assert_closed(evaluation)

    def test_whom_the_scheme_does_not_classify(self):
        outsider = self.customer("Not in the domain", ref="other")
        gone = self.customer("Archived")
        with self.session("2025-03-10"):
            self.sell(outsider, 30)
            self.sell(gone, 20)
            self.sell(self.anvil, 1)
        gone.active = False
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(self.steps(evaluation, "revenue")["till_excluded"], -50)
        self.assertEqual(self.steps(evaluation, "money")["money_excluded"], -50)
        self.assertEqual(evaluation.revenue_excluded, 50)
        self.assert_closed(evaluation)

    def test_another_company_is_another_matter(self):
        other = self.scheme(company_id=self.new_company("Elsewhere Inc.").id)
        with self.session("2025-03-10"):
            self.sell(self.anvil, 100)
        rows = self.frame_of(other, AS_OF)
        self.assertEqual(rows[self.anvil.id]["net_revenue"], 0)

    def test_cash_rounding_is_no_sale(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "To 5 cents",
                "rounding": 0.05,
                "rounding_method": "HALF-UP",
                "strategy": "add_invoice_line",
                "profit_account_id": self.income.id,
                "loss_account_id": self.cost.id,
            }
        )
        self.config.write({"cash_rounding": True, "rounding_method": rounding.id})
        with self.session("2025-03-10"):
            self.sell(self.anvil, 9.98, paid={self.cash: 10.0})
        self.assertEqual(self.revenue(), 9.98)
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(self.steps(evaluation, "revenue")["till_rest"], -0.02)
        self.assertEqual(self.steps(evaluation, "money")["collected"], 10)
        self.assert_closed(evaluation)

    # ------------------------------------------------------------ money

    def test_on_account_is_a_debt(self):
        with self.session("2025-03-10"):
            self.sell(self.anvil, 100, paid={self.account_of_customer: 100})
        evaluation = self.evaluate(self.pyramid)
        standing = self.standing(self.pyramid, self.anvil)
        self.assertEqual(standing.net_revenue, 100)
        self.assertEqual(standing.collected, 0)
        self.assertEqual(standing.overdue_amount, 100)
        self.assert_closed(evaluation)

    def test_on_account_without_a_name_is_listed(self):
        self.account_of_customer.split_transactions = False
        with self.session("2025-03-10"):
            self.sell(self.anvil, 100, paid={self.account_of_customer: 100})
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(self.standing(self.pyramid, self.anvil).collected, 0)
        self.assertEqual(self.steps(evaluation, "money")["till_money_later"], -100)
        self.assert_closed(evaluation)

    def test_methods_that_identify_the_customer(self):
        """Their money is in the books of the customer, and counts there, once."""
        for invoice, after in ((False, False), (True, False), (False, True)):
            with self.subTest(invoice=invoice, after=after):
                customer = self.customer(f"Customer {invoice} {after}")
                with self.session("2025-03-10"):
                    order = self.sell(
                        customer, 100, paid={self.named_card: 100}, invoice=invoice
                    )
                if after:
                    with self.on("2025-05-05"):
                        self.invoice_order(order)
                row = self.frame_of(self.pyramid, AS_OF)[customer.id]
                self.assertEqual(row["net_revenue"], 100)
                self.assertEqual(row["collected"], 100)
                self.assert_closed(self.evaluate(self.pyramid))

    def test_a_session_that_pays_out_and_sells_on_account(self):
        """One entry has a debt of one customer and pays another one back."""
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 70)
        with self.session("2025-03-11"):
            self.give_back(order)
            self.sell(self.hammer, 30, paid={self.account_of_customer: 30})
        rows = self.frame_of(self.pyramid, AS_OF)
        self.assertEqual(rows[self.anvil.id]["collected"], 0)
        self.assertEqual(rows[self.hammer.id]["collected"], 0)
        self.assertEqual(rows[self.hammer.id]["overdue_amount"], 30)
        self.assert_closed(self.evaluate(self.pyramid))

    def test_change_is_no_payment(self):
        with self.session("2025-03-10"):
            order = self.sell(self.anvil, 80, paid={self.card: 80})
            mixed = self.sell(self.anvil, 50, paid={self.cash: 30, self.card: 20})
            self.env["pos.payment"].create(
                [
                    {
                        "pos_order_id": mixed.id,
                        "amount": amount,
                        "payment_method_id": self.cash.id,
                        "is_change": amount < 0,
                    }
                    for amount in (20, -20)
                ]
            )
        self.assertEqual(order.state, "done")
        row = self.frame_of(self.pyramid, AS_OF)[self.anvil.id]
        self.assertEqual(row["collected"], 130)
        self.assertEqual((row["days_late"], row["on_time_share"]), (0, 1))
        self.assert_closed(self.evaluate(self.pyramid))

    # ------------------------------------------------------------ rights

    def test_a_cashier_sells_and_closes_and_sees_no_tier(self):
        cashier = new_test_user(
            self.env(context={}),
            login="till_cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.evaluate(self.pyramid)
        config = self.seen_by(cashier, self.config)
        with self.on("2025-03-10"):
            session = self.open(config)
            env = session.env
            order = self.sell(self.anvil, 100, session=session)
            self.close(session)
        self.assertEqual(self.revenue(), 100)
        with self.assertRaises(AccessError):
            env["customer.tier.standing"].search([])
        with self.assertRaises(AccessError):
            self.seen_by(cashier, order).read(["customer_tier_bridge_amount"])
        with self.assertRaises(AccessError):
            env["customer.tier.till.sale"].search([])
        seen = self.seen_by(cashier, self.anvil)
        for name in ("customer_tier_id", "customer_tier_standing_ids"):
            with self.assertRaises(AccessError):
                seen.read([name])
