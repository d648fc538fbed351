from datetime import date

from odoo import Command
from odoo.tests import tagged

from .explanations import ExplanationCase

JULY = date(2025, 7, 31)


@tagged("post_install", "-at_install")
class TestExplanationState(ExplanationCase):
    """Held for a while, kept down by a cap, set by hand, marked."""

    def test_held(self):
        """Ben overtakes: Ann keeps Top until the second miss and 90 days of grace.

        The grace ends on 29 October, and the evaluation after it is on the 31st.
        """
        scheme = self.ladder({"threshold": 50}, misses=2, grace_days=90)
        self.invoice(self.ben, 700, date(2025, 7, 1))
        self.evaluate(scheme, JULY)
        scheme.next_date = date(2025, 8, 31)

        self.assertEqual(
            self.sentences(scheme, self.ann),
            [
                "47.6 % of the total; the customers up to this rank account for "
                "100.0 %.",
                "Since 07/31/2025, the figures have been enough only for Small (missed "
                "evaluations: 1 of 2). Will not fall before 10/31/2025, and not at all "
                "if the customer reaches Top again by then.",
                "The customer is $ 100.01 short of what Top requires.",
                "In Top since 06/30/2025.",
            ],
        )
        self.assertEqual(self.standing(scheme, self.ann).falls_on, date(2025, 10, 31))
        self.assertFalse(self.standing(scheme, self.ben).falls_on)
        self.assertEqual(
            self.sentences(scheme, self.ben)[1:],
            [
                "The customer can lose $ 99.99 and still reach Top.",
                "In Top since 07/31/2025.",
                "Last change on 07/31/2025, from Small to Top: By rank among the "
                "customers.",
            ],
        )

    def test_held_by_the_minimum_months(self):
        """Enough evaluations are missed: the months keep the tier, not the misses."""
        scheme = self.ladder({"threshold": 50}, misses=1, hold_months=12)
        self.invoice(self.ben, 700, date(2025, 7, 1))
        for day in JULY, date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31):
            self.evaluate(scheme, day)
        scheme.next_date = date(2025, 11, 30)

        self.assertEqual(self.tier_code(scheme, self.ann), "TOP")
        self.assertIn(
            "Since 07/31/2025, the figures have been enough only for Small (missed "
            "evaluations: 4). Will not fall before 06/30/2026, the end of the minimum "
            "months in a tier, and not at all if the customer reaches Top again by "
            "then.",
            self.sentences(scheme, self.ann),
        )

    def test_figures_only_before_the_next_evaluation(self):
        scheme = self.ladder({"threshold": 50}, next_date=date(2025, 8, 1))
        self.invoice(self.ben, 700, date(2025, 7, 1))
        scheme._queue_evaluation(date(2025, 7, 15), "figures")._run()

        self.assertIn(
            "The figures are now enough only for Small. Will not fall before "
            "08/01/2025, and not at all if the customer reaches Top again by then.",
            self.sentences(scheme, self.ann),
        )
        self.assertIn(
            "The figures are already enough for Top. The change takes effect at the "
            "evaluation of 08/01/2025.",
            self.sentences(scheme, self.ben),
        )

    def test_capped(self):
        scheme = self.ladder(
            {"threshold": 50},
            cap_ids=[
                Command.create(
                    {
                        "tier_id": self.tier["SMALL"].id,
                        "metric_id": self.metric["days_since_last_purchase"].id,
                        "above": 20,
                    }
                )
            ],
        )

        self.assertEqual(self.tier_code(scheme, self.ann), "SMALL")
        self.assertIn(
            "Would be Top, but a cap limits the tier to Small: “Days since the last "
            "purchase” is 29 days, above 20 days.",
            self.sentences(scheme, self.ann),
        )

    def test_set_by_hand(self):
        scheme = self.ladder({"threshold": 50})
        override = self.env["customer.tier.override"].create(
            {
                "partner_id": self.ben.id,
                "scheme_id": scheme.id,
                "kind": "fix",
                "tier_id": self.tier["TOP"].id,
                "reason": "Opens three shops",
                "date_end": date(2099, 12, 31),
            }
        )
        self.backdate(override, "2025-06-30 10:00:00")
        told = (
            "Manual tier: Fixed Top, set by OdooBot on 06/30/2025, until 12/31/2099. "
            "Reason: Opens three shops"
        )

        self.assertIn(told, self.sentences(scheme, self.ben))
        # why tells what the figures give, which is not in force
        self.assertIn("so the tier is Small.", self.why(scheme, self.ben))
        override.active = False
        self.assertNotIn(told, self.sentences(scheme, self.ben))

    def test_marked_and_buys(self):
        mark = self.env["customer.tier.no.need"].create(
            {"partner_id": self.ben.id, "reason": "Has no workshop"}
        )
        self.backdate(mark, "2025-06-30 10:00:00")
        scheme = self.ladder({"threshold": 50})

        self.assertIn(
            "Marked as having no need by OdooBot on 06/30/2025 (Has no workshop), but "
            "still buys. The purchase counts.",
            self.sentences(scheme, self.ben),
        )
