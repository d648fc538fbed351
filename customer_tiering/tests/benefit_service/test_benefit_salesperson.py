from datetime import date

from odoo import Command
from odoo.tests import tagged

from .service import ServiceCase


@tagged("post_install", "-at_install", "benefit")
class TestBenefitSalesperson(ServiceCase):
    """Top and Big are granted a dedicated salesperson; who has none is listed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dedicated = cls.env["customer.tier.benefit"].create(
            {
                "name": "Own salesperson",
                "kind": "salesperson",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id})
                    for code in ("TOP", "BIG")
                ],
            }
        )
        cls.manager = cls.user("manager")

    def lacking(self, user=None):
        """Customers of the filter; the standings and the fields say the same."""
        user = user or self.manager
        people = self.seen_by(user, self.people)
        people.invalidate_recordset()
        found = people.search(
            [
                ("customer_tier_lacks_salesperson", "=", True),
                ("id", "in", people.ids),
            ]
        )
        standings = self.seen_by(user, self.env["customer.tier.standing"]).search(
            [("lacks_salesperson", "=", True), ("scheme_id", "=", self.pyramid.id)]
        )
        self.assertEqual(found, standings.partner_id)
        self.assertEqual(found, people.filtered("customer_tier_lacks_salesperson"))
        others = people.search(
            [
                ("customer_tier_lacks_salesperson", "=", False),
                ("id", "in", people.ids),
            ]
        )
        self.assertEqual(found + others, people)
        return found.sudo()

    def test_none_or_archived(self):
        self.assertFalse(self.lacking())
        self.people.user_id = False
        self.assertEqual(self.lacking(), self.top + self.big)
        self.people.user_id = self.seller
        self.seller.active = False
        self.assertEqual(self.lacking(), self.top + self.big)

    def test_a_fall_keeps_the_salesperson(self):
        self.moved(self.top, date(2025, 10, 1), "TOP", "SMALL")
        self.assertEqual(self.top.user_id, self.seller)
        self.top.user_id = False
        self.assertFalse(self.lacking())

    def test_a_benefit_that_is_not_in_use(self):
        self.people.user_id = False
        self.dedicated.active = False
        self.assertFalse(self.lacking())

    def test_another_company_sees_nobody(self):
        self.people.user_id = False
        other = self.user("manager", self.new_company("Elsewhere Inc."))
        self.assertFalse(self.lacking(other))

    def test_the_weekly_digest_names_them(self):
        self.people.user_id = False
        digest = self.seen_by(self.manager, self.env["customer.tier.digest"])
        section = digest._section(self.pyramid, date(2025, 10, 8), date(2025, 10, 15))
        self.assertEqual(section["alone"], [self.top.name, self.big.name])
        body = self.env["ir.qweb"]._render(
            "customer_tiering.customer_tier_digest_mail",
            {
                "sections": [
                    {"name": "Pyramid", **section, **digest._pictures(self.pyramid)}
                ],
                "first": "",
                "last": "",
                "changes_url": "",
                "home_url": "",
            },
        )
        self.assertIn("Dedicated salesperson missing", body)
        self.assertIn(self.top.name, body)
