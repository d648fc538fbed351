from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.playbook.playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "playbook")
class TestRatingUnhappy(PlaybookCase):
    """Amy, of Ann, gave a product one star on June 29: due on the day after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amy = cls.contact(cls.ann, "Amy")
        cls.unhappy = cls.playbook("unhappy", days=1, goal="none")

    @classmethod
    def rate(cls, partner, rating, feedback=False, moment="2025-06-29 10:00:00"):
        found = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("product.template"),
                "res_id": cls.product.product_tmpl_id.id,
                "partner_id": partner.id,
                "rating": rating,
                "feedback": feedback,
                "consumed": True,
            }
        )
        cls.update(found, rated_on=moment)
        return found

    def test_it_opens_once(self):
        rating = self.rate(self.amy, 1, "The handle\nbroke")
        for hour in (2, 3):
            self.night(self.unhappy, hour=hour)
        play = self.plays(self.unhappy)
        self.assertRecordValues(
            play,
            [
                {
                    "partner_id": self.ann.id,
                    "occurrence": f"rating:{rating.id}",
                    "res_model": False,
                    "due_since": date(2025, 6, 30),
                    "user_id": self.seller.id,
                    "outcome": False,
                    "reason": "Gave a bad rating on 06/29/2025: “The handle broke”",
                }
            ],
        )
        self.assertEqual(len(self.activities(self.ann)), 1)

    def test_without_a_comment(self):
        self.rate(self.ann, 2)
        self.night(self.unhappy)
        self.assertEqual(
            self.plays(self.unhappy).reason, "Gave a bad rating on 06/29/2025."
        )

    def test_a_long_comment_is_cut(self):
        self.rate(self.ann, 1, "bad " * 100)
        self.night(self.unhappy)
        reason = self.plays(self.unhappy).reason
        self.assertTrue(reason.endswith("bad …”"), reason)
        self.assertLess(len(reason), 250)

    def test_what_is_no_bad_rating(self):
        self.rate(self.ann, 3)
        self.rate(self.ann, 5)
        self.rate(self.ann, 0)
        self.rate(self.ann, 1).consumed = False
        self.rate(self.env.ref("base.public_partner"), 1)
        # due only tomorrow, and too long ago
        self.rate(self.ann, 1, moment="2025-06-30 20:00:00")
        self.rate(self.ann, 1, moment="2025-03-01 10:00:00")
        self.update(self.plays(self.unhappy), outcome="done")
        self.night(self.unhappy, NIGHT - DAY)
        self.assertFalse(self.plays(self.unhappy))

    def test_made_good_it_is_over(self):
        rating = self.rate(self.amy, 1)
        self.night(self.unhappy)
        rating.rating = 5
        self.night(self.unhappy, NIGHT + DAY)
        self.assertEqual(self.plays(self.unhappy).outcome, "overtaken")
        self.assertFalse(self.activities(self.ann))

    def test_a_rating_that_was_deleted(self):
        rating = self.rate(self.amy, 1)
        self.night(self.unhappy)
        play = self.plays(self.unhappy)
        rating.unlink()
        self.assertEqual(play._why(self.standing(self.pyramid, self.ann)), "")

    def test_the_shipped_one_can_be_turned_on(self):
        playbook = self.env.ref("customer_tiering_rating.playbook_unhappy")
        self.assertFalse(playbook.active)
        playbook.scheme_id = self.pyramid
        playbook.active = True
        self.assertTrue(playbook.active)

    def test_the_work_grows_with_the_customers(self):
        """Each gave a rating, and every second one a bad one."""
        crowd = self.crowd(2000)
        self.env.cr.execute(
            """
            INSERT INTO rating_rating (res_model_id, res_model, res_id, partner_id,
                                       rating, consumed, rated_on, access_token)
            SELECT m.id, m.model, p, p, CASE WHEN p %% 2 = 0 THEN 1 ELSE 5 END, TRUE,
                   %s, 'crowd' || p
              FROM ir_model m, UNNEST(%s) p WHERE m.model = 'res.partner';
            ANALYZE res_partner, rating_rating
            """,
            ["2025-06-29 10:00:00", crowd],
        )
        with freeze_time("2025-07-01 02:00:00"):
            rows = self.unhappy._rows_unhappy()
            self.assertEqual(len(self.env.execute_query(rows)), 1000)
            self.assertLess(self.looked_at(rows), 30 * len(crowd))
