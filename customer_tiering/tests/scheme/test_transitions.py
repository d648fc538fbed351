from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import TieringCase


@tagged("post_install", "-at_install")
class TestTransitions(TieringCase):
    """How slowly a customer falls, from evaluation to evaluation (K13, K16)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil = cls.customer("Anvil")
        cls.invoice(cls.anvil, 1000, date(2024, 8, 15))
        # one month's window: in September 2024 they have bought nothing big any more
        for month in (9, 10, 11):
            cls.invoice(cls.anvil, 10, date(2024, month, 15))
        cls.steps = cls.scheme(
            period_months=1,
            rule_ids=[
                Command.create(
                    {
                        "tier_id": cls.tier[code].id,
                        "method": "threshold",
                        "threshold": threshold,
                    }
                )
                for code, threshold in (("TOP", 500), ("BIG", 100), ("SMALL", 0))
            ],
        )

    def tier_on(self, *day):
        self.evaluate(self.steps, date(*day))
        return self.tier_code(self.steps, self.anvil)

    def test_he_falls_at_the_second_missed_evaluation(self):
        self.steps.misses = 2
        self.assertEqual(self.tier_on(2024, 8, 31), "TOP")
        self.assertEqual(self.tier_on(2024, 9, 30), "TOP")
        standing = self.standing(self.steps, self.anvil)
        self.assertEqual(
            (
                standing.computed_tier_id.code,
                standing.missed_count,
                standing.missed_since,
                standing.decided_by,
                standing.falling,
                standing.differs,
            ),
            ("SMALL", 1, date(2024, 9, 30), "held", True, True),
        )
        self.assertEqual(self.tier_on(2024, 10, 31), "SMALL")
        self.assertEqual(standing.missed_count, 0)
        self.assertFalse(standing.falling or standing.differs)

    def test_a_second_run_for_the_same_day_counts_no_second_miss(self):
        self.steps.write({"misses": 2, "interval": "daily"})
        self.tier_on(2024, 8, 31)
        self.tier_on(2024, 9, 30)
        again = self.evaluate(self.steps, date(2024, 9, 30))
        self.assertEqual((again.written_count, again.change_count), (0, 0))
        self.assertEqual(self.standing(self.steps, self.anvil).missed_count, 1)

    def test_a_second_run_starts_from_the_state_before_the_day(self):
        self.steps.misses = 2
        self.tier_on(2024, 8, 31)
        self.tier_on(2024, 9, 30)
        # by a mistake in the books they reach their tier and the miss is forgotten …
        mistake = self.invoice(self.anvil, 900, date(2024, 10, 20))
        self.assertEqual(self.tier_on(2024, 10, 31), "TOP")
        self.assertEqual(self.standing(self.steps, self.anvil).missed_count, 0)
        # … which is put right on the same day: this is the second miss after all
        mistake.button_draft()
        self.assertEqual(self.tier_on(2024, 10, 31), "SMALL")

    def test_days_of_grace_and_one_step(self):
        self.steps.write({"grace_days": 31, "one_step": True})
        self.tier_on(2024, 8, 31)
        self.assertEqual(self.tier_on(2024, 9, 30), "TOP")
        self.assertEqual(self.tier_on(2024, 10, 31), "BIG")
        # having fallen one step, grace begins anew
        self.assertEqual(self.tier_on(2024, 11, 20), "BIG")

    def test_a_lower_bar_to_stay(self):
        self.steps.rule_ids[0].keep_threshold = 10
        self.tier_on(2024, 8, 31)
        self.assertEqual(self.tier_on(2024, 9, 30), "TOP")
        self.assertEqual(self.standing(self.steps, self.anvil).decided_by, "computed")

    def test_refreshed_figures_move_nobody_on_the_ladder(self):
        self.tier_on(2024, 8, 31)
        newcomer = self.customer("Newcomer")
        self.invoice(newcomer, 700, date(2024, 9, 20))
        refresh = self.steps._queue_evaluation(date(2024, 9, 30), "figures")
        refresh._run()
        standing = self.standing(self.steps, self.anvil)
        self.assertEqual(standing.tier_id.code, "TOP")
        self.assertEqual(standing.net_revenue, 10)
        self.assertEqual(standing.computed_tier_id.code, "SMALL")
        self.assertEqual(self.tier_code(self.steps, newcomer), "TOP")
        # the evaluation of the tiers on the same day moves them
        self.assertEqual(self.tier_on(2024, 9, 30), "SMALL")

    def test_inactive_comes_at_once(self):
        self.steps.write({"misses": 9, "grace_days": 999})
        self.tier_on(2024, 8, 31)
        self.assertEqual(self.tier_on(2025, 6, 30), "INACTIVE")

    def test_the_schedule_refreshes_figures_between_the_days_of_the_tiers(self):
        self.env["customer.tier.scheme"].search(
            [("id", "!=", self.steps.id)]
        ).in_force = False
        self.tier_on(2024, 8, 31)
        self.steps.next_date = date(2199, 1, 1)

        def queued():
            self.env["customer.tier.scheme"]._queue_due()
            return self.steps.evaluation_ids.filtered(lambda e: e.state == "queued")

        self.steps.refresh_nightly = False
        self.assertFalse(queued())
        self.steps.refresh_nightly = True
        self.assertEqual(queued().mapped("kind"), ["figures"])

    def test_a_scheme_not_in_force_is_never_evaluated_by_itself(self):
        self.steps.write({"in_force": False, "next_date": date(2024, 1, 1)})
        self.env["customer.tier.scheme"]._queue_due()
        self.assertFalse(self.steps.evaluation_ids)
