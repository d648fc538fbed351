from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..gifts import PHOTO, GiftCase


@tagged("post_install", "-at_install", "gift", "home")
class TestGiftGive(GiftCase):
    """*Given* asks for the day and the recipient before the register has it."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.buyers)
        self.gift_ = self.gift(self.buyers[0], date=self.today)
        self.lin = self.contact(self.buyers[0], "Lin")
        self.seen_by(self.manager, self.gift_).action_approve()
        self.mine = self.seen_by(self.seller, self.gift_)

    def dialog(self, **values):
        action = self.mine.action_ask_give()
        wizard = self.mine.env[action["res_model"]]
        return wizard.with_context(**action["context"]).create(values)

    def test_the_answers_are_in_the_register(self):
        yesterday = self.today - timedelta(days=1)
        self.update(self.gift_, approved_on=f"{yesterday - timedelta(days=1)} 10:00:00")
        action = self.dialog(
            contact_id=self.lin.id,
            delivered_on=yesterday,
            proof=PHOTO,
            result_note="Was pleased",
        ).action_give()
        self.assertRecordValues(
            self.gift_,
            [
                {
                    "state": "given",
                    "recipient_name": "Lin",
                    "date": yesterday,
                    "approver_id": self.manager.id,
                    "result_note": "Was pleased",
                    "after_the_fact": False,
                }
            ],
        )
        self.assertTrue(self.gift_.proof)
        # the line of the register follows, with the button that corrects it
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("customer.gift", self.gift_.id)
        )
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        self.assertIn("action_correct", view.arch)

    def test_it_knows_what_the_gift_knows(self):
        self.gift_.write({"courier": "Post", "tracking_number": "RR 1"})
        dialog = self.dialog()
        self.assertEqual((dialog.courier, dialog.tracking_number), ("Post", "RR 1"))
        self.assertEqual(dialog.delivered_on, self.today)
        dialog.action_give()
        self.assertEqual(
            (self.gift_.state, self.gift_.tracking_number), ("given", "RR 1")
        )

    def test_a_gift_for_february_in_november(self):
        later = self.gift(self.buyers[0], date=self.today + timedelta(days=90))
        self.seen_by(self.manager, later).action_approve()
        self.mine = self.seen_by(self.seller, later)
        self.assertIn("90 days later", self.dialog().early)
        soon = self.gift(self.buyers[0], date=self.today + timedelta(days=7))
        self.seen_by(self.manager, soon).action_approve()
        self.mine = self.seen_by(self.seller, soon)
        self.assertFalse(self.dialog().early)

    def test_no_card_is_dragged_into_the_register(self):
        for state in ("given", "declined", "returned"):
            with self.subTest(state), self.refuses("Open the gift to Customer 1"):
                self.mine.write({"state": state})
        self.assertEqual(self.gift_.state, "approved")

    def test_only_with_the_rights_to_the_gift(self):
        stranger = self.user("stranger", groups="base.group_user")
        dialogs = self.seen_by(stranger, self.env["customer.gift.give"])
        with self.assertRaises(AccessError):
            dialogs.create({"gift_id": self.gift_.id}).action_give()

    # ------------------------------------------------------------ the recipient

    def test_a_recipient_is_named_after_the_approval(self):
        self.mine.contact_id = self.lin
        self.assertEqual(self.gift_.state, "approved")
        self.assertEqual(self.gift_.approver_id, self.manager)
        # and whoever named them has asked for it
        last = self.gift_.sudo().request_ids[-1]
        self.assertEqual((last.user_id, last.changed), (self.seller, "contact_id"))

    def test_the_approval_says_what_it_covers(self):
        def covers(gift):
            return gift.approval_covers.replace("\N{NO-BREAK SPACE}", "")

        told = "“A box of tea” for Customer 1, up to $100.00. "
        self.assertEqual(
            covers(self.gift_), told + "The recipient can still be chosen."
        )
        self.update(self.gift_, approved_on=f"{self.today} 00:00:01")
        self.mine.contact_id = self.lin
        self.assertEqual(
            covers(self.gift_), told + "The recipient was chosen afterwards."
        )
        named = self.gift(self.buyers[0], contact_id=self.lin.id)
        self.assertFalse(named.approval_covers)
        self.seen_by(self.manager, named).action_approve()
        self.assertEqual(
            covers(named), "“A box of tea” for Customer 1, Lin, up to $100.00."
        )

    def test_another_recipient_than_the_one_that_was_approved_drops_it(self):
        named = self.gift(self.buyers[0], contact_id=self.lin.id)
        self.seen_by(self.manager, named).action_approve()
        other = self.contact(self.buyers[0], "Bao")
        self.seen_by(self.seller, named).contact_id = other
        self.assertEqual(named.state, "proposed")
        self.assertFalse(named.approver_id)

    def test_an_approver_who_names_the_recipient_has_not_approved_it(self):
        self.seen_by(self.manager, self.gift_).contact_id = self.lin
        self.assertEqual(self.gift_.state, "proposed")

    def test_the_dialog_gives_nothing_that_the_approval_does_not_cover(self):
        self.mine.contact_id = self.lin
        other = self.contact(self.buyers[0], "Bao")
        dialog = self.dialog(contact_id=other.id)
        with self.refuses("does not cover Bao|does not cover Customer 1, Bao"):
            dialog.action_give()
        self.assertEqual(
            (self.gift_.state, self.gift_.contact_id), ("approved", self.lin)
        )

    def test_nothing_else_changes_after_the_approval(self):
        with self.refuses("no longer proposed", UserError):
            self.mine.write({"contact_id": self.lin.id, "quantity": 2})
