from collections import defaultdict

from odoo import models


class CustomerGift(models.Model):
    """The budget is checked again when a gift is approved."""

    _inherit = "customer.gift"

    def _reserve_budget(self):
        """Raise UserError if the budget has too little left for these gifts.

        If two transactions spend the last of a budget, both update its row: the second
        one waits, fails to serialise, is retried by Odoo and then reads what is left.

        Gifts that are approved already count as used, the others as requested. So it
        can be called before or after the state is written.
        """
        gifts = self.sudo().filtered(lambda gift: gift.direction == "given")
        budgets = gifts._budgets()
        if not budgets:
            return
        per_budget = defaultdict(list)
        for gift, found in budgets.items():
            for budget in found:
                per_budget[budget].append(gift.id)
        all_budgets = self.env["customer.gift.budget"].sudo().union(*per_budget)
        all_budgets._lock_for_reservation()
        for budget, ids in per_budget.items():
            claims = gifts.browse(ids)
            budget._check_left(claims)
            if budget.seller_pool == "sum":
                budget._check_sellers(claims)

    def _budgets(self):
        """``{gift: budgets that pay for it}``, see `_own_gifts`."""
        by_hand = self.filtered(lambda g: not g.plan_id and not g.budget_line_id)
        candidates = self.env["customer.gift.budget"].sudo()
        if by_hand:
            candidates = candidates.search(
                [
                    ("company_id", "parent_of", by_hand.company_id.ids),
                    ("date_from", "<=", max(by_hand.mapped("date"))),
                    ("date_to", ">=", min(by_hand.mapped("date"))),
                ]
            )
        found = {}
        for gift in self:
            budget = gift.plan_id.budget_id or gift.budget_line_id.budget_id
            found[gift] = budget or candidates.filtered(
                lambda b, gift=gift: (
                    b.date_from <= gift.date <= b.date_to
                    and gift.scheme_id in (b.scheme_id, gift.scheme_id.browse())
                    and b.company_id in (gift.company_id.parent_ids or gift.company_id)
                )
            )
        return {gift: budgets for gift, budgets in found.items() if budgets}
