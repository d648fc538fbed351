from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import AS_OF
from ..payments import PaymentCase


@tagged("post_install", "-at_install")
class TestChecked(PaymentCase):
    """An accountant vouches for an evaluation and learns what changed since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil Ltd.")
        cls.first, cls.second = cls.invoices([(cls.anvil, 100), (cls.anvil, 20)])
        cls.before = cls.invoice(cls.anvil, 3, date(2024, 6, 30))
        cls.pyramid = cls.scheme()
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.later = cls.evaluation.finished_at + timedelta(hours=1)
        everything = cls.first + cls.second + cls.before
        cls.update(everything.line_ids, write_date=cls.later - timedelta(days=1))
        cls.accountant = cls.user("accountant")
        cls.clerk = cls.user("clerk", groups="account.group_account_invoice")

    def changed(self):
        self.evaluation.invalidate_recordset()
        action = self.seen_by(
            self.clerk, self.evaluation
        ).action_view_changed_documents()
        found = self.seen_by(self.clerk, self.env["account.move"]).search(
            action["domain"]
        )
        self.assertEqual(self.evaluation.changed_document_count, len(found))
        return found

    def test_checked_by_name_and_date(self):
        mine = self.seen_by(self.accountant, self.evaluation)
        mine.action_check()

        self.assertEqual(self.evaluation.checked_by_id, self.accountant)
        self.assertTrue(self.evaluation.checked_at)
        self.assertEqual(self.evaluation.signature_ids.state, "valid")

    def test_a_check_taken_back_is_remembered(self):
        mine = self.seen_by(self.accountant, self.evaluation)
        mine.action_check()
        with self.refuses("Say why"):
            mine.action_uncheck(" ")
        mine.action_uncheck("A refund is missing")
        mine.action_uncheck("once more")

        self.assertFalse(self.evaluation.checked_by_id)
        self.assertFalse(self.evaluation.checked_at)
        self.assertRecordValues(
            self.evaluation.signature_ids,
            [
                {
                    "state": "void",
                    "user_id": self.accountant.id,
                    "voided_by_id": self.accountant.id,
                    "void_reason": "A refund is missing",
                }
            ],
        )
        self.assertTrue(self.evaluation.check_is_void)

    def test_only_an_accountant(self):
        for role in ("user", "manager", "admin"):
            user = self.user(role)
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.evaluation).action_check()
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.evaluation).action_uncheck("Because")
        with self.assertRaises(AccessError):
            self.seen_by(self.accountant, self.evaluation).write(
                {"checked_by_id": self.accountant.id}
            )

    def test_not_for_another_company(self):
        stranger = self.user("accountant", self.new_company("Elsewhere Inc."))
        with self.assertRaises(AccessError):
            self.seen_by(stranger, self.evaluation).action_check()

    def test_only_what_is_done(self):
        queued = self.pyramid._queue_evaluation(AS_OF)
        with self.assertRaises(UserError):
            self.seen_by(self.accountant, queued).action_check()

    def test_nothing_is_counted_before_the_check(self):
        self.update(self.first.line_ids, write_date=self.later)
        self.assertEqual(self.evaluation.changed_document_count, 0)

    def test_revenue_that_changed_since(self):
        self.evaluation.action_check()
        self.assertFalse(self.changed())
        self.update(self.first.line_ids, write_date=self.later)
        self.update(self.before.line_ids, write_date=self.later)

        # the document before the period is not the evaluation's
        self.assertEqual(self.changed(), self.first)

    def test_a_document_set_back_to_draft_since(self):
        self.evaluation.action_check()
        self.first.button_draft()
        self.env.flush_all()
        self.update(self.first.line_ids, write_date=self.later)

        self.assertEqual(self.changed(), self.first)

    def test_a_payment_after_the_period_changes_nothing(self):
        self.evaluation.action_check()
        self.money(self.first, 100, AS_OF + timedelta(days=3))
        partials = self.receivables(self.first).matched_credit_ids
        self.update(self.first, write_date=self.later)
        self.update(self.receivables(self.first), write_date=self.later)
        self.update(partials, create_date=self.later)

        self.assertFalse(self.changed())

    def test_a_match_made_since(self):
        self.evaluation.action_check()
        self.money(self.second, 20, AS_OF)
        partials = self.receivables(self.second).matched_credit_ids
        self.update(partials, create_date=self.later - timedelta(days=1))
        self.assertFalse(self.changed())
        self.update(partials, create_date=self.later)

        self.assertEqual(self.changed(), self.second)

    def test_a_match_undone_since(self):
        self.money(self.second, 20, AS_OF)
        self.update(
            self.receivables(self.second), write_date=self.later - timedelta(days=1)
        )
        self.evaluation.action_check()
        self.assertFalse(self.changed())

        self.receivables(self.second).remove_move_reconcile()
        self.env.flush_all()
        self.update(self.receivables(self.second), write_date=self.later)

        self.assertEqual(self.changed(), self.second)

    def test_documents_of_another_company_do_not_count(self):
        self.evaluation.action_check()
        other = self.invoice(self.anvil, 7, company=self.new_company("Elsewhere Inc."))
        self.update(other.line_ids, write_date=self.later)

        self.assertFalse(self.changed())

    def test_who_may_not_read_documents_opens_none(self):
        with self.assertRaises(AccessError):
            self.seen_by(
                self.accountant, self.evaluation
            ).action_view_changed_documents()
