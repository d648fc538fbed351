from odoo import api, models
from odoo.tools import format_date

from ...classification.score import SCORE
from ..standing.customer_tier_standing_filters import RHYTHM
from .customer_tier_home_sales import LISTS, MINE, SHOWN


class CustomerTierHome(models.AbstractModel):
    """The lists of customers to call, and what is said of each customer."""

    _inherit = "customer.tier.home"

    @api.model
    def _titles(self, page):
        """``{list: (title, what it holds, what to say if it is empty)}``."""
        rhythm = self.env._("All of your customers keep their rhythm.")
        if RHYTHM not in page.scheme._collected_columns():
            rhythm = self.env._(
                "Nobody can tell: the scheme does not collect “Usual intervals since "
                "the last purchase”."
            )
        return {
            "falling": (
                self.env._("Falling"),
                self.env._("Will lose their tier at an evaluation to come."),
                self.env._("No customer of yours is falling."),
            ),
            "quiet": (
                self.env._("Quiet"),
                self.env._(
                    "Bought at least three times, and not for more than twice their "
                    "usual interval."
                ),
                rhythm,
            ),
            "close": (
                self.env._("Close to the Next Tier"),
                self.env._("At most 10 % of their own value is missing."),
                self.env._("No customer of yours is close to the next tier."),
            ),
            "new": (
                self.env._("New"),
                self.env._("First purchase within the last 90 days."),
                self.env._("You have no new customer."),
            ),
            "gift": (
                self.env._("Gift Due"),
                self.env._("A planned gift is due within 30 days or overdue."),
                self.env._("No gift is due for your customers."),
            ),
        }

    @api.model
    def _sales_list(self, page, key, rows, people):
        """One list as plain data; ``rows`` are all of its customers in their order."""
        title, hint, nobody = self._titles(page)[key]
        notes = self._notes(page, key, rows[:SHOWN])
        value = sum(one["net_revenue"] for one in rows)
        action = self._standings(title, page, [*MINE, *LISTS[key]])
        return {
            "key": key,
            "title": title,
            "hint": hint,
            "nobody": nobody,
            **self._count_and_value(len(rows), value, action),
            "rows": [
                {
                    **people[one["partner_id"]],
                    "standing": one["id"],
                    "tier": page.tiers[one["tier_id"]],
                    "value": one["net_revenue"],
                    "note": note,
                }
                for one, note in zip(rows, notes, strict=False)
                if one["partner_id"] in people
            ],
        }

    @api.model
    def _notes(self, page, key, rows):
        """What is said of each of ``rows``, in their order."""
        return getattr(self, f"_notes_{key}")(page, rows)

    @api.model
    def _notes_falling(self, page, rows):
        written = self._ranking(page)
        return [
            self.env._(
                "%(missing)s short of %(tier)s",
                missing=written(-one["margin_to_keep"]),
                tier=page.tiers[one["tier_id"]]["name"],
            )
            if written and (one["margin_to_keep"] or 0) < 0
            else self.env._("Keeps the tier for now")
            for one in rows
        ]

    @api.model
    def _notes_quiet(self, page, rows):
        return [
            self.env._(
                "Bought %(days)s days ago; usually every %(usual)s days",
                days=(page.today - one["last_purchase"]).days,
                usual=round(one["median_interval"]),
            )
            for one in rows
        ]

    @api.model
    def _notes_close(self, page, rows):
        written = self._ranking(page)
        ladder = (page.scheme.last_evaluation_id.settings or {}).get("ladder", [])
        above = dict(zip(ladder[1:], ladder, strict=False))
        return [
            self.env._(
                "%(gap)s more for %(tier)s",
                gap=written(one["gap_up"]),
                tier=page.tiers[above[one["tier_id"]]]["name"],
            )
            if written and one["tier_id"] in above
            else ""
            for one in rows
        ]

    @api.model
    def _notes_new(self, page, rows):
        return [
            self.env._(
                "First purchase on %(day)s",
                day=format_date(self.env, one["first_purchase"]),
            )
            for one in rows
        ]

    @api.model
    def _notes_gift(self, page, rows):
        due = self.env["res.partner"]._customer_tier_gift_due_domain()
        groups = self.env["customer.gift"]._read_group(
            [*due, ("partner_id", "in", [one["partner_id"] for one in rows])],
            ["partner_id"],
            ["cost:sum", "date:min"],
        )
        gifts = {partner.id: (cost, day) for partner, cost, day in groups}
        return [
            self.env._(
                "Gift of %(cost)s due on %(day)s",
                cost=self._money(page, gifts[one["partner_id"]][0] or 0.0),
                day=format_date(self.env, gifts[one["partner_id"]][1]),
            )
            for one in rows
        ]

    @api.model
    def _ranking(self, page):
        """The function that writes an amount of what ranks customers of the page.

        None if the user may not read the figures that it is made of.
        """
        settings = page.scheme.last_evaluation_id.settings or {}
        column = settings.get("value") or page.scheme._value_column()
        metrics = self.env["customer.tier.metric"].with_context(active_test=False)
        metric = metrics.search([("code", "=", column)])
        hidden = self.env["customer.tier.standing"]._hidden_columns()
        if hidden & metrics._collected_columns([column]):
            return None
        if column == SCORE:
            return lambda value: self.env._("%(points)s points", points=round(value, 1))
        if metric.unit == "money":
            return lambda value: self._money(page, value)
        return lambda value: f"{round(value, 2):g} ({metric.name})"
