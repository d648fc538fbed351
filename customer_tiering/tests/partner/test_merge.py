from odoo.tests import tagged

from ..common import AS_OF, TieringCase


@tagged("post_install", "-at_install")
class TestMerge(TieringCase):
    """Merging contacts with standings and history works, in every combination."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept, cls.gone, cls.third = cls.customers(3)
        cls.invoices([(cls.kept, 100), (cls.gone, 60)])
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})

    def merge(self, *partners):
        """Merge into the first, by the wizard that people use."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": partners[0].id,
                "partner_ids": [partner.id for partner in partners],
            }
        )
        wizard.action_merge()
        self.assertEqual(self.env["res.partner"].union(*partners).exists(), partners[0])

    def standings(self):
        return self.env["customer.tier.standing"].search(
            [("scheme_id", "=", self.pyramid.id)]
        )

    def test_two_with_standings_leave_one(self):
        self.evaluate(self.pyramid)
        kept = self.standing(self.pyramid, self.kept)

        self.merge(self.kept, self.gone)

        self.assertEqual(self.standing(self.pyramid, self.kept), kept)
        self.assertEqual(len(self.standings()), 2)  # and the third customer's
        self.assertEqual(self.kept.customer_tier_id.code, "TOP")

    def test_the_history_of_both_is_kept(self):
        self.evaluate(self.pyramid)
        before = self.changes(self.pyramid, self.kept) + self.changes(
            self.pyramid, self.gone
        )

        self.merge(self.kept, self.gone)

        self.assertEqual(len(before), 2)
        self.assertEqual(self.changes(self.pyramid, self.kept), before.sorted("id"))

    def test_one_with_a_standing_gives_it_to_one_without(self):
        self.gone.ref = "other"
        self.evaluate(self.pyramid)
        standing = self.standing(self.pyramid, self.kept)

        self.merge(self.gone, self.kept)

        self.assertEqual(standing.partner_id, self.gone)

    def test_three_at_once(self):
        self.evaluate(self.pyramid)

        self.merge(self.kept, self.gone, self.third)

        self.assertEqual(self.standings().partner_id, self.kept)

    def test_marks_and_issues_move_along(self):
        mark = self.env["customer.tier.no.need"].create(
            {"partner_id": self.gone.id, "reason": "Has no workshop"}
        )
        self.gone.active = False
        evaluation = self.evaluate(self.pyramid)
        self.assertEqual(evaluation.issue_ids.partner_id, self.gone)

        self.merge(self.kept, self.gone)

        self.assertEqual(mark.partner_id, self.kept)
        self.assertEqual(evaluation.issue_ids.partner_id, self.kept)

    def test_the_next_evaluation_counts_them_as_one(self):
        self.evaluate(self.pyramid)
        self.merge(self.kept, self.gone)

        evaluation = self.evaluate(self.pyramid)

        standing = self.standing(self.pyramid, self.kept)
        self.assertEqual(standing.net_revenue, 160)
        self.assertEqual((standing.tier_id.code, standing.since), ("TOP", AS_OF))
        self.assertEqual(evaluation.existing_count, 1)
        self.assertEqual(self.evaluate(self.pyramid).written_count, 0)
