import pandas as pd

from odoo import fields, models

from ...classification.frame import CUSTOMER
from ...gifting.rules import MARGIN, REVENUE
from ...gifting.year import year


class CustomerTierPreview(models.TransientModel):
    """The cost of the gifts of a whole budget, before and after.

    Both are computed with the same revenue, so the difference only comes from the
    tiers. Gifts that were already given do not matter here.
    """

    _inherit = "customer.tier.preview"

    gift_budget_id = fields.Many2one(
        "customer.gift.budget",
        readonly=True,
        help="The budget in force on the day of the preview, or else the latest one.",
    )
    gift_occasion_count = fields.Integer(
        string="Occasions",
        readonly=True,
        help="Occasions with a day in the period of the budget.",
    )
    gift_before = fields.Monetary(string="Gifts Before", readonly=True)
    gift_after = fields.Monetary(string="Gifts After", readonly=True)
    gift_change = fields.Monetary(string="Gifts: Difference", readonly=True)

    def _show_besides(self, everybody, customers):
        """Fill in the gift budget of ``everybody``, whether they move or stay.

        ``customers`` is the customer frame. It contains the margin if the scheme
        needs it.
        """
        result = super()._show_besides(everybody, customers)
        budget = self.compared_id._gift_budget(self.as_of)
        sums = [pd.Series(dtype="float64")] * 2
        count = 0
        if budget:
            lines, count = budget._lines_of_period()
            rules = budget._rules_of_period()
            frame = pd.DataFrame(
                {
                    "partner_id": everybody[CUSTOMER],
                    REVENUE: everybody[REVENUE],
                    MARGIN: _margin(everybody, customers),
                }
            )
            sums = [
                year(frame.assign(tier_id=everybody[side]), lines, rules)
                for side in ("from", "to")
            ]
        before, after = (total.to_dict() for total in sums)
        for line in self.tier_ids:
            line.gift_before = before.get(line.tier_id.id, 0.0)
            line.gift_after = after.get(line.tier_id.id, 0.0)
        total_before, total_after = sum(before.values()), sum(after.values())
        self.write(
            {
                "gift_budget_id": budget.id,
                "gift_occasion_count": count,
                "gift_before": total_before,
                "gift_after": total_after,
                "gift_change": total_after - total_before,
            }
        )
        return result


def _margin(everybody, customers):
    """The margin for each row of ``everybody``; both are ascending by customer."""
    if MARGIN not in customers:
        return float("nan")
    margin = pd.Series(customers[MARGIN].to_numpy(), index=customers[CUSTOMER])
    return margin.reindex(everybody[CUSTOMER]).to_numpy()


class CustomerTierPreviewTier(models.TransientModel):
    _inherit = "customer.tier.preview.tier"

    gift_before = fields.Monetary(
        string="Gifts Before", help="Total of the gift budget over its whole period."
    )
    gift_after = fields.Monetary(string="Gifts After")
