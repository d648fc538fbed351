from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from ..gift_plan.test_gift_plan import PlanCase


@tagged("post_install", "-at_install", "gift", "home")
class TestGiftBlocked(PlanCase):
    """A gift that the policy blocks: what its advice says works.

    Nothing above 300 may be given, but a card may.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "customer_gift_policy_mode": "strict",
                "customer_gift_policy_template": "own",
            }
        )
        policies = cls.env["customer.gift.policy"]
        policies.search([("template", "=", False)]).active = False
        policies.create(
            {"name": "Value", "code": "C03", "severity": "block", "amount": 300}
        )
        cls.card = cls.env["product.product"].create(
            {"name": "Card", "customer_gift_ok": True, "customer_gift_form": "card"}
        )
        cls.buyers.user_id = cls.seller

    def setUp(self):
        super().setUp()
        plan = self.made()
        plan.gift_ids.with_user(self.manager).action_approve()
        self.blocked = self.of(plan, 0)
        self.mine = self.seen_by(self.seller, self.blocked)

    def choose(self, product, cost):
        """Choose a product, as the form does."""
        self.mine.write({"product_id": product.id, "cost": cost, "list_value": cost})

    def test_a_card_sets_the_form_and_lifts_the_hold_of_the_policy(self):
        self.assertTrue(self.blocked.held and self.blocked.held_by_policy)
        self.assertEqual(self.blocked.severity, "block")
        self.choose(self.card, 5)
        self.assertRecordValues(
            self.blocked,
            [{"form": "card", "severity": "none", "held": False, "hold_reason": False}],
        )
        self.assertIn("asks for nothing", self.blocked.message_ids[0].body)
        # whoever changed the form has asked for the gift
        last = self.blocked.sudo().request_ids[-1]
        self.assertEqual(last.user_id, self.seller)
        self.assertIn("form", last.changed)

    def test_and_back_to_goods(self):
        self.choose(self.card, 5)
        hammer = self.product
        hammer.customer_gift_ok = True
        self.choose(hammer, 20)
        self.assertEqual(self.blocked.form, "goods")

    def test_what_is_still_blocked_stays_on_hold(self):
        self.mine.purpose = "Thanks for two years"
        self.assertTrue(self.blocked.held)

    def test_a_hold_by_a_person_is_not_the_policy_s_to_lift(self):
        self.seen_by(self.manager, self.blocked).action_release("Look again")
        self.mine.action_hold("Asks for a brochure")
        self.choose(self.card, 5)
        self.assertTrue(self.blocked.held)

    def test_whoever_held_it_releases_it_and_says_why(self):
        self.seen_by(self.manager, self.blocked).action_release("Look again")
        self.mine.action_hold("Asks for a brochure")
        self.assertEqual(self.blocked.held_by_id, self.seller)
        colleague = self.user(
            "colleague",
            groups="base.group_user,customer_tiering.group_customer_tier_user",
        )
        self.blocked.partner_id.user_id = self.seller
        with self.assertRaises(AccessError):
            self.seen_by(colleague, self.blocked).action_release("Me too")
        action = self.mine.action_release()
        dialogs = self.mine.env[action["res_model"]].with_context(**action["context"])
        with self.refuses("Enter the reason"):
            dialogs.create({"reason": "  "}).action_confirm()
        dialogs.create({"reason": "It came"}).action_confirm()
        self.assertFalse(self.blocked.held or self.blocked.held_by_id)
        told = self.blocked.message_ids[0].body
        for word in (self.seller.name, "It came", "Asks for a brochure"):
            self.assertIn(word, told)

    def test_what_the_policy_held_is_not_taken_over(self):
        """Else anybody could hold it themselves, and then release it."""
        reason = self.blocked.hold_reason
        self.mine.action_hold("Mine now")
        self.assertEqual(self.blocked.hold_reason, reason)
        with self.assertRaises(AccessError):
            self.mine.action_release("Mine now")

    def test_nobody_rewrites_the_reason(self):
        for user in (self.seller, self.manager):
            for name in ("hold_reason", "held_by_id", "held_by_policy"):
                with self.subTest(name), self.assertRaises(AccessError):
                    self.seen_by(user, self.blocked).write({name: False})

    def test_an_update_knows_what_the_policy_held(self):
        """Before, the reason alone told it: it begins with the code of a rule."""
        by_hand = self.blocked.copy({"plan_id": False})
        by_hand.action_hold("Card preferred")
        self.update(self.blocked + by_hand, held_by_policy=False)
        path = "customer_tiering/migrations/19.0.1.2.0/post-way.py"
        load_script(file_path(path), "post_way").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertTrue(self.blocked.held_by_policy)
        self.assertFalse(by_hand.held_by_policy)

    def test_ask_compliance(self):
        with self.refuses("has no compliance officer"):
            self.mine.action_ask_compliance()
        officer = self.user("compliance")
        self.env["res.lang"]._activate_lang("zh_CN")
        officer.lang = "zh_CN"
        action = self.mine.action_ask_compliance()
        self.assertIn(officer.name, action["params"]["message"])
        activity = self.blocked.activity_ids
        self.assertEqual(activity.user_id, officer)
        self.assertIn("C03", activity.note)
        # in the language of who reads it
        self.assertEqual(activity.summary, "请决定该礼品")
        # once is enough
        self.mine.action_ask_compliance()
        self.assertEqual(len(self.blocked.activity_ids), 1)

    def test_a_recipient_for_whom_the_policy_asks_for_more(self):
        self.env["customer.gift.policy"].create(
            {"name": "Officials", "code": "C07", "severity": "approve"}
        )
        official = self.contact(self.buyers[1], "Mayor", customer_tier_official="yes")
        plain = self.contact(self.buyers[1], "Clerk", customer_tier_official="no")
        for person, state in ((plain, "approved"), (official, "proposed")):
            with self.subTest(person.name):
                gift = self.gift(self.buyers[1], 100)
                self.seen_by(self.manager, gift).action_approve()
                self.seen_by(self.seller, gift).contact_id = person
                self.assertEqual(gift.state, state)
