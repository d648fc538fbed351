import base64
import json
import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import file_open
from odoo.tools.translate import code_translations, extract_spreadsheet_terms

from odoo.addons.customer_tiering.tests.home.homes import HomeCase
from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
)

MODULE = "customer_tiering_spreadsheet_dashboard"
FILES = ("customer_tiers_dashboard", "customer_tiers_sample_dashboard")
READER = "customer_tiering.group_customer_tier_manager"


class DashboardCase(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(f"{MODULE}.spreadsheet_dashboard_tiers")
        cls.boss = cls.person("boss", f"sales_team.group_sale_manager,{READER}")

    def book(self):
        """The dashboard as its readers get it."""
        dashboard = self.seen_by(self.boss, self.dashboard)
        return json.loads(dashboard._get_serialized_readonly_dashboard())["snapshot"]


@tagged("post_install", "-at_install", "home")
class TestDashboard(DashboardCase):
    """What the dashboard asks for exists, is what Home shows, and is translated."""

    def sums(self, source):
        """``{row: (customers, net revenue)}`` of a pivot, read as its reader does."""
        model = self.seen_by(self.boss, self.env[source["model"]])
        rows = model._read_group(
            source["domain"],
            [row["fieldName"] for row in source["rows"]],
            ["__count", "net_revenue:sum"],
        )
        return {key[0] if key else None: (n, value) for *key, n, value in rows}

    def figure(self, part):
        return part["count"]["value"], part["value"]["value"]

    def test_the_figures_are_those_of_home(self):
        page = self.home(self.boss, "management")
        pivots = {one["name"]: one for one in self.book()["pivots"].values()}

        tiers = self.sums(pivots["Customers by tier"])
        self.assertEqual(
            {tier.id: sums for tier, sums in tiers.items()},
            {line["tier"]["id"]: self.figure(line) for line in page["pyramid"]},
        )
        risk = {part["key"]: self.figure(part) for part in page["risk"]}
        for name, key in (
            ("At risk", "risk"),
            ("Falling", "falling"),
            ("Quiet", "quiet"),
        ):
            (found,) = self.sums(pivots[name]).values()
            self.assertEqual(found, risk[key])
        (bought,) = self.sums(pivots["Customers who bought"]).values()
        self.assertTrue(page["headline"].startswith(f"{bought[0]} customers bought"))

    def test_the_changes_are_those_of_the_history(self):
        pivots = {one["name"]: one for one in self.book()["pivots"].values()}
        found = self.sums(pivots["Changes by direction"])
        changes = self.env["customer.tier.change"].search(
            [("scheme_id", "=", self.pyramid.id)]
        )
        self.assertEqual(
            {direction: count for direction, (count, _value) in found.items()},
            {
                direction: len(
                    changes.filtered(lambda c, d=direction: c.direction == d)
                )
                for direction in changes.mapped("direction")
            },
        )

    def test_every_field_and_menu_exists(self):
        book = self.book()
        used = fields_in_spreadsheet(book)
        self.assertEqual(set(used), {"customer.tier.standing", "customer.tier.change"})
        for model, chains in used.items():
            for chain in chains:
                self.assertIsNotNone(self.last_field(model, chain), chain)
        matched = [
            (source.get("model") or source["metaData"]["resModel"], field["chain"])
            for source in (
                *book["pivots"].values(),
                *book["lists"].values(),
                *(f["data"] for f in book["sheets"][0]["figures"]),
            )
            for field in source.get("fieldMatching", {}).values()
        ]
        self.assertGreater(len(matched), 20)
        for model, chain in matched:
            self.assertIsNotNone(self.last_field(model, chain), chain)
        menus = menus_xml_ids_in_spreadsheet(book)
        self.assertGreater(len(menus), 1)
        for menu in menus:
            self.assertTrue(self.env.ref(menu).action, menu)

    def last_field(self, model, chain):
        field = None
        for name in chain.split("."):
            field = self.env[model]._fields[name]
            model = field.comodel_name
        return field

    def test_every_filter_reaches_every_source_it_can(self):
        book = self.book()
        ids = {one["id"] for one in book["globalFilters"]}
        for source in (*book["pivots"].values(), *book["lists"].values()):
            expected = ids if source["model"].endswith("change") else ids - {"period"}
            self.assertEqual(set(source["fieldMatching"]), expected)

    def test_no_customer_counts_twice(self):
        """Whatever other schemes there are, each source is about the main one."""
        book = self.book()
        sources = [
            *book["pivots"].values(),
            *book["lists"].values(),
            *(
                figure["data"]["searchParams"]
                for figure in book["sheets"][0]["figures"]
                if figure["data"]["type"].startswith("odoo_")
            ),
        ]
        self.assertEqual(len(sources), 6 + 2 + 3)
        for source in sources:
            self.assertIn(["scheme_id.is_main", "=", True], source["domain"])

    def test_managers_of_tiers_only(self):
        seller = self.person("plain", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.seen_by(seller, self.dashboard).read(["name"])
        self.assertTrue(self.seen_by(self.boss, self.dashboard).read(["name"]))

    def test_an_example_as_long_as_nobody_is_classified(self):
        self.assertFalse(self.seen_by(self.boss, self.dashboard)._dashboard_is_empty())
        nobody = self.person("nobody", READER, self.new_company("Blank Inc."))
        blank = self.seen_by(nobody, self.dashboard)
        self.assertTrue(blank._dashboard_is_empty())
        sample = blank._get_sample_dashboard()
        # nothing in it asks for records
        self.assertFalse(sample["pivots"] or sample["lists"])
        for sheet in sample["sheets"]:
            for cell in sheet["cells"].values():
                self.assertFalse(re.search("PIVOT|ODOO", cell), cell)

    def test_every_text_is_translated(self):
        chinese = {
            one["id"]: one["string"]
            for one in code_translations.get_web_translations(MODULE, "zh_CN")[
                "messages"
            ]
        }
        for name in FILES:
            with file_open(f"{MODULE}/data/files/{name}.json", "rb") as file:
                terms = {
                    term
                    for _l, _f, term, _c in extract_spreadsheet_terms(file, (), (), {})
                }
            self.assertGreater(len(terms), 10)
            self.assertEqual({term for term in terms if term not in chinese}, set())

    def test_the_stored_file_is_the_one_of_the_addon(self):
        with file_open(f"{MODULE}/data/files/{FILES[0]}.json", "rb") as file:
            self.assertEqual(
                base64.b64decode(self.dashboard.spreadsheet_binary_data), file.read()
            )


@tagged("post_install", "-at_install", "tour", "home")
class TestDashboardTours(HttpCase, DashboardCase):
    """In a browser every formula gives a figure, and the figures are those of Home."""

    def test_all_formulas(self):
        self.start_tour(
            "/odoo/customer-tier-dashboard",
            "customer_tiering_dashboard",
            login=self.boss.login,
        )

    def test_the_example(self):
        nobody = self.person("nobody", READER, self.new_company("Blank Inc."))
        self.start_tour(
            "/odoo/customer-tier-dashboard",
            "customer_tiering_dashboard_example",
            login=nobody.login,
        )

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["customer_tiering", MODULE], ["zh_CN"]
        )
        self.boss.lang = "zh_CN"
        self.boss.group_ids = [Command.link(self.env.ref(READER).id)]
        self.start_tour(
            "/odoo/customer-tier-dashboard",
            "customer_tiering_dashboard_in_chinese",
            login=self.boss.login,
        )
