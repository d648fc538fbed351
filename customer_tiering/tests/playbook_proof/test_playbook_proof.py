from datetime import date, timedelta

import numpy as np

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..playbook.playbooks import PlaybookCase

DAY = timedelta(days=1)
OPENED = date(2025, 7, 1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookProof(PlaybookCase):
    """What customers with a playbook did, beside those that were left alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proved = cls.playbook("inactive", comparison_percent=20)

    def drawn(self, customers, held_out=False, day=OPENED, playbook=None, **values):
        playbook = playbook or self.proved
        return self.env["customer.playbook.play"].create(
            [
                {
                    "playbook_id": playbook.id,
                    "company_id": self.company.id,
                    "partner_id": customer.id,
                    "occurrence": f"inactive:{day}",
                    "tier_id": self.tier["SMALL"].id,
                    "value_class": 1,
                    "drawn_percent": 20,
                    "held_out": held_out,
                    "opened_on": day,
                    "opened_at": f"{day} 02:00:00",
                    "outcome": "done",
                    **values,
                }
                for customer in customers
            ]
        )

    def measured(self, day, playbook=None):
        """The results as of ``day``, by number of days."""
        playbook = playbook or self.proved
        with self.by_day(day):
            self.env["customer.playbook"]._cron_measure()
        return playbook.proof_ids.grouped("days")

    def test_by_hand(self):
        """Two with the playbook, two without: 100 and 40 against 20 and 0."""
        one, two, three, four = people = self.customers(4, "Person")
        self.drawn(people[:2])
        self.drawn(people[2:], held_out=True)
        self.invoices(
            [
                (one, 130, OPENED + DAY),
                (two, 40, OPENED + 30 * DAY),
                (three, 20, OPENED + 15 * DAY),
                # outside: the day itself, and day 31
                (four, 999, OPENED),
                (four, 60, OPENED + 31 * DAY),
            ]
        )
        self.refund(one, 30, OPENED + 5 * DAY)
        results = self.measured(OPENED + 91 * DAY)

        self.assertEqual(sorted(results), [30, 60, 90])
        self.assertRecordValues(
            results[30],
            [
                {
                    "treated_count": 2,
                    "held_out_count": 2,
                    "treated_reordered": 100,
                    "held_out_reordered": 50,
                    "reordered_difference": 50,
                    "treated_revenue": 70,  # (130 − 30 + 40) / 2
                    "held_out_revenue": 10,  # (20 + 0) / 2
                    "revenue_difference": 60,
                    "treated_wait": 15.5,  # (1 + 30) / 2
                    "held_out_wait": 22.5,  # (15 + 30) / 2
                    "wait_difference": -7,
                    "reordered": "few",
                    "opened_before": OPENED + 61 * DAY,
                }
            ],
        )
        self.assertEqual(results[60].held_out_revenue, 40)  # (20 + 60) / 2
        self.assertEqual(results[60].held_out_wait, 23)  # (15 + 31) / 2
        self.assertIn("Too few to tell within 90 days", self.proved.proof_note)

    def test_not_before_the_time_has_passed(self):
        people = self.customers(4, "Person")
        self.drawn(people[:2])
        self.drawn(people[2:], held_out=True)
        self.assertFalse(self.measured(OPENED + 30 * DAY))
        self.assertIn("Known from 30 days", self.proved.proof_note)
        self.assertEqual(list(self.measured(OPENED + 31 * DAY)), [30])
        self.assertEqual(sorted(self.measured(OPENED + 61 * DAY)), [30, 60])

    def test_two_playbooks_by_one_statement(self):
        other = self.playbook("rhythm", comparison_percent=20)
        people = self.customers(4, "Person")
        for playbook in (self.proved, other):
            self.drawn(people[:2], playbook=playbook)
            self.drawn(people[2:], held_out=True, playbook=playbook)
        self.invoice(people[0], 100, OPENED + DAY)
        counts = []
        execute = type(self.env.cr).execute

        def listen(cursor, query, *args, **kwargs):
            counts.append("is_purchase" in str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", listen)
        results = self.measured(OPENED + 31 * DAY)
        self.assertEqual(sum(counts), 1)
        self.assertEqual(results[30].treated_reordered, 50)
        self.assertEqual(other.proof_ids.treated_revenue, 50)

    def test_sixty_and_sixty(self):
        """Everybody with the playbook orders, of the others every third."""
        people = self.customers(120, "Person")
        treated, alone = people[:60], people[60:]
        self.drawn(treated)
        self.drawn(alone, held_out=True)
        rng = np.random.default_rng(3)
        buyers = [*treated, *alone[::3]]
        self.invoices(
            [
                (
                    one,
                    float(rng.integers(50, 150)),
                    OPENED + int(rng.integers(1, 29)) * DAY,
                )
                for one in buyers
            ]
        )
        result = self.measured(OPENED + 61 * DAY)[60]
        self.assertEqual(result.reordered, "more")
        self.assertAlmostEqual(result.reordered_difference, 100 - 100 / 3, places=2)
        self.assertEqual(result.wait, "less")
        note = self.proved.with_context(lang="en_US").proof_note
        self.assertIn("67 points more reordered within 60 days", note)
        self.assertIn("60 customers with the playbook, 60 left alone", note)
        # every figure opens its plays
        for action, some in (
            (result.action_view_treated(), treated),
            (result.action_view_held_out(), alone),
        ):
            plays = self.env["customer.playbook.play"].search(action["domain"])
            self.assertEqual(plays.partner_id, some)
        # again: the same figures, and no second row
        before = result.reordered_low
        self.assertEqual(self.measured(OPENED + 61 * DAY)[60].reordered_low, before)

    def test_only_strata_with_both_groups_are_compared(self):
        people = self.customers(6, "Person")
        self.drawn(people[:2])
        self.drawn(people[2:4], held_out=True)
        self.drawn(people[4:], tier_id=self.tier["TOP"].id)
        result = self.measured(OPENED + 31 * DAY)[30]
        self.assertEqual((result.treated_count, result.held_out_count), (2, 2))
        plays = self.env["customer.playbook.play"]
        shown = plays.search(result.action_view_treated()["domain"])
        self.assertEqual(shown.partner_id, people[:2])

    def test_who_was_merged_into_both_counts_nowhere(self):
        people = self.customers(4, "Person")
        self.drawn(people[:2])
        held = self.drawn(people[2:], held_out=True)
        self.update(held[0], partner_id=people[0].id)
        self.drawn(self.customers(1, "Further"))
        result = self.measured(OPENED + 31 * DAY)[30]
        self.assertEqual((result.treated_count, result.held_out_count), (2, 1))

    def test_the_figures_are_the_managers(self):
        people = self.customers(2, "Person")
        self.drawn(people[:1])
        self.drawn(people[1:], held_out=True)
        result = self.measured(OPENED + 31 * DAY)[30]
        with self.assertRaises(AccessError):
            self.seen_by(self.seller, result).action_view_held_out()
        self.assertTrue(self.seen_by(self.manager, result).action_view_held_out())
        self.assertNotIn(
            "proof_note", self.seen_by(self.seller, self.proved).fields_get()
        )

    def test_the_cron(self):
        people = self.customers(2, "Person")
        self.drawn(people[:1])
        self.drawn(people[1:], held_out=True)
        with self.enter_registry_test_mode(), self.by_day(OPENED + 31 * DAY):
            self.env.ref(
                "customer_tiering.ir_cron_playbook_proof"
            ).method_direct_trigger()
        self.assertEqual(self.proved.proof_ids.days, 30)
