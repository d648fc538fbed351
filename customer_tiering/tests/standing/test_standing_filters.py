from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from ..common import TieringCase

AS_OF = date(2025, 6, 30)


@tagged("post_install", "-at_install")
class TestStandingFilters(TieringCase):
    """What the filters on customers and on standings find, counted by hand.

    Ten customers of 1,000 (Ada), 900, 850, 500, 400, 300, 200, 150, 140, 100 (Jim).
    One is Top (10 %), two Big (20 %), seven Small.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.user("user")
        cls.other = cls.user("manager")
        names = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jim"]
        values = [1000, 900, 850, 500, 400, 300, 200, 150, 140, 100]
        cls.people = cls.env["res.partner"].browse()
        for name in names:
            customer = cls.customer(name)
            setattr(cls, name.lower(), customer)
            cls.people += customer
        cls.invoices(
            [
                (customer, value, date(2025, 6, 1))
                for customer, value in zip(cls.people, values, strict=True)
            ]
        )
        cls.pyramid = cls.scheme({"TOP": 10, "BIG": 20, "SMALL": 0})
        cls.evaluate(cls.pyramid)

    def names(self, domain, user=None):
        """Customers that the domain finds on contacts; on standings it is the same."""
        partners = self.env["res.partner"]
        if user:
            partners = self.seen_by(user, partners)
        found = partners.search(
            Domain("id", "in", self.people.ids) & Domain(domain), order="name"
        )
        return found.mapped("name")

    def standings(self, domain, user=None):
        standings = self.env["customer.tier.standing"]
        if user:
            standings = self.seen_by(user, standings)
        found = standings.search(
            Domain("scheme_id", "=", self.pyramid.id) & Domain(domain)
        )
        return sorted(found.partner_id.mapped("name"))

    def assertFinds(self, name, standing_name, expected, user=None):
        """The filter, its negation, and the figure on the record itself."""
        everybody = self.people.mapped("name")
        rest = sorted(set(everybody) - set(expected))
        for found, field in ((self.names, name), (self.standings, standing_name)):
            with self.subTest(field):
                self.assertEqual(found([(field, "=", True)], user), expected)
                self.assertEqual(found([(field, "=", False)], user), rest)
                self.assertEqual(found(["!", (field, "=", True)], user), rest)
                self.assertEqual(
                    found(["&", (field, "=", True), (field, "!=", True)], user), []
                )
                both = [True, False]
                self.assertEqual(found([(field, "in", both)], user), everybody)
                self.assertEqual(found([(field, "not in", both)], user), [])
        people = self.people
        if user:
            people = self.seen_by(user, people)
        self.assertEqual(people.filtered(name).mapped("name"), expected)

    def test_mine_by_customer_else_by_latest_order(self):
        self.ada.user_id = self.seller
        self.bob.user_id = self.other
        # hers although the last order was taken by somebody else
        for customer, orders in {
            self.ada: [(self.other, "2025-06-20 10:00:00")],
            self.bob: [(self.seller, "2025-06-20 10:00:00")],
            self.cid: [
                (self.seller, "2025-06-20 10:00:00"),
                (self.other, "2025-06-10 10:00:00"),
            ],
            self.dan: [
                (self.seller, "2025-06-10 10:00:00"),
                (self.other, "2025-06-20 10:00:00"),
            ],
        }.items():
            for user, moment in orders:
                self.order(customer, moment=moment).user_id = user
        # of a contact of hers; a quotation is no order
        self.order(self.contact(self.eve)).user_id = self.seller
        self.order(self.fay, confirm=False).user_id = self.seller

        self.assertFinds(
            "customer_tier_is_mine", "is_mine", ["Ada", "Cid", "Eve"], self.seller
        )

    def test_top_is_the_best_tier_of_the_scheme(self):
        self.assertFinds("customer_tier_is_top", "is_top", ["Ada"])

    def test_falling(self):
        """Bob overtakes Ada, who misses Top and keeps it until the second miss."""
        self.pyramid.misses = 2
        self.invoice(self.bob, 200, date(2025, 7, 1))
        self.evaluate(self.pyramid, date(2025, 7, 31))

        self.assertFinds("customer_tier_is_falling", "is_falling", ["Ada"])
        self.assertFinds("customer_tier_differs", "differs", ["Ada"])

    def test_kept_by_hand_is_not_falling(self):
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.jim.id,
                "scheme_id": self.pyramid.id,
                "kind": "fix",
                "tier_id": self.tier["TOP"].id,
                "reason": "Old friend",
            }
        )
        self.evaluate(self.pyramid, date(2025, 7, 31))

        self.assertFinds("customer_tier_is_falling", "is_falling", [])
        self.assertFinds("customer_tier_differs", "differs", ["Jim"])

    def test_a_manual_tier_ends_the_fall_at_once_and_its_end_resumes_it(self):
        """Ada holds Top by grace alone, until somebody decides she stays there."""
        self.pyramid.misses = 3
        self.invoice(self.bob, 200, date(2025, 7, 1))
        self.evaluate(self.pyramid, date(2025, 7, 31))
        ada = self.env["res.partner"].search([("name", "=", "Ada")])
        standing = self.standing(self.pyramid, ada)
        since = standing.since

        manual = self.env["customer.tier.override"].create(
            {
                "partner_id": ada.id,
                "scheme_id": self.pyramid.id,
                "kind": "at_least",
                "tier_id": self.tier["TOP"].id,
                "reason": "Old friend",
            }
        )

        self.assertFinds("customer_tier_is_falling", "is_falling", [])
        self.assertEqual((standing.tier_id.code, standing.since), ("TOP", since))
        manual.active = False
        self.assertFinds("customer_tier_is_falling", "is_falling", ["Ada"])
        self.assertEqual((standing.tier_id.code, standing.since), ("TOP", since))

    def test_close_to_the_next_tier(self):
        """To be ahead of 1,000: Bob lacks 100.01 of 900, which is 11 %, so none.

        With 50 more each, Bob lacks 50.01 (5 %) and Cid 100.01 of 900 (11 %). Dan lacks
        400.01 to be ahead of the last Big one.
        """
        self.assertFinds("customer_tier_is_close", "is_close", [])
        self.invoices(
            [(self.bob, 50, date(2025, 6, 2)), (self.cid, 50, date(2025, 6, 2))]
        )
        self.evaluate(self.pyramid)

        self.assertAlmostEqual(self.standing(self.pyramid, self.bob).gap_up, 50.01)
        self.assertFinds("customer_tier_is_close", "is_close", ["Bob"])

    def test_new(self):
        self.invoice(self.jim, 1, date(2025, 1, 1))
        self.evaluate(self.pyramid)

        self.assertEqual(self.names([("customer_tier_is_new", "=", False)]), ["Jim"])
        self.assertEqual(self.standings([("is_new", "=", False)]), ["Jim"])

    def test_quiet_by_the_own_rhythm_and_else_too_early_to_tell(self):
        """All bought on 1 June, Ada on 2 April and 2 May too: 30 days is usual to her.

        60 days after 1 June is 31 July. Bob bought on two days, so nobody knows.
        """
        interval = self.env.ref("customer_tiering.customer_tier_metric_median_interval")
        self.invoices(
            [
                (self.ada, 10, date(2025, 4, 2)),
                (self.ada, 10, date(2025, 5, 2)),
                (self.bob, 10, date(2025, 5, 2)),
            ]
        )
        self.evaluate(self.pyramid)
        # a scheme that does not read the interval says nothing of it
        self.assertFinds("customer_tier_is_early", "is_early", [])
        self.pyramid.metric_ids = interval
        self.evaluate(self.pyramid)

        others = [name for name in self.people.mapped("name") if name != "Ada"]
        for day, quiet in (
            ("2025-07-31", []),
            ("2025-08-01", ["Ada"]),
            # no number of days makes anybody else quiet
            ("2025-12-31", ["Ada"]),
        ):
            with self.subTest(day), freeze_time(day):
                self.env.invalidate_all()
                self.assertFinds("customer_tier_is_quiet", "is_quiet", quiet)
                self.assertFinds("customer_tier_is_early", "is_early", others)

    def test_the_first_scheme_decides_what_a_contact_shows(self):
        first = self.scheme({"TOP": 80, "SMALL": 0}, sequence=1)
        first.domain = f"[('id', 'in', {(self.ada + self.jim).ids})]"
        self.pyramid.sequence = 5
        self.evaluate(first)

        # of two customers 80 % are two; in the pyramid Jim is the last one
        self.assertEqual(
            self.names([("customer_tier_is_top", "=", True)]), ["Ada", "Jim"]
        )
        self.assertEqual(self.standings([("is_top", "=", True)]), ["Ada"])

    def test_contacts_are_found_with_their_company(self):
        contact = self.contact(self.ada, "Assistant")

        found = self.env["res.partner"].search(
            [("customer_tier_is_top", "=", True), ("id", "in", contact.ids)]
        )
        self.assertEqual(found, contact)
        self.assertTrue(contact.customer_tier_is_top)
        # by a path, too, and beside a condition on the same table
        standings = self.env["customer.tier.standing"].search(
            [("partner_id.customer_tier_is_top", "=", True)]
        )
        self.assertEqual(standings.partner_id, self.ada)

    def test_lists_of_work_count_customers_and_not_their_contacts(self):
        """Nine customers are new (Jim is not), each with two contacts."""
        self.invoice(self.jim, 1, date(2025, 1, 1))
        self.evaluate(self.pyramid)
        contacts = self.env["res.partner"]
        for person in self.people:
            contacts |= self.contact(person) | self.contact(person, "Second")
        both = Domain("id", "in", (self.people | contacts).ids)

        partners = self.env["res.partner"]
        new = partners.search(both & Domain("customer_tier_is_new", "=", True))
        self.assertEqual(new, self.people - self.jim)
        self.assertEqual((self.people | contacts).filtered("customer_tier_is_new"), new)
        rest = partners.search(both & Domain("customer_tier_is_new", "=", False))
        self.assertEqual(rest, contacts | self.jim)

    def test_no_scheme_no_customer(self):
        self.pyramid.active = False
        self.assertEqual(self.names([("customer_tier_is_top", "=", True)]), [])
        self.assertEqual(len(self.names([("customer_tier_is_top", "=", False)])), 10)

    def test_not_a_query_per_row(self):
        self.people.mapped("customer_tier_is_close")  # rights and schemes are cached
        queries = []
        for people in (self.people[:2], self.people):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people.mapped("customer_tier_is_close")
            people.mapped("customer_tier_is_mine")
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])

    def test_for_users_of_customer_tiers_only(self):
        stranger = new_test_user(
            self.env(context={}),
            login="stranger",
            groups="base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.names([("customer_tier_is_top", "=", True)], stranger)
