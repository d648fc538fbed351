from datetime import date

from odoo.tests import tagged

from ..common import AS_OF
from .refreshes import RefreshCase


@tagged("post_install", "-at_install")
class TestRefresh(RefreshCase):
    """A refresh right after an evaluation shows no difference, whatever the scheme."""

    def test_right_after_an_evaluation_nothing_differs(self):
        people = self.people()
        self.assertGreater(len(people), 17)
        for name, values in self.every_kind().items():
            scheme = self.scheme(name=name, **values)
            evaluation = self.evaluate(scheme)
            self.assertGreater(evaluation.existing_count, 5)
            for customer in people:
                with self.subTest(scheme=name, customer=customer.name):
                    self.assertNothingDiffers(scheme, customer)

    def test_after_three_evaluations_with_misses_and_manual_tiers(self):
        kinds = self.every_kind()
        for name in ("slow to fall", "the first, kept more easily", "score", "capped"):
            scheme = self.scheme(name=name, **kinds[name])
            self.evaluate(scheme, date(2025, 4, 30))
            self.by_hand(scheme, self.buyers[0], "fix", "SMALL")
            self.by_hand(scheme, self.buyers[9], "at_least", "TOP")
            self.by_hand(scheme, self.silent[1], "fix", "BIG")
            self.evaluate(scheme, date(2025, 5, 31))
            self.evaluate(scheme)
            held = self.env["customer.tier.standing"].search(
                [("scheme_id", "=", scheme.id), ("decided_by", "!=", "computed")]
            )
            self.assertGreater(len(held), 1, name)
            for customer in self.people():
                with self.subTest(scheme=name, customer=customer.name):
                    self.assertNothingDiffers(scheme, customer)

    def by_hand(self, scheme, customer, kind, code):
        self.env["customer.tier.override"].create(
            {
                "scheme_id": scheme.id,
                "partner_id": customer.id,
                "kind": kind,
                "tier_id": self.tier[code].id,
                "reason": "A test",
            }
        )

    def test_after_an_undo_nothing_differs_from_the_ladder_before(self):
        scheme = self.scheme(**self.every_kind()["score"])
        self.evaluate(scheme, date(2025, 5, 31))
        self.evaluate(scheme)._undo()
        for customer in self.buyers:
            with self.subTest(customer=customer.name):
                self.assertNothingDiffers(scheme, customer, date(2025, 5, 31))

    def test_figures_only_hold_the_tier_and_not_what_the_figures_give(self):
        scheme = self.scheme(**self.every_kind()["share"])
        self.evaluate(scheme, date(2025, 4, 30))
        last = self.buyers.filtered(lambda b: self.tier_code(scheme, b) == "C")[0]
        self.invoice(last, 50_000, date(2025, 5, 2))
        scheme._queue_evaluation(AS_OF, "figures")._run()
        self.env.flush_all()

        found = self.now(scheme, last)

        standing = self.standing(scheme, last)
        self.assertEqual(standing.decided_by, "held")
        self.assertEqual(found["computed"], standing.computed_tier_id.id)
        self.assertEqual(found["tier"], self.tier["A"].id)
