from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .prices import FrozenDay, PriceCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitPrices(FrozenDay, PriceCase):
    """Whose price list a contact has: own, tier, protected, country or default."""

    # ------------------------------------------------------------ read, not written

    def test_the_tiers_list_is_read_and_nothing_is_written(self):
        contact = self.contact(self.top)
        deep = self.contact(contact)
        given = [self.pays(one) for one in (*self.people, contact, deep)]
        self.assertEqual(
            given,
            [
                self.top_list,
                self.big_list,
                self.default,
                self.default,
                self.top_list,
                self.top_list,
            ],
        )
        self.assertFalse(self.own(self.people + contact + deep))

    def test_the_own_list_wins(self):
        special = self.prices("Special", 30)
        self.top.property_product_pricelist = special
        self.assertEqual(self.own(self.top), special)
        self.assertEqual(self.pays(self.top), special)
        # an own list that was archived is none
        special.active = False
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_the_default_can_be_chosen_for_one_customer(self):
        self.top.property_product_pricelist = self.default
        self.assertEqual(self.own(self.top), self.default)
        self.assertEqual(self.pays(self.top), self.default)
        self.top.property_product_pricelist = self.top_list
        self.assertFalse(self.own(self.top))
        self.assertEqual(self.pays(self.top), self.top_list)
        self.top.property_product_pricelist = self.big_list
        self.top.property_product_pricelist = False
        self.assertFalse(self.own(self.top))

    def test_odoo_still_decides_for_who_has_no_tier_list(self):
        special = self.prices("Special", 30)
        self.small.property_product_pricelist = special
        self.assertEqual(self.own(self.small), special)
        self.small.property_product_pricelist = self.default
        self.assertFalse(self.own(self.small))

    def test_a_contact_created_in_the_form_pins_nothing(self):
        partners = self.seen_by(self.seller, self.env["res.partner"])
        form = Form(partners, "base.view_partner_form")
        form.name = "New contact"
        self.assertEqual(form.property_product_pricelist, self.default)
        form.parent_id = self.top
        self.assertEqual(form.property_product_pricelist, self.top_list)
        contact = form.save()
        self.assertEqual(contact.property_product_pricelist, self.top_list)
        self.assertFalse(self.own(contact.sudo() + self.top))

    def test_a_contact_created_from_the_company_pins_nothing(self):
        for shown in (self.top_list, self.default):
            contact = self.contact(
                self.top, shown.name, property_product_pricelist=shown.id
            )
            self.assertFalse(self.own(contact + self.top), shown.name)

    def test_a_contact_saved_again_pins_nothing(self):
        contact = self.contact(self.top)
        with Form(self.seen_by(self.seller, contact)) as form:
            form.phone = "1"
            form.country_id = self.env.ref("base.de")
        self.assertFalse(self.own(contact + self.top))

    def test_the_cache_follows_the_standing(self):
        self.assertEqual(self.big.property_product_pricelist, self.big_list)
        self.invoice(self.big, 1000)
        self.evaluate(self.pyramid)
        self.assertEqual(self.big.property_product_pricelist, self.top_list)
        self.assertEqual(self.top.property_product_pricelist, self.big_list)

    def test_a_changed_benefit_is_seen_at_once(self):
        self.assertEqual(self.top.property_product_pricelist, self.top_list)
        self.benefit.line_ids[0].pricelist_id = self.big_list
        self.assertEqual(self.top.property_product_pricelist, self.big_list)
        self.benefit.active = False
        self.assertEqual(self.top.property_product_pricelist, self.default)
        self.benefit.active = True
        self.benefit.line_ids[0].unlink()
        self.assertEqual(self.top.property_product_pricelist, self.default)
        self.benefit.line_ids = self.lines(TOP=self.top_list)
        self.assertEqual(self.top.property_product_pricelist, self.top_list)
        self.pyramid.active = False
        self.assertEqual(self.top.property_product_pricelist, self.default)

    # ------------------------------------------------------------ nobody else's

    def test_a_tiers_list_is_never_the_fallback(self):
        self.assertTrue(self.top_list.customer_tier_only)
        self.top_list.sequence = -5
        self.default.active = False
        others = self.env["product.pricelist"].search(
            [
                ("id", "not in", (self.top_list + self.big_list).ids),
                ("company_id", "in", [False, self.company.id]),
            ]
        )
        others.active = False
        visitor = self.env.ref("base.public_user").partner_id
        for partner in (self.stranger, self.small, visitor):
            self.assertFalse(self.pays(partner), partner.name)
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_a_tiers_list_is_not_that_of_a_country(self):
        germany = self.env.ref("base.de")
        group = self.env["res.country.group"].create(
            {"name": "Germans", "country_ids": [Command.link(germany.id)]}
        )
        self.top_list.country_group_ids = group
        self.stranger.country_id = germany
        self.assertEqual(self.pays(self.stranger), self.default)
        # an anonymous visitor from there
        self.assertEqual(
            self.pays(self.customer("Visitor"), country_code="DE"), self.default
        )

    def test_a_parameter_cannot_make_it_everybodys(self):
        self.env["ir.config_parameter"].set_param(
            f"res.partner.property_product_pricelist_{self.company.id}",
            self.top_list.id,
        )
        self.env["product.pricelist"].search(
            [
                ("id", "not in", (self.top_list + self.big_list).ids),
                ("company_id", "in", [False, self.company.id]),
            ]
        ).active = False
        self.assertFalse(self.pays(self.stranger))
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_a_parameter_may_name_a_list_that_is_gone(self):
        gone = self.prices("Gone", 0)
        self.env["ir.config_parameter"].set_param(
            f"res.partner.property_product_pricelist_{self.company.id}", gone.id
        )
        gone.unlink()
        self.default.active = False
        (self.env["product.pricelist"].search([]) - self.top_list).active = False
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_a_customer_who_travels_keeps_their_prices(self):
        germany = self.env.ref("base.de")
        group = self.env["res.country.group"].create(
            {"name": "Germans", "country_ids": [Command.link(germany.id)]}
        )
        abroad = self.prices("Abroad", 5, country_group_ids=group.ids)
        self.assertEqual(self.pays(self.stranger, country_code="DE"), abroad)
        self.assertEqual(self.pays(self.top, country_code="DE"), self.top_list)
        self.top.country_id = germany
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_the_public_user_has_no_tier(self):
        """Not even if carts have made a customer of their contact."""
        visitor = self.env.ref("base.public_user").partner_id
        standing = self.standing(self.pyramid, self.top)
        self.update(standing, partner_id=visitor.id)
        self.assertEqual(self.pays(visitor), self.default)
        child = self.contact(visitor)
        self.assertEqual(self.pays(child), self.default)
        self.update(standing, partner_id=self.top.id)
        visitor.parent_id = self.top
        self.assertEqual(self.pays(visitor), self.default)
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_another_company_gives_its_own(self):
        other = self.new_company("Elsewhere Inc.")
        # lists that the other company may use: what it does not have is the benefit
        (self.top_list + self.big_list).company_id = False
        self.assertNotEqual(
            self.top.with_company(other).property_product_pricelist, self.top_list
        )
        self.assertFalse(
            self.env["product.pricelist"]
            .with_company(other)
            ._customer_tier_grants(self.people)
        )

    def test_a_branch_gives_what_its_company_grants(self):
        branch = self.new_branch("Tiering North")
        # Odoo takes no list of another company, not even of the one above
        self.assertNotIn(
            self.top.with_company(branch).property_product_pricelist,
            self.top_list + self.big_list,
        )
        (self.top_list + self.big_list).company_id = False
        self.top.invalidate_recordset()
        self.assertEqual(
            self.top.with_company(branch).property_product_pricelist, self.top_list
        )
        own = self.prices("North", 40, company_id=branch.id)
        scheme = self.scheme({"TOP": 100}, company_id=branch.id, name="North")
        self.invoices([(self.small, 50)], company=branch)
        self.evaluate(scheme)
        self.benefit.copy({"scheme_id": scheme.id, "line_ids": self.lines(TOP=own)})
        north = self.small.with_company(branch)
        self.assertEqual(north.property_product_pricelist, own)
        self.assertEqual(self.pays(self.small), self.default)

    def test_a_list_of_another_company_is_refused(self):
        other = self.new_company("Elsewhere Inc.")
        with self.refuses("belongs to Elsewhere", ValidationError):
            self.benefit.line_ids[0].pricelist_id = self.prices(
                "Elsewhere", 5, company_id=other.id
            )

    def test_an_archived_list_gives_nothing(self):
        self.top_list.active = False
        self.assertEqual(self.pays(self.top), self.default)
        self.assertIn("“Top prices” is archived", self.benefit.attention)

    def test_a_subsidiary_is_its_own_customer(self):
        daughter = self.customer("Daughter", parent_id=self.top.id)
        self.assertEqual(self.pays(daughter), self.default)

    def test_merged_contacts_have_what_remains(self):
        contact = self.contact(self.small)
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge([self.small.id, self.top.id], self.top)
        self.assertEqual(self.pays(self.top), self.top_list)
        self.assertEqual(self.pays(contact), self.top_list)
        self.assertFalse(self.own(self.top + contact))

    # ------------------------------------------------------------ what is refused

    def test_the_public_default_is_refused(self):
        with self.refuses("everybody who has no other", ValidationError):
            self.benefit.line_ids[0].pricelist_id = self.default
        # after another one took its place it is an ordinary list
        self.prices("New default", 0, sequence=0)
        self.benefit.line_ids[0].pricelist_id = self.default
        self.assertTrue(self.default.customer_tier_only)

    def test_a_default_of_any_company_is_refused(self):
        other = self.new_company("Elsewhere Inc.")
        everywhere = self.prices("Everywhere", 0, company_id=False, sequence=-1)
        self.default.sequence = -2
        self.env["product.pricelist"].search(
            [("company_id", "=", other.id)]
        ).active = False
        with self.refuses("everybody who has no other", ValidationError):
            self.benefit.line_ids[0].pricelist_id = everywhere

    def test_the_list_of_a_country_is_refused(self):
        group = self.env["res.country.group"].create({"name": "Neighbours"})
        abroad = self.prices("Abroad", 5, country_group_ids=group.ids)
        with self.refuses("all customers in Neighbours", ValidationError):
            self.benefit.line_ids[0].pricelist_id = abroad

    def test_the_mark_stays_while_a_tier_uses_the_list(self):
        with self.refuses("is the price list of the tier Top", UserError):
            self.top_list.customer_tier_only = False
        self.benefit.line_ids.unlink()
        self.top_list.customer_tier_only = False

    # ------------------------------------------------------------ switched off

    def test_switched_off_price_lists_are_said(self):
        group = self.env.ref("product.group_product_pricelist")
        self.assertFalse(self.benefit.pricelists_off)
        self.env.ref("base.group_user")._remove_group(group)
        self.benefit.invalidate_recordset()
        self.assertTrue(self.benefit.pricelists_off)
        self.assertFalse(self.pays(self.top))
        self.assertFalse(self.top.customer_tier_price_note)
        self.top.property_product_pricelist = False
        self.assertFalse(self.own(self.top))

    def test_they_can_be_switched_on_from_the_benefit(self):
        group = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user")._remove_group(group)
        self.benefit.action_turn_on_pricelists()
        self.benefit.invalidate_recordset()
        self.assertFalse(self.benefit.pricelists_off)
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_only_who_sets_up_odoo_switches_them_on(self):
        benefit = self.seen_by(self.user("admin"), self.benefit)
        with self.assertRaises(UserError):
            benefit.action_turn_on_pricelists()

    # ------------------------------------------------------------ protection

    def test_a_fall_is_protected_for_the_set_days(self):
        self.benefit.protection_days = 30
        for day, expected in (
            ("2025-10-15", self.top_list),
            ("2025-09-15", self.top_list),
            ("2025-09-14", self.default),
        ):
            with self.subTest(day), self.cr.savepoint(flush=False) as savepoint:
                self.moved(self.top, day, "TOP", "SMALL")
                self.assertEqual(self.pays(self.top), expected)
                self.assertFalse(self.own(self.top))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_each_tier_is_protected_from_its_own_fall(self):
        self.benefit.protection_days = 30
        self.moved(self.top, "2025-09-10", "TOP", "BIG")
        self.moved(self.top, "2025-09-20", "BIG", "SMALL")
        # Top is over since 10 October, Big lasts until the 20th
        self.assertEqual(self.pays(self.top), self.big_list)

    def test_the_best_of_the_protected_tiers_counts(self):
        self.benefit.protection_days = 30
        self.moved(self.top, "2025-10-01", "TOP", "BIG")
        self.moved(self.top, "2025-10-10", "BIG", "SMALL")
        self.assertEqual(self.pays(self.top), self.top_list)

    def test_a_rise_ends_the_protection(self):
        self.benefit.protection_days = 30
        self.moved(self.big, "2025-10-01", "BIG", "SMALL")
        self.moved(self.big, "2025-10-10", "SMALL", "TOP", "up")
        self.assertEqual(self.pays(self.big), self.top_list)

    def test_an_undone_fall_protects_nobody(self):
        self.benefit.protection_days = 30
        self.moved(self.top, "2025-10-01", "TOP", "SMALL")
        self.update(self.pyramid.last_evaluation_id, state="undone")
        self.assertEqual(self.pays(self.top), self.default)

    def test_without_protection_a_fall_counts_at_once(self):
        self.moved(self.top, "2025-10-15", "TOP", "SMALL")
        self.assertEqual(self.pays(self.top), self.default)

    # ------------------------------------------------------------ the filter

    def hidden(self):
        return self.people.search(
            [
                ("id", "in", self.people.ids),
                ("customer_tier_price_hidden", "=", True),
            ]
        )

    def test_own_lists_that_hide_the_tiers_are_found(self):
        special = self.prices("Special", 30)
        self.assertFalse(self.hidden())
        # Small has no list of the tier to hide, Big was given the same by hand
        self.top.specific_property_product_pricelist = special
        self.small.specific_property_product_pricelist = special
        self.big.specific_property_product_pricelist = self.big_list
        self.assertEqual(self.hidden(), self.top)
        self.assertEqual(
            self.people.mapped("customer_tier_price_hidden"),
            [True, False, False, False],
        )
        others = self.people.search(
            [
                ("id", "in", self.people.ids),
                ("customer_tier_price_hidden", "=", False),
            ]
        )
        self.assertEqual(others, self.people - self.top)
        special.active = False
        self.assertFalse(self.hidden())

    def test_without_a_benefit_nothing_is_hidden(self):
        self.top.specific_property_product_pricelist = self.prices("Special", 30)
        self.benefit.active = False
        self.assertFalse(self.hidden())
