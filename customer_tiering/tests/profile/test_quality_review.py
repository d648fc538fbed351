from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...models.profile import customer_quality_review_evidence as evidence
from ..common import AS_OF
from .people import SALES, PeopleCase

BAD = {"asks_weakness": "3", "distracts": "2", "costs_more": "3"}
DECIDE = "customer_tiering.mail_activity_type_decide"


@tagged("post_install", "-at_install", "playbook")
class TestQualityReview(PeopleCase):
    """Four good and five bad points, whose evidence is counted; a manager decides."""

    def review(self, user=None, **values):
        reviews = self.seen_by(user or self.sue, self.env["customer.quality.review"])
        return reviews.create({"partner_id": self.anvil.id, **values})

    # ------------------------------------------------------------ result

    def test_result(self):
        for values, good, bad, result in (
            ({}, 0, 0, "neither"),
            (BAD, 0, 8, "bad"),
            ({"asks_strengths": "3", "refers": "1"}, 4, 0, "good"),
            ({"asks_strengths": "3"}, 3, 0, "neither"),
            ({"distracts": "3", "asks_weakness": "1"}, 0, 4, "neither"),
            ({"distracts": "3", "asks_weakness": "2"}, 0, 5, "bad"),
            # a third of both: neither
            (
                {"distracts": "3", "dissatisfied": "2", "refers": "3", "suggests": "1"},
                4,
                5,
                "neither",
            ),
            (
                {**BAD, "asks_strengths": "3", "refers": "3", "suggests": "3"},
                9,
                8,
                "good",
            ),
        ):
            with self.subTest(values):
                review = self.review(**values)
                found = (review.good_points, review.bad_points, review.result)
                self.assertEqual(found, (good, bad, result))

    def test_it_is_told_in_words(self):
        told = self.review(**BAD).told
        self.assertEqual(
            told,
            "0 of 12 good points, 8 of 15 bad points. Above all: Asks for what we "
            "cannot do and Costs far more than they bring. A manager decides how to "
            "go on.",
        )

    def test_it_is_of_the_customer(self):
        review = self.review(partner_id=self.lin.id)
        self.assertEqual(review.partner_id, self.anvil)

    # ------------------------------------------------------------ evidence

    def test_points_of_the_evidence(self):
        self.assertEqual(
            [evidence.cost_points(cost, 90) for cost in (0, 29, 30, 60, 90)],
            [0, 0, 1, 2, 3],
        )
        self.assertEqual(evidence.cost_points(5, -1), 3)
        self.assertEqual(evidence.cost_points(5, None), 0)
        self.assertEqual(evidence.service_points(23, 0, 0), 1)
        self.assertEqual(evidence.service_points(0, 10, 100), 2)
        self.assertEqual(evidence.service_points(60, 10, 100), 3)
        self.assertEqual(
            [evidence.mood_points(rating, 1) for rating in (4, 3, 2.2, 1)],
            [0, 1, 2, 3],
        )
        self.assertEqual(evidence.mood_points(0, 0), 0)

    def costly(self):
        """10 sold at a cost of 95, 20 of 100 came back: 20 against a margin of 4."""
        self.product.standard_price = 95
        self.bill(self.sell(self.anvil, (100, 1)))
        self.refund(self.anvil, 20)
        self.pyramid = self.measuring(
            "cost_to_serve", "gross_margin", "refunded", "gross_invoiced"
        )
        self.evaluate(self.pyramid)

    def test_it_comes_filled_with_evidence(self):
        self.costly()
        for _place in range(13):
            activity = self.lin.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.sue.id
            )
            activity.action_feedback()
        form = Form(self.as_sue(self.env["customer.quality.review"]))
        form.partner_id = self.anvil
        self.assertEqual(form.costs_more, "3")
        review = form.save()
        # a fifth came back: 3; 13 activities: 1
        self.assertEqual((review.costs_more, review.needs_service), ("3", "3"))
        self.assertEqual(review.dissatisfied, "0")
        self.assertEqual(review.evidence["activities"], 13)
        self.assertIn("20", review.cost_told)
        self.assertIn("13 activities", review.service_told)
        self.assertEqual(review.mood_told, "No rating in 12 months.")
        action = review.action_view_refunds()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.move_type, "out_refund")
        action = review.action_view_activities()
        found = self.env["mail.activity"].with_context(active_test=False)
        self.assertEqual(found.search_count(action["domain"]), 13)
        reader = self.user("reader", groups=f"account.group_account_invoice,{SALES}")
        self.anvil.user_id = reader
        action = self.seen_by(reader, review).action_view_costs()
        self.assertEqual(action["res_model"], "customer.tier.sales.line")

    def test_what_nobody_reads_is_not_known(self):
        self.evaluate(self.scheme())
        review = self.review()
        self.assertEqual(review.costs_more, "0")
        self.assertIn("Not known", review.cost_told)
        with self.assertRaises(UserError):
            review.action_view_refunds()

    def test_one_who_knows_better_gives_other_points(self):
        self.costly()
        review = self.review(costs_more="1")
        self.assertEqual((review.costs_more, review.needs_service), ("1", "3"))
        review.write({"evidence": {}, "cost_evidence": {}})
        self.assertEqual(review.evidence["refunded"], 20)

    # ------------------------------------------------------------ decision

    def test_a_bad_result_asks_a_manager(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.ref(DECIDE).with_context(lang="zh_CN").summary = "决定"
        self.manager.lang = "zh_CN"
        review = self.review(manager_id=self.manager.id, **BAD)
        review.action_finish()
        self.assertEqual(review.state, "to_decide")
        activity = review.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.activity_type_id, self.env.ref(DECIDE))
        # in the language of who reads it
        self.assertEqual(activity.summary, "决定")
        review.action_finish()
        self.assertEqual(review.activity_ids, activity)

        mine = self.seen_by(self.manager, review)
        with self.assertRaises(UserError):
            mine.action_decide()
        mine.write({"decision": "conditions", "decision_reason": "Prepayment"})
        mine.action_decide()
        self.assertEqual((review.state, review.decided_by_id), ("done", self.manager))
        self.assertEqual(review.decided_on, fields.Date.today())
        self.assertFalse(review.activity_ids)

    def test_any_other_result_is_done(self):
        review = self.review()
        review.action_finish()
        self.assertEqual(review.state, "done")
        self.assertFalse(review.activity_ids)

    def test_it_blocks_nothing(self):
        """Whatever is decided, the customer orders as before, in the same tier."""
        self.costly()
        before = self.tier_code(self.pyramid, self.anvil)
        review = self.review(**BAD)
        review.action_finish()
        self.seen_by(self.manager, review).write(
            {"decision": "end", "decision_reason": "Enough"}
        )
        self.seen_by(self.manager, review).action_decide()
        order = self.order(self.anvil)
        self.assertEqual(order.state, "sale")
        self.evaluate(self.pyramid)
        self.assertEqual(self.tier_code(self.pyramid, self.anvil), before)

    def test_only_a_manager_decides(self):
        review = self.review(**BAD)
        review.action_finish()
        for values in ({"decision": "keep"}, {"decision_reason": "Why not"}):
            with self.assertRaises(AccessError):
                review.write(values)
        for act in ("action_decide", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(review, act)()
        review.write({"state": "done", "decided_by_id": self.sue.id})
        self.assertEqual(review.state, "to_decide")
        self.assertFalse(review.decided_by_id)

    def test_points_stay_once_it_is_finished(self):
        review = self.review(**BAD)
        review.action_finish()
        with self.assertRaises(UserError):
            review.costs_more = "0"
        self.seen_by(self.manager, review).action_reopen()
        self.assertEqual(review.state, "draft")
        self.assertFalse(review.activity_ids)
        review.costs_more = "0"
        self.assertEqual(review.bad_points, 5)

    def test_nothing_is_decided_before_it_is_finished(self):
        mine = self.seen_by(self.manager, self.review(**BAD))
        with self.assertRaises(UserError):
            mine.decision = "end"

    def test_who_decides(self):
        other = self.user("deputy", groups="sales_team.group_sale_manager")
        self.assertEqual(self.review().manager_id, self.manager)
        team = self.env["crm.team"].create(
            {"name": "North", "user_id": other.id, "company_id": False}
        )
        self.env["crm.team.member"].create(
            {"crm_team_id": team.id, "user_id": self.sue.id}
        )
        self.assertEqual(self.review().manager_id, other)
        self.anvil.user_id = self.manager
        self.assertEqual(self.review().manager_id, other)

    # ------------------------------------------------------------ rights

    def test_salespeople_see_those_of_their_customers(self):
        review = self.review(self.manager)
        reviews = self.env["customer.quality.review"]
        self.assertIn(review, self.as_sue(reviews).search([]))
        self.assertFalse(self.as_tom(reviews).search([]))
        self.assertIn(review, self.seen_by(self.manager, reviews).search([]))
        accountant = self.user("accountant")
        self.assertFalse(self.seen_by(accountant, reviews).search([]))
        far = self.user(
            "far", self.new_company("Elsewhere Inc."), "sales_team.group_sale_manager"
        )
        self.assertFalse(self.seen_by(far, reviews).search([]))
        with self.assertRaises(AccessError):
            self.seen_by(self.user("plain", groups="base.group_user"), reviews).search(
                []
            )
        with self.assertRaises(AccessError):
            self.as_sue(review).unlink()

    def test_margins_only_for_those_who_read_them(self):
        group = self.env.ref("customer_tiering.group_customer_tier_margin")
        self.costly()
        review = self.review()
        self.env.ref("customer_tiering.group_customer_tier_user").implied_ids -= group
        self.sue.invalidate_recordset()
        self.env.invalidate_all()
        for name in ("cost_told", "cost_evidence"):
            with self.assertRaises(AccessError):
                self.as_sue(review).read([name])
        self.assertTrue(self.as_sue(review).read(["told", "service_told"]))
        with self.assertRaises(AccessError):
            self.as_sue(review).action_view_costs()

    def test_the_contact_counts_them(self):
        self.review()
        self.assertEqual(self.as_sue(self.lin).customer_tier_review_count, 1)
        self.assertEqual(self.as_tom(self.lin).customer_tier_review_count, 0)
        action = self.as_sue(self.lin).action_view_customer_tier_reviews()
        found = self.env["customer.quality.review"].search(action["domain"])
        self.assertEqual(len(found), 1)

    # ------------------------------------------------------------ playbook

    def test_the_playbook_asks_for_a_review(self):
        self.costly()
        playbook = self.shipped("playbook_bad_customer")
        self.assertFalse(playbook.active)
        playbook.write({"scheme_id": self.pyramid.id, "active": True})

        def occurrences():
            return self.env.execute_query_dict(playbook._rows_costs())

        (row,) = occurrences()
        self.assertEqual(row["partner_id"], self.anvil.id)
        self.assertRegex(row["occurrence"], r"^costs:\d{4}-Q\d$")
        self.assertTrue(playbook._open_due())
        playbook._work_batch()
        play = playbook.play_ids
        self.assertEqual(play.partner_id, self.anvil)
        self.assertIn("gross margin", play.reason)
        review = self.review()
        self.env.flush_all()
        self.assertFalse(occurrences())
        review.sudo().date = fields.Date.today() - timedelta(days=181)
        self.env.flush_all()
        self.assertEqual(len(occurrences()), 1)
        self.assertEqual(self.pyramid.last_evaluation_id.as_of, AS_OF)
