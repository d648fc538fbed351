from odoo import Command
from odoo.tests import Form, tagged

from ..common import AS_OF
from .test_gift_budget import GiftBudgetCase


@tagged("post_install", "-at_install", "gift")
class TestGiftPreview(GiftBudgetCase):
    """How the gift budget shifts when a cut-off changes, before anything does."""

    def preview(self, share):
        draft = self.pyramid._the_draft()
        draft.rule_ids.filtered(lambda r: r.tier_id.code == "TOP").threshold = share
        action = self.env["customer.tier.preview"]._open_for(draft, AS_OF)
        return self.env[action["res_model"]].browse(action["res_id"])

    def sums(self, preview):
        return {
            line.tier_id.code: (line.gift_before, line.gift_after)
            for line in preview.tier_ids
        }

    def test_before_and_after(self):
        # Top 1 of 10 becomes 3; Big and Medium stay 2 and 3; the feast is one occasion
        preview = self.preview(30)
        self.assertEqual(preview.gift_budget_id, self.budget)
        self.assertEqual(
            self.sums(preview),
            {
                "TOP": (400, 1200),
                "BIG": (600, 600),
                "MEDIUM": (600, 600),
                "SMALL": (0, 0),
            },
        )
        self.assertEqual(
            (preview.gift_before, preview.gift_after, preview.gift_change),
            (1600, 2400, 800),
        )
        self.assertFalse(
            self.env["customer.gift"].search_count(
                [("scheme_id", "=", self.pyramid.id)]
            )
        )

    def test_occasions_with_lines_of_their_own(self):
        other = self.env["customer.gift.occasion"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        self.env["customer.gift.occasion.date"].create(
            [
                {"occasion_id": other.id, "date": day}
                for day in ("2025-03-31", "2025-06-30", "2026-03-31")
            ]
        )
        self.budget.line_ids = [
            Command.create(
                {
                    "tier_id": self.tier["TOP"].id,
                    "occasion_id": other.id,
                    "method": "percent",
                    "percent": 1,
                }
            )
        ]
        preview = self.preview(10)
        # 400 at the feast and twice 1 % of 1,000; Big 300 three times for two
        self.assertEqual(preview.gift_occasion_count, 3)
        self.assertEqual(self.sums(preview)["TOP"], (420, 420))
        self.assertEqual(self.sums(preview)["BIG"], (1800, 1800))

    def test_a_pool_stays_a_pool(self):
        self.budget.pool_amount = 800
        preview = self.preview(30)
        self.assertEqual((preview.gift_before, preview.gift_after), (800, 800))
        # a third of what is asked: 133.33 for each of three
        self.assertEqual(self.sums(preview)["TOP"], (200, 399.99))

    def test_no_budget(self):
        self.budget.active = False
        preview = self.preview(30)
        self.assertFalse(preview.gift_budget_id)
        self.assertEqual(preview.gift_after, 0)

    def test_the_screen(self):
        with Form(self.preview(30)) as form:
            self.assertEqual(form.gift_change, 800)
