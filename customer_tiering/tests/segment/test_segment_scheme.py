from datetime import timedelta

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import AS_OF
from .segments import SegmentCase


@tagged("post_install", "-at_install", "playbook")
class TestSegmentScheme(SegmentCase):
    """A scheme of segments is a scheme: all that schemes do, it does."""

    def rule(self, code, method="segment", **values):
        return Command.create(
            {"tier_id": self.tier[code].id, "method": method, **values}
        )

    # ------------------------------------------------------------ what is refused

    def test_tiers_and_segments_do_not_mix(self):
        scheme = self.preset()
        with self.refuses("by recency, frequency and value only", ValidationError):
            scheme.write(
                {"rule_ids": [self.rule("SEG_LOYAL", "threshold", threshold=1)]}
            )
        with self.refuses("wrong kind", ValidationError):
            scheme.write({"rule_ids": [self.rule("TOP")]})
        with self.refuses("by recency, frequency and value only", ValidationError):
            scheme.kind = "tiers"
        with self.refuses("is a lifecycle tier", ValidationError):
            scheme.write({"rule_ids": [self.rule("INACTIVE")]})
        with self.refuses("wrong kind", ValidationError):
            self.scheme({"SEG_LOYAL": 1, "SMALL": 0})

    def test_a_rule_must_leave_something(self):
        with self.refuses("takes everybody", ValidationError):
            self.preset().write({"rule_ids": [self.rule("SEG_LOYAL")]})
        with self.refuses("twice", ValidationError):
            self.preset().write(
                {
                    "rule_ids": [
                        self.rule("SEG_LOYAL", recency_score=4, frequency_score=3)
                    ]
                }
            )

    def test_a_line_that_is_added_on_the_form_asks_for_scores(self):
        scheme = self.preset()
        with Form(scheme) as form, form.rule_ids.new() as line:
            line.tier_id = self.tier["SEG_CHAMPIONS"]
            line.recency_score = 5
            line.frequency_score = 3
        added = scheme.rule_ids.filtered(lambda rule: rule._scores() == (5, 3, 1))
        self.assertEqual(added.method, "segment")

    def test_segments_compare_all_customers_by_one_metric(self):
        scheme = self.preset()
        with self.refuses("compare all customers", ValidationError):
            scheme.group_by = "country"
        with self.refuses("must rise", ValidationError):
            scheme.write({"recency_by": "bands", "recency_days_4": 10})

    # ------------------------------------------------------------ figures

    def test_a_refund_is_no_purchase(self):
        """Kim returns everything: not bought again, and no better than before."""
        self.refund(self.twelve["Kim"], 80, AS_OF - timedelta(days=1))
        scheme = self.preset()
        self.evaluate(scheme)

        kim = self.standing(scheme, "Kim")
        self.assertEqual((kim.recency_score, kim.frequency_score), (2, 2))
        self.assertEqual(kim.purchase_count, 1)
        self.assertEqual(kim.last_purchase, AS_OF - timedelta(days=250))
        self.assertEqual(kim.tier_id.code, "SEG_DORMANT")
        self.assertEqual(kim.reason, "no_value")

    def test_recency_by_days_and_by_fixed_days(self):
        """Cy has a rhythm of 30 days: on time by it, and the last of six by days."""
        bands = {"recency_by": "bands", "recency_days_5": 9, "recency_days_4": 14}
        bands |= {"recency_days_3": 40, "recency_days_2": 100}
        for values, expected in (
            ({"recency_by": "days"}, [4, 4, 2]),
            (bands, [3, 4, 2]),
        ):
            scheme = self.preset(**values)
            self.evaluate(scheme)
            standings = [self.standing(scheme, name) for name in ("Cy", "Fay", "Gus")]
            self.assertEqual([one.recency_score for one in standings], expected)

    def test_lifecycle_states_stay(self):
        gone = self.customer("Gone")
        self.invoice(gone, 50, AS_OF - timedelta(days=500))
        scheme = self.preset()
        self.evaluate(scheme)

        standing = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id), ("partner_id", "=", gone.id)]
        )
        self.assertEqual(standing.tier_id.code, "INACTIVE")
        self.assertFalse(standing.recency_score)
        # the twelve are counted among twelve
        self.assertEqual(self.segments(scheme)["Lee"], "COOLING")

    # ------------------------------------------------------------ what schemes do

    def test_a_purchase_moves_up_and_silence_down_at_once(self):
        scheme = self.preset()
        self.evaluate(scheme)
        self.invoice(self.twelve["Gus"], 1500, AS_OF + timedelta(days=1))
        self.evaluate(scheme, AS_OF + timedelta(days=60))

        changes = self.env["customer.tier.change"].search(
            [("scheme_id", "=", scheme.id), ("date", ">", AS_OF)]
        )
        moved = {
            change.partner_id.name: (change.to_tier_id.code, change.direction)
            for change in changes
        }
        self.assertEqual(moved["Gus"], ("SEG_CHAMPIONS", "up"))
        # 80 days are more than two of her intervals: three steps at once, no grace
        self.assertEqual(moved["Bea"], ("SEG_AT_RISK", "down"))

    def test_an_evaluation_of_segments_can_be_undone(self):
        scheme = self.preset()
        self.evaluate(scheme)
        before = self.segments(scheme)
        self.evaluate(scheme, AS_OF + timedelta(days=60))
        self.assertNotEqual(self.segments(scheme), before)
        scheme.last_evaluation_id.action_undo()
        self.assertEqual(self.segments(scheme), before)

    def test_the_same_day_again_writes_nothing(self):
        scheme = self.preset()
        self.evaluate(scheme)
        again = self.evaluate(scheme)

        self.assertEqual(again.written_count, 0)
        self.assertFalse(scheme.changed_since)

    def test_the_preview_says_who_an_evaluation_would_move(self):
        scheme = self.preset()
        self.evaluate(scheme)
        draft = scheme._the_draft()
        # every value above the median is enough to be loyal
        draft.rule_ids.filtered(
            lambda rule: rule.tier_id.code == "SEG_LOYAL" and rule.monetary_score == 1
        ).unlink()
        previews = self.env["customer.tier.preview"]
        preview = previews.browse(previews._open_for(draft, AS_OF)["res_id"])
        drawn = preview.matrix
        names = {one["id"]: one["name"] for one in drawn["rows"] + drawn["columns"]}
        moves = {
            (names[cell["row"]], names[cell["col"]], cell["count"])
            for cell in drawn["cells"]
            if cell["row"] != cell["col"]
        }
        self.assertIn(("Loyal", "Recent", 1), moves)

    def test_a_file_takes_a_scheme_of_segments_to_another_company(self):
        scheme = self.preset("eight_segments", segment_classes="3", recency_by="days")
        self.tier["SEG_KEY_VALUE"].active = False
        other = self.new_company("Other Inc.")
        copy = scheme._import_dict(scheme._export_dict(), other)

        self.assertEqual(copy.kind, "segments")
        self.assertEqual((copy.segment_classes, copy.recency_by), ("3", "days"))
        self.assertEqual(
            [(r.tier_id.code, r._scores()) for r in copy.rule_ids],
            [(r.tier_id.code, r._scores()) for r in scheme.rule_ids],
        )
        self.assertTrue(self.tier["SEG_KEY_VALUE"].active)

    def test_a_changed_rule_is_in_the_log(self):
        scheme = self.preset().with_context(tracking_disable=False)
        rule = scheme.rule_ids.filtered(lambda r: r.tier_id.code == "SEG_CHAMPIONS")
        rule.recency_score = 3
        self.assertIn("4 → 3", scheme.message_ids[0].body)

    def test_one_customer_is_refreshed_like_all(self):
        """Hal buys for 9,000: what a refresh says, the next evaluation does."""
        scheme = self.preset()
        self.evaluate(scheme)
        self.invoice(self.twelve["Hal"], 9000)
        now = self.env["customer.tier.refresher"]._now(
            scheme, self.twelve["Hal"], AS_OF
        )
        self.assertFalse(now["obstacle"])
        self.evaluate(scheme)
        hal = self.standing(scheme, "Hal")
        self.assertEqual(hal.tier_id.code, "SEG_CHAMPIONS")
        self.assertEqual(now["tier"], hal.tier_id.id)

    def test_other_companies_never_mix_in(self):
        other = self.new_company("Other Inc.")
        self.invoices([(self.twelve["Kim"], 99_000, AS_OF)], company=other)
        scheme = self.preset()
        self.evaluate(scheme)
        self.assertEqual(self.segments(scheme)["Kim"], "COOLING")

    def test_the_number_of_statements_is_constant(self):
        scheme = self.preset()
        self.evaluate(scheme)

        def statements():
            evaluation = scheme._queue_evaluation(AS_OF)
            before = self.cr.sql_log_count
            evaluation._run()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        # twice: the caches are warm from then on
        statements()
        few = statements()
        more = self.customers(40, "More")
        self.invoices([(customer, 10, AS_OF) for customer in more])
        statements()
        self.assertEqual(statements(), few)

    # ------------------------------------------------------------ words

    def test_why_and_what_would_lift(self):
        scheme = self.preset()
        self.evaluate(scheme)
        cy = self.standing(scheme, "Cy")
        self.assertEqual(
            cy.explanation,
            "Recency 4, frequency 4, value 2 (1 is the lowest, 5 the highest). “Loyal” "
            "is the first segment whose rule fits.",
        )
        told = " ".join(cy.explanation_details["sentences"])
        # six of twelve have to be behind: more than the seventh figure, 4,200
        self.assertIn("What would lift the customer: more than", told)
        self.assertIn("4,200.00", told)
        self.assertIn("→ Champions", told)
        self.assertIn("Advice for Loyal: Show what others like them buy", told)
        self.assertIn("Done by: Their salesperson.", told)
        # and so it is
        self.invoice(self.twelve["Cy"], 3000.01)
        self.evaluate(scheme)
        self.assertEqual(cy.tier_id.code, "SEG_CHAMPIONS")

    def test_exactly_the_figure_told_is_not_enough(self):
        scheme = self.preset()
        self.invoice(self.twelve["Cy"], 3000, AS_OF - timedelta(days=40))
        self.evaluate(scheme)
        self.assertEqual(self.standing(scheme, "Cy").net_revenue, 4200)
        self.assertEqual(self.segments(scheme)["Cy"], "LOYAL")

    def test_a_purchase_would_lift_and_frequency_and_value_as_well(self):
        scheme = self.preset()
        self.evaluate(scheme)
        told = " ".join(self.standing(scheme, "Lee").explanation_details["sentences"])
        self.assertIn("a purchase now → Recent", told)
        # one more than the seventh figure of purchases, which is 4
        self.assertIn("at least 5 in “Purchases” (now 2) → At risk", told)
        self.assertIn("→ At risk", told)

    def test_the_best_segment_lacks_nothing(self):
        scheme = self.preset()
        self.evaluate(scheme)
        told = " ".join(self.standing(scheme, "Ada").explanation_details["sentences"])
        self.assertNotIn("lift", told)
        self.assertFalse(self.standing(scheme, "Ada").gap_up)

    def test_a_tier_scheme_says_what_it_always_said(self):
        scheme = self.scheme({"TOP": 10, "SMALL": 0})
        self.evaluate(scheme)
        told = self.standing(scheme, "Ada").explanation_details["sentences"]
        self.assertFalse([one for one in told if "Advice" in one or "lift" in one])
        self.assertFalse(self.standing(scheme, "Ada").recency_score)

    # ------------------------------------------------------------ doubts

    def test_few_buyers_are_coarse(self):
        scheme = self.preset()
        evaluation = self.evaluate(scheme)
        self.assertIn("Based on 12 buyers: coarse.", evaluation.segment_doubt)
        self.assertIn("Based on 12 buyers: coarse.", scheme.warning)
        self.assertNotIn("one day", evaluation.segment_doubt)
        self.assertNotIn("months ago", evaluation.segment_doubt)
        self.assertEqual(evaluation.segment_facts["no_rhythm"], 5)

    def test_enough_buyers_who_come_back_are_believed(self):
        more = self.customers(40, "More")
        days = [AS_OF - timedelta(days=ago) for ago in (1, 40)]
        self.invoices([(one, 10, day) for one in more for day in days])
        evaluation = self.evaluate(self.preset())
        self.assertFalse(evaluation.segment_doubt)

    def test_a_young_shop_and_one_time_buyers(self):
        facts = {"buyers": 80, "classes": 3, "one_time": 0.95, "months": 5}
        evaluation = self.evaluate(self.preset())
        evaluation.segment_facts = facts
        self.assertEqual(
            evaluation.segment_doubt,
            "The first purchase was less than 6 months ago, so it is too early to tell "
            "who comes back. 95 % of the buyers bought on one day only, so frequency "
            "says next to nothing. Look at value and recency alone.",
        )
        evaluation.segment_facts = facts | {"one_time": 0.9, "months": 6}
        self.assertFalse(evaluation.segment_doubt)
