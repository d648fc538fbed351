from odoo.tests import HttpCase, tagged

from .people import PeopleCase


@tagged("post_install", "-at_install", "playbook", "tour")
class TestProfileTours(PeopleCase, HttpCase):
    """What people do with notes and reviews, in a real browser."""

    def test_salesperson_notes_a_preference_and_sees_advice(self):
        self.start_tour(
            f"/odoo/contacts/{self.lin.id}",
            "customer_tiering_profile_salesperson",
            login=self.sue.login,
        )
        self.env.invalidate_all()
        note = self.lin.customer_tier_preference_ids
        self.assertEqual((note.text, note.author_id), ("Tea, no coffee", self.sue))
        self.assertEqual(self.lin.customer_tier_noted_by_id, self.sue)

    def test_manager_decides_a_review(self):
        review = self.as_sue(self.env["customer.quality.review"]).create(
            {
                "partner_id": self.anvil.id,
                "manager_id": self.manager.id,
                "asks_weakness": "3",
                "distracts": "3",
            }
        )
        review.action_finish()
        self.start_tour(
            "/odoo/customer-reviews",
            "customer_tiering_review_manager",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual((review.state, review.decision), ("done", "conditions"))
        self.assertEqual(review.decided_by_id, self.manager)
