from datetime import date

from odoo.tests import tagged

from ..common import TieringCase

REVENUE, RANK = "customer_tier_revenue", "customer_tier_rank"


@tagged("post_install", "-at_install", "home")
class TestCustomersList(TieringCase):
    """The figures of customers in a list of contacts.

    Ann bought for 600, Ben for 300, Cid for 100: one is Top, two are Small. Dan has
    never bought.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben = cls.customer("Ann"), cls.customer("Ben")
        cls.cid, cls.dan = cls.customer("Cid"), cls.customer("Dan")
        cls.people = cls.ann + cls.ben + cls.cid + cls.dan
        cls.contacts = cls.env["res.partner"].union(*map(cls.contact, cls.people))
        cls.invoices(
            [
                (cls.ann, 600, date(2025, 6, 1)),
                (cls.ben, 300, date(2025, 5, 1)),
                (cls.cid, 100, date(2025, 4, 1)),
            ]
        )
        cls.pyramid = cls.scheme({"TOP": 33, "SMALL": 0})
        cls.evaluate(cls.pyramid)

    def setUp(self):
        super().setUp()
        self.domain = [("id", "in", (self.people + self.contacts).ids)]

    def test_a_group_sums_its_customers_and_not_their_contacts(self):
        groups = self.env["res.partner"]._read_group(
            [("id", "in", (self.ann + self.contacts[0] + self.ben + self.cid).ids)],
            ["customer_tier_id"],
            [f"{REVENUE}:sum", "customer_tier_share:sum"],
        )
        found = {tier.code: (money, round(share, 4)) for tier, money, share in groups}
        self.assertEqual(found, {"TOP": (600, 0.6), "SMALL": (400, 0.4)})

    def test_the_groups_of_the_web_client(self):
        found = self.env["res.partner"].web_read_group(
            self.domain,
            ["customer_tier_id"],
            [
                f"{REVENUE}:sum_currency",
                "customer_tier_currency_id:array_agg_distinct",
            ],
        )
        sums = {
            (group["customer_tier_id"] or [0])[0]: group[f"{REVENUE}:sum_currency"]
            for group in found["groups"]
        }
        self.assertEqual(sums[self.tier["TOP"].id], 600)
        self.assertEqual(sums[self.tier["SMALL"].id], 400)

    def test_sorted_by_any_figure(self):
        partners = self.env["res.partner"]
        for name, expected in (
            (REVENUE, [self.cid, self.ben, self.ann]),
            (RANK, [self.ann, self.ben, self.cid]),
            ("customer_tier_share", [self.cid, self.ben, self.ann]),
            ("customer_tier_last_purchase", [self.cid, self.ben, self.ann]),
        ):
            with self.subTest(name):
                self.assertTrue(partners.fields_get([name])[name]["sortable"])
                ranked = [("id", "in", (self.ann + self.ben + self.cid).ids)]
                self.assertEqual(list(partners.search(ranked, order=name)), expected)
                back = partners.search(ranked, order=f"{name} desc")
                self.assertEqual(list(back), expected[::-1])

    def test_found_by_any_figure(self):
        partners = self.env["res.partner"]
        for condition, expected in (
            ((REVENUE, ">=", 300), self.ann + self.ben),
            ((REVENUE, "<", 300), self.cid + self.dan),
            ((RANK, "=", 2), self.ben),
            (("customer_tier_last_purchase", "<", "2025-05-01"), self.cid),
            (("customer_tier_last_purchase", "=", False), self.dan + self.contacts),
            (
                ("customer_tier_last_purchase", "!=", False),
                self.ann + self.ben + self.cid,
            ),
        ):
            with self.subTest(condition):
                self.assertEqual(partners.search([*self.domain, condition]), expected)

    def test_on_the_record(self):
        self.assertEqual((self.ben[REVENUE], self.ben[RANK]), (300, 2))
        # to be ahead of 600
        self.assertAlmostEqual(self.ben.customer_tier_gap, 300.01)
        self.assertEqual((self.dan[REVENUE], self.dan[RANK]), (0, 0))
        contact = self.contacts[0]
        self.assertEqual(contact.customer_tier_id, self.tier["TOP"])
        self.assertFalse(contact[REVENUE] or contact[RANK])

    def test_own_customers_only(self):
        seller = self.user(
            "user",
            groups="sales_team.group_sale_salesman,"
            "customer_tiering.group_customer_tier_user",
        )
        self.company.customer_tier_own_customers = True
        self.ben.user_id = seller
        partners = self.seen_by(seller, self.env["res.partner"])
        figures = partners.search([*self.domain, (REVENUE, ">", 0)])
        self.assertEqual(figures.ids, self.ben.ids)
        sums = partners._read_group(self.domain, [], [f"{REVENUE}:sum"])
        self.assertEqual(sums, [(300,)])
        self.assertFalse(partners.browse(self.ann.id)[REVENUE])
        self.assertEqual(partners.browse(self.ben.id)[REVENUE], 300)

    def test_not_a_query_per_row(self):
        names = (REVENUE, RANK, "customer_tier_rhythm", "customer_tier_badge_note")
        self.people.mapped("customer_tier_rhythm")
        queries = []
        for people in (self.people[:1], self.people):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for name in names:
                people.mapped(name)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])

    def test_what_the_strip_says(self):
        def plain(text):
            return text.replace("\N{NO-BREAK SPACE}", " ")

        self.assertEqual(
            plain(self.ben.customer_tier_strip),
            "$ 300.00 · rank 2 of 3 · $ 300.01 to Top · since 06/30/2025 · as of "
            "06/30/2025",
        )
        # a contact's page names the company whose figures these are
        contact = self.contacts[0]
        self.assertTrue(contact.customer_tier_strip.startswith("Ann: $"))
        self.assertEqual(contact.customer_tier_explanation["of"], "Figures of Ann")
        self.assertNotIn("of", self.ann.customer_tier_explanation)

    def test_a_mark_is_asked_for_where_it_matters(self):
        self.assertFalse(self.ann.customer_tier_mark_matters)
        self.assertTrue(self.dan.customer_tier_mark_matters)
        self.assertTrue(self.customer("Eve", ref="OTHER").customer_tier_mark_matters)
        self.env["customer.tier.no.need"].create(
            {"partner_id": self.ann.id, "reason": "Sold the workshop"}
        )
        self.assertTrue(self.ann.customer_tier_mark_matters)
