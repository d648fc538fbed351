from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from .entitlements import EntitlementCase


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementActivity(EntitlementCase):
    """Salespeople are told once, the best customers first, and not too many a night."""

    def tell(self, day=None):
        if day:
            self.clock.move_to(f"{day} 12:00:00")
        self.entitlements._night(self.training)
        more = self.entitlements._tell_batch(self.training)
        self.env.invalidate_all()
        return more

    def told_to(self):
        """Names of the customers whose salesperson has an activity."""
        return [
            one.partner_id.name
            for one in self.entitlements.search([], order="id")
            if one.activity_id.active
        ]

    def test_one_activity_for_each(self):
        self.assertFalse(self.tell())
        self.tell("2025-10-16")
        one = self.entitlements.search([("partner_id", "=", self.medium.id)])
        activity = one.activity_id
        self.assertEqual(len(self.entitlements.activity_ids), 0)
        self.assertEqual(len(one.activity_ids), 1)
        self.assertEqual(
            (activity.user_id, activity.summary, activity.date_deadline),
            (self.seller, "Offer Product Training", date(2025, 10, 15)),
        )
        self.assertEqual(activity.activity_type_id.name, "Offer a training")
        self.assertIn("every year as Medium customer", activity.note)
        self.assertEqual(one.announced_on, date(2025, 10, 15))

    def test_the_note_tells_of_the_last_one_and_what_to_mind(self):
        self.training.line_ids.text = "Not <before> noon"
        self.entitle(self.top, "2025-07-15", date_to="2025-10-14", state="accepted")
        self.tell()
        note = (
            self.entitlements.search([("state", "=", "due")], order="id")
            .filtered(lambda one: one.partner_id == self.top)
            .activity_id.note
        )
        self.assertIn("The last one: Lapsed on 10/14/2025, not used", note)
        self.assertIn("Not &lt;before&gt; noon", note)

    def test_not_too_many_a_night(self):
        self.training.daily_limit = 1
        self.assertFalse(self.tell())
        self.assertEqual(self.told_to(), [self.top.name])
        self.tell()
        self.assertEqual(self.told_to(), [self.top.name])
        self.tell("2025-10-16")
        self.assertEqual(self.told_to(), [self.top.name, self.big.name])
        self.training.daily_limit = 0
        self.tell("2025-10-16")
        self.assertEqual(
            self.told_to(), [self.top.name, self.big.name, self.medium.name]
        )
        # all of them were on the list from the first night
        self.assertEqual(
            set(self.entitlements.search([]).mapped("create_date")),
            {self.entitlements.search([], limit=1).create_date},
        )

    def test_nobody_to_tell(self):
        self.big.user_id = False
        self.medium.user_id = self.user("portal", groups="base.group_portal")
        gone = self.user("manager")
        self.top.user_id = gone
        gone.active = False
        self.tell()
        self.assertEqual(self.told_to(), [])
        self.assertEqual(
            self.entitlements.search([("user_id", "=", False)]).partner_id, self.big
        )
        # once there is somebody
        self.people.user_id = self.seller
        self.tell()
        self.assertEqual(len(self.told_to()), 3)

    def test_a_deleted_activity_does_not_come_back(self):
        self.tell()
        self.entitlements.search([]).activity_id.unlink()
        self.tell("2025-10-16")
        self.assertEqual(self.told_to(), [])

    def test_it_is_done_when_it_was_offered_and_gone_when_it_lapsed(self):
        self.tell()
        top, big, medium = (
            self.entitlements.search([("partner_id", "=", one.id)])
            for one in (self.top, self.big, self.medium)
        )
        activities = (top + big + medium).activity_id
        top._answer("offered", "salesperson")
        big._answer("withdrawn", "system", reason="merged")
        self.update(
            self.standing(self.pyramid, self.medium), tier_id=self.tier["SMALL"].id
        )
        self.tell("2025-10-16")
        self.assertEqual(medium.state, "withdrawn")
        self.assertEqual(self.told_to(), [self.big.name])
        self.assertEqual(
            self.entitlements.search([("activity_id", "in", activities.exists().ids)]),
            top,
        )
        self.assertFalse(top.activity_id.active)

    def test_as_many_as_there_are(self):
        """A batch at a time: the next one follows if this one was full."""
        path = "odoo.addons.customer_tiering.models.entitlement"
        with patch(f"{path}.customer_tier_entitlement_activity.BATCH", 2):
            self.assertTrue(self.tell())
            self.assertEqual(self.told_to(), [self.top.name, self.big.name])
            self.assertFalse(self.tell())
        self.assertEqual(len(self.told_to()), 3)
