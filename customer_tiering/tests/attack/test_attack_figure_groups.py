from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ...tools.groups import MARGIN_GROUP, PAYMENT_GROUP, USER_GROUP
from ..metrics import MetricCase

MARGIN = ("gross_margin", "margin_coverage", "long_margin", "cost_to_serve")
PAYMENT = ("collected", "days_late", "overdue_amount", "due_amount", "terms_days")


@tagged("post_install", "-at_install", "control")
class TestAttackFigureGroups(MetricCase):
    """An administrator decides who reads margins and payment figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada, cls.bob = cls.customers(2)
        cls.pyramid = cls.measuring("gross_margin", "collected")
        cls.invoices([(cls.ada, 1000), (cls.bob, 400)])
        cls.evaluate(cls.pyramid)
        cls.evaluation = cls.pyramid.last_evaluation_id
        cls.env["customer.tier.evaluation.figure"]._keep_in_force(cls.evaluation)
        cls.reader = cls.user("user")
        cls.accountant = cls.user(
            "books", groups="base.group_user,account.group_account_invoice"
        )
        cls.manager = cls.user("manager")
        cls.auditor = cls.user(
            "auditor", groups=f"account.group_account_readonly,{USER_GROUP}"
        )

    def take_away(self):
        groups = [self.env.ref(MARGIN_GROUP).id, self.env.ref(PAYMENT_GROUP).id]
        self.env.ref(USER_GROUP).write(
            {"implied_ids": [Command.unlink(group) for group in groups]}
        )

    def rpc(self, user, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(
            self.seen_by(user, self.env[model]),
            method,
            args,
            {**kwargs, "context": {"allowed_company_ids": user.company_ids.ids}},
        )

    def what_is_read(self, user, *names, model="customer.tier.standing"):
        row, *_others = self.rpc(
            user, model, "search_read", [("partner_id", "=", self.ada.id)], names
        )
        return row

    def test_by_default_nothing_changes(self):
        for user in (self.reader, self.accountant, self.manager, self.auditor):
            self.what_is_read(user, *MARGIN, *PAYMENT)

    def test_taken_away(self):
        self.take_away()
        for model in ("customer.tier.standing", "customer.tier.evaluation.figure"):
            for name in (*MARGIN, *PAYMENT):
                for method, args in (
                    ("search_read", ([], [name])),
                    ("search", ([(name, ">", 0)],)),
                    ("formatted_read_group", ([], [], [f"{name}:sum"])),
                    ("formatted_read_group", ([], [name], ["__count"])),
                    ("search_read", ([], ["id"], 0, 1, f"{name} desc")),
                ):
                    with (
                        self.subTest(f"{model} {name} {method}"),
                        self.assertRaises(AccessError),
                    ):
                        self.rpc(self.reader, model, method, *args)
            fields = self.rpc(self.reader, model, "fields_get")
            self.assertFalse({*MARGIN, *PAYMENT} & fields.keys())
            for user in (self.accountant, self.manager):
                self.what_is_read(user, *MARGIN, *PAYMENT, model=model)

    def test_given_to_one(self):
        self.take_away()
        self.reader.group_ids += self.env.ref(MARGIN_GROUP)
        self.what_is_read(self.reader, *MARGIN)
        with self.assertRaises(AccessError):
            self.what_is_read(self.reader, *PAYMENT)

    def test_the_explanation_skips_them(self):
        self.take_away()
        for user, shown in ((self.reader, False), (self.manager, True)):
            row = self.what_is_read(user, "explanation_details")
            codes = {line["code"] for line in row["explanation_details"]["figures"]}
            self.assertEqual("gross_margin" in codes, shown)
            self.assertEqual("collected" in codes, shown)
            self.assertIn("net_revenue", codes)
        standing = self.standing(self.pyramid, self.ada)
        figures = self.seen_by(self.reader, standing)._explanation().figures
        self.assertEqual(figures.written("gross_margin", 12345), "(not shown)")
        for method, args in (
            ("action_view_figure", ["gross_margin"]),
            ("action_view_collected", []),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc(
                    self.auditor, "customer.tier.standing", method, standing.ids, *args
                )

    def test_current_figures_skip_them(self):
        self.take_away()
        action = self.rpc(
            self.reader, "res.partner", "action_refresh_customer_tier", self.ada.ids
        )
        shown = self.env["customer.tier.refresh"].browse(action["res_id"])
        names = shown.line_ids.mapped("name")
        self.assertTrue(names)
        self.assertNotIn(self.metrics("gross_margin").name, names)
        self.assertNotIn(self.metrics("collected").name, names)

    def test_no_view_speaks_of_them(self):
        """Whatever a client evaluates in a view is in it: fields, domains, buttons."""
        self.take_away()
        for model in ("customer.tier.standing", "customer.tier.evaluation.figure"):
            views = self.env["ir.ui.view"].search([("model", "=", model)])
            for view in views.filtered(lambda view: view.mode == "primary"):
                for user in (self.reader, self.auditor):
                    with self.subTest(f"{view.xml_id} {user.login}"):
                        arch = self.rpc(user, model, "get_view", view.id, view.type)[
                            "arch"
                        ]
                        for name in (*MARGIN, *PAYMENT):
                            self.assertNotRegex(arch, rf"\b(?<!_){name}\b")
