from psycopg2.errors import RestrictViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.customer_tiering.tests.benefit.prices import PriceCase


@tagged("post_install", "-at_install", "till")
class TestLoyaltyPrograms(PriceCase):
    """A tenth off for customers of Top, by itself or by the code TENTH."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.benefit.active = False
        cls.program = cls.tenth()

    @classmethod
    def tenth(cls, **values):
        return cls.env["loyalty.program"].create(
            {
                "name": "A tenth",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "company_id": cls.company.id,
                "currency_id": cls.usd.id,
                "customer_tier_ids": cls.tier["TOP"].ids,
                "rule_ids": [Command.clear(), Command.create({})],
                "reward_ids": [
                    Command.clear(),
                    Command.create({"reward_type": "discount", "discount": 10}),
                ],
                **values,
            }
        )

    def offered(self, order):
        """The programmes of the rewards that Odoo offers for a quotation."""
        order._update_programs_and_rewards()
        found = order._get_claimable_rewards()
        return self.env["loyalty.card"].union(*found).program_id

    def claim(self, order):
        order._update_programs_and_rewards()
        for coupon, rewards in order._get_claimable_rewards().items():
            order._apply_program_reward(rewards[:1], coupon)

    # ------------------------------------------------------------ for whom

    def test_only_for_its_tiers(self):
        self.assertEqual(self.offered(self.quotation(self.top)), self.program)
        colleague = self.contact(self.top)
        self.assertEqual(self.offered(self.quotation(colleague)), self.program)
        for other in (self.big, self.stranger, self.env.ref("base.public_partner")):
            with self.subTest(other.name):
                self.assertFalse(self.offered(self.quotation(other)))

    def test_without_tiers_it_is_for_everybody(self):
        self.program.customer_tier_ids = [Command.clear()]
        self.assertEqual(self.offered(self.quotation(self.stranger)), self.program)
        self.program.customer_tier_ids = self.tier["BIG"]
        self.assertFalse(self.offered(self.quotation(self.stranger)))
        self.assertEqual(self.offered(self.quotation(self.big)), self.program)

    def test_by_code(self):
        self.program.write(
            {
                "program_type": "promo_code",
                "trigger": "with_code",
                "rule_ids": [
                    Command.clear(),
                    Command.create({"mode": "with_code", "code": "TENTH"}),
                ],
            }
        )
        self.assertIn("not_found", self.quotation(self.big)._try_apply_code("TENTH"))
        found = self.quotation(self.top)._try_apply_code("TENTH")
        self.assertNotIn("error", found)
        self.assertTrue(found)

    def test_by_the_coupon_of_somebody_else(self):
        coupon = self.env["loyalty.card"].create(
            {"program_id": self.program.id, "points": 1, "code": "GIVEN-AWAY"}
        )
        self.assertIn(
            "not_found", self.quotation(self.big)._try_apply_code(coupon.code)
        )

    def test_a_reward_goes_with_the_tier(self):
        order = self.quotation(self.top)
        self.claim(order)
        self.assertEqual(order.amount_untaxed, 90)
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        order._update_programs_and_rewards()
        self.assertEqual(order.amount_untaxed, 100)

    def test_what_is_confirmed_keeps_it(self):
        order = self.quotation(self.top)
        self.claim(order)
        order.action_confirm()
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        self.env.invalidate_all()
        self.assertEqual(order.amount_untaxed, 90)

    def test_another_customer_on_the_quotation(self):
        order = self.quotation(self.top)
        self.claim(order)
        order.partner_id = self.big
        order._update_programs_and_rewards()
        self.assertEqual(order.amount_untaxed, 100)

    def test_points_stay_on_the_card(self):
        """Who falls keeps the points, and spends them when they are back."""
        program = self.tenth(
            program_type="loyalty", applies_on="both", name="Points for Top"
        )
        self.program.active = False
        card = self.env["loyalty.card"].create(
            {"program_id": program.id, "partner_id": self.top.id, "points": 5}
        )
        self.assertEqual(self.offered(self.quotation(self.top)), program)
        self.moved(self.top, "2025-10-15", "TOP", "BIG")
        self.assertFalse(self.offered(self.quotation(self.top)))
        self.assertEqual(card.points, 5)

    # ------------------------------------------------------------ settings

    def test_money_is_never_limited(self):
        for kind in ("gift_card", "ewallet"):
            with (
                self.subTest(kind),
                self.refuses("money of the customers", ValidationError),
            ):
                self.tenth(program_type=kind)

    def test_a_tier_that_limits_is_not_deleted(self):
        """Without it, the programme would be for everybody."""
        tier = self.tier["TOP"].copy({"name": "Copied", "code": "COPIED"})
        self.program.customer_tier_ids = tier
        with self.refuses(error=RestrictViolation), mute_logger("odoo.sql_db"):
            tier.unlink()
            self.env.flush_all()
        tier.active = False
        self.program.invalidate_recordset()
        self.assertEqual(self.program.customer_tier_ids, tier)
        self.assertFalse(self.offered(self.quotation(self.stranger)))

    def test_salespeople_sell_by_it(self):
        order = self.seen_by(self.seller, self.quotation(self.top))
        self.assertEqual(self.offered(order), self.program)
        other = self.seen_by(self.seller, self.quotation(self.big))
        self.assertFalse(self.offered(other))
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, self.program).write({"customer_tier_ids": False})

    def test_no_statement_more_if_nothing_is_limited(self):
        self.program.customer_tier_ids = [Command.clear()]
        order = self.quotation(self.top)
        order._get_program_domain()
        before = self.env.cr.sql_log_count
        order._customer_tier_withheld()
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_the_till_does_not_offer_it(self):
        """It knows no tiers; this needs Odoo's app for programmes at the till."""
        if "pos_ok" not in self.program._fields:
            self.skipTest("Odoo's loyalty programmes are not at the till here")
        self.assertFalse(self.program.pos_ok)
        with self.refuses("the till does not know"):
            self.program.pos_ok = True
        self.update(self.program, pos_ok=True)
        self.program.init()
        self.program.invalidate_recordset()
        self.assertFalse(self.program.pos_ok)
