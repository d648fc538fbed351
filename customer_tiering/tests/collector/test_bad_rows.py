from datetime import date

from odoo.tests import tagged

from ...models.collector.reading import Reading
from ..common import AS_OF, TieringCase


@tagged("post_install", "-at_install")
class TestBadRows(TieringCase):
    """K18: a bad row gets a reason and is listed; it never aborts the run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.gone = cls.customers(2)
        cls.good, cls.bad = cls.invoices([(cls.anvil, 1000), (cls.anvil, 20)])
        cls.pyramid = cls.scheme()

    def check(self, evaluation, classified, excluded, not_counted):
        """The bridge adds up to the cent, and says what it should."""
        self.assertEqual(evaluation.state, "done")
        parts = (
            evaluation.revenue_classified,
            evaluation.revenue_excluded,
            evaluation.revenue_not_counted,
        )
        self.assertEqual(parts, (classified, excluded, not_counted))
        self.assertEqual(evaluation.revenue_total, round(sum(parts), 2))

    def check_issue(self, evaluation, reason, partner, amount):
        self.assertRecordValues(
            evaluation.issue_ids,
            [
                {
                    "reason": reason,
                    "move_id": self.bad.id,
                    "partner_id": partner.id,
                    "amount": amount,
                }
            ],
        )
        self.assertEqual(evaluation.issue_count, 1)

    def test_nothing_bad(self):
        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1020, 0, 0)
        self.assertFalse(evaluation.issue_ids)

    def test_no_date(self):
        self.update(self.bad, invoice_date=None)

        evaluation = self.evaluate(self.pyramid)

        # without a day it is of no period, so it is listed and in no sum
        self.check(evaluation, 1000, 0, 0)
        self.check_issue(evaluation, "no_date", self.anvil, 20)

    def test_missing_rate(self):
        self.update(self.bad, currency_id=self.eur.id, invoice_currency_rate=0)

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1000, 0, 20)
        self.check_issue(evaluation, "no_rate", self.anvil, 20)
        self.assertEqual(self.standing(self.pyramid, self.anvil).purchase_count, 1)

    def test_no_rate_is_needed_in_the_company_s_currency(self):
        self.update(self.bad, invoice_currency_rate=0)

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1020, 0, 0)

    def test_no_customer(self):
        self.update(self.bad, partner_id=None, commercial_partner_id=None)

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1000, 0, 20)
        self.check_issue(evaluation, "no_customer", self.env["res.partner"], 20)

    def test_archived_customer(self):
        self.bad = self.invoice(self.gone, 300.5)
        self.evaluate(self.pyramid)
        self.assertEqual(self.tier_code(self.pyramid, self.gone), "SMALL")
        self.gone.active = False

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1020, 0, 300.5)
        self.check_issue(evaluation, "archived", self.gone, 300.5)
        self.assertFalse(self.standing(self.pyramid, self.gone))
        self.assertEqual(self.changes(self.pyramid, self.gone)[-1].direction, "left")

    def test_bad_rows_out_of_the_period_are_not_listed(self):
        old = self.invoice(self.gone, 300, date(2024, 6, 30))
        self.gone.active = False
        self.update(old, currency_id=self.eur.id, invoice_currency_rate=0)

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1020, 0, 0)
        self.assertFalse(evaluation.issue_ids)

    def test_all_at_once_to_the_cent(self):
        outsider = self.customer("Not in the domain", ref="other")
        archived, nobody, dateless, rateless, _excluded = self.invoices(
            [
                (self.gone, 0.01),
                (self.anvil, 0.02),
                (self.anvil, 0.04),
                (self.anvil, 0.08),
                (outsider, 0.16),
            ]
        )
        self.refund(outsider, 0.32)
        self.gone.active = False
        self.update(nobody, partner_id=None, commercial_partner_id=None)
        self.update(dateless, invoice_date=None)
        self.update(rateless, currency_id=self.eur.id, invoice_currency_rate=None)

        evaluation = self.evaluate(self.pyramid)

        # excluded 0.16 - 0.32; not counted 0.01 + 0.02 + 0.08; 0.04 has no day
        self.check(evaluation, 1020, -0.16, 0.11)
        self.assertEqual(evaluation.revenue_total, 1019.95)
        self.assertEqual(
            {(issue.reason, issue.move_id) for issue in evaluation.issue_ids},
            {
                ("archived", archived),
                ("no_customer", nobody),
                ("no_date", dateless),
                ("no_rate", rateless),
            },
        )

    def test_one_reason_per_document(self):
        """Two things wrong with one document do not take it from the bridge twice."""
        self.bad = self.invoice(self.gone, 300)
        self.gone.active = False
        self.update(self.bad, currency_id=self.eur.id, invoice_currency_rate=0)

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1020, 0, 300)
        self.check_issue(evaluation, "no_rate", self.gone, 300)

    def test_a_rerun_lists_anew(self):
        self.update(self.bad, partner_id=None, commercial_partner_id=None)
        self.evaluate(self.pyramid)
        self.update(
            self.bad, partner_id=self.anvil.id, commercial_partner_id=self.anvil.id
        )

        evaluation = self.evaluate(self.pyramid)

        self.assertFalse(evaluation.issue_ids)
        self.check(evaluation, 1020, 0, 0)

    def test_merged_contacts_count_as_one(self):
        self.invoice(self.gone, 300)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.anvil + self.gone).ids, self.anvil
        )

        evaluation = self.evaluate(self.pyramid)

        self.check(evaluation, 1320, 0, 0)
        self.assertEqual(self.standing(self.pyramid, self.anvil).net_revenue, 1320)

    def test_a_customer_deleted_while_the_run_reads_is_left_out(self):
        collect = Reading.collect

        def collect_and_delete(reading):
            collection = collect(reading)
            self.gone.unlink()
            return collection

        self.patch(Reading, "collect", collect_and_delete)

        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(evaluation.state, "done")
        self.assertEqual(evaluation.as_of, AS_OF)
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "TOP")

    def during_the_run(self, happens):
        """Let ``happens()`` take place after the figures were read."""
        collect = Reading.collect

        def collect_and_go_on(reading):
            collection = collect(reading)
            happens()
            return collection

        self.patch(Reading, "collect", collect_and_go_on)

    def test_a_customer_merged_while_the_run_reads_goes_on_in_the_other(self):
        twin = self.customer("Twin")
        self.invoice(twin, 300)
        self.during_the_run(
            lambda: self.env["base.partner.merge.automatic.wizard"]._merge(
                (self.anvil + twin).ids, self.anvil
            )
        )
        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(evaluation.state, "done")
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "TOP")
        self.assertFalse(self.changes(self.pyramid, twin))

    def test_a_customer_archived_while_the_run_reads_is_gone_at_the_next(self):
        other = self.customer("Other")
        self.invoice(other, 300)
        self.during_the_run(lambda: other.action_archive())

        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(evaluation.state, "done")
        self.assertTrue(self.standing(self.pyramid, other))

        self.evaluate(self.pyramid)
        self.assertFalse(self.standing(self.pyramid, other))
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), "TOP")

    def test_a_day_older_than_the_data_ranks_nobody(self):
        evaluation = self.evaluate(self.pyramid, AS_OF.replace(year=2001))

        self.assertEqual(evaluation.state, "done")
        self.assertEqual(evaluation.revenue_total, 0)
        self.assertFalse(
            self.env["customer.tier.standing"].search_count(
                [("scheme_id", "=", self.pyramid.id), ("lifecycle", "=", "existing")]
            )
        )
