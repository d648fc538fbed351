from collections import Counter

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .standings import StandingCase

FIELD = "customer_tier_id"
MODELS = ("sale.order", "account.move", "crm.lead")


@tagged("post_install", "-at_install")
class TestDocumentField(StandingCase):
    """Quotations, invoices and opportunities show the tier of their customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls.user(
            "salesperson",
            groups="base.group_user,sales_team.group_sale_salesman_all_leads,"
            "account.group_account_invoice",
        )
        cls.documents = {model: cls.env[model] for model in MODELS}
        for partner in cls.shown:
            cls.documents["sale.order"] += cls.order(partner, confirm=False)
            cls.documents["crm.lead"] += cls.lead(partner)
        cls.documents["crm.lead"] += cls.lead(None)
        cls.documents["account.move"] += cls.invoices(
            [(partner, 10.0) for partner in cls.shown]
        )
        # an entry of the journal belongs to nobody
        journal = cls.env["account.journal"].create(
            {
                "name": "Misc",
                "code": "MISC",
                "type": "general",
                "company_id": cls.company.id,
            }
        )
        cls.documents["account.move"] += cls.env["account.move"].create(
            {"move_type": "entry", "journal_id": journal.id}
        )

    def each(self):
        """Model by model: the documents as the salesperson, and their tiers."""
        nobody = self.env["customer.tier"]
        context = {"allowed_company_ids": self.company.ids}
        for model, documents in self.documents.items():
            mine = documents.with_user(self.salesperson).with_context(**context)
            tiers = {d.id: self.shown.get(d.partner_id, nobody) for d in documents}
            with self.subTest(model=model):
                yield mine, tiers

    def test_read(self):
        for documents, tiers in self.each():
            for document in documents:
                self.assertEqual(document[FIELD].sudo(), tiers[document.id])
                color = tiers[document.id].color
                self.assertEqual(document.customer_tier_color, color)

    def test_search(self):
        top, small = self.tier["TOP"].id, self.tier["SMALL"].id
        cases = [
            ((FIELD, "=", top), lambda t: t.id == top),
            ((FIELD, "!=", top), lambda t: t.id != top),
            ((FIELD, "!=", small), lambda t: t.id != small),
            ((FIELD, "=", False), lambda t: not t),
            ((FIELD, "!=", False), bool),
            ((FIELD, "in", [top, small]), lambda t: t.id in (top, small)),
            ((FIELD, "in", [top, False]), lambda t: not t or t.id == top),
            ((FIELD, "not in", [top, False]), lambda t: t and t.id != top),
            ((FIELD, "=?", small), lambda t: t.id == small),
            ((FIELD, "ilike", "small"), lambda t: t.name == "Small"),
            ((FIELD, "not ilike", "small"), lambda t: t.name != "Small"),
            ((FIELD, "any", [("code", "=", "TOP")]), lambda t: t.id == top),
            ((FIELD, "not any", [("code", "=", "TOP")]), lambda t: t.id != top),
            ((f"{FIELD}.code", "=", "TOP"), lambda t: t.id == top),
            ((f"{FIELD}.kind", "=", "ranked"), lambda t: t.kind == "ranked"),
            (("partner_id.customer_tier_id", "=", top), lambda t: t.id == top),
        ]
        for rare in (False, True):
            if rare:
                self.count_customers(self.pyramid, TOP=1, SMALL=1000)
            for documents, tiers in self.each():
                mine = ("id", "in", documents.ids)
                for condition, wanted in cases:
                    expected = documents.filtered(
                        lambda d, w=wanted, tiers=tiers: w(tiers[d.id])
                    )
                    found = documents.search([mine, condition], order="id")
                    self.assertEqual(found.ids, sorted(expected.ids), condition)
                    others = documents.search([mine, "!", condition])
                    self.assertEqual(others, documents.browse(others.ids))
                    self.assertFalse(set(others.ids) & set(found.ids), condition)
                    self.assertEqual(len(others) + len(found), len(documents))
                    filtered = documents.filtered_domain([condition])
                    self.assertEqual(sorted(filtered.ids), found.ids, condition)

    def test_group(self):
        for documents, tiers in self.each():
            domain = [("id", "in", documents.ids)]
            expected = dict(Counter(tiers.values()))
            groups = documents._read_group(domain, [FIELD], ["__count"])
            self.assertEqual({t.sudo(): n for t, n in groups}, expected)
            web = documents.formatted_read_group(domain, [FIELD], ["__count"])
            self.assertEqual(
                {(g[FIELD] or [False])[0]: g["__count"] for g in web},
                {tier.id: n for tier, n in expected.items()},
            )

    def test_sort(self):
        for documents, tiers in self.each():
            found = documents.search([("id", "in", documents.ids)], order=FIELD)
            self.assertEqual(sorted(found.ids), sorted(documents.ids))
            places = [
                (not tiers[d.id], tiers[d.id].sequence, tiers[d.id].id) for d in found
            ]
            self.assertEqual(places, sorted(places))

    def test_views(self):
        views = {
            "sale.order": ("list", "form", "search"),
            "account.move": ("search",),
            "crm.lead": ("search",),
        }
        stranger = self.user("stranger", groups="base.group_user")
        for documents, _tiers in self.each():
            for view in views[documents._name]:
                arch = documents.get_view(view_type=view)["arch"]
                self.assertIn(FIELD, arch, view)
            self.assertTrue(documents.fields_get([FIELD])[FIELD]["groupable"])
            self.assertTrue(documents.fields_get([FIELD])[FIELD]["sortable"])
            strange = documents.with_user(stranger)
            self.assertNotIn(FIELD, strange.sudo(False).fields_get())

    def test_without_right(self):
        # may read orders and invoices, but not tiers
        user = self.user("stranger", groups="base.group_user")
        for model in MODELS:
            self.env["ir.model.access"].create(
                {
                    "name": model,
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": self.env.ref("base.group_user").id,
                    "perm_read": True,
                }
            )
            documents = self.documents[model].with_user(user)
            documents.search([])
            for attempt in (
                lambda d: d.search([(FIELD, "=", False)]),
                lambda d: d.search([(FIELD, "!=", self.tier["TOP"].id)]),
                lambda d: d.search([], order=FIELD),
                lambda d: d._read_group([], [FIELD]),
                lambda d: d[:1].read([FIELD]),
            ):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    attempt(documents)

    def test_change_of_customer(self):
        for model, documents in self.documents.items():
            if model == "account.move":
                continue
            document = documents.filtered(lambda d: d.partner_id == self.ada)
            self.assertEqual(document[FIELD].code, "TOP")
            document.partner_id = self.bob
            self.assertEqual(document[FIELD].code, "BIG")
            domain = [("id", "=", document.id), (FIELD, "=", self.tier["BIG"].id)]
            self.assertEqual(document.search(domain), document)
