from datetime import date

from odoo import Command
from odoo.tests import Form, tagged

from ..common import AS_OF, FIRST
from ..metrics import MetricCase


@tagged("post_install", "-at_install")
class TestMetricsSalesReferrals(MetricCase):
    """Whom a customer brought, and what they buy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")

    def referrals(self, customer=None, **values):
        codes = ["referral_count", "referral_revenue"]
        found = self.frame(*codes, **values)
        return found.loc[(customer or self.anvil).id, codes].tolist()

    def referred(self, name, by=None, **values):
        by = by or self.anvil
        return self.customer(name, customer_tier_referrer_id=by.id, **values)

    def test_those_who_bought_count_with_their_revenue(self):
        contact = self.contact(self.contact(self.anvil), "Assistant")
        first, second = self.referred("A"), self.referred("B", contact)
        past, never = self.referred("C"), self.referred("D")
        self.invoices([(first, 100), (self.contact(second), 30, FIRST)])
        self.refund(first, 25)
        self.invoice(past, 1000, date(2024, 6, 30))
        self.invoice(never, 5000, date(2025, 7, 1))

        # three have bought; 100 - 25 + 30 in the period
        self.assertEqual(self.referrals(), [3, 105])
        self.assertEqual(self.referrals(first), [0, 0])

    def test_a_contact_who_names_him_brings_his_company_once(self):
        company = self.customer("Company")
        for name in ("Ada", "Bob"):
            self.contact(company, name, customer_tier_referrer_id=self.anvil.id)
        self.invoice(company, 100)

        self.assertEqual(self.referrals(), [1, 100])

    def test_a_customer_has_one_referrer(self):
        hammer = self.customer("Hammer")
        company = self.referred("Company", hammer)
        self.contact(company, customer_tier_referrer_id=self.anvil.id)
        self.invoice(company, 100)

        self.assertEqual(self.referrals(hammer), [1, 100])
        self.assertEqual(self.referrals(), [0, 0])

    def test_nobody_refers_himself(self):
        self.contact(self.anvil, customer_tier_referrer_id=self.anvil.id)
        subsidiary = self.referred("Subsidiary", parent_id=self.anvil.id)
        self.invoices([(self.anvil, 100), (subsidiary, 30)])

        self.assertEqual(self.referrals(), [1, 30])
        self.assertEqual(self.referrals(customer_level="group"), [0, 0])

    def test_a_purchase_is_an_order_where_the_scheme_says_so(self):
        ordered, invoiced = self.referred("A"), self.referred("B")
        self.sell(ordered, (10, 1))
        self.invoice(invoiced, 500)

        self.assertEqual(self.referrals(), [1, 500])
        self.assertEqual(self.referrals(purchase_basis="order"), [1, 0])

    def test_other_companies_have_no_part(self):
        here, there = self.referred("A"), self.referred("B")
        branch, other = self.new_branch("North"), self.new_company("Elsewhere Inc.")
        self.invoice(here, 100, company=branch)
        self.invoice(here, 7, company=other)
        self.invoice(there, 300, company=other)

        self.assertEqual(self.referrals(), [1, 100])


@tagged("post_install", "-at_install")
class TestMetricsSalesInfluence(MetricCase):
    """R21, R22: whose word carries, and how far."""

    def influence(self, customer, **values):
        codes = ["influence", "influence_reach"]
        return self.frame(*codes, **values).loc[customer.id, codes].tolist()

    def test_stars(self):
        kinds = ("none", "shop_review", "professional", "celebrity")
        customers = self.customers(4)
        for customer, kind in zip(customers, kinds, strict=True):
            customer.customer_tier_influence_type = kind

        self.assertEqual(self.figures(customers, "influence"), [0, 3, 4, 5])

    def test_the_strongest_among_the_contacts_wins(self):
        customer = self.customer("Anvil", customer_tier_influence_type="shop_review")
        contact = self.contact(customer, customer_tier_influence_reach=1200)
        self.contact(
            contact,
            customer_tier_influence_type="professional",
            customer_tier_influence_reach=300,
        )
        self.contact(
            customer,
            active=False,
            customer_tier_influence_type="celebrity",
            customer_tier_influence_reach=9000,
        )

        self.assertEqual(self.influence(customer), [4, 1200])

    def test_nobody_has_judged(self):
        for figure in self.influence(self.customer("Anvil")):
            self.assertUnknown(figure)

    def test_it_is_known_only_today(self):
        metrics = self.env["customer.tier.metric"].search([("only_now", "=", True)])

        codes = set(metrics.mapped("code"))
        self.assertLessEqual({"influence", "influence_reach"}, codes)

    def test_a_salesperson_enters_the_profile(self):
        user = self.user(
            "user", groups="base.group_partner_manager,sales_team.group_sale_salesman"
        )
        referrer, customer = self.customers(2)

        with Form(self.seen_by(user, customer)) as form:
            form.customer_tier_referrer_id = referrer
            form.customer_tier_influence_type = "professional"
            form.customer_tier_influence_reach = 500

        self.assertEqual(customer.customer_tier_referrer_id, referrer)
        self.assertEqual(self.influence(customer), [4, 500])

    def test_others_do_not_see_it(self):
        user = self.user("none", groups="base.group_user")

        fields = self.seen_by(user, self.env["res.partner"]).fields_get()

        self.assertNotIn("customer_tier_influence_type", fields)
        self.assertNotIn("customer_tier_referrer_id", fields)


@tagged("post_install", "-at_install")
class TestMetricsSalesCategories(MetricCase):
    """From how many of the categories that are sold a customer buys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product_of = {
            name: cls.new_product(
                name, categ_id=cls.env["product.category"].create({"name": name}).id
            )
            for name in ("Tools", "Paint", "Wood", "Garden")
        }

    def buy(self, customer, *names, day=AS_OF, **values):
        self.invoices(
            [(customer, 0, day)],
            invoice_line_ids=[
                Command.create(
                    {
                        "product_id": self.product_of[name].id,
                        "price_unit": 10,
                        "tax_ids": [],
                    }
                )
                for name in names
            ],
            **values,
        )

    def test_categories_bought_of_those_sold(self):
        broad, narrow, text, none = self.customers(4)
        self.buy(broad, "Tools", "Paint", "Tools")
        self.buy(self.contact(self.contact(broad)), "Wood", day=FIRST)
        self.buy(narrow, "Paint")
        self.buy(narrow, "Paint")
        # before the period, taken back, of another company
        self.buy(narrow, "Tools", day=date(2024, 6, 30))
        self.buy(narrow, "Tools", move_type="out_refund")
        self.buy(narrow, "Tools", company=self.new_company("Elsewhere Inc."))
        self.invoice(text, 100)
        self.buy(self.customer("Stranger", ref="not of the scheme"), "Garden")

        found = self.figures(broad + narrow + text + none, "category_depth")

        # Garden was sold too, to somebody
        self.assertEqual(found[:2], [0.75, 0.25])
        self.assertUnknown(found[2])
        self.assertUnknown(found[3])
