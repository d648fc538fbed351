from odoo import Command
from odoo.tests import tagged

from ..home.homes import figures
from .segments import SegmentCase


@tagged("post_install", "-at_install", "playbook")
class TestSegmentReuse(SegmentCase):
    """What other rooms make of a scheme of segments, without knowing of any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.scheme({"TOP": 10, "SMALL": 0})
        cls.six = cls.preset()
        cls.evaluate(cls.first)
        cls.evaluation = cls.evaluate(cls.six)
        cls.chief = cls.user(
            "admin",
            groups="sales_team.group_sale_manager,account.group_account_manager,"
            "customer_tiering.group_customer_tier_admin",
        )

    def test_every_follow_up_works_through_the_segments(self):
        followers = self.evaluation.follower_ids
        self.assertIn("playbooks", followers.mapped("name"))
        for follower in followers:
            while follower._work_batch():
                pass
        self.assertEqual(set(followers.mapped("state")), {"done"})

    def test_the_insight_counts_the_segments(self):
        insight = self.env["customer.tier.insight"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )
        counts = {
            self.env["customer.tier"].browse(one["tier"]).code: one["customers"]
            for one in insight.data["tiers"]
        }
        self.assertEqual(counts["SEG_AT_RISK"], 4)
        self.assertEqual(sum(counts.values()), 12)

    def test_home_opens_on_tiers_and_shows_segments_when_asked(self):
        home = self.env["customer.tier.home"].with_user(self.chief)
        home = home.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(home.get_home()["scheme"], self.first.id)
        for role in ("management", "sales", "accounting"):
            page = home.get_home(role, self.six.id)
            self.assertEqual(page["scheme"], self.six.id)
            for path, figure in figures(page):
                with self.subTest(role=role, figure=path):
                    self.assert_opens(figure)
        home.get_year(self.six.id)

    def assert_opens(self, figure):
        """The records of the figure add up to it."""
        action = figure["action"]
        if not action or "domain" not in action or not action["domain"]:
            return
        records = self.env[action["res_model"]].with_user(self.chief)
        records = records.with_context(allowed_company_ids=self.company.ids)
        ((found,),) = records._read_group(action["domain"], [], [figure["measure"]])
        self.assertAlmostEqual(found or 0, figure["value"] or 0, 2)

    def test_contacts_are_found_by_their_segment(self):
        """As an additional badge; the tier stays that of the first scheme."""
        partners = self.env["res.partner"].with_user(self.chief)
        partners = partners.with_context(allowed_company_ids=self.company.ids)
        at_risk = partners.search(
            [("customer_tier_badge_ids", "in", self.tier["SEG_AT_RISK"].ids)]
        )
        self.assertEqual(set(at_risk.mapped("name")), {"Gus", "Hal", "Ida", "Jon"})
        gus = partners.browse(self.twelve["Gus"].id)
        self.assertEqual(gus.customer_tier_id.code, "SMALL")

    def test_a_playbook_can_be_for_one_segment(self):
        """Of those whose rhythm is broken by now, that is all who have one."""
        playbook = self.env["customer.playbook"].create(
            {
                "name": "At risk and late",
                "trigger": "rhythm",
                "owner_id": self.chief.id,
                "scheme_id": self.six.id,
                "tier_ids": self.tier["SEG_AT_RISK"].ids,
                "first_occurrence_from": "2025-01-01",
                "daily_cap": 0,
                "step_ids": [
                    Command.create(
                        {
                            "activity_type_id": self.env.ref(
                                "customer_tiering.mail_activity_type_ask_why"
                            ).id
                        }
                    )
                ],
            }
        )
        playbook.active = True
        playbook._open_due()
        plays = self.env["customer.playbook.play"].search(
            [("playbook_id", "=", playbook.id)]
        )
        self.assertEqual(set(plays.partner_id.mapped("name")), {"Gus", "Hal", "Ida"})

    def test_a_move_between_segments_congratulates_nobody(self):
        """*Tier reached* is about tiers: *Loyal* is no prize."""
        playbook = self.env["customer.playbook"].create(
            {
                "name": "Congratulate",
                "trigger": "rose",
                "scheme_id": self.six.id,
                "first_occurrence_from": "2025-01-01",
            }
        )
        self.invoice(self.twelve["Gus"], 1)
        self.evaluate(self.six)
        self.assertEqual(self.segments(self.six)["Gus"], "CHAMPIONS")
        self.assertFalse(self.env.execute_query(playbook._rows_moved("rose", "up")))

    def test_a_manual_segment_is_fixed_with_a_reason(self):
        self.env["customer.tier.override"].create(
            {
                "scheme_id": self.six.id,
                "partner_id": self.twelve["Kim"].id,
                "kind": "fix",
                "tier_id": self.tier["SEG_LOYAL"].id,
                "reason": "Their new manager is a friend of ours",
            }
        )
        kim = self.standing(self.six, "Kim")
        self.assertEqual(kim.tier_id.code, "SEG_LOYAL")
        self.assertTrue(kim.differs)
        self.evaluate(self.six)
        self.assertEqual(kim.tier_id.code, "SEG_LOYAL")
        self.assertEqual(kim.computed_tier_id.code, "SEG_COOLING")

    def test_a_statement_never_names_a_segment(self):
        self.assertFalse(self.six.rule_ids.tier_id._may_be_told())

    def test_a_checked_evaluation_keeps_the_scores(self):
        self.evaluation.with_user(self.chief).with_context(
            allowed_company_ids=self.company.ids
        ).action_check()
        kept = self.env["customer.tier.evaluation.figure"].search(
            [
                ("evaluation_id", "=", self.evaluation.id),
                ("partner_id", "=", self.twelve["Gus"].id),
            ]
        )
        self.assertEqual(
            (kept.recency_score, kept.frequency_score, kept.monetary_score), (2, 4, 4)
        )
