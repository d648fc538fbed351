from odoo.tests import tagged

from .playbooks import PlaybookCase


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookPace(PlaybookCase):
    """What a cadence needs and nobody has time for is a number.

    Two customers every day of the week are 2 × 7 / 5 = 2.8 steps on each of five
    working days.
    """

    def test_what_one_person_cannot_do(self):
        playbook = self.playbook("cadence", days=1, daily_cap=1)
        self.night(playbook)
        self.assertEqual(playbook.pace, {str(self.seller.id): 2.8})
        note = "Needs 2.8 steps a day, 1.0 are possible."
        self.assertEqual(playbook.pace_note, note)
        of_user = self.seen_by(self.seller, playbook)._pace_of_user()
        self.assertEqual(of_user, note)
        self.assertFalse(self.seen_by(self.manager, playbook)._pace_of_user())

    def test_nobody_does_the_work_of_a_colleague(self):
        """1.4 and 1.4: each can do one, whatever the sum is."""
        self.ben.user_id = self.manager
        playbook = self.playbook("cadence", days=1, daily_cap=1)
        self.night(playbook)
        self.assertEqual(playbook.pace_note, "Needs 2.8 steps a day, 2.0 are possible.")

    def test_who_can_do_it_all_is_told_nothing(self):
        for values in ({"daily_cap": 3}, {"daily_cap": 0}):
            playbook = self.playbook("cadence", days=1, **values)
            self.night(playbook)
            self.assertEqual(playbook.pace, {str(self.seller.id): 2.8})
            self.assertFalse(playbook.pace_note)

    def test_only_those_it_is_for(self):
        playbook = self.playbook(
            "cadence", days=1, daily_cap=1, tier_ids=self.tier["TOP"].ids
        )
        self.night(playbook)
        self.assertEqual(playbook.pace, {str(self.seller.id): 1.4})
        playbook.domain = "[('name', '=', 'Ben')]"
        self.night(playbook)
        self.assertFalse(playbook.pace)

    def test_what_happens_by_itself_has_no_pace(self):
        playbook = self.playbook("rhythm", daily_cap=1)
        self.night(playbook)
        self.assertFalse(playbook.pace)

    def test_switched_off_it_needs_nothing(self):
        playbook = self.playbook("cadence", days=1, daily_cap=1)
        self.night(playbook)
        playbook.active = False
        self.assertFalse(playbook.pace_note)
