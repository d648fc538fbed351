from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.collector.payment_parts import payment_parts
from ...models.collector.reading import Reading
from ...models.collector.scope import scope_of
from ..common import AS_OF, GROUP
from ..payments import PaymentCase

JAN_10 = date(2025, 1, 10)
VIEWS = (
    "action_view_collected",
    "action_view_days_late",
    "action_view_overdue",
    "action_view_revenue_items",
)


@tagged("post_install", "-at_install")
class TestMetricsPaymentEvidence(PaymentCase):
    """Each figure opens what adds up to it, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")
        cls.contact_of_anvil = cls.contact(cls.anvil)
        first, second = cls.invoices(
            [(cls.anvil, 210.50, JAN_10), (cls.contact_of_anvil, 99.99, JAN_10)],
            invoice_date_due=JAN_10,
        )
        cls.money(first, 200.50, date(2025, 1, 20), write_off=10)
        cls.money(second, 33.33, date(2025, 1, 5))
        back = cls.refund(cls.anvil, 12.34, date(2025, 3, 1))
        cls.money(back, -12.34, date(2025, 3, 2))
        # after the day, and another customer's
        cls.money(second, 66.66, date(2025, 7, 2))
        cls.money(cls.invoice(cls.customer("Other"), 5), 5, AS_OF)
        cls.pyramid = cls.paying_scheme()
        cls.evaluate(cls.pyramid)

    def open(self, method, user=None):
        """What a user finds by the action of a button."""
        standing = self.standing(self.pyramid, self.anvil)
        if user:
            standing = self.seen_by(user, standing)
        action = getattr(standing, method)()
        return standing.env[action["res_model"]].search(action["domain"])

    def test_collected(self):
        lines = self.open("action_view_collected")

        self.assertEqual(
            sorted(lines.mapped(lambda line: round(line.amount, 2))),
            [-12.34, 33.33, 200.50],
        )
        # 200.50 + 33.33 - 12.34
        standing = self.standing(self.pyramid, self.anvil)
        self.assertAlmostEqual(sum(lines.mapped("amount")), 221.49, 6)
        self.assertEqual(standing.collected, 221.49)
        self.assertEqual(sorted(lines.mapped("matched")), [-12.34, 33.33, 210.50])

    def test_collected_by_hand_from_the_reconciliations(self):
        """Without our own statement: from the entries that the lines name."""
        total = 0
        for line in self.open("action_view_collected"):
            entry = line.money_move_id.line_ids
            bank = entry.filtered(
                lambda i: i.account_id == self.bank.default_account_id
            )
            settled = self.receivables(line.money_move_id)
            share = -sum(bank.mapped("balance")) / sum(settled.mapped("balance"))
            sign = 1 if line.partial_id.debit_move_id == line.line_id else -1
            total += sign * line.partial_id.amount * share
        self.assertAlmostEqual(
            total, self.standing(self.pyramid, self.anvil).collected, 6
        )

    def test_days_late(self):
        lines = self.open("action_view_days_late")

        # 200.50 ten days late and 10 written off on that day, 33.33 five days early,
        # 66.66 open for 171 days
        self.assertEqual(sorted(lines.mapped("days")), [-5, 10, 10, 171])
        self.assertAlmostEqual(sum(lines.mapped("amount")), 310.49, 6)
        average = sum(lines.mapped("weighted_days")) / sum(lines.mapped("amount"))
        standing = self.standing(self.pyramid, self.anvil)
        # (2005 + 100 - 166.65 + 11398.86) / 310.49
        self.assertEqual(round(average, 2), 42.96)
        self.assertEqual((standing.days_late, standing.due_amount), (42.96, 310.49))

    def test_overdue(self):
        lines = self.open("action_view_overdue")

        self.assertEqual(lines.mapped("amount"), [66.66])
        self.assertEqual(lines.line_id.move_id.partner_id, self.contact_of_anvil)
        self.assertEqual(self.standing(self.pyramid, self.anvil).overdue_amount, 66.66)

    def test_net_revenue(self):
        items = self.open("action_view_revenue_items")

        # 210.50 + 99.99 - 12.34
        self.assertEqual(sorted(items.mapped("balance")), [-210.50, -99.99, 12.34])
        self.assertEqual(self.standing(self.pyramid, self.anvil).net_revenue, 298.15)

    def test_the_lines_open_their_journal_items(self):
        lines = self.open("action_view_collected")

        action = lines.action_view_items()

        items = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(items, self.receivables(items.move_id))
        self.assertEqual(len(items), 6)

    def test_all_customers_at_once_and_one_alone_agree(self):
        for customer in self.anvil + self.customer("Nobody"):
            alone = self.rows(scope_of(self.pyramid, customer), customer)
            among_all = self.rows(None, customer)
            self.assertEqual(alone, among_all)
            self.assertEqual(len(alone), 5 if customer == self.anvil else 0)

    def rows(self, scope, customer):
        parts = payment_parts(Reading(self.env, self.pyramid, AS_OF, scope))
        self.env.cr.execute(
            f"SELECT * FROM {self.env.cr.mogrify(parts.code, parts.params).decode()} x"
            " WHERE customer_id = %s ORDER BY kind, line_id, partial_id",
            [customer.id],
        )
        return self.env.cr.fetchall()

    def test_the_group_s_items(self):
        child = self.customer("Anvil France", parent_id=self.anvil.id)
        self.money(self.invoice(child, 1000), 1000, AS_OF)
        self.pyramid = self.paying_scheme(customer_level="group")
        self.evaluate(self.pyramid)

        collected = self.open("action_view_collected")
        revenue = self.open("action_view_revenue_items")

        standing = self.standing(self.pyramid, self.anvil)
        self.assertEqual(standing.collected, 1221.49)
        self.assertAlmostEqual(sum(collected.mapped("amount")), 1221.49, 6)
        self.assertEqual(standing.net_revenue, 1298.15)
        self.assertAlmostEqual(-sum(revenue.mapped("balance")), 1298.15, 6)

    # ------------------------------------------------------------ rights

    def test_an_accountant_opens_all(self):
        clerk = self.user("clerk", groups="account.group_account_invoice")
        for method in VIEWS:
            with self.subTest(method):
                self.assertTrue(self.open(method, clerk))

    def test_who_may_not_read_journal_items_sees_the_figures_alone(self):
        salesman = self.user("user")
        reader = self.user("reader", groups=f"base.group_user,{GROUP}accountant")
        for user in (salesman, reader):
            standing = self.seen_by(user, self.standing(self.pyramid, self.anvil))
            self.assertEqual(standing.collected, 221.49)
            arch = standing.get_view(view_type="form")["arch"]
            for method in VIEWS:
                with self.subTest(user=user.login, method=method):
                    self.assertNotIn(method, arch)
                    with self.assertRaises(AccessError):
                        getattr(standing, method)()

    def test_a_plain_user_opens_nothing(self):
        plain = self.user("plain", groups="base.group_user")
        standing = self.seen_by(plain, self.standing(self.pyramid, self.anvil))
        for method in VIEWS:
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(standing, method)()

    def test_nobody_sees_what_another_opened(self):
        clerk = self.user("clerk", groups="account.group_account_invoice")
        lines = self.open("action_view_collected", clerk)
        colleague = self.user("colleague", groups="account.group_account_invoice")

        mine = self.seen_by(colleague, self.env["customer.tier.payment.line"])

        self.assertEqual(len(lines), 3)
        self.assertFalse(mine.search([]))
        with self.assertRaises(AccessError):
            mine.browse(lines.ids).read(["amount"])

    def test_items_of_a_branch_that_one_may_not_see(self):
        branch = self.new_branch("North")
        clerk = self.user("clerk", branch, groups="account.group_account_invoice")
        standing = self.seen_by(clerk, self.standing(self.pyramid, self.anvil))

        with self.assertRaisesRegex(AccessError, "that you are not working in"):
            standing.action_view_collected()

    # ------------------------------------------------------------ screen

    def test_the_screen(self):
        action = self.env.ref("customer_tiering.customer_tier_standing_action_payment")
        clerk = self.user("clerk", groups="account.group_account_invoice")
        standings = self.seen_by(clerk, self.env[action.res_model])
        shown = standings.search(
            [("payments_known", "=", True), ("scheme_id", "=", self.pyramid.id)]
        )
        self.assertEqual(len(shown), 2)
        views = standings.get_views(
            [(view, mode) for view, mode in action.views],
            {"load_filters": False},
        )
        self.assertIn("oldest_overdue", views["views"]["list"]["arch"])
        menu = self.env.ref("customer_tiering.customer_tier_menu_payments")
        self.assertIn(
            menu.id, self.env["ir.ui.menu"].with_user(clerk)._visible_menu_ids()
        )
        salesman = self.user("user")
        self.assertNotIn(
            menu.id, self.env["ir.ui.menu"].with_user(salesman)._visible_menu_ids()
        )
