from odoo import models

from ...gifting import year
from ...gifting.rules import COMPANY, LINE, MARGIN, REVENUE, SHARE


class CustomerTierScheme(models.Model):
    """What the customers of a tier cost in gifts and samples, while tiers move."""

    _inherit = "customer.tier.scheme"

    def _cutoff_costs(self, frame, tiers):
        """``(costs, columns of the curve)`` for customers who may get any of ``tiers``.

        A cost is ``key``, ``name``, ``note`` (a sentence or False), ``ceiling`` (what
        all tiers get at most, or False), ``today`` (amount per tier id) and ``tiers``:
        per tier id how it adds up there. ``each`` is the amount per customer, or
        ``column`` the name of the column with the amounts, and ``ceiling`` what the
        tier gets at most, or False.
        """
        self.ensure_one()
        found = (self._cutoff_gifts(frame, tiers), self._cutoff_samples(frame, tiers))
        costs = [cost for cost, _columns in found if cost]
        columns = {}
        for _cost, more in found:
            columns |= more
        return costs, columns

    def _cutoff_gifts(self, frame, tiers):
        """The gift budget of the whole period, as in the preview."""
        if not self.env["customer.gift.budget"].has_access("read"):
            return None, {}
        budget = self._gift_budget(self._today())
        if not budget:
            return None, {}
        times, _occasions = budget._lines_of_period()
        if MARGIN not in frame and any(line.base == MARGIN for line in times):
            # amounts would tell a margin that the user may not read
            return None, {}
        lines = {line: n for line, n in times.items() if line.method != SHARE}
        rules = budget._rules_of_period()
        customers = frame[
            [name for name in ("partner_id", REVENUE, MARGIN) if name in frame]
        ]
        columns, parts = {}, {}
        for tier in tiers.filtered(lambda tier: tier.id in {x.tier for x in lines}):
            name = f"gifts_{tier.id}"
            columns[name] = year.each(customers, tier.id, lines, rules)
            ceiling = year.at_most(tier.id, lines, rules)
            parts[tier.id] = {
                "column": name,
                "ceiling": False if ceiling is None else ceiling,
            }
        today = year.year(customers.assign(tier_id=frame["tier"]), lines, rules)
        whole = [limit.amount for limit in rules.limits if limit.scope == COMPANY]
        cost = {
            "key": "gifts",
            "name": self.env._("Gift Budget"),
            "ceiling": min(whole, default=False),
            "today": {tier: amount for tier, amount in today.items() if tier in parts},
            "tiers": parts,
            "note": self._gift_note(budget, times, rules),
        }
        return cost, columns

    def _gift_note(self, budget, times, rules):
        if any(line.method == SHARE for line in times):
            return self.env._(
                "“%(budget)s” divides a pool among customers. That part is counted "
                "only in “Preview”.",
                budget=budget.name,
            )
        if any(limit.scope == LINE for limit in rules.limits):
            return self.env._(
                "“%(budget)s” has lines with a pool of their own, so its amounts here "
                "are approximate.",
                budget=budget.name,
            )
        return False

    def _cutoff_samples(self, frame, tiers):
        """The yearly allowance of samples: the same amount for each customer."""
        benefits = self.env["customer.tier.benefit"]
        if not benefits.has_access("read"):
            return None, {}
        benefit = benefits.search(
            [("scheme_id", "=", self.id), ("kind", "=", "sample")], limit=1
        )
        if not benefit:
            return None, {}
        amounts = {
            line.tier_id.id: line.amount
            for line in benefit.line_ids
            if line.tier_id in tiers
        }
        counts = frame["tier"].value_counts().to_dict()
        cost = {
            "key": "samples",
            "name": self.env._("Sample Budget"),
            "ceiling": False,
            "today": {
                tier: amount * counts.get(tier, 0) for tier, amount in amounts.items()
            },
            "tiers": {
                tier: {"each": amount, "ceiling": False}
                for tier, amount in amounts.items()
            },
            "note": False,
        }
        return cost, {}
