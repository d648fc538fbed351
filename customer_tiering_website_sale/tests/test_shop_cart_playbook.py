from datetime import date, timedelta

from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.playbook.playbooks import NIGHT, PlaybookCase


@tagged("post_install", "-at_install", "till")
class TestShopCartPlaybook(PlaybookCase):
    """Ann left a cart on June 29: due a day later, once, and over when she orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].create(
            {"name": "Shop", "company_id": cls.company.id, "cart_abandoned_delay": 10}
        )
        cls.play_cart = cls.playbook("cart", days=1, goal="order")

    def cart(self, partner, moment="2025-06-29 10:00:00", **values):
        return self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "website_id": self.website.id,
                "date_order": moment,
                "order_line": [
                    Command.create({"product_id": self.product.id, "price_unit": 70})
                ],
                **values,
            }
        )

    def test_it_opens_once(self):
        cart = self.cart(self.contact(self.ann))
        for hour in (2, 3):
            self.night(self.play_cart, hour=hour)
        play = self.plays(self.play_cart)
        self.assertRecordValues(
            play,
            [
                {
                    "partner_id": self.ann.id,
                    "occurrence": f"cart:{cart.id}",
                    "res_model": "sale.order",
                    "res_id": cart.id,
                    "due_since": date(2025, 6, 30),
                    "user_id": self.seller.id,
                    "outcome": False,
                }
            ],
        )
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", cart.id)]
        )
        self.assertEqual(len(activity), 1)
        why = play._why(self.standing(self.pyramid, self.ann))
        self.assertEqual(
            why, f"The cart {cart.name} over $\xa070.00 has been left since 06/29/2025."
        )
        # a closed play of the same cart never opens again
        play._close("done")
        self.night(self.play_cart, NIGHT + timedelta(days=5))
        self.assertEqual(self.plays(self.play_cart), play)

    def test_what_is_no_abandoned_cart(self):
        self.cart(self.website.user_id.partner_id)
        self.cart(self.ann, "2025-06-30 20:00:00")
        self.cart(self.ann, order_line=[])
        self.cart(self.ann, state="sent")
        self.cart(self.ann, state="cancel")
        self.cart(self.ann, website_id=False)
        self.night(self.play_cart)
        self.assertFalse(self.plays(self.play_cart))

    def test_only_customers_of_its_tiers(self):
        self.play_cart.tier_ids = self.tier["TOP"]
        self.assertEqual(self.tier_code(self.pyramid, self.ben), "SMALL")
        self.cart(self.ben)
        self.cart(self.ann)
        self.night(self.play_cart)
        self.assertEqual(self.plays(self.play_cart).partner_id, self.ann)

    def test_over_when_it_is_ordered(self):
        cart = self.cart(self.ann)
        self.night(self.play_cart)
        with self.by_day():
            cart.action_confirm()
        self.night(self.play_cart, NIGHT + timedelta(days=1))
        self.assertEqual(self.plays(self.play_cart).outcome, "goal")

    def test_over_when_it_is_emptied(self):
        cart = self.cart(self.ann)
        self.night(self.play_cart)
        cart.order_line.unlink()
        self.night(self.play_cart, NIGHT + timedelta(days=1))
        self.assertEqual(self.plays(self.play_cart).outcome, "overtaken")

    def test_not_while_it_is_paid(self):
        cart = self.cart(self.ann)
        provider = self.env["payment.provider"].search([], limit=1)
        cart.transaction_ids = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "reference": "cart of the test",
                "amount": 70,
                "currency_id": self.usd.id,
                "partner_id": self.ann.id,
                "state": "pending",
            }
        )
        self.night(self.play_cart)
        self.assertFalse(self.plays(self.play_cart))
        cart.transaction_ids.state = "cancel"
        self.night(self.play_cart, hour=3)
        self.assertEqual(self.plays(self.play_cart).res_id, cart.id)

    def test_two_carts_one_after_the_other(self):
        old = self.cart(self.ann, "2025-06-20 10:00:00")
        self.cart(self.ann)
        self.night(self.play_cart)
        play = self.plays(self.play_cart)
        self.assertEqual(play.res_id, old.id)

    def test_the_shipped_one_is_off_and_can_be_switched_on(self):
        shipped = self.env.ref("customer_tiering_website_sale.playbook_cart")
        self.assertFalse(shipped.active)
        shipped.write({"scheme_id": self.pyramid.id, "active": True})
        self.assertIn(self.tier["TOP"], shipped.tier_ids)
