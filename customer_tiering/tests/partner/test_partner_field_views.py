from collections import Counter

from odoo.tests import tagged

from .standings import StandingCase

FIELD = "customer_tier_id"


@tagged("post_install", "-at_install")
class TestPartnerFieldViews(StandingCase):
    """What the views of Odoo do with a field: group, sort, read and export."""

    def setUp(self):
        super().setUp()
        self.domain = [("id", "in", self.people.ids)]
        self.counts = Counter(self.shown.values())

    def test_description(self):
        description = self.env["res.partner"].fields_get([FIELD])[FIELD]
        for attribute in ("searchable", "sortable", "groupable", "exportable"):
            self.assertTrue(description.get(attribute, True), attribute)
        self.assertFalse(description["store"])

    def test_read_group(self):
        groups = self.env["res.partner"]._read_group(
            self.domain, [FIELD], ["__count"], order=FIELD
        )
        self.assertEqual(dict(groups), dict(self.counts))
        tiers = [tier for tier, _count in groups if tier]
        self.assertEqual(tiers, sorted(tiers, key=lambda t: (t.sequence, t.id)))

    def test_read_group_path(self):
        groups = self.env["res.partner"]._read_group(
            self.domain, [f"parent_id.{FIELD}"], ["__count"]
        )
        below = Counter(self.shown[p] for p in self.people if p.parent_id)
        companies = sum(not p.parent_id for p in self.people)
        below[self.env["customer.tier"]] += companies
        self.assertEqual(dict(groups), dict(below))

    def test_read_group_two_schemes(self):
        second = self.scheme(name="Second", sequence=2)
        for partner in (self.ada, self.hal):
            self.stand(second, partner, "MEDIUM")
        for partner in self.people:
            if partner.commercial_partner_id == self.hal:
                self.expect("MEDIUM", partner)
        groups = self.env["res.partner"]._read_group(self.domain, [FIELD], ["__count"])
        self.assertEqual(dict(groups), dict(Counter(self.shown.values())))

    def test_read_group_without_scheme(self):
        self.env["customer.tier.scheme"].search([]).active = False
        groups = self.env["res.partner"]._read_group(self.domain, [FIELD], ["__count"])
        self.assertEqual(
            [(tier.code, count) for tier, count in groups], [(False, len(self.people))]
        )

    def test_groups_of_the_client(self):
        partners = self.env["res.partner"]
        expected = {tier.id: count for tier, count in self.counts.items()}
        formatted = partners.formatted_read_group(self.domain, [FIELD], ["__count"])
        self.assertEqual(self.per_tier(formatted), expected)
        web = partners.web_read_group(self.domain, [FIELD], ["__count"])
        self.assertEqual(self.per_tier(web["groups"]), expected)
        for group in formatted:
            count = partners.search_count(self.domain + group["__extra_domain"])
            self.assertEqual(count, group["__count"])

    def per_tier(self, groups):
        return {(g[FIELD] or [False])[0]: g["__count"] for g in groups}

    def test_sort(self):
        position = {
            tier: number
            for number, tier in enumerate(
                self.env["customer.tier"].with_context(active_test=False).search([])
            )
        }
        for order, backwards in ((FIELD, False), (f"{FIELD} desc", True)):
            found = self.env["res.partner"].search(self.domain, order=f"{order}, id")
            self.assertEqual(len(found), len(self.people))
            places = [position[tier] for p in found if (tier := p.customer_tier_id)]
            self.assertEqual(places, sorted(places, reverse=backwards))
            unset = [not p.customer_tier_id for p in found]
            self.assertEqual(unset, sorted(unset, reverse=backwards))

    def test_export(self):
        rows = self.ada.export_data(["name", FIELD, f"{FIELD}/code"])["datas"]
        self.assertEqual(rows, [["Ada", "Top", "TOP"]])
        self.assertEqual(self.hal.export_data([FIELD])["datas"], [[""]])

    def test_web_read(self):
        found = self.env["res.partner"].web_search_read(
            [("id", "=", self.eve.id), (FIELD, "=", self.retired.id)],
            {FIELD: {"fields": {"display_name": {}}}, "customer_tier_color": {}},
        )
        self.assertEqual(found["records"][0][FIELD]["display_name"], "Retired")

    def test_badge(self):
        for partner, tier in self.shown.items():
            self.assertEqual(partner.customer_tier_color, tier.color)
            self.assertEqual(partner.customer_tier_standing_id.tier_id, tier)
        action = self.ada.action_view_customer_tier()
        self.assertEqual(action["res_id"], self.standing(self.pyramid, self.ada).id)
