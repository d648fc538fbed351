from odoo import models
from odoo.fields import Domain

from ...gifting.flow import COMMITTED
from ...gifting.rules import ALL, COMPANY, CUSTOMER, LINE, SELLER, TIER, Limit

GROUPS = {
    LINE: "budget_line_id",
    CUSTOMER: "partner_id",
    TIER: "tier_id",
    SELLER: "user_id",
}


class CustomerGiftBudget(models.Model):
    """How much of a budget is used: one grouped query per kind of limit."""

    _inherit = "customer.gift.budget"

    def _own_gifts(self):
        """Domain of the gifts that the pools of this budget pay for.

        Gifts of its plans, gifts of its lines, and gifts without a plan to customers of
        the scheme in its period.
        """
        self.ensure_one()
        no_plan = Domain("plan_id", "=", False)
        by_hand = (
            no_plan
            & Domain("budget_line_id", "=", False)
            & Domain("scheme_id", "in", [self.scheme_id.id, False])
            & self._gifts_of_period()
        )
        by_line = no_plan & Domain("budget_line_id.budget_id", "=", self.id)
        by_plan = Domain("plan_id.budget_id", "=", self.id)
        counted = Domain("direction", "=", "given") & Domain("corrected", "=", False)
        return counted & (by_plan | by_line | by_hand)

    def _gifts_of_period(self):
        """Domain of all gifts of the company in the period, which caps count."""
        self.ensure_one()
        return Domain(
            [
                ("direction", "=", "given"),
                ("company_id", "child_of", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )

    def _used(self, domain, scope=COMPANY):
        """``{id: cost}`` of committed gifts in ``domain``; for COMPANY ``{ALL: cost}``.

        Sums include gifts that the user may not see.
        """
        rows = (
            self.env["customer.gift"]
            .sudo()
            ._read_group(
                domain
                & Domain("state", "in", COMMITTED)
                & Domain("corrected", "=", False),
                [GROUPS[scope]] if scope in GROUPS else [],
                ["cost:sum"],
            )
        )
        if scope not in GROUPS:
            return {ALL: rows[0][0] or 0.0}
        return {record.id: cost or 0.0 for record, cost in rows if record}

    def _limits(self, occasion, leave_out=None):
        """Pools and caps at ``occasion`` with what is used, as `gifting.rules.Limit`.

        The gifts of the plan ``leave_out`` are not counted.
        """
        others = Domain.TRUE
        if leave_out:
            others = Domain("plan_id", "=", False) | Domain(
                "plan_id", "!=", leave_out.id
            )
        return tuple(limit for limit, _at in self._limits_at(occasion, others))

    def _limits_at(self, occasions, others=Domain.TRUE, customers=Domain.TRUE):
        """Pairs of a limit and its occasion; the occasion is empty for a limit of all.

        ``others``     domain of the gifts that count
        ``customers``  for limits per customer, the customers whose sums are needed
        """
        self.ensure_one()
        pools = [(pool, occasions.browse()) for pool in self._pools(others)]
        return [*pools, *self._caps_at(occasions, others, customers)]

    def _pools(self, others=Domain.TRUE):
        """Limits of the gifts that this budget pays for; see `_limits_at`."""
        self.ensure_one()
        own = self._own_gifts() & others
        limits = []
        if self.pool_amount:
            pool = Limit(
                COMPANY, self.pool_amount, used=self._used(own), note="pool_scaled"
            )
            limits.append(pool)
        lines = self.line_ids.filtered("pool_amount")
        if lines:
            used = self._used(own & Domain("budget_line_id", "in", lines.ids), LINE)
            for line in lines:
                pool = Limit(LINE, line.pool_amount, line.id, used, note="pool_scaled")
                limits.append(pool)
        if self.seller_pool == "fixed":
            used = self._used(own, SELLER)
            limits.append(Limit(SELLER, self.seller_amount, used=used))
        return limits

    def _caps_at(self, occasions, others=Domain.TRUE, customers=Domain.TRUE):
        """The caps among `_limits_at`, which count the gifts of all budgets."""
        self.ensure_one()
        limits = []
        known = {}
        for cap in self.cap_ids:
            if cap.occasion_id and cap.occasion_id not in occasions:
                continue
            key = (cap.scope, cap.occasion_id)
            if key not in known:
                domain = cap._gifts() & others
                if cap.scope == CUSTOMER:
                    domain &= customers
                known[key] = self._used(domain, cap.scope)
            only = cap._whose().id or None
            limit = Limit(cap.scope, cap.amount, only, known[key])
            limits.append((limit, cap.occasion_id))
        return limits
