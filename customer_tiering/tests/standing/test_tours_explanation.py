from odoo.tests import HttpCase, tagged

from .test_override import OverrideCase

GROUPS = (
    "base.group_user,base.group_partner_manager,sales_team.group_sale_manager,"
    "account.group_account_invoice"
)


@tagged("post_install", "-at_install", "tour")
class TestToursExplanation(HttpCase, OverrideCase):
    """A manager reads why, and sets a tier by hand, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.user("boss", groups=GROUPS)

    def test_why_on_the_customer(self):
        self.start_tour(
            f"/odoo/res.partner/{self.first.id}",
            "customer_tiering_why_on_the_customer",
            login=self.boss.login,
        )

    def test_set_by_hand(self):
        self.start_tour(
            "/odoo/customer-tier-standings",
            "customer_tiering_set_manual",
            login=self.boss.login,
        )

        self.assertTier(self.last, "TOP", "SMALL", "manual")
        override = self.standing(self.pyramid, self.last).override_id
        self.assertEqual(override.reason, "Opens three shops")
        self.assertEqual(override.create_uid, self.boss)


@tagged("post_install", "-at_install", "tour")
class TestTourOnAPhone(HttpCase, OverrideCase):
    """The explanation fits a phone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_why_on_a_phone(self):
        boss = self.user("boss", groups=GROUPS)
        self.start_tour(
            f"/odoo/res.partner/{self.first.id}",
            "customer_tiering_why_on_a_phone",
            login=boss.login,
        )
