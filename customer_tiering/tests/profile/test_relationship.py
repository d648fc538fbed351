from datetime import date

from odoo.tests import tagged

from .people import PeopleCase


@tagged("post_install", "-at_install", "playbook")
class TestRelationship(PeopleCase):
    """Long-term and temporary customers, referral trees, and what newcomers become."""

    # ------------------------------------------------------------ long-term

    def test_months_with_a_purchase(self):
        self.invoices(
            [
                (self.anvil, 10, date(2024, 6, 30)),
                (self.lin, 10, date(2024, 7, 1)),
                (self.anvil, 10, date(2024, 7, 31)),
                (self.anvil, 10, date(2025, 1, 1)),
                (self.anvil, 10, date(2025, 6, 30)),
            ]
        )
        self.refund(self.anvil, 5, date(2025, 3, 3))
        self.assertEqual(self.figure(self.anvil, "purchase_months"), 3)
        self.assertEqual(self.figure(self.customer("Ben"), "purchase_months"), 0)
        self.sell(self.anvil, (10, 1), moment="2024-12-31 23:30:00")
        for zone, months in (("UTC", 1), ("Asia/Shanghai", 1)):
            by_order = {"purchase_basis": "order", "tz": zone}
            found = self.figure(self.anvil, "purchase_months", **by_order)
            self.assertEqual(found, months)

    def test_it_is_read_only_if_the_scheme_asks(self):
        self.assertNotIn("purchase_months", self.scheme()._collected_columns())
        scheme = self.scheme(long_term_months=3)
        self.assertIn("purchase_months", scheme._collected_columns())

    def test_search_and_advice(self):
        months = (date(2025, 1, 5), date(2025, 2, 5), date(2025, 3, 5))
        ben, gone = self.customers(2)
        self.invoices([(self.anvil, 10, day) for day in months])
        self.invoices([(ben, 10, months[0]), (gone, 10, date(2023, 1, 1))])
        scheme = self.scheme(long_term_months=3)
        self.evaluate(scheme)
        plain = self.scheme()
        self.evaluate(plain)
        standings = self.env["customer.tier.standing"]
        own = [("scheme_id", "in", (scheme + plain).ids)]
        for name, customer, told in (
            ("is_long_term", self.anvil, "preferential offers"),
            ("is_temporary", ben, "publicity"),
        ):
            found = standings.search([*own, (name, "=", True)])
            self.assertEqual(found, self.standing(scheme, customer))
            self.assertIn(told, " ".join(found._explanation().sentences()))
            self.assertTrue(found[name])
        for standing in (
            self.standing(plain, self.anvil),
            self.standing(scheme, gone),
        ):
            told = " ".join(standing._explanation().sentences())
            self.assertNotIn("term customer", told)
            self.assertNotIn("Temporary", told)

    # ------------------------------------------------------------ referral tree

    def tree(self):
        """Anvil (through Lin) brought A and B, A brought C, C brought D and Anvil."""
        names = ("A", "B", "C", "D")
        self.a, self.b, self.c, self.d = (self.customer(name) for name in names)
        self.a.customer_tier_referrer_id = self.lin
        self.b.customer_tier_referrer_id = self.anvil
        self.c.customer_tier_referrer_id = self.a
        (self.d + self.anvil).customer_tier_referrer_id = self.c
        self.invoices([(self.a, 100), (self.b, 60), (self.c, 40), (self.d, 8)])
        self.pyramid = self.scheme({"TOP": 25, "BIG": 25, "SMALL": 0})
        self.evaluate(self.pyramid)

    def test_value_through_the_whole_tree(self):
        self.tree()
        for partner in (self.anvil, self.lin):
            found = self.seen_by(self.manager, partner)
            self.assertEqual(found.customer_tier_referred_count, 4)
            self.assertEqual(found.customer_tier_referred_revenue, 208)
            # 100 + 60, half of 40, a quarter of 8
            self.assertEqual(found.customer_tier_referral_value, 182)
        self.assertFalse(
            self.seen_by(self.manager, self.b).customer_tier_referred_count
        )
        action = self.seen_by(
            self.manager, self.anvil
        ).action_view_customer_tier_referred()
        found = self.env["customer.tier.standing"].search(action["domain"])
        self.assertEqual(found.partner_id, self.a + self.b + self.c + self.d)
        self.assertEqual(sum(found.mapped("net_revenue")), 208)

    def test_one_statement_for_all_of_them(self):
        self.tree()
        everybody = self.seen_by(
            self.manager, self.anvil + self.a + self.b + self.c + self.d
        )
        everybody.mapped("customer_tier_referral_value")
        self.env.flush_all()
        rows = self.env.execute_query(everybody._customer_tier_tree_sql())
        self.assertGreater(len(rows), 6)
        # everyone once per tree, though all four are in a circle
        self.assertEqual(len(rows), len({(row[0], row[1]) for row in rows}))

    def test_own_customers_only(self):
        self.tree()
        self.company.customer_tier_own_customers = True
        self.b.user_id = self.sue
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.as_sue(self.anvil)
        self.assertEqual(found.customer_tier_referred_count, 1)
        self.assertEqual(found.customer_tier_referral_value, 60)

    # ------------------------------------------------------------ newcomers

    def test_expected_tier_of_a_newcomer(self):
        self.tree()
        new = self.customer("New", customer_tier_referrer_id=self.lin.id)
        # two of Anvil's are too few, so all four who were referred tell
        told = self.seen_by(self.manager, new).customer_tier_expected_told
        self.assertEqual(told, "Expect Small: so are 2 of 4 referred customers.")
        self.d.customer_tier_referrer_id = self.anvil
        new.invalidate_recordset()
        told = self.seen_by(self.manager, new).customer_tier_expected_told
        # one Top, one Big, one Small: the lowest of equally frequent tiers
        self.assertEqual(
            told, "Expect Small: so are 1 of 3 customers that Anvil referred."
        )
        for other in (self.a, self.customer("Unreferred")):
            self.assertFalse(
                self.seen_by(self.manager, other).customer_tier_expected_told
            )

    def test_place_in_trade(self):
        self.as_tom(self.anvil).customer_tier_role = "distributor"
        scheme = self.scheme()
        scheme.domain = "[('customer_tier_role', '=', 'distributor')]"
        self.invoice(self.anvil, 10)
        self.evaluate(scheme)
        self.assertTrue(self.standing(scheme, self.anvil))
