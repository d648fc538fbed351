from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "home")
class TestGiftSetup(GiftCase):
    """Three questions: which tiers, how much, for which holidays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-08-12"))
        occasions = cls.env["customer.gift.occasion"]
        occasions.search([]).active = False
        values = {"kind": "fixed", "company_id": cls.company.id}
        cls.new_year, cls.christmas = occasions.create(
            [
                {"name": "New Year", "month": "1", "day": 1, **values},
                {
                    "name": "Christmas",
                    "month": "12",
                    "day": 25,
                    "active": False,
                    **values,
                },
            ]
        )
        cls.chief = cls.user("admin")

    def form(self, user=None, **amounts):
        setups = self.seen_by(user or self.chief, self.env["customer.gift.setup"])
        form = Form(setups)
        for number in range(len(form.line_ids)):
            with form.line_ids.edit(number) as line:
                line.amount = amounts.get(line.tier_id.code, 0)
        return form

    def test_what_is_proposed(self):
        form = self.form(TOP=50, MEDIUM=10)

        self.assertEqual(form.scheme_id, self.pyramid)
        self.assertEqual(form.occasion_ids[:], self.new_year)
        self.assertEqual(form.date_from, date(2025, 8, 1))
        self.assertEqual(form.date_to, date(2026, 7, 31))
        with form.line_ids.edit(2) as line:
            self.assertEqual(line.customer_count, 3)
        # one customer is Top, three are Medium
        self.assertEqual(form.total, 50 + 3 * 10)
        form.occasion_ids.add(self.christmas)
        self.assertEqual(form.total, 2 * (50 + 3 * 10))

    def test_a_budget_occasions_and_a_draft(self):
        form = self.form(TOP=50, MEDIUM=10)
        form.occasion_ids.add(self.christmas)

        opened = form.save().action_set_up()

        plan = self.env["customer.gift.plan"].browse(opened["res_id"])
        self.assertEqual(plan.state, "draft")
        self.assertFalse(plan.gift_ids)
        # it was not in use; now it has dates, and comes before New Year
        self.assertTrue(self.christmas.active)
        self.assertEqual(plan.date, date(2025, 12, 25))
        self.assertEqual(plan.purpose, "Christmas: thank you for working with us")
        budget = plan.budget_id
        self.assertEqual(
            sorted(
                (line.tier_id.code, line.occasion_id.name, line.amount)
                for line in budget.line_ids
            ),
            [
                ("MEDIUM", "Christmas", 10),
                ("MEDIUM", "New Year", 10),
                ("TOP", "Christmas", 50),
                ("TOP", "New Year", 50),
            ],
        )
        self.assertEqual(
            (budget.date_from, budget.date_to), (date(2025, 8, 1), date(2026, 7, 31))
        )

    def test_the_plan_proposes_what_was_asked_for(self):
        form = self.form(TOP=50, MEDIUM=10)
        plan = self.env["customer.gift.plan"].browse(
            form.save().action_set_up()["res_id"]
        )
        plan.action_make()

        found = {gift.partner_id: gift.cost for gift in plan.gift_ids}
        expected = [50, 0, 0, 10, 10, 10, 0, 0, 0, 0]
        self.assertEqual([found.get(buyer, 0) for buyer in self.buyers], expected)

    def test_other_budgets_stay(self):
        before = self.budget.read(), self.budget.line_ids.read()
        form = self.form(TOP=50)
        self.assertIn(f"“{self.budget.name}” is already there", form.others)

        form.save().action_set_up()

        self.assertEqual((self.budget.read(), self.budget.line_ids.read()), before)
        form.date_from = date(2031, 1, 1)
        self.assertFalse(form.others)

    def test_what_cannot_be_planned_is_refused_with_advice(self):
        with self.refuses("Enter an amount for at least one tier"):
            self.form().save().action_set_up()
        with self.refuses("cannot be negative"):
            self.form(TOP=-1).save().action_set_up()
        form = self.form(TOP=1)
        form.occasion_ids.clear()
        with self.refuses("Choose at least one holiday"):
            form.save().action_set_up()
        form = self.form(TOP=1)
        form.date_from = date(2035, 1, 1)
        with self.refuses("None of these holidays has a date"):
            form.save().action_set_up()

    def test_whose_company_does_not_decide_for_others_gets_a_copy(self):
        self.christmas.company_id = False
        self.assertTrue(self.seen_by(self.chief, self.christmas)._foreign_companies())
        form = self.form(TOP=50)
        form.occasion_ids.clear()
        form.occasion_ids.add(self.christmas)

        opened = form.save().action_set_up()

        plan = self.env["customer.gift.plan"].browse(opened["res_id"])
        self.assertFalse(self.christmas.active)
        self.assertEqual(plan.occasion_id.name, "Christmas")
        self.assertEqual(plan.occasion_id.company_id, self.company)

    def test_only_an_administrator_sets_up(self):
        setups = self.env["customer.gift.setup"]
        for user in (self.seller, self.manager, self.user("accountant")):
            with self.assertRaises(AccessError):
                self.seen_by(user, setups).create({})
