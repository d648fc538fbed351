import re
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .shops import ShopCase


@tagged("post_install", "-at_install", "till")
class TestShopPrices(ShopCase):
    """The price is right at the next request, on every page."""

    def assertPrice(self, page, price):
        """The first price of ``page``; Odoo may cross out the list price after it."""
        found = re.search(r'oe_currency_value">([\d.,]+)<', page)
        self.assertTrue(found, "no price at all")
        self.assertEqual(found.group(1), price)

    def test_each_has_their_own(self):
        for user, price in (
            (self.buyer, "80.00"),
            (self.other, "90.00"),
            (self.nobody, "100.00"),
            (None, "100.00"),
        ):
            with self.subTest(user=user and user.login):
                visit = self.visit(user)
                self.assertPrice(visit.get("/shop"), price)
                self.assertPrice(visit.product(), price)
                self.assertEqual(visit.variant(), float(price))

    def test_the_next_request_has_the_new_price(self):
        """Two sessions of the same customer and one of somebody else, all open."""
        first, second = self.visit(self.buyer), self.visit(self.buyer)
        other = self.visit(self.other)
        self.assertPrice(first.get("/shop"), "80.00")
        self.assertPrice(second.product(), "80.00")
        self.assertPrice(other.product(), "90.00")
        self.give(self.top, "BIG")
        self.assertPrice(first.get("/shop"), "90.00")
        self.assertPrice(first.product(), "90.00")
        self.assertEqual(second.variant(), 90)
        self.assertPrice(second.product(), "90.00")
        self.assertPrice(other.product(), "90.00")
        self.give(self.top, "SMALL")
        self.assertPrice(second.get("/shop"), "100.00")
        self.assertPrice(first.product(), "100.00")
        self.give(self.top, "TOP")
        self.assertPrice(first.product(), "80.00")
        self.assertPrice(other.product(), "90.00")

    def test_what_the_benefit_grants_changes(self):
        visit = self.visit(self.buyer)
        self.assertPrice(visit.product(), "80.00")
        line = self.benefit.line_ids.filtered(
            lambda one: one.tier_id == self.tier["TOP"]
        )
        line.pricelist_id = self.big_list
        self.assertPrice(visit.product(), "90.00")
        self.benefit.active = False
        self.assertPrice(visit.product(), "100.00")

    def test_a_list_of_their_own_comes_first(self):
        visit = self.visit(self.buyer)
        self.assertPrice(visit.product(), "80.00")
        self.top.specific_property_product_pricelist = self.sale
        self.assertPrice(visit.product(), "95.00")
        self.top.specific_property_product_pricelist = False
        self.assertPrice(visit.product(), "80.00")

    def test_a_list_that_the_visitor_chose_stays(self):
        visit = self.visit(self.buyer)
        visit.get(f"/shop/change_pricelist/{self.sale.id}")
        self.assertPrice(visit.product(), "95.00")
        self.give(self.top, "BIG")
        self.assertPrice(visit.product(), "95.00")
        self.assertPrice(visit.get("/shop"), "95.00")

    def test_the_chosen_list_of_a_tier_goes_with_the_tier(self):
        visit = self.visit(self.buyer)
        visit.get(f"/shop/change_pricelist/{self.sale.id}")
        self.top_list.selectable = True
        visit.get(f"/shop/change_pricelist/{self.top_list.id}")
        self.assertPrice(visit.product(), "80.00")
        self.give(self.top, "BIG")
        self.assertPrice(visit.product(), "90.00")

    def test_prices_off(self):
        visit = self.visit(self.buyer)
        self.assertPrice(visit.product(), "80.00")
        group = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user")._remove_group(group)
        self.assertPrice(visit.product(), "100.00")

    def test_one_statement_for_who_is_logged_in_and_none_for_others(self):
        websites = type(self.env["website"])
        read = websites._read_customer_tier_prices
        counts = []

        def counted(website):
            # read without a use, as every page reads it anyway: the contact of the user
            partner = website.env.user.partner_id.sudo()
            partner = partner.with_company(website.company_id)
            partner.specific_property_product_pricelist.ids  # noqa: B018
            partner.commercial_partner_id.ids  # noqa: B018
            before = website.env.cr.sql_log_count
            found = read(website)
            counts.append(website.env.cr.sql_log_count - before)
            return found

        visit, public = self.visit(self.buyer), self.visit()
        visit.product()
        public.product()
        with patch.object(websites, "_read_customer_tier_prices", counted):
            visit.product()
            self.assertEqual(counts, [1])
            counts.clear()
            public.product()
            self.assertEqual(counts, [0] * len(counts))

    def test_the_statement_goes_by_index(self):
        """With as many customers as a shop has, no table is read from end to end."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        benefits = self.env["customer.tier.benefit"]
        partner = self.buyer.partner_id
        self.env.flush_all()
        executed = []
        execute = self.env.cr.execute

        def noted(query, *more, **options):
            executed.append(query)
            return execute(query, *more, **options)

        with patch.object(self.env.cr, "execute", noted):
            benefits.with_company(self.company)._granted("pricelist", partner)
        (statement,) = (
            one
            for one in executed
            if isinstance(one, SQL) and "customer_tier_standing" in one.code
        )
        execute(f"EXPLAIN {statement.code}", statement.params)
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertNotIn("Seq Scan on customer_tier_standing", plan)
        self.assertNotIn("Seq Scan on res_users", plan)
