from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.metrics import MetricCase


@tagged("post_install", "-at_install", "till")
class TestShopReviews(MetricCase):
    """A review gives three stars to who has none; people give, and take, the rest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.customer("Top")
        cls.buyer = cls.user("buyer", groups="base.group_portal")
        cls.mine = cls.buyer.partner_id
        cls.mine.parent_id = cls.top

    def review(self, user=None, record=None, rating=5):
        record = record or self.product.product_tmpl_id
        return (
            record.with_user(user or self.buyer)
            .sudo()
            .message_post(body="Drives nails", rating_value=rating)
        )

    def test_a_review_is_three_stars(self):
        self.assertUnknown(self.figure(self.top, "influence"))
        self.review(rating=1)
        self.assertEqual(self.mine.customer_tier_influence_type, "shop_review")
        self.assertIn("Hammer", self.mine.customer_tier_influence_note)
        self.assertEqual(self.figure(self.top, "influence"), 3)

    def test_what_a_person_has_entered_stays(self):
        for kind in ("none", "professional", "celebrity"):
            with self.subTest(kind):
                self.mine.write(
                    {
                        "customer_tier_influence_type": kind,
                        "customer_tier_influence_note": "Seen on television",
                    }
                )
                self.review()
                self.assertEqual(self.mine.customer_tier_influence_type, kind)
                self.assertEqual(
                    self.mine.customer_tier_influence_note, "Seen on television"
                )

    def test_it_is_never_taken_back(self):
        message = self.review()
        message.rating_ids.unlink()
        self.assertEqual(self.mine.customer_tier_influence_type, "shop_review")

    def test_only_customers_and_products(self):
        colleague = self.user("user")
        public = self.env.ref("base.public_user")
        order = self.order(self.top)
        self.review(colleague)
        self.review(public)
        self.review(record=order)
        for partner in (colleague.partner_id, public.partner_id, self.mine):
            self.assertFalse(partner.customer_tier_influence_type)

    def test_a_request_for_a_rating_is_none_until_it_is_answered(self):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("product.template"),
                "res_id": self.product.product_tmpl_id.id,
                "partner_id": self.mine.id,
            }
        )
        self.assertFalse(self.mine.customer_tier_influence_type)
        rating.write({"rating": 4, "consumed": True})
        self.assertEqual(self.mine.customer_tier_influence_type, "shop_review")

    def test_nobody_gives_themselves_more(self):
        mine = self.mine.with_user(self.buyer)
        for value in ("professional", "celebrity"):
            with self.subTest(value), self.assertRaises(AccessError):
                mine.write({"customer_tier_influence_type": value})
        with self.assertRaises(AccessError):
            mine.read(["customer_tier_influence_type"])
