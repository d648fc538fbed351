from odoo import api, fields, models

from ...gifting.flow import COMMITTED
from ...gifting.rules import COMPANY

LEVELS = [
    ("none", "No pool"),
    ("ok", "Below 75 %"),
    ("notice", "75 % or more"),
    ("warn", "90 % or more"),
    ("full", "Used up"),
]


class CustomerGiftBudgetBars(models.AbstractModel):
    """Progress of a budget: planned, committed, spent, left.

    A model that inherits this implements `_bar_sums`. *Planned* is everything that is
    not declined or cancelled, *committed* what is approved, *spent* what was given.
    """

    _name = "customer.gift.budget.bars"
    _description = "Budget Bars"

    currency_id = fields.Many2one("res.currency")
    budget_total = fields.Monetary(string="Total", compute="_compute_bars")
    planned = fields.Monetary(compute="_compute_bars")
    committed = fields.Monetary(compute="_compute_bars")
    spent = fields.Monetary(compute="_compute_bars")
    left = fields.Monetary(string="Remaining", compute="_compute_bars")
    used_percent = fields.Float(
        string="Used (%)", digits=(16, 1), compute="_compute_bars"
    )
    level = fields.Selection(LEVELS, string="Used", compute="_compute_bars")

    def _compute_bars(self):
        sums = self._bar_sums()
        for record in self:
            total, by_state = sums.get(record, (0.0, {}))
            committed = sum(by_state.get(state, 0.0) for state in COMMITTED)
            percent = 100 * committed / total if total else 0.0
            record.budget_total = total
            record.planned = committed + by_state.get("proposed", 0.0)
            record.committed = committed
            record.spent = by_state.get("given", 0.0)
            record.left = total - committed if total else 0.0
            record.used_percent = percent
            record.level = self._level(percent) if total else "none"

    def _bar_sums(self):
        """``{record: (total, {state: cost})}``."""
        raise NotImplementedError

    @api.model
    def _level(self, percent):
        # rounded only against float noise: a cent below a level has not reached it
        reached = round(percent, 6)
        bounds = ((100, "full"), (90, "warn"), (75, "notice"))
        return next((level for bound, level in bounds if reached >= bound), "ok")


class CustomerGiftBudget(models.Model):
    _name = "customer.gift.budget"
    _inherit = ["customer.gift.budget", "customer.gift.budget.bars"]

    @api.depends("pool_amount", "cap_ids", "date_from", "date_to", "scheme_id")
    def _compute_bars(self):
        return super()._compute_bars()

    def _bar_sums(self):
        """The budget's own gifts, against its pool or the cap of the company."""
        sums = {}
        for budget in self:
            rows = (
                self.env["customer.gift"]
                .sudo()
                ._read_group(budget._origin._own_gifts(), ["state"], ["cost:sum"])
                if budget._origin
                else []
            )
            sums[budget] = (
                budget._total(),
                {state: cost or 0.0 for state, cost in rows},
            )
        return sums

    def _total(self):
        """The least of the pool and the company's caps of all occasions; 0 for none."""
        caps = self.cap_ids.filtered(
            lambda cap: cap.scope == COMPANY and not cap.occasion_id
        )
        pools = (self.pool_amount, *caps.mapped("amount"))
        return min((amount for amount in pools if amount), default=0.0)
