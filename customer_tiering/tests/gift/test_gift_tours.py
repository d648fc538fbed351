from datetime import date, timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift", "tour")
class TestGiftTours(GiftCase, HttpCase):
    """Each role does its part in a real browser, from the occasion to the register.

    The browser has the day of today, so the feast is ahead of that.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = fields.Date.today() + timedelta(days=60)
        cls.occasion.name = "Tour feast"
        cls.feast.date = day
        cls.budget.write(
            {
                "name": "Tour gifts",
                "date_from": date(day.year, 1, 1),
                "date_to": date(day.year, 12, 31),
            }
        )
        # of the six who are given something, this one is a colleague's
        cls.buyers[1].user_id = cls.manager
        cls.officer = cls.user("compliance")

    def made(self):
        """A plan that is open, its gifts proposed."""
        plan = self.new_plan(name="Tour feast")
        plan.action_make()
        plan.action_open()
        return plan

    def of(self, plan, place):
        """The gift of the customer at ``place`` (0 is the best)."""
        return plan.gift_ids.filtered(lambda g: g.partner_id == self.buyers[place])

    def registered(self, plan, place, state="given", **values):
        """The gift at ``place`` approved by the officer, and brought to its end."""
        gift = self.of(plan, place)
        gift.write(values)
        gift.with_user(self.officer).action_approve()
        gift._go_to(state)
        return gift

    def tour(self, name, path, user):
        self.start_tour(f"/odoo/{path}", f"customer_gift_{name}", login=user.login)
        self.env.invalidate_all()

    def test_administrator(self):
        self.tour("administrator", "gift-occasions", self.user("admin"))

        occasion = self.env["customer.gift.occasion"].search(
            [("name", "=", "Tour day")]
        )
        days = occasion.date_ids
        self.assertEqual({(d.date.month, d.date.day) for d in days}, {(3, 1)})
        self.assertIn(True, days.mapped("locked"))
        line = self.budget.line_ids.filtered("occasion_id")
        self.assertEqual(
            (line.tier_id.code, line.occasion_id, line.amount), ("TOP", occasion, 1500)
        )

    def test_manager(self):
        self.buyers.user_id = self.seller

        self.tour("manager", "gift-plans", self.manager)

        plan = self.env["customer.gift.plan"].search(
            [("occasion_date_id", "=", self.feast.id)]
        )
        self.assertEqual(plan.state, "open")
        ordered = plan.gift_ids.filtered(lambda g: g.state == "ordered")
        self.assertEqual(ordered.partner_id, self.buyers[:5])
        self.assertEqual(ordered.approver_id, self.manager)
        self.assertRecordValues(
            plan.gift_ids - ordered,
            [
                {
                    "partner_id": self.buyers[5].id,
                    "state": "proposed",
                    "held": True,
                    "hold_reason": "Asks for a brochure instead",
                }
            ],
        )

    def test_salesperson(self):
        plan = self.made()
        lin = self.contact(self.buyers[3], "Lin Wei")
        gift = self.of(plan, 3)
        self.tour("salesperson_chooses", "my-gifts", self.seller)
        self.assertEqual((gift.contact_id, gift.state), (lin, "proposed"))
        gift.with_user(self.manager).action_approve()
        gift.with_user(self.manager).action_order()

        self.tour("salesperson_gives", "my-gifts", self.seller)

        self.assertRecordValues(
            gift,
            [
                {
                    "state": "given",
                    "courier": "Tour Express",
                    "tracking_number": "TE-4711",
                    "recipient_name": "Lin Wei",
                    "registered_by_id": self.seller.id,
                    "after_the_fact": False,
                }
            ],
        )
        self.assertTrue(gift.number)

    def test_accountant(self):
        plan = self.made()
        self.registered(plan, 0)
        self.registered(plan, 1, "declined")

        self.tour("accountant", "gift-register", self.user("accountant"))

    def test_compliance_officer(self):
        plan = self.made()
        lin = self.contact(self.buyers[0], "Lin Wei")
        gift = self.registered(plan, 0, contact_id=lin.id)
        self.assertEqual(gift.recipient_name, "Lin Wei")
        self.kept_long_enough(gift)

        self.tour("compliance", "gift-pseudonyms", self.officer)

        self.assertFalse(gift.contact_id)
        self.assertEqual(gift.recipient_name, gift.pseudonym_id.name)
        self.assertRecordValues(
            gift.pseudonym_id,
            [
                {
                    "user_id": self.officer.id,
                    "reason": "Asked for it by letter",
                    "line_count": 1,
                }
            ],
        )

    def test_compliance_officer_makes_an_exception(self):
        """A public body shall be given more than the limit: held, read, allowed."""
        self.company.write(
            {
                "customer_gift_policy_mode": "strict",
                "customer_gift_policy_template": "own",
            }
        )
        policies = self.env["customer.gift.policy"]
        policies.search([("template", "=", False)]).active = False
        policies.create(
            [
                {"name": "Value", "code": "C03", "severity": "block", "amount": 300},
                {"name": "Officials", "code": "C07", "severity": "approve"},
            ]
        )
        self.buyers.user_id = self.seller
        self.buyers[0].customer_tier_government = True
        plan = self.made()
        plan.gift_ids.with_user(self.manager).action_approve()
        gift = self.of(plan, 0)
        self.assertTrue(gift.held)

        self.tour("exception", "held-gifts", self.officer)

        self.assertRecordValues(
            gift,
            [
                {
                    "state": "approved",
                    "held": False,
                    "severity": "block",
                    "approver_id": self.officer.id,
                    "exception_reason": "Jubilee, agreed with the board",
                }
            ],
        )
