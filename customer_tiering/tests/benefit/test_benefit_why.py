from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..common import GROUP
from .prices import FrozenDay, PriceCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitWhy(FrozenDay, PriceCase):
    """Why this price: on contacts and quotations."""

    def why(self, partner, user=None):
        partner = self.seen_by(user or self.seller, partner)
        partner.invalidate_recordset()
        return partner.customer_tier_price_note

    def test_why_a_contact_has_its_list(self):
        contact = self.contact(self.top)
        self.assertEqual(
            self.why(self.top),
            "“Top prices”: the list of tier Top, since 06/30/2025.",
        )
        self.assertEqual(self.why(contact), self.why(self.top))
        self.assertEqual(self.why(self.small), "“Everybody”: the default list.")
        self.assertEqual(self.why(self.stranger), "“Everybody”: the default list.")

    def test_why_of_an_own_list(self):
        special = self.prices("Special", 30)
        (self.top + self.small).specific_property_product_pricelist = special
        self.assertEqual(
            self.why(self.top),
            "“Special”: chosen for this customer. Tier Top would give “Top prices”.",
        )
        self.assertEqual(self.why(self.small), "“Special”: chosen for this customer.")

    def test_why_of_a_protected_list(self):
        self.benefit.protection_days = 30
        self.moved(self.top, "2025-10-01", "TOP", "SMALL")
        self.assertEqual(
            self.why(self.top),
            "“Top prices” of tier Top, protected until 10/31/2025: the tier is Small "
            "now.",
        )

    def test_why_of_the_list_of_a_country(self):
        germany = self.env.ref("base.de")
        group = self.env["res.country.group"].create(
            {"name": "Germans", "country_ids": [Command.link(germany.id)]}
        )
        self.prices("Abroad", 5, country_group_ids=group.ids)
        self.small.country_id = germany
        self.assertEqual(
            self.why(self.small), "“Abroad”: the list for customers in Germany."
        )

    def test_nothing_is_said_without_a_benefit(self):
        self.benefit.active = False
        self.assertFalse(self.why(self.top))
        self.assertFalse(self.quotation(self.top).customer_tier_price_note)

    def test_whose_customer_it_is_not_is_told_no_day(self):
        self.company.customer_tier_own_customers = True
        rival = self.user("rival", groups=f"base.group_user,{GROUP}user")
        self.assertEqual(
            self.why(self.top, rival), "“Top prices”: the list of tier Top."
        )
        self.benefit.protection_days = 30
        self.moved(self.top, "2025-10-01", "TOP", "SMALL")
        self.assertNotIn("2025", self.why(self.top, rival))
        self.assertIn("2025", self.why(self.top))

    def test_the_list_opens(self):
        action = self.top.action_view_customer_tier_pricelist()
        self.assertEqual(action["res_id"], self.top_list.id)

    # ------------------------------------------------------------ quotations

    def told(self, order):
        self.env.flush_all()
        order.invalidate_recordset()
        order = self.seen_by(self.seller, order)
        return order.customer_tier_price_note, order.customer_tier_price_changed

    def test_a_quotation_says_why(self):
        order = self.quotation(self.top)
        self.assertEqual(order.pricelist_id, self.top_list)
        self.assertEqual(order.order_line.price_unit, 80)
        self.assertEqual(self.told(order), (self.why(self.top), False))

    def test_an_open_quotation_keeps_its_prices(self):
        order = self.quotation(self.top)
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        note, changed = self.told(order)
        self.assertTrue(changed)
        self.assertIn("“Big prices”: the list of tier Big", note)
        self.assertEqual(order.pricelist_id, self.top_list)
        self.assertEqual(order.order_line.price_unit, 80)
        self.seen_by(self.seller, order).action_update_customer_tier_prices()
        self.assertEqual(order.pricelist_id, self.big_list)
        self.assertEqual(order.order_line.price_unit, 90)
        self.assertFalse(self.told(order)[1])

    def test_the_note_follows_a_run_in_the_same_transaction(self):
        order = self.quotation(self.big)
        self.assertFalse(order.customer_tier_price_changed)
        self.invoice(self.big, 1000)
        self.evaluate(self.pyramid)
        self.assertTrue(order.customer_tier_price_changed)

    def test_a_confirmed_order_says_nothing_and_is_left_alone(self):
        order = self.quotation(self.top)
        order.action_confirm()
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        self.assertEqual(self.told(order), (False, False))
        order.action_update_customer_tier_prices()
        self.assertEqual(order.pricelist_id, self.top_list)

    def test_a_draft_keeps_its_prices_when_the_benefit_goes(self):
        order = self.quotation(self.top)
        self.benefit.unlink()
        self.env.flush_all()
        order.invalidate_recordset()
        self.assertEqual(order.pricelist_id, self.top_list)
        self.assertEqual(order.order_line.price_unit, 80)

    def test_a_list_in_another_currency(self):
        self.rate(self.eur, "2025-01-01", 0.5)
        self.top_list.currency_id = self.eur
        order = self.quotation(self.top)
        self.assertEqual(order.currency_id, self.eur)
        self.assertEqual(order.order_line.price_unit, 40)

    def test_portal_users_do_not_read_why(self):
        portal = self.user("portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.top
        order = self.seen_by(portal, self.quotation(self.top, state="sent"))
        for name in ("customer_tier_price_note", "customer_tier_term_note"):
            with self.subTest(name), self.assertRaises(Exception) as caught:
                order.read([name])
            self.assertIn("access", str(caught.exception).lower())

    # ------------------------------------------------------------ speed

    def test_one_statement_for_all_contacts(self):
        """As many for 100 contacts as for one of each tier; two more than Odoo's own.

        The first one is of Top: where every contact has a tier's list, Odoo's own rules
        are not asked.
        """
        contacts = self.env["res.partner"].create(
            [{"name": f"C {n}", "parent_id": self.people[n % 4].id} for n in range(100)]
        )
        counts = {}
        for active in (True, False):
            self.benefit.active = active
            self.env.flush_all()
            for number in (1, 4, 100):
                for _warm in range(2):
                    self.env.invalidate_all()
                    before = self.env.cr.sql_log_count
                    contacts[:number].mapped("property_product_pricelist")
                    counts[active, number] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[True, 4], counts[True, 100])
        # the standings, the lists; the day of the scheme is not needed
        self.assertLessEqual(counts[True, 4] - counts[False, 4], 2)
        self.assertLess(counts[True, 1], counts[False, 1])

    def test_lists_read_no_price(self):
        """Contacts and orders in a list cost no look at the benefits."""
        orders = self.env["sale.order"].union(*map(self.quotation, self.people))
        self.env.flush_all()
        self.env.invalidate_all()
        benefit = type(self.env["customer.tier.benefit"])
        for records, xmlid in (
            (orders, "sale.view_quotation_tree_with_onboarding"),
            (orders, "sale.view_order_tree"),
            (self.people, "base.view_partner_tree"),
        ):
            model = self.seen_by(self.seller, records)
            view = model.get_view(self.env.ref(xmlid).id, "list")
            names = set(view["models"][records._name]) & set(records._fields)
            with (
                self.subTest(xmlid),
                patch.object(benefit, "_granted", side_effect=AssertionError(xmlid)),
                patch.object(
                    benefit, "_payment_terms", side_effect=AssertionError(xmlid)
                ),
            ):
                model.web_read({name: {} for name in names})
