from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..gifts import RegisterCase


@tagged("post_install", "-at_install", "gift", "control")
class TestGiftCorrection(RegisterCase):
    """A line of the register is corrected by one that takes its place."""

    def correct(self, gift=None, user=None, reason="Typing error", **values):
        gift = gift or self.given
        wizard = (
            self.env["customer.gift.entry"]
            .with_user(user or self.seller)
            .with_context(default_corrects_id=gift.id)
            .create({"reason": reason, **values})
        )
        return self.env["customer.gift"].browse(wizard.action_enter()["res_id"])

    def test_a_correction_takes_the_place(self):
        self.given._as_register().write({"approver_id": self.manager.id})
        line = self.correct(cost=60)
        self.assertRecordValues(
            line + self.given,
            [
                {
                    "cost": 60,
                    "corrected": False,
                    "corrects_id": self.given.id,
                    "correction_reason": "Typing error",
                    "state": "given",
                    "contact_id": self.person.id,
                    "recipient_name": "Lin",
                    # 60 is not what was approved
                    "approver_id": False,
                    "corrected_unapproved": True,
                    "registered_by_id": self.seller.id,
                    "after_the_fact": False,
                },
                {
                    "cost": 80,
                    "corrected": True,
                    "corrects_id": False,
                    "correction_reason": False,
                    "state": "given",
                    "contact_id": self.person.id,
                    "recipient_name": "Lin",
                    "approver_id": self.manager.id,
                    "corrected_unapproved": False,
                    "registered_by_id": self.env.uid,
                    "after_the_fact": False,
                },
            ],
        )
        self.assertGreater(line.number, self.given.number)
        total = self.env["customer.gift"]._read_group(
            [("corrected", "=", False), ("partner_id", "=", self.buyers[0].id)],
            aggregates=["cost:sum"],
        )
        self.assertEqual(total, [(60,)])
        with self.refuses("in the register"):
            line.write({"cost": 1})

    def test_the_former_approver_is_asked_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        self.given._as_register().write({"approver_id": self.manager.id})
        activity = self.correct(cost=60).sudo().activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.summary, f"{self.given.number}在您批准后被更正")

    def test_what_the_budget_allowed_is_of_the_same_customer(self):
        self.given._as_register().write({"amount": 90})
        line = self.correct(cost=60)
        self.assertEqual((line.amount, line.tier_id), (90, self.tier["TOP"]))
        line = self.correct(line, partner_id=self.buyers[1].id, contact_id=False)
        self.assertEqual((line.amount, line.tier_id), (0, self.tier["BIG"]))

    def test_it_came_back(self):
        line = self.correct(state="returned", result_note="Sent back")
        self.assertEqual((line.state, line.delivered_on), ("returned", False))
        self.assertTrue(self.given.corrected)

    def test_once_each(self):
        first = self.correct(cost=60)
        with self.refuses("Correct that one"):
            self.correct(cost=50)
        second = self.correct(first, cost=50)
        lines = self.given + first + second
        self.assertEqual(lines.mapped("corrected"), [True, True, False])
        action = first.action_view_corrections()
        self.assertEqual(action["domain"], [("id", "in", lines.ids)])

    def test_a_correction_needs_a_reason(self):
        with self.refuses("Enter why"):
            self.correct(reason=" ")

    def test_another_recipient(self):
        wang = self.contact(self.buyers[0], "Wang")
        self.assertEqual(self.correct(contact_id=wang.id).recipient_name, "Wang")
        line = self.given.correction_ids
        self.assertEqual(
            self.correct(line, contact_id=False).recipient_name, "Customer 1"
        )

    def test_only_what_is_registered_is_corrected(self):
        proposed = self.gift(self.buyers[1])
        with self.refuses("not in the register yet"):
            proposed.action_correct()
        action = self.given.action_correct()
        self.assertEqual(action["context"], {"default_corrects_id": self.given.id})

    def test_who_may_not_write_may_not_correct(self):
        accountant = self.user("accountant")
        gift = self.seen_by(accountant, self.given)
        self.assertEqual(gift.cost, 80)  # reads it
        with self.refuses(error=AccessError):
            gift.action_correct()
        with self.refuses(error=AccessError):
            self.correct(user=accountant, cost=1)
        stranger = self.user("user", groups=None, company=self.new_company("Far Inc."))
        with self.refuses(error=AccessError):
            self.correct(user=stranger, cost=1)
