from odoo.fields import Domain
from odoo.tests import tagged

from .standings import StandingCase


def tier_is(test):
    """A predicate on tiers: fulfilled by none who has no tier."""
    return lambda tier: bool(tier) and test(tier)


@tagged("post_install", "-at_install")
class TestPartnerField(StandingCase):
    """Every operator finds what a look at each single customer finds."""

    def cases(self):
        """Condition -> which tiers (or none) it must find."""
        top, big, small = (self.tier[code].id for code in ("TOP", "BIG", "SMALL"))
        tiers = self.env["customer.tier"].with_context(active_test=False)
        ranked = tiers._search([("kind", "=", "ranked")])
        name = "customer_tier_id"
        return [
            ((name, "=", top), lambda t: t.id == top),
            ((name, "=", small), lambda t: t.id == small),
            ((name, "=", self.retired.id), lambda t: t == self.retired),
            ((name, "!=", top), lambda t: t.id != top),
            ((name, "!=", small), lambda t: t.id != small),
            ((name, "=", False), lambda t: not t),
            ((name, "!=", False), bool),
            ((name, "in", [top, big]), lambda t: t.id in (top, big)),
            ((name, "in", [top, False]), lambda t: not t or t.id == top),
            ((name, "in", [False]), lambda t: not t),
            ((name, "in", []), lambda t: False),
            ((name, "not in", [top, small]), lambda t: t.id not in (top, small)),
            ((name, "not in", [top, False]), tier_is(lambda t: t.id != top)),
            ((name, "not in", [False]), bool),
            ((name, "not in", []), lambda t: True),
            ((name, "=?", False), lambda t: True),
            ((name, "=?", big), lambda t: t.id == big),
            ((name, "=", "Top"), lambda t: t.name == "Top"),
            ((name, "!=", "Top"), lambda t: t.name != "Top"),
            ((name, "in", ["Top", "Small"]), lambda t: t.name in ("Top", "Small")),
            ((name, "ilike", "a"), tier_is(lambda t: "a" in t.name.lower())),
            ((name, "not ilike", "a"), lambda t: "a" not in (t.name or "").lower()),
            ((name, "ilike", ""), bool),
            ((name, "like", "S"), tier_is(lambda t: "S" in t.name)),
            ((name, "=ilike", "sm%"), tier_is(lambda t: t.name.startswith("Sm"))),
            ((name, "any", [("kind", "=", "ranked")]), lambda t: t.kind == "ranked"),
            (
                (name, "not any", [("kind", "=", "ranked")]),
                lambda t: t.kind != "ranked",
            ),
            ((name, "any", []), bool),
            ((name, "any", [("code", "=", "none")]), lambda t: False),
            (Domain(name, "any!", Domain("code", "=", "TOP")), lambda t: t.id == top),
            (
                Domain(name, "not any!", Domain("code", "=", "TOP")),
                lambda t: t.id != top,
            ),
            ((name, "in", ranked), lambda t: t.kind == "ranked"),
            ((name, "not in", ranked), lambda t: t.kind != "ranked"),
            ((f"{name}.code", "=", "TOP"), lambda t: t.code == "TOP"),
            ((f"{name}.code", "!=", "TOP"), tier_is(lambda t: t.code != "TOP")),
            (
                (f"{name}.lifecycle", "=", "inactive"),
                lambda t: t.lifecycle == "inactive",
            ),
            ((f"{name}.lifecycle", "=", False), tier_is(lambda t: not t.lifecycle)),
            ((f"{name}.lifecycle", "!=", False), lambda t: t.lifecycle),
            ((f"{name}.name", "ilike", "small"), lambda t: t.name == "Small"),
            ((f"{name}.sequence", "<", 30), tier_is(lambda t: t.sequence < 30)),
            (
                ["|", (name, "=", top), (name, "=", False)],
                lambda t: not t or t.id == top,
            ),
            (
                ["&", (name, "!=", top), (name, "!=", False)],
                tier_is(lambda t: t.id != top),
            ),
            (["!", (name, "=", top)], lambda t: t.id != top),
            (["!", (name, "!=", False)], lambda t: not t),
            (["!", (f"{name}.code", "=", "TOP")], lambda t: t.id != top),
            (
                ["!", "|", (name, "in", [big, False]), (f"{name}.code", "=", "TOP")],
                tier_is(lambda t: t.id not in (big, top)),
            ),
        ]

    def check_all(self):
        """Reading, searching and filtering agree with ``shown``."""
        self.env.invalidate_all()
        for partner, tier in self.shown.items():
            self.assertEqual(partner.customer_tier_id, tier, partner.name)
        for condition, wanted in self.cases():
            domain = Domain([condition] if isinstance(condition, tuple) else condition)
            with self.subTest(domain=str(condition)):
                expected = self.people.filtered(
                    lambda partner, wanted=wanted: wanted(self.shown[partner])
                )
                self.assertPeople(self.found(domain), expected)
                self.assertPeople(self.people.filtered_domain(domain), expected)
                self.assertEqual(
                    self.env["res.partner"].search_count(
                        domain & Domain("id", "in", self.people.ids)
                    ),
                    len(expected),
                )

    def test_operators(self):
        # among others, that any! is left to the ORM
        with self.assertNoLogs("odoo.domains", "WARNING"):
            self.check_all()

    def test_operators_rare_tiers(self):
        # TOP and BIG are rare now and take the other SQL
        self.count_customers(self.pyramid, TOP=1, BIG=1, SMALL=1000)
        self.assertTrue(self.env["res.partner"]._customer_tier_is_rare(self.top_big()))
        self.check_all()

    def test_operators_two_schemes(self):
        self.second_scheme()
        self.check_all()

    def test_operators_two_schemes_rare_tiers(self):
        second = self.second_scheme()
        self.count_customers(self.pyramid, TOP=1, BIG=1, SMALL=1000)
        self.count_customers(second, TOP=1, BIG=1, SMALL=1000)
        self.assertTrue(self.env["res.partner"]._customer_tier_is_rare(self.top_big()))
        self.check_all()

    def test_operators_without_scheme(self):
        self.env["customer.tier.scheme"].search([]).active = False
        self.expect(None, *self.shown)
        self.check_all()

    def top_big(self):
        return [self.tier["TOP"].id, self.tier["BIG"].id]

    def second_scheme(self):
        """Holds Hal, whom the first one does not, and two whom it does."""
        second = self.scheme(name="Second", sequence=2)
        for partner, code in (
            (self.hal, "BIG"),
            (self.ada, "SMALL"),
            (self.cid, "TOP"),
        ):
            self.stand(second, partner, code)
        hals = self.people.filtered(lambda p: p.commercial_partner_id == self.hal)
        self.expect("BIG", *hals)
        return second

    def test_beside_other_conditions(self):
        top = ("customer_tier_id", "=", self.tier["TOP"].id)
        not_small = ("customer_tier_id", "!=", self.tier["SMALL"].id)
        contact = ("name", "like", "Contact of")
        people = self.people
        self.assertPeople(
            self.found(["|", top, contact]),
            people.filtered(
                lambda p: self.shown[p].code == "TOP" or "Contact of" in p.name
            ),
        )
        self.assertPeople(
            self.found(["|", not_small, contact]),
            people.filtered(
                lambda p: self.shown[p].code != "SMALL" or "Contact of" in p.name
            ),
        )
        self.assertPeople(
            self.found(["!", "|", not_small, contact]),
            people.filtered(
                lambda p: self.shown[p].code == "SMALL" and "Contact of" not in p.name
            ),
        )
        self.assertPeople(self.found([("parent_id", "any", [top])]), self.of(self.ada))

    def of(self, partner):
        return self.people.filtered(
            lambda p: p.commercial_partner_id == partner and p != partner
        )

    def test_unwritten_change(self):
        """A contact that is a company by itself now, not yet in the database."""
        # a count, since the order of a search happens to write the change
        count = self.env["res.partner"].search_count
        contact = self.of(self.ada)[-1]
        top = [("id", "=", contact.id), ("customer_tier_id", "=", self.tier["TOP"].id)]
        contact.is_company = True
        self.assertEqual(count(top), 0)
        contact.is_company = False
        self.assertEqual(count(top), 1)
        self.count_customers(self.pyramid, TOP=1, SMALL=1000)
        contact.is_company = True
        self.assertEqual(count(top), 0)

    def test_while_edited(self):
        draft = self.env["res.partner"].new(origin=self.ada)
        self.assertEqual(draft.customer_tier_id.code, "TOP")

    def test_archived_customer(self):
        self.ada.active = False
        domain = [("customer_tier_id", "=", self.tier["TOP"].id)]
        self.assertNotIn(self.ada, self.found(domain))
        model = self.env["res.partner"].with_context(active_test=False)
        self.assertIn(self.ada, self.found(domain, model))
        self.assertEqual(self.ada.filtered_domain(domain), self.ada)
