from odoo import fields
from odoo.tests import Form, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift")
class TestGiftsLeft(GiftCase):
    """What a customer's contact says of the gifts that are left to them this year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        year = cls.today.year
        cls.budget.write({"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"})
        cls.cap(500)
        cls.cap(350, tier_id=cls.tier["BIG"].id)

    @classmethod
    def cap(cls, amount, scope="customer", **values):
        return cls.env["customer.gift.budget.cap"].create(
            {"budget_id": cls.budget.id, "scope": scope, "amount": amount, **values}
        )

    def was(self, customer, cost, state, **values):
        """A gift of this year that is ``state`` now."""
        gift = self.gift(customer, cost, **{"date": self.today, **values})
        gift.state = state
        return gift

    def left(self, *partners):
        self.env.invalidate_all()
        return [
            partner.customer_tier_gift_limited and partner.customer_tier_gift_left
            for partner in partners
        ]

    def test_by_hand(self):
        top, big, second_big = self.buyers[:3]
        self.was(top, 120, "given")
        self.was(top, 80, "proposed")
        self.was(big, 100, "ordered")
        self.was(big, 400, "given", date="2020-05-05")
        self.was(second_big, 360, "approved")
        # 500 - 120; the tighter 350 - 100; never below nothing; nothing used yet
        self.assertEqual(self.left(*self.buyers[:4]), [380, 250, 0, 500])
        person = self.contact(top)
        self.assertEqual(self.left(person), [380])
        self.assertEqual(person.customer_tier_gift_currency_id, self.usd)

    def test_what_was_corrected_counts_once(self):
        top = self.buyers[0]
        gift = self.was(top, 120, "given")
        gift._correct({"cost": 20}, "Typing error")
        self.assertEqual(self.left(top), [480])

    def test_for_whom_no_cap_holds(self):
        stranger = self.customer("Stranger")
        self.assertEqual(self.left(stranger), [False])
        other = self.new_company("Elsewhere Inc.")
        self.assertEqual(self.left(self.buyers[0].with_company(other)), [False])
        branch = self.new_branch("Tiering North")
        self.assertEqual(self.left(self.buyers[0].with_company(branch)), [500])
        self.budget.cap_ids.unlink()
        self.cap(900, "company")
        self.cap(90, occasion_id=self.occasion.id)
        self.assertEqual(self.left(self.buyers[0]), [False])

    def test_neither_an_archived_budget_nor_one_of_another_year(self):
        self.budget.active = False
        self.assertEqual(self.left(self.buyers[0]), [False])
        self.budget.write(
            {"active": True, "date_from": "2020-01-01", "date_to": "2020-12-31"}
        )
        self.assertEqual(self.left(self.buyers[0]), [False])

    def test_on_the_form(self):
        # also what a salesperson may not see has been used
        colleagues = self.was(self.buyers[0], 120, "given", user_id=self.manager.id)
        colleagues.partner_id.user_id = self.manager
        partner = self.seen_by(self.seller, self.buyers[0])
        self.assertEqual(Form(partner).customer_tier_gift_left, 380)

    def test_a_list_takes_the_same_number_of_queries(self):
        for buyer in self.buyers:
            self.was(buyer, 10, "given")
        counts = []
        for some in (self.buyers[:2], self.buyers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.browse(some.ids).mapped("customer_tier_gift_left")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
