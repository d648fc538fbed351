from ast import literal_eval

from lxml import etree

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..common import AS_OF, GROUP
from ..payments import PaymentCase
from .explanations import ExplanationCase

ROLES = {
    "salesperson": f"base.group_user,sales_team.group_sale_salesman,{GROUP}user",
    "all documents": (
        f"base.group_user,sales_team.group_sale_salesman_all_leads,{GROUP}user"
    ),
    "user without sales": f"base.group_user,{GROUP}user",
    "accountant": f"base.group_user,{GROUP}accountant,account.group_account_user",
    "bookkeeper": f"base.group_user,{GROUP}user,account.group_account_invoice",
    "manager": f"base.group_user,{GROUP}manager,sales_team.group_sale_manager",
    "administrator": f"base.group_user,{GROUP}admin,base.group_system",
}


@tagged("post_install", "-at_install", "home")
class TestFiguresOfRoles(PaymentCase, ExplanationCase):
    """Whatever looks like a link opens, for every role; the rest is plain text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.ann, 300)
        cls.money(cls.bill, 300, AS_OF)
        cls.refund(cls.ann, 100)
        cls.order(cls.ann, 250)
        cls.ben.customer_tier_referrer_id = cls.ann
        cls.pyramid = cls.scheme(
            metric_ids=[Command.set([metric.id for metric in cls.metric.values()])]
        )
        cls.evaluate(cls.pyramid)
        cls.users = {
            role: new_test_user(
                cls.env(context={}),
                login=f"figures_{place}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for place, (role, groups) in enumerate(ROLES.items())
        }

    def read_as_the_client(self, env, action):
        """Open the list of ``action`` and the form of its first record."""
        context = action.get("context") or {}
        if isinstance(context, str):
            context = literal_eval(context)
        model = env[action["res_model"]].with_context(**context)
        views = model.get_views(action["views"])["views"]
        kind = action["views"][0][1]
        first = model.web_search_read(
            action["domain"], specification(model, views[kind]["arch"]), limit=1
        )["records"]
        if first and "form" in views:
            record = model.browse(first[0]["id"])
            record.web_read(specification(model, views["form"]["arch"]))

    def test_every_figure_that_looks_like_a_link_opens(self):
        opened = {}
        for role, user in self.users.items():
            standing = self.seen_by(user, self.standing(self.pyramid, self.ann))
            for row in standing.explanation_details["figures"]:
                if not row["documents"]:
                    continue
                with self.subTest(role=role, figure=row["label"]):
                    if method := row.get("method"):
                        action = getattr(standing, method)()
                    else:
                        action = standing.action_view_figure(row["code"])
                    self.read_as_the_client(standing.env, action)
                    opened.setdefault(role, set()).add(row["code"])
        self.assertIn("net_revenue", opened["salesperson"])
        self.assertIn("collected", opened["accountant"])
        self.assertNotIn("collected", opened["salesperson"])
        self.assertGreater(len(opened["bookkeeper"]), 30)

    def test_a_salesperson_reads_what_was_collected_as_text(self):
        standing = self.seen_by(
            self.users["salesperson"], self.standing(self.pyramid, self.ann)
        )
        rows = {row["code"]: row for row in standing.explanation_details["figures"]}
        self.assertEqual(standing.collected, 300)
        self.assertIn("300.00", rows["collected"]["value"])
        self.assertFalse(rows["collected"]["documents"])


def specification(model, arch):
    """The fields that the web client reads for a view, with those of its lists."""
    node = etree.fromstring(arch) if isinstance(arch, str) else arch
    wanted = {}
    for child in node.iterchildren(etree.Element):
        if child.tag == "groupby":
            continue
        if child.tag != "field":
            wanted |= specification(model, child)
            continue
        field = model._fields[child.get("name")]
        wanted[field.name] = {}
        if field.relational:
            lines = child.find("list")
            fields = {"display_name": {}}
            if field.type != "many2one" and lines is not None:
                fields = specification(model.env[field.comodel_name], lines)
            wanted[field.name] = {"fields": fields}
    return wanted
