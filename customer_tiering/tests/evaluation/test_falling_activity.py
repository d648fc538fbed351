from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..common import TieringCase

JULY, AUGUST, SEPTEMBER = date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30)


class FallingCase(TieringCase):
    """Two customers, half of them Top: Ann with 1,000; Ben with 400 is Small.

    Ann falls when Ben overtakes her. She is kept until the second miss.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.user("user")
        cls.ann = cls.customer("Ann", user_id=cls.seller.id)
        cls.ben = cls.customer("Ben")
        june = date(2025, 6, 1)
        cls.invoices([(cls.ann, 1000, june), (cls.ben, 400, june)])
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0}, misses=2)
        cls.run_all(cls.pyramid)

    @classmethod
    def run_all(cls, scheme, *as_of, kind="tiers"):
        """Evaluate, and let the followers do their work."""
        evaluation = scheme._queue_evaluation(*(as_of or [date(2025, 6, 30)]), kind)
        evaluation._run()
        followers = cls.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id)]
        )
        for follower in followers:
            while follower._work_batch():
                pass
        return evaluation

    def activities(self, customer=None):
        customer = customer or self.ann
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", customer.id)]
        )


@tagged("post_install", "-at_install")
class TestFallingActivity(FallingCase):
    """A Top customer who falls is one activity for their salesperson, once per fall."""

    def overtaken(self, as_of=JULY, **options):
        self.invoice(self.ben, 700, date(2025, 7, 1))
        return self.run_all(self.pyramid, as_of, **options)

    def test_nobody_falls_at_first(self):
        self.assertFalse(self.activities())
        self.assertFalse(self.activities(self.ben))

    def test_held_in_top(self):
        self.overtaken()

        activity = self.activities()
        self.assertEqual(self.tier_code(self.pyramid, self.ann), "TOP")
        self.assertEqual(
            activity.activity_type_id,
            self.env.ref("customer_tiering.mail_activity_type_falling"),
        )
        self.assertEqual(activity.user_id, self.seller)
        self.assertEqual(activity.summary, "Talk to Ann")
        standing = self.standing(self.pyramid, self.ann)
        self.assertIn(f'data-oe-id="{standing.id}"', activity.note)

    def test_once_per_fall(self):
        self.overtaken()
        self.run_all(self.pyramid, JULY)
        self.run_all(self.pyramid, date(2025, 8, 15), kind="figures")
        # done is done: the second miss moves her down, and that is the same fall
        self.activities().action_feedback()
        self.assertFalse(self.activities())
        self.run_all(self.pyramid, AUGUST)

        self.assertEqual(self.tier_code(self.pyramid, self.ann), "SMALL")
        self.assertFalse(self.activities())

    def test_a_refresh_of_the_figures_tells_too(self):
        self.overtaken(date(2025, 7, 10), kind="figures")

        self.assertEqual(len(self.activities()), 1)
        self.run_all(self.pyramid, JULY)
        self.assertEqual(len(self.activities()), 1)

    def test_a_new_fall_is_told_anew(self):
        self.overtaken()
        self.activities().unlink()
        self.invoice(self.ann, 200, date(2025, 8, 1))
        self.run_all(self.pyramid, AUGUST)
        self.assertFalse(self.standing(self.pyramid, self.ann).alerted_on)
        self.assertEqual(self.activities(self.ann), self.env["mail.activity"])

        self.invoice(self.ben, 500, date(2025, 9, 1))
        self.run_all(self.pyramid, SEPTEMBER)

        self.assertEqual(len(self.activities()), 1)

    def test_moved_down_at_once(self):
        self.pyramid.misses = 1
        self.overtaken()

        self.assertEqual(self.tier_code(self.pyramid, self.ann), "SMALL")
        self.assertEqual(len(self.activities()), 1)

    def test_who_falls_from_a_lower_tier_is_nobody_s_alarm(self):
        self.ben.user_id = self.seller
        # Ben bought last on 1 June 2025: a year later Ben is inactive
        self.invoice(self.ann, 10, date(2026, 6, 1))
        self.run_all(self.pyramid, date(2026, 6, 30))

        self.assertEqual(self.tier_code(self.pyramid, self.ben), "INACTIVE")
        self.assertFalse(self.activities(self.ben))

    def test_a_top_customer_who_stops_buying(self):
        self.run_all(self.pyramid, date(2026, 6, 30))

        self.assertEqual(self.tier_code(self.pyramid, self.ann), "INACTIVE")
        self.assertEqual(len(self.activities()), 1)

    def test_kept_by_hand_does_not_fall(self):
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.ben.id,
                "scheme_id": self.pyramid.id,
                "kind": "at_least",
                "tier_id": self.tier["TOP"].id,
                "reason": "Old friend",
            }
        )
        self.ben.user_id = self.seller
        self.run_all(self.pyramid, self.pyramid._today())

        self.assertFalse(self.activities(self.ben))

    def test_without_a_salesperson(self):
        self.ann.user_id = False
        manager = self.user("manager")
        self.overtaken()
        self.assertFalse(self.activities())

        self.update(self.standing(self.pyramid, self.ann), alerted_on=None)
        self.pyramid.alert_user_id = manager
        self.run_all(self.pyramid, JULY)
        self.assertEqual(self.activities().user_id, manager)

    def test_an_archived_salesperson_is_told_nothing(self):
        self.seller.active = False
        self.overtaken()

        self.assertFalse(
            self.activities().with_context(active_test=False).filtered("user_id")
        )

    def test_switched_off(self):
        self.pyramid.alert_falling = False
        self.overtaken()

        self.assertFalse(self.activities())

    def test_a_batch_at_a_time(self):
        """Four of 2,000 and Ann are Top: 60 % of 7 are 5 places. Three rivals of 9,000
        come: 60 % of 10 are 6 places, and the four no longer fit. All five fall."""
        more = self.customers(4)
        more.user_id = self.seller
        self.invoices([(customer, 2000, date(2025, 7, 1)) for customer in more])
        self.invoice(self.customer("Zoe"), 1, date(2025, 7, 1))
        self.pyramid.rule_ids[0].threshold = 60
        self.run_all(self.pyramid, JULY)
        falling = more + self.ann
        self.assertEqual(self.tier_codes(self.pyramid, falling), ["TOP"] * 5)
        rivals = self.customers(3, "Rival")
        self.invoices([(customer, 9000, date(2025, 8, 1)) for customer in rivals])
        batches = []
        model = type(self.env["mail.activity"])
        create = model.create

        def counting(records, vals_list):
            batches.append(len(vals_list))
            return create(records, vals_list)

        path = (
            "odoo.addons.customer_tiering.models.evaluation"
            ".customer_tier_follower_falling"
        )
        with patch(f"{path}.BATCH", 2), patch.object(model, "create", counting):
            self.run_all(self.pyramid, AUGUST)

        self.assertEqual(batches, [2, 2, 1])
        for customer in falling:
            self.assertEqual(len(self.activities(customer)), 1)
