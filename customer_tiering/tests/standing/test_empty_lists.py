from lxml import etree

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import is_html_empty

from ..common import TieringCase

LISTS = {"list", "kanban", "pivot", "graph"}


@tagged("post_install", "-at_install", "truth")
class TestEmptyLists(TieringCase):
    """An empty list says that it is empty and shows no invented rows."""

    def assertHonest(self, model, views, empty_text):
        shown = [(view, kind) for view, kind in views if kind in LISTS]
        if shown:
            self.assertFalse(is_html_empty(empty_text or ""), "no text")
        for view, kind in shown:
            arch = etree.fromstring(self.env[model].get_view(view, kind)["arch"])
            self.assertIn(arch.get("sample", "0"), ("0", ""), f"{kind} invents rows")

    def test_every_action_of_this_addon(self):
        names = self.env["ir.model.data"].search(
            [
                ("module", "=", "customer_tiering"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        self.assertGreater(len(names), 40)
        for name in names:
            action = self.env["ir.actions.act_window"].browse(name.res_id)
            with self.subTest(name.name):
                self.assertHonest(action.res_model, action.views, action.help)

    def test_every_view_of_this_addon(self):
        views = self.env["ir.ui.view"].search(
            [("model_data_id.module", "=", "customer_tiering")]
        )
        self.assertGreater(len(views), 100)
        for view in views:
            arch = etree.fromstring(view.arch)
            self.assertFalse(arch.get("sample"), view.xml_id)

    def test_every_figure(self):
        metrics = self.env["customer.tier.metric"].search([])
        scheme = self.scheme(metric_ids=[Command.set(metrics.ids)])
        customer = self.customer("Ann")
        self.evaluate(scheme)
        standing = self.standing(scheme, customer)
        for kind in standing._openers():
            with self.subTest(kind):
                action = standing._action_view(kind)
                self.assertHonest(action["res_model"], action["views"], action["help"])

    def test_amounts_have_room(self):
        """A column holds 1,234,567.89 with its currency, and its total in bold."""
        views = self.env["ir.ui.view"].search(
            [
                ("model_data_id.module", "=", "customer_tiering"),
                ("inherit_id", "=", False),
                ("type", "in", ("list", "form")),
            ]
        )
        checked = 0
        for view in views:
            for column in etree.fromstring(view.arch).xpath("//list/field"):
                model = self.env[view.model]
                for outer in reversed(list(column.iterancestors("field"))):
                    model = self.env[model._fields[outer.get("name")].comodel_name]
                field = model._fields[column.get("name")]
                hidden = column.get("column_invisible") == "True"
                if field.type == "monetary" and not hidden:
                    width = int(column.get("width", "0").removesuffix("px"))
                    self.assertGreaterEqual(width, 140, f"{view.xml_id}: {field}")
                    checked += 1
        self.assertGreater(checked, 60)


@tagged("post_install", "-at_install", "tour", "truth")
class TestToursEmptyLists(HttpCase, TieringCase):
    """In a browser: the figure of a customer without refunds."""

    def test_an_empty_drill_down(self):
        customer = self.customer("Ann")
        self.invoice(customer, 100)
        refunded = self.env["customer.tier.metric"].search([("code", "=", "refunded")])
        self.evaluate(self.scheme(metric_ids=[Command.set(refunded.ids)]))
        clerk = self.user(
            "clerk", groups="base.group_user,account.group_account_invoice"
        )
        self.start_tour(
            f"/odoo/res.partner/{customer.id}",
            "customer_tiering_empty_figure",
            login=clerk.login,
        )
