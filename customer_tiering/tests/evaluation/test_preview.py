from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.collector.reading import Reading
from ..common import AS_OF, TieringCase

ENGINE_TABLES = (
    "customer_tier_standing",
    "customer_tier_change",
    "customer_tier_evaluation",
    "customer_tier_standing_undo",
)


class PreviewCase(TieringCase):
    """Four customers with 100, 80, 60 and 40; one of them is Top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.customers(4)
        cls.invoices(list(zip(cls.buyers, (100, 80, 60, 40), strict=True)))
        cls.pyramid = cls.scheme({"TOP": 25, "SMALL": 0})
        cls.evaluate(cls.pyramid)

    def draft(self, share=50):
        """A draft in which so many percent are Top."""
        draft = self.pyramid._the_draft()
        draft.rule_ids.filtered(lambda r: r.tier_id.code == "TOP").threshold = share
        return draft

    def preview(self, scheme, as_of=AS_OF):
        action = self.env["customer.tier.preview"]._open_for(scheme, as_of)
        return self.env[action["res_model"]].browse(action["res_id"])

    def cells(self, preview):
        """``{(code before, code after): (customers, revenue, kind)}``."""
        names = {tier.id: code for code, tier in self.tier.items()} | {-1: None}
        return {
            (names[cell["row"]], names[cell["col"]]): (
                cell["count"],
                cell["value"],
                cell["kind"],
            )
            for cell in preview.matrix["cells"]
        }

    def lines(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def no_collection(self):
        return patch.object(Reading, "collect", side_effect=AssertionError("read"))


@tagged("post_install", "-at_install")
class TestPreview(PreviewCase):
    """What would happen, before anything does."""

    def test_who_moves_and_what_it_is_worth(self):
        preview = self.preview(self.draft(50))

        self.assertEqual(
            self.cells(preview),
            {
                ("TOP", "TOP"): (1, 100, "same"),
                ("SMALL", "TOP"): (1, 80, "up"),
                ("SMALL", "SMALL"): (2, 100, "same"),
            },
        )
        self.assertEqual((preview.moved_count, preview.up_count), (1, 1))
        self.assertEqual((preview.down_count, preview.customer_count), (0, 4))
        self.assertRecordValues(
            preview.tier_ids,
            [
                {
                    "tier_id": self.tier["TOP"].id,
                    "count_before": 1,
                    "count_after": 2,
                    "revenue_before": 100,
                    "revenue_after": 180,
                },
                {
                    "tier_id": self.tier["SMALL"].id,
                    "count_before": 3,
                    "count_after": 2,
                    "revenue_before": 180,
                    "revenue_after": 100,
                },
            ],
        )

    def test_a_cell_lists_its_customers(self):
        preview = self.preview(self.draft(50))

        action = preview.action_open_cell(self.tier["SMALL"].id, self.tier["TOP"].id)

        self.assertRecordValues(
            self.lines(action),
            [
                {
                    "partner_id": self.buyers[1].id,
                    "from_tier_id": self.tier["SMALL"].id,
                    "to_tier_id": self.tier["TOP"].id,
                    "direction": "up",
                    "steps": 1,
                    "net_revenue": 80,
                    "value": 80,
                    "rank": 2,
                }
            ],
        )
        self.assertEqual(self.lines(preview.action_open_moved()), self.lines(action))

    def test_winners_and_losers_biggest_first(self):
        preview = self.preview(self.draft(75))
        self.assertEqual(preview.winner_ids.partner_id, self.buyers[1] + self.buyers[2])
        self.assertFalse(preview.loser_ids)

        self.pyramid.rule_ids[0].threshold = 75
        self.evaluate(self.pyramid)
        self.draft(25)
        preview = self.preview(self.pyramid._the_draft())
        preview.action_read_again()

        self.assertFalse(preview.winner_ids)
        self.assertEqual(preview.loser_ids.partner_id, self.buyers[1] + self.buyers[2])
        self.assertEqual(preview.loser_ids.mapped("steps"), [-1, -1])
        self.assertEqual(preview.down_count, 2)

    def test_nothing_is_written_but_the_preview(self):
        draft = self.draft(50)
        before = {table: self.versions(table) for table in ENGINE_TABLES}
        partners = self.versions("res_partner", self.buyers)

        self.preview(draft).action_open_moved()

        for table, versions in before.items():
            self.assertEqual(self.versions(table), versions, table)
        self.assertEqual(self.versions("res_partner", self.buyers), partners)

    def test_a_change_of_cut_offs_reads_nothing_again(self):
        draft = self.draft(50)
        preview = self.preview(draft)

        with self.no_collection():
            for share, moved in ((25, 0), (75, 2), (50, 1)):
                self.draft(share)
                draft.ties = "up"
                preview.action_refresh()
                self.assertEqual(preview.moved_count, moved)
            draft.period_months = 6
            with self.assertRaisesRegex(AssertionError, "read"):
                preview.action_refresh()

    def test_documents_posted_since_count_when_read_again(self):
        preview = self.preview(self.draft(25))
        self.assertEqual(preview.moved_count, 0)
        self.invoice(self.buyers[3], 500)
        preview.action_refresh()
        self.assertEqual(preview.moved_count, 0)

        preview.action_read_again()

        # 540 is the first now, and 100 no more
        self.assertEqual((preview.up_count, preview.down_count), (1, 1))

    def test_it_is_what_an_evaluation_gives(self):
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.buyers[3].id,
                "scheme_id": self.pyramid.id,
                "kind": "fix",
                "tier_id": self.tier["BIG"].id,
                "reason": "A friend",
            }
        )
        self.pyramid.write({"grace_days": 90, "one_step": True})
        self.invoice(self.buyers[2], 100)
        draft = self.draft(25)

        # a day later: of the same day it would start from before the first evaluation
        day = AS_OF + timedelta(days=1)

        cells = self.cells(self.preview(draft, day))
        evaluation = self.evaluate(self.pyramid, day)

        # 160 rises at once; 100 falls after the days of grace; the friend stays
        self.assertEqual(
            cells,
            {
                ("TOP", "TOP"): (1, 100, "same"),
                ("SMALL", "TOP"): (1, 160, "up"),
                ("SMALL", "SMALL"): (1, 80, "same"),
                ("BIG", "BIG"): (1, 40, "same"),
            },
        )
        self.assertEqual(evaluation.change_count, 1)
        self.assertEqual(
            self.tier_codes(self.pyramid, self.buyers), ["TOP", "SMALL", "TOP", "BIG"]
        )

    def test_a_scheme_not_in_force_moves_everybody_in(self):
        fresh = self.scheme({"TOP": 25, "SMALL": 0}, in_force=False)

        preview = self.preview(fresh)

        self.assertEqual(
            self.cells(preview),
            {
                (None, "TOP"): (1, 100, "entered"),
                (None, "SMALL"): (3, 180, "entered"),
            },
        )
        self.assertEqual((preview.entered_count, preview.moved_count), (4, 4))
        self.assertEqual(len(self.lines(preview.action_open_moved())), 4)
        self.assertFalse(preview.winner_ids)

    def test_who_leaves_keeps_the_revenue_known_of_him(self):
        draft = self.draft(25)
        draft.domain = f"[('id', 'in', {self.buyers[:3].ids})]"

        preview = self.preview(draft)

        self.assertEqual(self.cells(preview)["SMALL", None], (1, 40, "left"))
        self.assertEqual((preview.left_count, preview.customer_count), (1, 3))

    # ------------------------------------------------------------ back-test

    def test_a_past_day_has_the_figures_of_that_day(self):
        eve = AS_OF - timedelta(days=1)

        preview = self.preview(self.pyramid, eve)

        # nobody had bought by then, nor been in contact
        self.assertEqual(preview.customer_count, 4)
        self.assertEqual(
            self.cells(preview),
            {
                ("TOP", "SUSPECT"): (1, 0, "down"),
                ("SMALL", "SUSPECT"): (3, 0, "down"),
            },
        )

    def test_a_figure_that_knows_only_now_is_refused(self):
        metric = self.pyramid.value_metric_id
        metric.only_now = True

        with self.assertRaisesRegex(UserError, f"{metric.name}.*there is no record"):
            self.preview(self.pyramid)
        self.preview(self.pyramid, self.pyramid._today())

    def test_a_mark_counts_from_the_day_it_was_made(self):
        stranger = self.customer("Stranger")
        mark = self.env["customer.tier.no.need"].create(
            {"partner_id": stranger.id, "reason": "Has no workshop"}
        )
        preview = self.preview(self.pyramid)
        self.assertIn((None, "SUSPECT"), self.cells(preview))

        self.backdate(mark, f"{AS_OF} 10:00:00")
        preview.action_read_again()

        self.assertIn((None, "NONEED"), self.cells(preview))

    # ------------------------------------------------------------ who may

    def test_managers_preview_and_see_their_own_alone(self):
        manager = self.user("manager")
        mine = self.seen_by(manager, self.pyramid)
        action = mine.action_preview()
        preview = self.seen_by(manager, self.env[action["res_model"]]).browse(
            action["res_id"]
        )
        self.assertTrue(preview.matrix)
        self.assertFalse(preview.can_apply)
        with self.assertRaisesRegex(UserError, "nothing to apply"):
            preview.action_apply()
        with self.assertRaises(AccessError):
            mine.action_preview_changes()
        with self.assertRaises(AccessError):
            self.seen_by(self.user("admin"), preview).action_open_moved()
        with self.assertRaises(AccessError):
            self.seen_by(self.user("user"), self.pyramid).action_preview()

    def test_nor_of_another_company(self):
        other = self.user("admin", self.new_company("Elsewhere Inc."))
        previews = self.seen_by(other, self.env["customer.tier.preview"])
        with self.assertRaises(AccessError):
            previews.create({"scheme_id": self.pyramid.id, "as_of": AS_OF})._refresh()
        with self.assertRaises(AccessError):
            self.seen_by(other, self.pyramid).action_preview_changes()
