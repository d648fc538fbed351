from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import AS_OF
from ..payments import PaymentCase

NEXT = AS_OF + timedelta(days=31)


@tagged("post_install", "-at_install", "truth")
class TestCompare(PaymentCase):
    """What the documents say today, against what was checked: nothing is silent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.bolt = cls.customer("Anvil Ltd."), cls.customer("Bolt Ltd.")
        cls.first, cls.second = (
            cls.invoice(customer, amount, day, invoice_date_due=day)
            for customer, amount, day in (
                (cls.anvil, 100, date(2025, 3, 1)),
                (cls.bolt, 60, date(2025, 5, 1)),
            )
        )
        cls.money(cls.first, 40, date(2025, 3, 31))
        cls.pyramid = cls.paying_scheme()
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.accountant = cls.user("accountant")
        cls.evaluation.action_check()
        cls.evaluate(cls.pyramid, NEXT)

    def differences(self):
        """``{(customer, figure): (as checked, today)}`` of the last comparison."""
        self.seen_by(self.accountant, self.evaluation).action_compare()
        lines = self.env["customer.tier.evaluation.difference"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )
        self.assertEqual(
            self.evaluation.changed_count, len(set(lines.mapped("partner_id.id")))
        )
        self.assertTrue(self.evaluation.compared_at)
        return {
            (line.customer_name, line.figure): (
                line.kept and float(line.kept),
                line.today and float(line.today),
            )
            for line in lines
            if line.figure in ("net_revenue", "collected", "overdue_amount")
        }

    def what(self):
        return set(
            self.env["customer.tier.evaluation.difference"]
            .search([("evaluation_id", "=", self.evaluation.id)])
            .mapped(lambda line: (line.customer_name, line.what))
        )

    def test_nothing_has_changed(self):
        self.assertEqual(self.differences(), {})
        self.assertEqual(self.evaluation.changed_count, 0)

    def test_money_of_after_the_day_changes_nothing(self):
        self.money(self.second, 60, NEXT)
        self.invoice(self.bolt, 7, NEXT)
        self.customer("New Ltd.")
        self.assertEqual(self.differences(), {})

    def test_a_match_undone(self):
        self.receivables(self.first).remove_move_reconcile()

        self.assertEqual(
            self.differences(),
            {
                ("Anvil Ltd.", "collected"): (40, 0),
                ("Anvil Ltd.", "overdue_amount"): (60, 100),
            },
        )

    def test_a_match_undone_and_another_made_later(self):
        self.receivables(self.first).remove_move_reconcile()
        self.money(self.first, 100, NEXT)

        self.assertEqual(
            self.differences(),
            {
                ("Anvil Ltd.", "collected"): (40, 0),
                ("Anvil Ltd.", "overdue_amount"): (60, 100),
            },
        )

    def test_a_document_posted_later_into_the_period(self):
        self.refund(self.bolt, 10, date(2025, 6, 1))
        late = self.customer("Late Ltd.")
        self.invoice(late, 5, date(2025, 6, 30))

        found = self.differences()

        self.assertEqual(found["Bolt Ltd.", "net_revenue"], (60, 50))
        self.assertEqual(found["Late Ltd.", "net_revenue"], (False, 5))
        self.assertIn(("Late Ltd.", "joined"), self.what())

    def test_a_document_cancelled(self):
        self.second.button_draft()

        self.assertEqual(
            self.differences(),
            {
                ("Bolt Ltd.", "net_revenue"): (60, 0),
                ("Bolt Ltd.", "overdue_amount"): (60, 0),
            },
        )

    def test_a_document_of_another_customer_now(self):
        """As after a contact has moved, where the ledger says so."""
        self.update(
            self.second,
            partner_id=self.anvil.id,
            commercial_partner_id=self.anvil.id,
        )
        found = self.differences()

        self.assertEqual(found["Anvil Ltd.", "net_revenue"], (100, 160))
        self.assertEqual(found["Bolt Ltd.", "net_revenue"], (60, 0))

    def test_a_customer_archived(self):
        self.bolt.active = False

        self.assertEqual(
            self.differences(), {("Bolt Ltd.", "net_revenue"): (60, False)}
        )
        self.assertEqual(self.what(), {("Bolt Ltd.", "gone")})

    def test_customers_merged(self):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.anvil + self.bolt).ids, self.anvil
        )

        found = self.differences()

        self.assertEqual(found["Anvil Ltd.", "net_revenue"], (100, 160))
        self.assertEqual(found["Bolt Ltd.", "net_revenue"], (60, False))
        self.assertIn(("Bolt Ltd.", "gone"), self.what())

    def test_changed_settings_are_named(self):
        self.assertFalse(self.evaluation.reading_changed)
        self.pyramid.date_basis = "date"
        self.evaluation.invalidate_recordset()
        self.assertEqual(self.evaluation.reading_changed, "Date Basis")

    def test_another_period_of_the_scheme_changes_nothing(self):
        self.pyramid.period_months = 1
        self.assertEqual(self.differences(), {})

    def test_every_night_the_longest_waiting_first(self):
        self.second.button_draft()
        cron = self.env.ref("customer_tiering.ir_cron_compare")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.changed_count, 1)
        # not twice in a night
        compared = datetime(2026, 1, 1)
        with freeze_time("2026-01-01 19:00:00"):
            self.evaluation.compared_at = compared
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.compared_at, compared)

    def test_the_list_asks_no_document(self):
        evaluations = self.env["customer.tier.evaluation"].search([])
        evaluations.invalidate_recordset()
        with self.assertQueryCount(1):
            evaluations.mapped("changed_count")

    def test_who_may_compare(self):
        with self.assertRaises(AccessError):
            self.seen_by(self.user("user"), self.evaluation).action_compare()
        stranger = self.user("accountant", self.new_company("Elsewhere Inc."))
        with self.assertRaises(AccessError):
            self.seen_by(stranger, self.evaluation).action_compare()
