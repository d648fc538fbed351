from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install", "tour")
class TestTours(AccountTestInvoicingCommon, HttpCase):
    """Each role does its main job in a real browser.

    Ten customers buy for 10, 20 … 100, together 550. Ten give places 1/1/2/10, so the
    one at 100 is Top, nobody fits between, the one at 90 is Medium.
    """

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "customer_tiering.group_customer_tier_admin"
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.name = "Tour company"
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": f"Tour customer {place}", "is_company": True}
                for place in range(1, 11)
            ]
        )
        cls.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": customer.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Goods",
                                "price_unit": 10 * place,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for place, customer in enumerate(cls.customers, start=1)
            ]
        ).action_post()
        tiers = ("top", "big", "medium", "small")
        cls.env["customer.tier.scheme"].search([]).active = False
        cls.scheme = cls.env["customer.tier.scheme"].create(
            {
                "name": "Tour pyramid",
                "company_id": cls.env.company.id,
                "domain": str([("id", "in", cls.customers.ids)]),
                "rule_ids": [
                    Command.create(
                        {
                            "tier_id": cls.env.ref(f"customer_tiering.tier_{tier}").id,
                            "threshold": threshold,
                        }
                    )
                    for tier, threshold in zip(tiers, (1, 4, 15, 0), strict=True)
                ],
            }
        )
        for login, groups in (
            ("tour_admin", "customer_tiering.group_customer_tier_admin"),
            ("tour_sales", "sales_team.group_sale_salesman_all_leads"),
            ("tour_accountant", "account.group_account_user"),
        ):
            new_test_user(
                cls.env,
                login=login,
                groups=f"base.group_user,base.group_partner_manager,{groups}",
                company_id=cls.env.company.id,
                company_ids=[Command.set(cls.env.company.ids)],
            )

    def test_admin_classifies_and_reads_the_result(self):
        self.start_tour(
            "/odoo/customer-tier-schemes",
            "customer_tiering_admin_classify",
            login="tour_admin",
        )
        evaluation = self.scheme.pending_evaluation_id
        self.assertEqual(evaluation.user_id.login, "tour_admin")
        evaluation.sudo()._run()
        self.start_tour(
            f"/odoo/customer-tier-evaluations/{evaluation.id}",
            "customer_tiering_admin_result",
            login="tour_admin",
        )
        self.assertEqual(self.customers[-1].customer_tier_id.code, "TOP")

    def test_salesperson_finds_out_why(self):
        self.scheme._queue_evaluation()._run()
        self.start_tour(
            "/odoo/contacts",
            "customer_tiering_salesperson_why",
            login="tour_sales",
        )

    def test_accountant_opens_the_documents(self):
        self.scheme._queue_evaluation()._run()
        self.start_tour(
            "/odoo/customer-tier-standings",
            "customer_tiering_accountant_documents",
            login="tour_accountant",
        )

    def pay(self, customer, amount):
        """A bank entry over ``amount``, matched with the customer's invoice."""
        bank = self.company_data["default_journal_bank"]
        receivable = self.company_data["default_account_receivable"]
        invoice = self.env["account.move"].search([("partner_id", "=", customer.id)])
        owed = invoice.line_ids.filtered(lambda line: line.account_id == receivable)
        money = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": customer.id,
                            "debit": max(side * amount, 0),
                            "credit": max(-side * amount, 0),
                        }
                    )
                    for account, side in (
                        (bank.default_account_id, 1),
                        (receivable, -1),
                    )
                ],
            }
        )
        money.action_post()
        (money.line_ids + owed).filtered(
            lambda line: line.account_id == receivable
        ).reconcile()

    def test_accountant_goes_from_the_bridge_to_a_payment_and_signs(self):
        self.pay(self.customers[-1], 60)
        self.scheme.metric_ids = self.env.ref(
            "customer_tiering.customer_tier_metric_collected"
        )
        evaluation = self.scheme._queue_evaluation()
        evaluation._run()
        url = f"/odoo/customer-tier-evaluations/{evaluation.id}"
        for tour in ("signs", "marks"):
            self.start_tour(
                url, f"customer_tiering_accountant_{tour}", login="tour_accountant"
            )
        self.assertEqual(evaluation.checked_by_id.login, "tour_accountant")

    def codes(self):
        return [customer.customer_tier_id.code for customer in self.customers]

    def test_admin_previews_a_change_applies_and_undoes_it(self):
        self.scheme.in_force = True
        self.scheme._queue_evaluation()._run()
        before = self.codes()
        self.start_tour(
            f"/odoo/customer-tier-schemes/{self.scheme.id}",
            "customer_tiering_admin_previews",
            login="tour_admin",
        )
        evaluation = self.scheme.pending_evaluation_id
        evaluation.sudo()._run()
        # 20 % of ten are two, so the one at 90 is Top now
        self.assertEqual(self.codes()[-2:], ["TOP", "TOP"])
        self.start_tour(
            f"/odoo/customer-tier-evaluations/{evaluation.id}",
            "customer_tiering_admin_undoes",
            login="tour_admin",
        )
        self.env["res.partner"]._forget_customer_tiers()
        self.assertEqual(self.codes(), before)
        self.assertEqual(before[-2:], ["MEDIUM", "TOP"])
