from datetime import date

from lxml import etree

from odoo import Command
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import AS_OF, TieringCase

REPORTS = (
    "customer_tier_standing_action",
    "customer_tier_evaluation_tier_action",
    "customer_tier_change_action",
)


def default_domain(env, action):
    """The domain with which ``action`` opens: its own and that of its filters."""
    context = safe_eval(action.context or "{}")
    search = env[action.res_model].get_view(action.search_view_id.id or None, "search")
    arch = etree.fromstring(search["arch"])
    domain = Domain(safe_eval(action.domain or "[]"))
    for key in context:
        if key.startswith("search_default_"):
            name = key.removeprefix("search_default_")
            (node,) = arch.xpath(f"//filter[@name='{name}']")
            domain &= Domain(safe_eval(node.get("domain"), {"uid": env.uid}))
    return domain


@tagged("post_install", "-at_install", "truth")
class TestReportsOfOneScheme(TieringCase):
    """Three customers in two schemes: a report counts each of them once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.customers(3)
        cls.invoices([(buyer, 100) for buyer in cls.buyers])
        cls.second = cls.scheme({"A": 50, "D": 0}, name="ABC", sequence=2)
        cls.first = cls.scheme(name="Pyramid", sequence=1)
        cls.reader = cls.user("user")

    def seen(self, xmlid):
        """What the reader finds when they open the action ``xmlid``."""
        action = self.env.ref(f"customer_tiering.{xmlid}")
        found = self.seen_by(self.reader, self.env[action.res_model])
        return found.search(default_domain(found.env, action))

    def test_each_report_opens_on_the_main_scheme(self):
        self.evaluate(self.first)
        self.evaluate(self.second)

        for report in REPORTS:
            with self.subTest(report):
                found = self.seen(report)
                self.assertEqual(found.scheme_id, self.first)
        self.assertEqual(len(self.seen("customer_tier_standing_action")), 3)
        self.assertEqual(len(self.seen("customer_tier_change_action")), 3)
        counted = self.seen("customer_tier_evaluation_tier_action")
        self.assertEqual(sum(counted.mapped("customer_count")), 3)

    def test_the_main_scheme_is_the_first_one_that_has_tiers(self):
        """Customers show its tier, so a scheme in preparation changes nothing."""
        self.evaluate(self.second)
        self.assertEqual(
            self.seen("customer_tier_standing_action").scheme_id, self.second
        )
        self.assertFalse(self.seen_by(self.reader, self.first).is_main)

        self.evaluate(self.first)
        self.assertEqual(
            self.seen("customer_tier_standing_action").scheme_id, self.first
        )
        self.assertTrue(self.seen_by(self.reader, self.first).is_main)

        self.second.sequence = 0
        self.assertEqual(
            self.seen("customer_tier_standing_action").scheme_id, self.second
        )

        self.second.active = False
        self.assertEqual(
            self.seen("customer_tier_standing_action").scheme_id, self.first
        )

    def test_each_company_has_its_own(self):
        other = self.new_company("Elsewhere Inc.")
        theirs = self.scheme(company_id=other.id, sequence=0)
        for scheme in self.first, self.second, theirs:
            self.evaluate(scheme)

        self.assertEqual(
            self.seen("customer_tier_standing_action").scheme_id, self.first
        )
        schemes = self.env["customer.tier.scheme"].with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertEqual(schemes.search([("is_main", "=", True)]), theirs + self.first)

    def test_payments_open_on_the_first_scheme_that_reads_them(self):
        collected = self.env.ref("customer_tiering.customer_tier_metric_collected")
        self.second.metric_ids = [Command.link(collected.id)]
        third = self.scheme(sequence=3, metric_ids=[Command.link(collected.id)])
        for scheme in self.first, self.second, third:
            self.evaluate(scheme)

        found = self.seen("customer_tier_standing_action_payment")

        self.assertEqual(found.scheme_id, self.second)
        self.assertEqual(len(found), 3)

    def test_what_belongs_to_one_scheme_opens_whatever_the_main_one(self):
        self.evaluate(self.first)
        evaluation = self.evaluate(self.second)
        standing = self.standing(self.second, self.buyers[0])
        migration = self.env["customer.tier.migration"].create(
            {
                "scheme_id": self.second.id,
                "date_from": date(2025, 1, 1),
                "date_to": AS_OF,
            }
        )
        for opened in (
            standing.action_view_changes(),
            evaluation.action_view_changes(),
            evaluation.action_view_standings(),
            self.second.action_view_standings(),
            migration.action_view_changes(),
        ):
            self.assertFalse(opened["context"])
            found = self.env[opened["res_model"]].search(opened["domain"])
            self.assertEqual(found.scheme_id, self.second)

    def test_migration_and_grid_start_from_the_main_scheme(self):
        self.evaluate(self.second)
        migration = self.seen_by(self.reader, self.env["customer.tier.migration"])
        self.assertEqual(migration.create({}).scheme_id, self.second)
        grid = self.seen_by(self.reader, self.env["customer.tier.grid"]).create({})
        self.assertEqual(grid.scheme_id, self.second)
        self.assertEqual(grid.column_scheme_id, self.first)

    # ------------------------------------------------------------ the column

    def columns(self, model, view=None):
        """Per column of the scheme in the list: whether it is shown."""
        view_id = view and self.env.ref(f"customer_tiering.{view}").id
        found = self.seen_by(self.reader, self.env[model])
        arch = etree.fromstring(found.get_view(view_id, "list")["arch"])
        return [
            node.get("column_invisible") == "False" and node.get("optional") == "show"
            for node in arch.xpath("/list/field[@name='scheme_id']")
        ]

    def test_the_column_is_shown_with_two_schemes_only(self):
        lists = (
            ("customer.tier.standing", None),
            ("customer.tier.standing", "customer_tier_standing_view_list_payment"),
            ("customer.tier.change", None),
            ("customer.tier.override", None),
            ("customer.tier.evaluation", None),
        )
        for model, view in lists:
            with self.subTest(model=model, view=view):
                self.assertEqual(self.columns(model, view), [True])
        # the reader's company has one left; others have theirs
        self.second.active = False
        self.scheme(company_id=self.new_company("Elsewhere Inc.").id)
        for model, view in lists:
            with self.subTest("one", model=model, view=view):
                self.assertEqual(self.columns(model, view), [False])
