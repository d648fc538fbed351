from collections import defaultdict

from odoo import models


class CustomerGift(models.Model):
    """The budget is checked when a gift is approved, and if it is given another day."""

    _inherit = "customer.gift"

    def _reserve_budget(self):
        """Raise UserError if the budget has too little left for these gifts.

        If two transactions spend the last of a budget, both update its row: the second
        one waits, fails to serialise, is retried by Odoo and then reads what is left.

        Gifts that are approved already count as used, the others as requested. So it
        can be called before or after the state is written.
        """
        gifts = self.sudo().filtered(lambda gift: gift.direction == "given")
        gifts._claim(gifts._budgets())

    def _check_budget(self):
        """Like `_reserve_budget`, but without a claim that others must wait for."""
        gifts = self.sudo().filtered(lambda gift: gift.direction == "given")
        gifts._claim(gifts._budgets(), lock=False)

    def _claim(self, budgets, lock=True, caps_only=False):
        """Check ``{gift: budgets}``; see `customer.gift.budget._check_left`."""
        per_budget = defaultdict(list)
        for gift, found in budgets.items():
            for budget in found:
                per_budget[budget].append(gift.id)
        if not per_budget:
            return
        all_budgets = self.env["customer.gift.budget"].sudo().union(*per_budget)
        if lock:
            all_budgets._lock_for_reservation()
        for budget, ids in per_budget.items():
            claims = self.browse(ids)
            budget._check_left(claims, caps_only)
            if budget.seller_pool == "sum" and not caps_only:
                budget._check_sellers(claims)

    def _budgets(self):
        """``{gift: budgets that pay for it}``, see `_own_gifts`."""
        by_hand = self.filtered(lambda g: not g.plan_id and not g.budget_line_id)
        found = by_hand._budgets_of_day()
        for gift in self - by_hand:
            found[gift] = gift.plan_id.budget_id or gift.budget_line_id.budget_id
        return {gift: budgets for gift, budgets in found.items() if budgets}

    def _budgets_of_day(self):
        """``{gift: budgets}`` of its scheme and company in whose period its day is."""
        candidates = self.env["customer.gift.budget"].sudo()
        if self:
            candidates = candidates.search(
                [
                    ("company_id", "parent_of", self.company_id.ids),
                    ("date_from", "<=", max(self.mapped("date"))),
                    ("date_to", ">=", min(self.mapped("date"))),
                ]
            )
        return {
            gift: candidates.filtered(
                lambda b, gift=gift: (
                    b.date_from <= gift.date <= b.date_to
                    and gift.scheme_id in (b.scheme_id, gift.scheme_id.browse())
                    and b.company_id in (gift.company_id.parent_ids or gift.company_id)
                )
            )
            for gift in self
        }

    def _set_day(self, move):
        """A gift that is given in the period of another budget needs its money there.

        A gift of a plan is still paid by the plan's budget, but the caps of the other
        budget count it too. A gift that stays in the period has its money already.
        """
        gifts = self.sudo().filtered(lambda gift: gift.direction == "given")
        before = gifts._budgets_of_day()
        result = super()._set_day(move)
        by_hand, planned = {}, {}
        for gift, budgets in gifts._budgets_of_day().items():
            owned = gift.plan_id.budget_id or gift.budget_line_id.budget_id
            entered = budgets - before[gift] - owned
            (planned if owned else by_hand)[gift] = entered
        gifts._claim(by_hand)
        gifts._claim(planned, caps_only=True)
        return result
