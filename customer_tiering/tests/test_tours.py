from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
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
                            "bar": bar,
                        }
                    )
                    for tier, bar in zip(tiers, (1, 4, 15, 0), strict=True)
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
