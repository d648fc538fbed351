from datetime import timedelta

from odoo.tests import tagged

from ..common import AS_OF
from ..standing.test_override import OverrideCase


@tagged("post_install", "-at_install", "truth")
class TestMergeManual(OverrideCase):
    """Two merged customers with manual tiers: one holds, and it says which and why."""

    def merge(self, kept, gone):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((kept + gone).ids, kept)

    def told(self, record):
        return " ".join(record.message_ids.mapped(lambda m: m.body or ""))

    def test_the_one_set_last_holds_whoever_is_kept(self):
        for kept, gone in ((self.first, self.second), (self.people[3], self.last)):
            earlier = self.by_hand(kept, "fix", "SMALL")
            later = self.by_hand(gone, "fix", "BIG", reason="Signs in July")
            name = gone.name

            self.merge(kept, gone)

            self.assertEqual((earlier + later).partner_id, kept)
            self.assertTier(kept, "BIG", decided_by="manual")
            self.assertIn("The one set last holds", self.told(kept))
            for record in (earlier, later):
                told = self.told(record)
                self.assertIn("because it was set last", told)
                self.assertIn(f"Fixed Big for {name}", told)
                self.assertIn("Signs in July", told)
                self.assertIn("Opens three shops", told)
            later.action_archive()
            self.assertTier(kept, "SMALL")

    def test_an_ended_one_does_not_hold(self):
        holds = self.by_hand(self.first, "fix", "SMALL")
        ended = AS_OF - timedelta(days=9)
        self.by_hand(self.second, "fix", "BIG", date_end=ended)

        self.merge(self.first, self.second)

        self.assertTier(self.first, "SMALL", decided_by="manual")
        self.assertIn("those set after it have ended", self.told(holds))

    def test_a_single_one_comes_along_at_once_without_a_word(self):
        only = self.by_hand(self.second, "fix", "SMALL")

        self.merge(self.first, self.second)

        self.assertTrue(only.active)
        self.assertTier(self.first, "SMALL", decided_by="manual")
        self.assertNotIn("set last", self.told(self.first))

    def test_each_scheme_for_itself(self):
        other = self.scheme({"TOP": 10, "SMALL": 0}, name="Other")
        self.evaluate(other)
        self.by_hand(self.first, "fix", "SMALL")
        self.by_hand(self.second, "fix", "SMALL", scheme=other)

        self.merge(self.first, self.second)

        self.assertTier(self.first, "SMALL", decided_by="manual")
        self.assertEqual(self.tier_code(other, self.first), "SMALL")
        self.assertNotIn("set last", self.told(self.first))
