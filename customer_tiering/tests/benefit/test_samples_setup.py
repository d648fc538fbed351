from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "home")
class TestSamplesSetup(GiftCase):
    """Three questions: which tiers, how much, and when the year begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls.user("admin")

    def form(self):
        setups = self.env["customer.tier.benefit.setup"]
        return Form(self.seen_by(self.chief, setups))

    def test_the_example_is_proposed(self):
        form = self.form()
        form.first_month = "4"
        with form.line_ids.edit(1) as line:
            self.assertEqual(line.amount, 1000)
            line.amount = 1500

        opened = form.save().action_set_up()

        benefit = self.env["customer.tier.benefit"].browse(opened["res_id"])
        self.assertTrue(benefit.active)
        self.assertEqual(benefit.scheme_id, self.pyramid)
        self.assertEqual(benefit.first_month, "4")
        self.assertEqual(
            [(line.tier_id.code, line.amount) for line in benefit.line_ids],
            [("TOP", 3000), ("BIG", 1500), ("MEDIUM", 500), ("SMALL", 0)],
        )
        example = self.env.ref("customer_tiering.customer_tier_benefit_samples")
        self.assertFalse(example.active)
        self.assertFalse(example.scheme_id)

    def test_it_counts_at_once(self):
        self.form().save().action_set_up()
        best = self.buyers[0]
        balance = self.env["customer.tier.benefit"]._balances(self.company, best)[best]
        self.assertEqual(balance.amount_left, 3000)

    def test_a_second_allowance_is_refused_and_the_first_stays(self):
        self.form().save().action_set_up()
        with self.refuses("already follows the tiers"):
            self.form().save().action_set_up()

    def test_another_scheme_asks_for_its_own_tiers(self):
        letters = self.scheme({"A": 10, "B": 0}, sequence=20)
        self.evaluate(letters)
        form = self.form()
        form.scheme_id = letters
        self.assertEqual(len(form.line_ids), 2)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.tier_id, self.tier["A"])
            self.assertEqual(line.amount, 0)

    def test_nothing_for_nobody_is_refused(self):
        form = self.form()
        for number in range(len(form.line_ids)):
            with form.line_ids.edit(number) as line:
                line.amount = 0
        with self.refuses("Enter an amount for at least one tier"):
            form.save().action_set_up()

    def test_only_an_administrator_sets_up(self):
        setups = self.env["customer.tier.benefit.setup"]
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, setups).create({})
