from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..evaluation.test_falling_activity import FallingCase

JULY = date(2025, 7, 31)


@tagged("post_install", "-at_install")
class TestDigest(FallingCase):
    """The weekly mail to managers who asked for it, if anything happened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([]).customer_tier_digest = False
        cls.manager = cls.user("manager")
        cls.manager.write(
            {"email": "boss@example.com", "customer_tier_digest": True, "lang": "en_US"}
        )
        # all that happened so far was a month ago: Ben overtakes Ann in the last week
        cls.invoice(cls.ben, 700, date(2025, 7, 1))
        cls.run_all(cls.pyramid, JULY)

    def send(self, day=JULY):
        """Mails of the scheduled action of that day."""
        before = self.env["mail.mail"].search([])
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("customer_tiering.ir_cron_digest").method_direct_trigger()
        return self.env["mail.mail"].search([]) - before

    def test_off_unless_asked_for(self):
        self.assertFalse(self.seller.customer_tier_digest)
        self.manager.customer_tier_digest = False

        self.assertFalse(self.send())

    def test_what_moved_who_falls_who_is_new(self):
        mail = self.send()

        self.assertEqual(len(mail), 1)
        self.assertIn("boss@example.com", mail.email_to)
        body = mail.body_html
        self.assertIn("Test scheme", body)
        falling, new, moves = (
            body.index(text)
            for text in ("Falling from the best tier", "New in the best tier", "<table")
        )
        self.assertIn("Ann", body[falling:new])
        self.assertIn("Ben", body[new:moves])
        rows = " ".join(body[moves:].split())
        self.assertRegex(rows, r"Small</td>\s*<td>Top</td>\s*<td[^>]*>1</td>")

    def test_nothing_happened_nothing_is_sent(self):
        self.assertFalse(self.send(date(2025, 9, 30)))

    def test_once_a_week(self):
        self.assertEqual(len(self.send()), 1)
        self.assertFalse(self.send())
        # and what was told is not told again
        self.assertFalse(self.send(date(2025, 8, 7)))

    def test_a_week_left_out_is_told_the_next_time(self):
        self.manager.customer_tier_digest_on = date(2025, 7, 20)

        self.assertEqual(len(self.send(date(2025, 8, 20))), 1)

    def test_managers_only(self):
        self.manager.customer_tier_digest = False
        self.seller.write({"email": "s@example.com", "customer_tier_digest": True})

        self.assertFalse(self.send())

    def test_of_the_reader_s_companies_only(self):
        other = self.new_company("Other Inc.")
        boss = self.user("manager", other)
        boss.write({"email": "other@example.com", "customer_tier_digest": True})

        self.assertEqual(self.send().mapped("email_to"), [self.manager.email_formatted])

    def test_everybody_chooses_for_himself(self):
        self.seller.with_user(self.seller).customer_tier_digest = True
        self.assertTrue(self.seller.customer_tier_digest)
