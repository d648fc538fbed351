from odoo.tests import tagged

from .standings import StandingCase


@tagged("post_install", "-at_install")
class TestBadges(StandingCase):
    """Schemes shown besides: further badges on the contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abc = cls.scheme(
            {"A": 20, "B": 0}, name="ABC", sequence=5, shown_besides=True
        )
        cls.hidden = cls.scheme({"A": 20, "B": 0}, name="Hidden", sequence=6)
        for partner, code in ((cls.ada, "B"), (cls.bob, "A"), (cls.hal, "A")):
            cls.stand(cls.abc, partner, code)
        cls.stand(cls.hidden, cls.cid, "A")

    def badges(self, partner):
        return partner.customer_tier_badge_ids.mapped("code")

    def test_beside_the_first_one(self):
        self.assertEqual(self.ada.customer_tier_id.code, "TOP")
        self.assertEqual(self.badges(self.ada), ["B"])
        self.assertEqual(self.badges(self.bob), ["A"])
        self.assertEqual(self.badges(self.cid), [])
        # of a scheme that holds nobody before it, it is the first badge
        self.assertEqual(self.hal.customer_tier_id.code, "A")
        self.assertEqual(self.badges(self.hal), [])

    def test_contacts_show_those_of_their_company(self):
        self.assertEqual(self.badges(self.ada.child_ids), ["B"])

    def test_switched_off_and_archived(self):
        self.abc.shown_besides = False
        self.assertEqual(self.badges(self.ada), [])
        self.abc.shown_besides = True
        self.assertEqual(self.badges(self.ada), ["B"])
        self.abc.active = False
        self.assertEqual(self.badges(self.ada), [])

    def test_one_read_for_a_page(self):
        self.people.mapped("customer_tier_badge_ids")  # rights and schemes are cached
        queries = []
        for people in (self.ada, self.people):
            self.env.invalidate_all()
            people.mapped("customer_tier_id")
            before = self.env.cr.sql_log_count
            people.mapped("customer_tier_badge_ids")
            queries.append(self.env.cr.sql_log_count - before)

        self.assertEqual(queries[0], queries[1])
        self.assertLessEqual(queries[0], 2)

    def test_found(self):
        tier = self.tier["A"]
        for domain, names in (
            ([("customer_tier_badge_ids", "in", tier.ids)], {"Bob", "Hal"}),
            ([("customer_tier_badge_ids.code", "=", "B")], {"Ada"}),
        ):
            with self.subTest(domain):
                found = self.found([*domain, ("parent_id", "=", False)])
                self.assertEqual(set(found.mapped("name")), names)
        found = self.found(
            [
                "!",
                ("customer_tier_badge_ids", "in", tier.ids),
                ("parent_id", "=", False),
            ]
        )
        self.assertNotIn("Bob", found.mapped("name"))
        self.assertIn("Cid", found.mapped("name"))

    def test_not_set(self):
        """Also together with a tier, and where no scheme is shown besides."""
        tier = self.tier["A"]
        own = ("id", "in", self.people.ids)
        for value, names in (
            ([False], {"Cid"}),
            ([False, tier.id], {"Cid", "Bob", "Hal"}),
        ):
            found = self.found([("customer_tier_badge_ids", "in", value), own])
            self.assertLessEqual(names, set(found.mapped("name")))
            self.assertNotIn("Ada", found.mapped("name"))
        self.env["customer.tier.scheme"].search([]).shown_besides = False
        for value, everybody in (
            ([False], True),
            ([False, tier.id], True),
            (tier.ids, False),
        ):
            with self.subTest(value=value):
                found = self.found([("customer_tier_badge_ids", "in", value), own])
                self.assertEqual(found, self.people if everybody else found.browse())
        self.assertEqual(
            self.found([("customer_tier_badge_ids", "=", False), own]), self.people
        )

    def test_standings_of_further_badges(self):
        found = self.env["customer.tier.standing"].search(
            [
                ("scheme_id.shown_besides", "=", True),
                ("partner_id", "in", self.people.ids),
            ]
        )
        self.assertEqual(set(found.partner_id.mapped("name")), {"Ada", "Bob", "Hal"})
