from odoo import api, models

from ...gifting.flow import COMMITTED


class CustomerTierHome(models.AbstractModel):
    """What gifts and samples took of their budgets."""

    _inherit = "customer.tier.home"

    @api.model
    def _budgets(self, page):
        """One line for the gifts and one for the samples, as far as there are any."""
        return [line for line in (self._gifts(page), self._samples(page)) if line]

    @api.model
    def _gifts(self, page):
        """The budget of today: its total, what is approved and what was given."""
        if not self.env["customer.gift.budget"].has_access("read"):
            return False
        budget = page.scheme._gift_budget(page.today)
        if not budget:
            return False
        own = budget._own_gifts()
        gifts = self.env["customer.gift"]._read_group(
            [*own, ("state", "in", COMMITTED)], [], ["__count", "cost:sum"]
        )
        count, cost = gifts[0]
        total = budget._total()
        action = self._list(
            budget.name, "customer.gift", [*own, ("state", "in", COMMITTED)]
        )
        return {
            "key": "gifts",
            "name": budget.name,
            "of": total and self.env._("of %(total)s", total=self._money(page, total)),
            **self._count_and_value(count, cost or 0.0, action, "cost:sum"),
        }

    @api.model
    def _samples(self, page):
        """The use of the yearly allowance; it has no total, since tiers change."""
        benefits = self.env["customer.tier.benefit"]
        if not benefits.has_access("read"):
            return False
        benefit = benefits.search(
            [("scheme_id", "=", page.scheme.id), ("kind", "=", "sample")], limit=1
        )
        if not benefit:
            return False
        first, last = benefit._year()
        domain = [
            ("benefit_id", "=", benefit.id),
            ("date", ">=", str(first)),
            ("date", "<=", str(last)),
        ]
        usages = self.env["customer.tier.benefit.usage"]
        ((count, amount),) = usages._read_group(domain, [], ["__count", "amount:sum"])
        action = self._list(benefit.name, usages._name, domain)
        return {
            "key": "samples",
            "name": benefit.name,
            "of": False,
            **self._count_and_value(count, amount or 0.0, action, "amount:sum"),
        }
