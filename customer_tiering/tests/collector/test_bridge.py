import random
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import AS_OF, FIRST, GROUP
from .bridges import BridgeCase


@tagged("post_install", "-at_install")
class TestBridge(BridgeCase):
    """K17: from the income in the books to the sum over the customers, to the cent."""

    def test_every_kind_by_hand(self):
        self.every_kind()

        evaluation = self.evaluate(self.pyramid)

        documents = 1000 - 100.01 + 40 + 100 + 60 + 0.5 + 0.25 + 11 + 13
        self.assertEqual(
            self.bridge(evaluation),
            {
                # without the 40 and the 60; with 7, -5, 10, 20 and 2
                "income": 1058.74,
                "manual": -7,
                "vendor": 5,
                "other_type": -10,
                "other_account": 40,
                "timing_out": -20,
                "no_date": -2,
                "timing_in": 60,
                "ledger": 1124.74,
                "no_rate": -0.5,
                "no_customer": -0.25,
                "archived": -11,
                "excluded": -13,
                "customers": 1099.99,
                "difference": 0,
            },
        )
        self.assertAlmostEqual(documents, 1124.74, 6)
        standing = self.standing(self.pyramid, self.anvil)
        self.assertEqual(standing.net_revenue, 1099.99)
        self.check_sums(evaluation)

    def check_sums(self, evaluation):
        """The way adds up, and the old figures say the same."""
        steps = self.bridge(evaluation)
        kinds = list(steps)
        ledger, customers = kinds.index("ledger"), kinds.index("customers")
        self.assertAlmostEqual(
            sum(steps[kind] for kind in kinds[:ledger]), steps["ledger"], 2
        )
        self.assertAlmostEqual(
            sum(steps[kind] for kind in kinds[ledger:customers]),
            steps["customers"] + steps["difference"],
            2,
        )
        self.assertEqual(steps["difference"], 0)
        self.assertEqual(evaluation.revenue_total, steps["ledger"])
        self.assertEqual(evaluation.revenue_classified, steps["customers"])

    def check_items(self, evaluation):
        """Each step opens as many journal items as it counts, of its amount."""
        signs = {"income": 1, "other_account": 1, "timing_in": 1, "ledger": 1}
        for line in evaluation.bridge_ids - evaluation.bridge_ids[-1]:
            with self.subTest(line.kind):
                sign = signs.get(line.kind, 1 if line.kind == "customers" else -1)
                action = line.action_view_items()
                items = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(items), line.item_count)
                self.assertAlmostEqual(
                    -sign * sum(items.mapped("balance")), line.amount, 2
                )

    def test_every_step_opens_its_journal_items(self):
        self.every_kind()
        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(len(evaluation.bridge_ids), 15)
        self.check_items(evaluation)

    def test_a_mixed_set_of_documents(self):
        """60 documents of all sorts; summed by hand from the ORM's records."""
        dice = random.Random(17)
        parties = [self.anvil, self.contact(self.anvil), self.nobody, self.outsider]
        self.rate(self.eur, date(2024, 1, 1), 0.8)
        moves = self.env["account.move"]
        for move_type in ("out_invoice", "out_refund", "out_receipt"):
            lines = [
                (
                    dice.choice(parties),
                    dice.randrange(1, 100_000) / 100,
                    FIRST + timedelta(days=dice.randrange(-60, 420)),
                )
                for _number in range(20)
            ]
            currency = dice.choice([self.usd, self.eur])
            moves |= self.invoices(lines, move_type=move_type, currency_id=currency.id)
        for _number in range(5):
            amount = dice.randrange(1, 10_000) / 100
            self.entry([(self.income, -amount), (self.cost, amount)])
        for scheme in (self.pyramid, self.scheme(date_basis="date")):
            evaluation = self.evaluate(scheme)
            steps = self.bridge(evaluation)
            mine = moves.filtered(lambda m: FIRST <= m.invoice_date <= AS_OF)
            self.assertAlmostEqual(
                steps["ledger"], sum(mine.mapped("amount_untaxed_signed")), 2
            )
            out = mine.filtered(lambda m: m.partner_id == self.outsider)
            self.assertTrue(out)
            self.assertAlmostEqual(
                steps["excluded"], -sum(out.mapped("amount_untaxed_signed")), 2
            )
            self.check_sums(evaluation)
            self.check_items(evaluation)

    def test_by_accounting_date_there_is_no_timing(self):
        scheme = self.scheme(date_basis="date")
        self.update_day(self.invoice(self.anvil, 60), date=date(2025, 7, 1))
        self.update_day(self.invoice(self.anvil, 20), invoice_date=None)
        self.invoice(self.anvil, 3)

        evaluation = self.evaluate(scheme)

        self.assertEqual(
            self.bridge(evaluation),
            {"income": 23, "ledger": 23, "customers": 23, "difference": 0},
        )

    def test_branches_belong_to_it(self):
        branch = self.new_branch("North")
        self.invoice(self.anvil, 20, company=branch)
        self.invoice(self.anvil, 3)

        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(self.bridge(evaluation)["income"], 23)
        self.assertEqual(self.bridge(evaluation)["customers"], 23)

    def test_a_rounding_is_revenue(self):
        self.invoice_rounded("add_invoice_line")

        evaluation = self.evaluate(self.pyramid)

        # 10.02 is rounded to 10.00; the rounding is no income, but untaxed amount
        steps = self.bridge(evaluation)
        self.assertEqual((steps["income"], steps["other_account"]), (10.02, -0.02))
        self.assertEqual(steps["customers"], 10)
        self.check_sums(evaluation)
        self.check_items(evaluation)

    def test_a_rounding_of_a_tax_is_tax(self):
        invoice = self.invoice_rounded("biggest_tax")
        self.taxed(invoice, self.deposits)
        self.assertEqual(invoice.amount_total, 11)

        evaluation = self.evaluate(self.pyramid)

        # 11.02 with the tax is rounded to 11.00, by a line of the tax
        steps = self.bridge(evaluation)
        self.assertEqual((steps["income"], steps["other_account"]), (10.02, -0.02))
        self.assertEqual((steps["ledger"], steps["tax_rounding"]), (10, 0.02))
        self.assertEqual(steps["customers"], 10.02)
        self.check_sums(evaluation)
        self.check_items(evaluation)

    def invoice_rounded(self, strategy):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "To 5 cents",
                "rounding": 0.05,
                "strategy": strategy,
                "profit_account_id": self.deposits.id,
                "loss_account_id": self.deposits.id,
                "rounding_method": "HALF-UP",
            }
        )
        return self.invoice(self.anvil, 10.02, invoice_cash_rounding_id=rounding.id)

    def test_the_difference_shows(self):
        """Were a document's total not that of its lines, the bridge would say so."""
        invoice = self.invoice(self.anvil, 100)
        self.update(invoice, amount_untaxed_signed=99)

        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(self.bridge(evaluation)["customers"], 99)
        self.assertEqual(self.bridge(evaluation)["difference"], 1)

    def test_a_second_run_writes_it_anew(self):
        self.invoice(self.anvil, 100)
        evaluation = self.evaluate(self.pyramid)
        evaluation._run()

        self.assertEqual(len(evaluation.bridge_ids), 4)

    def test_only_the_last_evaluation_knows_its_customers(self):
        self.invoice(self.anvil, 100)
        old = self.evaluate(self.pyramid)
        self.evaluate(self.pyramid)
        line = {line.kind: line for line in old.bridge_ids}

        self.assertFalse(line["customers"].can_open)
        with self.assertRaises(UserError):
            line["customers"].action_view_items()
        self.assertTrue(line["income"].action_view_items())

    # ------------------------------------------------------------ rights

    def test_who_opens_the_journal_items(self):
        self.invoice(self.anvil, 100)
        line = self.evaluate(self.pyramid).bridge_ids[0]
        clerk = self.user("clerk", groups="account.group_account_invoice")
        reader = self.user("reader", groups=f"base.group_user,{GROUP}accountant")
        salesman = self.user("user")

        action = self.seen_by(clerk, line).action_view_items()
        items = self.seen_by(clerk, self.env["account.move.line"])
        self.assertEqual(items.search(action["domain"]).balance, -100)
        self.assertEqual(self.seen_by(reader, line).amount, 100)
        with self.assertRaises(AccessError):
            self.seen_by(reader, line).action_view_items()
        with self.assertRaises(AccessError):
            self.seen_by(salesman, line).read(["amount"])
        with self.assertRaises(AccessError):
            self.seen_by(salesman, line).action_view_items()

    def test_the_journal_items_of_another_company_stay_hidden(self):
        self.invoice(self.anvil, 100)
        line = self.evaluate(self.pyramid).bridge_ids[0]
        other = self.new_company("Elsewhere Inc.")
        clerk = self.user("clerk", other, groups="account.group_account_invoice")
        items = self.seen_by(clerk, self.env["account.move.line"])

        self.assertFalse(items.search([("customer_tier_bridge_id", "=", line.id)]))
        with self.assertRaises(AccessError):
            self.seen_by(clerk, line).action_view_items()
