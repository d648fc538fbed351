from odoo.tests import tagged

from .entitlements import EntitlementCase


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementMerge(EntitlementCase):
    """Two customers become one, with what both were entitled to."""

    def merge(self, kept, gone):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept + gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    def test_the_one_that_is_furthest_stays(self):
        for mine, theirs, stays in (
            ("due", "offered", "theirs"),
            ("accepted", "offered", "mine"),
            ("offered", "accepted", "theirs"),
            ("due", "due", "mine"),
        ):
            kept, gone = self.customers(2, f"{mine} {theirs}")
            rows = {
                "mine": self.entitle(kept, "2025-10-01", state=mine),
                "theirs": self.entitle(gone, "2025-10-02", state=theirs),
            }
            before = {name: one.state for name, one in rows.items()}
            with self.subTest(mine=mine, theirs=theirs):
                self.merge(kept, gone)
                for name, one in rows.items():
                    self.assertEqual(one.partner_id, kept)
                    if name == stays:
                        self.assertEqual(one.state, before[name])
                        self.assertEqual(self.told(one), [])
                    else:
                        self.assertEqual(
                            self.told(one), [(before[name], "withdrawn", "system")]
                        )
                        self.assertEqual(one.answer_ids.reason, "merged")

    def test_what_was_used_is_kept_of_both(self):
        kept, gone = self.top, self.big
        rows = self.entitle(kept, state="used", state_date="2025-09-01")
        rows += self.entitle(gone, state="used", state_date="2025-09-01")
        rows += self.entitle(gone, state="declined", state_date="2025-08-01")
        due = self.entitle(gone, "2025-12-01")
        self.merge(kept, gone)
        self.assertEqual(rows.mapped("state"), ["used", "used", "declined"])
        self.assertEqual((rows + due).partner_id, kept)
        self.assertEqual(due.state, "due")

    def test_other_benefits_are_none_of_it(self):
        other = self.training.copy({"name": "Another"})
        mine = self.entitle(self.top)
        theirs = self.entitle(self.big, benefit_id=other.id)
        self.merge(self.top, self.big)
        self.assertEqual((mine.state, theirs.state), ("due", "due"))
