from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookComparison(PlaybookCase):
    """A share of the customers is drawn, and nobody works on them for 90 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crowd = cls.customers(98, "Crowd")
        cls.crowd.user_id = cls.seller
        # a single tier and order of magnitude: 98 of 10 to 99
        cls.invoices([(one, 50, date(2025, 6, 1)) for one in cls.crowd])
        cls.backdate(cls.crowd, "2025-01-01 08:00:00")
        cls.evaluate(cls.pyramid)

    def held_out(self, playbook):
        return self.plays(playbook).filtered("held_out")

    def silent(self, **values):
        return self.playbook("cadence", days=14, **values)

    def test_without_a_share_nobody_is_drawn(self):
        playbook = self.silent()
        self.night(playbook)
        self.assertEqual(len(self.plays(playbook)), 100)
        self.assertFalse(self.held_out(playbook))
        self.assertFalse(any(self.plays(playbook).mapped("drawn_percent")))

    def test_each_stratum_holds_out_its_share(self):
        """Of 100: of the 98 of one stratum 19 or 20, of the others 0 or 1 each."""
        playbook = self.silent(comparison_percent=20)
        self.night(playbook)
        plays = self.plays(playbook)
        self.assertEqual(set(plays.mapped("drawn_percent")), {20})
        for some in plays.grouped(lambda p: (p.tier_id, p.value_class)).values():
            share = len(some) * 20 / 100
            self.assertIn(len(some.filtered("held_out")), (int(share), int(share) + 1))
        self.assertGreaterEqual(len(self.held_out(playbook)), 19)

    def test_a_held_out_play_is_nobodys_task(self):
        playbook = self.silent(comparison_percent=50)
        self.night(playbook)
        held = self.held_out(playbook)
        self.assertFalse(held.step_ids)
        self.assertFalse(self.activities(held.partner_id[:1]))
        seen = self.seen_by(self.seller, held.browse()).search(
            [("playbook_id", "=", playbook.id)]
        )
        self.assertEqual(len(seen), 100 - len(held))
        self.assertFalse(seen.filtered("held_out"))
        self.assertEqual(playbook.open_count, 100 - len(held))

    def test_it_closes_when_the_time_is_over_and_not_before(self):
        """Neither a purchase nor a lapse ends it: the customer is left alone."""
        playbook = self.silent(comparison_percent=50, lapse_days=5)
        self.night(playbook)
        held = self.held_out(playbook)
        self.invoice(held.partner_id[0], 10, NIGHT + 9 * DAY)
        self.night(playbook, NIGHT + 90 * DAY)
        self.assertFalse(any(held.mapped("outcome")))
        self.night(playbook, NIGHT + 91 * DAY)
        self.assertEqual(set(held.mapped("outcome")), {"measured"})
        self.assertEqual(set(held.mapped("closed_on")), {NIGHT + 91 * DAY})

    def test_also_when_it_was_switched_off(self):
        playbook = self.silent(comparison_percent=50)
        self.night(playbook)
        playbook.active = False
        self.assertIn(playbook, playbook._at_work())
        self.night(playbook, NIGHT + 91 * DAY)
        self.assertEqual(set(self.held_out(playbook).mapped("outcome")), {"measured"})

    def test_a_night_that_was_killed_draws_the_same(self):
        playbook = self.silent(comparison_percent=20)
        draws = []
        for hour in (2, 3):
            with self.env.cr.savepoint() as savepoint:
                self.night(playbook, hour=hour)
                draws.append(sorted(self.held_out(playbook).partner_id.ids))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(*draws)
        # of another playbook others
        other = self.silent(comparison_percent=20)
        self.night(other)
        self.assertNotEqual(sorted(self.held_out(other).partner_id.ids), draws[0])

    def test_night_by_night_the_share_is_kept(self):
        """Seven a night, in twelve nights: a tenth of 84, give or take one."""
        playbook = self.silent(comparison_percent=10, daily_cap=7)
        for night in range(12):
            self.night(playbook, NIGHT + night * DAY)
        plays = self.plays(playbook)
        self.assertEqual(len(plays), 84)
        for some in plays.grouped(lambda p: (p.tier_id, p.value_class)).values():
            self.assertAlmostEqual(
                len(some.filtered("held_out")), len(some) * 10 / 100, delta=1
            )

    def test_whoever_was_drawn_stays_so_for_the_time(self):
        """What opens meanwhile for a customer with the playbook is not drawn again."""
        playbook = self.silent(comparison_percent=20, goal="none")
        for night in (0, 14, 28):
            self.night(playbook, NIGHT + night * DAY)
        for some in self.plays(playbook).grouped("partner_id").values():
            self.assertEqual(len(some.filtered("drawn_percent")), 1)
            self.assertEqual(len(some), 1 if any(some.mapped("held_out")) else 3)

    def test_only_shares_that_tell_something(self):
        playbook = self.silent()
        for share in (-1, 4, 51):
            with self.subTest(share), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.update(playbook, comparison_percent=share)
