from collections import Counter

from odoo import models

from ...gifting.rules import COMPANY, LINE, Limit, Rules


class CustomerGiftBudget(models.Model):
    """A budget for its whole period: all occasions, with nothing used yet."""

    _inherit = "customer.gift.budget"

    def _lines_of_period(self):
        """``({line of the allocation: times}, occasions)``.

        An occasion counts once for each of its dates in the period. If there are none,
        the lines for any occasion count once.
        """
        self.ensure_one()
        rows = self.env["customer.gift.occasion.date"]._read_group(
            [
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("occasion_id.active", "=", True),
                "|",
                ("company_id", "=", False),
                ("company_id", "parent_of", self.company_id.ids),
            ],
            ["occasion_id"],
            ["__count"],
        )
        rows = rows or [(self.env["customer.gift.occasion"], 1)]
        times = Counter()
        for occasion, count in rows:
            for line in self._lines_for(occasion).values():
                times[line._rule(occasion)] += count
        return times, sum(count for occasion, count in rows if occasion)

    def _rules_of_period(self):
        """Pools and caps of the whole period, with nothing used."""
        self.ensure_one()
        limits = [
            Limit(cap.scope, cap.amount, only=cap._whose().id or None)
            for cap in self.cap_ids
            if not cap.occasion_id
        ]
        if self.pool_amount:
            limits.append(Limit(COMPANY, self.pool_amount))
        limits += [
            Limit(LINE, line.pool_amount, only=line.id)
            for line in self.line_ids
            if line.pool_amount
        ]
        return Rules((), tuple(limits), unit=self.currency_id.rounding)
