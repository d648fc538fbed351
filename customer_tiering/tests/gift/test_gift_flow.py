from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...gifting import flow
from ...models.gift.customer_gift_flow import BUTTONS
from ..common import AS_OF
from ..gift_plan.test_gift_plan import PlanCase

# by which the reasons of the test below are told apart
WORDS = ("C08", "nobody may approve their own", "Nothing is left")


@tagged("post_install", "-at_install", "gift")
class TestGiftFlow(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gifts = type(cls.env["customer.gift"])

    def hook(self, name, refuses):
        """Replace a check by one that refuses with what ``refuses`` says, if so."""

        def check(gifts):
            for gift in gifts:
                if sentence := refuses(gift):
                    raise UserError(sentence)

        self.startPatcher(patch.object(self.gifts, name, check))

    def block(self, buyers, severity="block"):
        finding = {
            "code": "C08",
            "severity": severity,
            "exception": False,
            "approver": "manager",
            "policy_id": 0,
            "period": "count_year",
            "unit": "count",
            "currency": None,
            "figure": 2,
            "limit": 1,
        }

        def verdicts(gifts):
            return {
                gift: (severity, [finding])
                for gift in gifts
                if gift.partner_id in buyers
            }

        self.startPatcher(patch.object(self.gifts, "_verdicts", verdicts))

    def test_the_states_are_those_of_the_flow(self):
        states = [state for state, _label in self.gifts._fields["state"].selection]
        self.assertEqual(tuple(states), flow.STATES)
        self.assertEqual(BUTTONS.keys(), flow.MOVES.keys())
        plans = self.env["customer.gift.plan"]._fields["state"].selection
        self.assertEqual([*dict(plans)], ["draft", "open", "closed"])

    # ------------------------------------------------------------ one gift

    def test_from_proposed_to_given(self):
        plan = self.made()
        gift = self.seen_by(self.manager, self.of(plan, 0))
        gift.action_approve()
        self.assertEqual(gift.state, "approved")
        self.assertEqual(gift.approver_id, self.manager)
        self.assertTrue(gift.approved_on)
        gift.action_order()
        self.assertEqual(gift.state, "ordered")
        self.update(gift, approved_on="2025-10-01 10:00:00")
        gift.delivered_on = "2025-10-04"
        self.seen_by(self.seller, gift).action_give()
        self.assertEqual(gift.state, "given")
        self.assertTrue(gift.number, "it is in the register")
        self.assertFalse(gift.after_the_fact)
        self.assertEqual(str(gift.date), "2025-10-04")

    def test_the_checks_come_in_order(self):
        calls = []
        for name in ("_refused_approvals", "_reserve_budget"):
            self.startPatcher(
                patch.object(
                    self.gifts, name, lambda gifts, name=name: calls.append(name) or {}
                )
            )
        self.of(self.made(), 0).action_approve()
        self.assertEqual(calls, ["_refused_approvals", "_reserve_budget"])

    def test_only_along_the_flow(self):
        gift = self.of(self.made(), 0)
        for button in ("order", "give", "decline", "return", "reset"):
            with self.subTest(button), self.assertRaisesRegex(UserError, "“Proposed”"):
                getattr(gift, f"action_{button}")()
        gift.action_approve()
        with self.assertRaisesRegex(UserError, "only a gift that is “Proposed” can"):
            gift.action_approve()
        gift.action_decline()
        self.assertEqual(gift.state, "declined")
        with self.assertRaisesRegex(UserError, "“Declined”"):
            gift.action_cancel()

    def test_dragging_a_card_is_pressing_the_button(self):
        plan = self.made()
        gift = self.seen_by(self.manager, self.of(plan, 0))
        with self.assertRaisesRegex(UserError, "only a gift that is “Approved”"):
            gift.write({"state": "ordered"})
        gift.write({"state": "approved"})
        self.assertEqual(gift.approver_id, self.manager)
        self.assertFalse(gift.edited)
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, self.of(plan, 1)).write({"state": "approved"})

    def test_of_one_the_reason_is_said_and_nothing_written(self):
        plan = self.made()
        self.hook("_reserve_budget", lambda gift: "Only 50 are left of 400")
        gift = self.of(plan, 0)
        with self.assertRaisesRegex(UserError, "Only 50 are left"):
            gift.action_approve()
        self.assertEqual((gift.state, gift.held), ("proposed", False))

    def test_a_draft_is_looked_over_first(self):
        plan = self.made(state="draft")
        with self.assertRaisesRegex(UserError, "is a draft"):
            plan.gift_ids.action_approve()

    # ------------------------------------------------------------ in bulk

    def test_in_bulk_what_cannot_go_on_is_set_aside(self):
        plan = self.made()
        self.block(self.buyers[1])
        self.of(plan, 2)._engine().user_id = self.manager
        self.hook(
            "_reserve_budget",
            lambda gift: gift.partner_id == self.buyers[5] and "Nothing is left",
        )
        action = self.seen_by(self.manager, plan.gift_ids).action_approve()

        self.assertEqual(
            [self.of(plan, place).state for place in range(6)],
            ["approved", "proposed", "proposed", "approved", "approved", "proposed"],
        )
        self.assertEqual(
            [
                next(word for word in WORDS if word in self.of(plan, place).hold_reason)
                for place in (1, 2, 5)
            ],
            ["C08", "nobody may approve their own", "Nothing is left"],
        )
        self.assertEqual(plan.held_count, 3)
        self.assertIn("3 gifts: Approved. 3 put on hold", action["params"]["message"])

    def test_a_pool_goes_to_the_best_first(self):
        """700 are left of the pool: Top 400 and the first Big 300 use them up."""
        plan = self.made()

        sentence = "The pool of 700 is used up"

        def reserve(gifts):
            used = sum(
                plan.gift_ids.filtered(lambda g: g.state == "approved").mapped("cost")
            )
            if used + sum(gifts.mapped("cost")) > 700:
                raise UserError(sentence)

        self.startPatcher(patch.object(self.gifts, "_reserve_budget", reserve))
        plan.gift_ids.sorted("id", reverse=True).action_approve()
        approved = plan.gift_ids.filtered(lambda g: g.state == "approved")
        self.assertEqual(approved.partner_id, self.buyers[:2])

    def test_few_refused_of_many_cost_few_tries(self):
        plan = self.made()
        tries, sentence = [], "No"

        def check(gifts):
            tries.append(len(gifts))
            if self.buyers[0] in gifts.partner_id:
                raise UserError(sentence)

        self.startPatcher(patch.object(self.gifts, "_reserve_budget", check))
        plan.gift_ids.action_approve()
        self.assertEqual(tries, [6, 3, 1, 2, 3])

    def test_held_gifts_wait(self):
        plan = self.made()
        gift = self.seen_by(self.manager, self.of(plan, 0))
        self.seen_by(self.seller, gift).action_hold("Wants a brochure.")
        self.assertEqual(gift.hold_reason, "Wants a brochure.")
        with self.assertRaisesRegex(UserError, "is on hold: Wants a brochure. Release"):
            gift.action_approve()
        self.seen_by(self.manager, plan.gift_ids).action_approve()
        self.assertEqual(gift.state, "proposed")
        gift.action_release("It is one.")
        self.assertFalse(gift.hold_reason)
        gift.action_approve()
        self.assertEqual(gift.state, "approved")

    # ------------------------------------------------------------ bad input

    def test_by_hand_without_a_plan(self):
        self.buyers[0].email = False
        gift = self.seen_by(self.seller, self.env["customer.gift"]).create(
            {
                "partner_id": self.buyers[0].id,
                "date": AS_OF,
                "description": "Tea",
                "cost": 20,
                "scheme_id": self.pyramid.id,
            }
        )
        self.assertEqual(gift.tier_id, self.tier["TOP"])
        self.assertEqual(gift.user_id, self.seller)
        self.assertFalse(gift.contact_id)
        self.seen_by(self.manager, gift).action_approve()
        self.assertEqual(gift.state, "approved")

    def test_a_contact_as_customer_is_the_recipient(self):
        contact = self.contact(self.buyers[0])
        gift = self.gift(contact)
        self.assertEqual((gift.partner_id, gift.contact_id), (self.buyers[0], contact))
        with self.assertRaisesRegex(ValidationError, "works for Customer 1 and not"):
            self.gift(self.buyers[1], contact_id=contact.id)

    def test_no_customer_and_negative_amounts(self):
        with mute_logger("odoo.sql_db"):
            for values in (
                {"partner_id": False},
                {"cost": -1},
                {"list_value": -1},
                {"quantity": 0},
            ):
                with self.subTest(values), self.assertRaises(psycopg2.IntegrityError):
                    with self.env.cr.savepoint():
                        self.gift(self.buyers[0], **values)

    def test_an_archived_product_or_customer(self):
        product = self.env["product.product"].create({"name": "Tea", "active": False})
        with self.assertRaisesRegex(ValidationError, "“Tea” is archived"):
            self.gift(self.buyers[0], product_id=product.id)
        product.active = True
        gift = self.gift(self.buyers[0], product_id=product.id)
        product.active = False
        with self.assertRaisesRegex(UserError, "“Tea” is archived"):
            gift.action_approve()
        gift = self.gift(self.buyers[1])
        self.buyers[1].active = False
        with self.assertRaisesRegex(UserError, "Customer 2 is archived"):
            gift.action_approve()

    def test_what_was_approved_is_not_changed(self):
        gift = self.seen_by(self.manager, self.gift(self.buyers[0]))
        gift.action_approve()
        with self.assertRaisesRegex(UserError, "no longer proposed but “Approved”"):
            gift.partner_id = self.buyers[1]
        with self.assertRaisesRegex(UserError, "no longer proposed"):
            gift.cost = 101
        gift.cost = 90
        gift.write({"courier": "Post", "tracking_number": "RR 1"})
        with self.assertRaisesRegex(UserError, "is approved and cannot be deleted"):
            gift.unlink()
        gift.action_reset()
        self.assertFalse(gift.approver_id)
        gift.cost = 101
        gift.unlink()
