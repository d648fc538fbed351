from datetime import date, timedelta

from odoo.tests import tagged

from ..common import AS_OF, FIRST, TieringCase

BEFORE = FIRST - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestLifecycle(TieringCase):
    """K15: existing, inactive, no need, prospect or not yet contacted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme()
        cls.anvil = cls.customer("Anvil Ltd.")
        cls.lost = cls.env["crm.lost.reason"].create(
            [
                {"name": "Has no workshop", "customer_tier_no_need": True},
                {"name": "Too expensive"},
            ]
        )

    def mark(self, customer, **values):
        return self.env["customer.tier.no.need"].create(
            {"partner_id": customer.id, "reason": "Has no workshop", **values}
        )

    def lifecycle(self, as_of=AS_OF, customer=None):
        self.evaluate(self.pyramid, as_of)
        return self.standing(self.pyramid, customer or self.anvil).lifecycle

    def test_each_state_has_its_tier(self):
        inactive, prospect, no_need, unknown = self.customers(4)
        self.invoices([(self.anvil, 100), (inactive, 100, BEFORE)])
        self.lead(prospect)
        self.mark(no_need)

        self.evaluate(self.pyramid)

        everybody = self.anvil + inactive + prospect + no_need + unknown
        self.assertEqual(
            self.tier_codes(self.pyramid, everybody),
            ["TOP", "INACTIVE", "PROSPECT", "NONEED", "SUSPECT"],
        )
        standings = [self.standing(self.pyramid, one) for one in everybody]
        self.assertEqual(
            [standing.lifecycle for standing in standings],
            ["existing", "inactive", "prospect", "no_need", "not_contacted"],
        )
        self.assertEqual([standing.rank for standing in standings], [1, 0, 0, 0, 0])

    # ------------------------------------------------------------ existing, inactive

    def test_a_net_of_zero_or_less_still_is_existing(self):
        self.invoice(self.anvil, 100)
        self.refund(self.anvil, 150)

        self.assertEqual(self.lifecycle(), "existing")

    def test_a_refund_alone_is_no_purchase(self):
        self.invoice(self.anvil, 100, BEFORE)
        self.refund(self.anvil, 100)

        self.assertEqual(self.lifecycle(), "inactive")

    def test_a_purchase_after_the_day_is_not_known_yet(self):
        self.invoice(self.anvil, 100, AS_OF + timedelta(days=1))

        self.assertEqual(self.lifecycle(), "not_contacted")

    def test_a_purchase_that_ages_out_of_the_period_makes_inactive(self):
        self.invoice(self.anvil, 100, FIRST)
        self.assertEqual(self.lifecycle(), "existing")

        self.assertEqual(self.lifecycle(AS_OF + timedelta(days=1)), "inactive")

    # ------------------------------------------------------------ no need

    def test_a_purchase_outweighs_the_mark_and_is_flagged(self):
        self.mark(self.anvil)
        self.invoice(self.anvil, 100)

        self.assertEqual(self.lifecycle(), "existing")
        self.assertTrue(self.standing(self.pyramid, self.anvil).contradicts_mark)

    def test_inactive_outweighs_the_mark(self):
        self.mark(self.anvil)
        self.invoice(self.anvil, 100, BEFORE)

        self.assertEqual(self.lifecycle(), "inactive")
        self.assertFalse(self.standing(self.pyramid, self.anvil).contradicts_mark)

    def test_the_mark_outweighs_a_contact(self):
        self.mark(self.anvil)
        self.lead(self.anvil)

        self.assertEqual(self.lifecycle(), "no_need")

    def test_a_mark_on_a_contact_marks_the_company(self):
        self.mark(self.contact(self.anvil))

        self.assertEqual(self.lifecycle(), "no_need")

    def test_a_mark_holds_for_its_company_or_for_all(self):
        elsewhere = self.customer("Marked elsewhere")
        other = self.new_company("Elsewhere Inc.")
        self.mark(self.anvil, company_id=self.company.id)
        self.mark(elsewhere, company_id=other.id)

        self.assertEqual(self.lifecycle(), "no_need")
        self.assertEqual(
            self.standing(self.pyramid, elsewhere).lifecycle, "not_contacted"
        )

    def test_a_lost_reason_may_mean_no_need(self):
        others = self.customers(2)
        for customer, reason in zip(
            self.anvil + others, self.lost[0] + self.lost[1] + self.lost[0], strict=True
        ):
            self.lead(customer).action_set_lost(lost_reason_id=reason.id)
        self.lead(others[1])  # asks again

        self.assertEqual(self.lifecycle(), "no_need")
        self.assertEqual(
            [self.standing(self.pyramid, one).lifecycle for one in others],
            ["prospect", "prospect"],
        )

    def test_a_mark_taken_back_is_forgotten(self):
        mark = self.mark(self.anvil)
        self.assertEqual(self.lifecycle(), "no_need")

        mark.unlink()

        self.assertEqual(self.lifecycle(), "not_contacted")

    # ------------------------------------------------------------ prospect

    def test_lead_quotation_and_message_are_contacts(self):
        quoted, wrote, noted = self.customers(3)
        self.lead(self.contact(self.anvil))
        self.order(quoted, confirm=False)
        self.env["mail.message"].create(
            [
                {
                    "author_id": author.id,
                    "message_type": kind,
                    "date": "2025-06-01 10:00:00",
                }
                for author, kind in ((wrote, "email"), (noted, "comment"))
            ]
        )

        self.evaluate(self.pyramid)

        self.assertEqual(
            self.tier_codes(self.pyramid, self.anvil + quoted + wrote + noted),
            ["PROSPECT", "PROSPECT", "PROSPECT", "SUSPECT"],
        )
        self.assertEqual(self.standing(self.pyramid, self.anvil).contact_count, 1)

    def test_a_lead_counts_from_its_day_in_the_scheme_s_time_zone(self):
        self.pyramid.tz = "Asia/Shanghai"
        late = self.customer("Late")
        # the day ends in Shanghai at 16:00 UTC
        self.lead(self.anvil, "2025-06-30 15:59:59")
        self.lead(late, "2025-06-30 16:00:00")

        self.assertEqual(self.lifecycle(), "prospect")
        self.assertEqual(self.standing(self.pyramid, late).lifecycle, "not_contacted")

    def test_leads_of_another_company_do_not_count(self):
        self.lead(self.anvil, company_id=self.new_company("Elsewhere Inc.").id)

        self.assertEqual(self.lifecycle(), "not_contacted")

    def test_leads_without_a_contact_are_counted_beside(self):
        before = self.evaluate(self.pyramid).lead_count
        self.lead()
        self.lead(company_id=False)
        self.lead(self.anvil)
        self.lead().action_set_lost()
        self.lead(company_id=self.new_company("Elsewhere Inc.").id)

        evaluation = self.evaluate(self.pyramid)

        self.assertEqual(evaluation.lead_count - before, 2)
        self.assertEqual(evaluation.customer_count, 1)

    # ------------------------------------------------------------ new

    def test_new_is_whose_first_purchase_is_at_most_90_days_ago(self):
        day90, day91, again = self.customers(3)
        # 30 days of June, 31 of May, 29 of April: 2025-04-01 is 90 days before
        self.assertEqual(AS_OF - date(2025, 4, 1), timedelta(days=90))
        self.invoices(
            [
                (self.anvil, 10),
                (day90, 10, date(2025, 4, 1)),
                (day91, 10, date(2025, 3, 31)),
                (again, 10),
                (again, 10, BEFORE),
            ]
        )

        self.evaluate(self.pyramid)

        self.assertEqual(
            [
                self.standing(self.pyramid, one).is_new
                for one in self.anvil + day90 + day91 + again
            ],
            [True, True, False, False],
        )
