import random

from odoo import Command
from odoo.tests import tagged

from .prices import FrozenDay, PriceCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitLeaks(FrozenDay, PriceCase):
    """Whatever lists, countries and companies there are: no tier, no tier's prices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.countries = cls.env["res.country"].search([], limit=4)
        cls.groups = cls.env["res.country.group"].create(
            [
                {"name": country.name, "country_ids": [Command.link(country.id)]}
                for country in cls.countries
            ]
        )
        cls.other = cls.new_company("Elsewhere Inc.")
        cls.branch = cls.new_branch("Tiering North")
        cls.strangers = cls.env["res.partner"].create(
            [
                {"name": f"Stranger {country.name}", "country_id": country.id}
                for country in (*cls.countries, cls.env["res.country"])
            ]
        )
        cls.strangers |= cls.env.ref("base.public_user").partner_id
        # what Odoo made for the companies would nearly always be found first
        known = cls.default + cls.top_list + cls.big_list
        (cls.env["product.pricelist"].search([]) - known).active = False

    def test_nobody_without_a_standing_is_given_a_tiers_list(self):
        for seed in range(25):
            with self.subTest(seed=seed), self.cr.savepoint(flush=False) as savepoint:
                self.world(random.Random(seed))
                savepoint.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_all_caches()

    def world(self, dice):
        companies = self.company + self.other + self.branch
        lists = self.top_list + self.big_list
        for _number in range(dice.randint(0, 5)):
            lists |= self.prices(
                "Any",
                dice.randint(0, 50),
                company_id=dice.choice([False, *companies.ids]),
                sequence=dice.randint(-3, 30),
                active=dice.random() < 0.8,
                country_group_ids=dice.sample(self.groups.ids, dice.randint(0, 2)),
                customer_tier_only=dice.random() < 0.4,
            )
        (self.top_list + self.big_list).write(
            {
                "sequence": dice.randint(-5, 30),
                "company_id": dice.choice([False, self.company.id]),
                "country_group_ids": [
                    Command.set(dice.sample(self.groups.ids, dice.randint(0, 2)))
                ],
            }
        )
        self.default.active = dice.random() < 0.5
        if dice.random() < 0.5:
            self.env["ir.config_parameter"].set_param(
                "res.partner.property_product_pricelist", dice.choice(lists).id
            )
        self.benefit.protection_days = dice.choice([0, 30])
        context = dice.choice([{}, {"country_code": dice.choice(self.countries).code}])
        self.env.invalidate_all()
        for company in companies:
            for partner in self.strangers:
                found = (
                    partner.with_context(**context)
                    .with_company(company)
                    .property_product_pricelist
                )
                self.assertFalse(found.customer_tier_only, (company.name, partner.name))
        # and those who have a tier are given theirs, wherever they look from
        given = self.top.with_context(**context).property_product_pricelist
        self.assertEqual(given, self.top_list)
