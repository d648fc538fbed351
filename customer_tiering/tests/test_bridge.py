import random
from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AS_OF, FIRST, GROUP
from .payments import PaymentCase


@tagged("post_install", "-at_install")
class TestBridge(PaymentCase):
    """K17: from the income in the books to the sum over the customers, to the cent."""

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
        self.update(self.invoice(self.nobody, 0.25), partner_id=None)
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
        country = self.env.ref("base.us")
        self.company.account_fiscal_country_id = country
        group = self.env["account.tax.group"].create(
            {"name": "Tax", "country_id": country.id}
        )
        parts = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": self.income.id}),
        ]
        tax = self.env["account.tax"].create(
            {
                "name": "10 %",
                "amount": 10,
                "company_id": self.company.id,
                "country_id": country.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": parts,
                "refund_repartition_line_ids": parts,
            }
        )
        invoice = self.invoice(self.anvil, 100)
        invoice.button_draft()
        invoice.invoice_line_ids.tax_ids = tax
        invoice.action_post()

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

    def test_roundings(self):
        """Cash rounding is revenue where it is a line, and tax where it is tax."""
        self.rounding("add_invoice_line")
        evaluation = self.evaluate(self.pyramid)

        # 10.02 is rounded to 10.00; the rounding is no income, but untaxed amount
        steps = self.bridge(evaluation)
        self.assertEqual((steps["income"], steps["other_account"]), (10.02, -0.02))
        self.assertEqual(steps["customers"], 10)
        self.check_sums(evaluation)

    def rounding(self, strategy):
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
