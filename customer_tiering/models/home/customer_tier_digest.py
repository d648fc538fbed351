from odoo import api, models
from odoo.tools import formatLang

from .customer_tier_home import MANAGEMENT


class CustomerTierDigest(models.AbstractModel):
    """The pictures of Home as tables, which every mail client shows."""

    _inherit = "customer.tier.digest"

    @api.model
    def _pictures(self, scheme):
        """What Home shows of ``scheme`` to a manager, from the same call."""
        page = self.env["customer.tier.home"].get_home(MANAGEMENT, scheme.id)
        if page["scheme"] != scheme.id:
            # it has no tiers yet, so Home shows another one
            return super()._pictures(scheme)
        evaluation = page["evaluation"]
        state = [evaluation[key] for key in ("done", "state", "next", "signed")]
        return {
            "headline": page["headline"],
            "notes": [page["as_of"], " · ".join(part for part in state if part)],
            "tables": [
                self._pyramid_table(page),
                self._movement_table(page),
                self._risk_table(page),
                *([self._budgets_table(page)] if page["budgets"] else []),
            ],
        }

    @api.model
    def _pyramid_table(self, page):
        lines = page["pyramid"]
        # as the picture does: what is below zero has no share
        customers, revenue = (
            sum(max(line[key]["value"], 0) for line in lines)
            for key in ("count", "value")
        )
        return {
            "title": self.env._("Pyramid"),
            "note": "",
            "heads": [
                self.env._("Tier"),
                self.env._("Customers"),
                self.env._("Share of Customers"),
                self.env._("Net Revenue"),
                self.env._("Share of Revenue"),
            ],
            "rows": [
                [
                    line["tier"]["name"],
                    self._told(page, line["count"]),
                    self._share(line["count"]["value"], customers),
                    self._told(page, line["value"]),
                    self._share(line["value"]["value"], revenue),
                ]
                for line in lines
            ],
        }

    @api.model
    def _movement_table(self, page):
        lines = page["movement"]["lines"]
        columns = {
            "opening": self.env._("Before"),
            "in_entered": self.env._("+ New"),
            "in_up": self.env._("+ Risen into it"),
            "in_down": self.env._("+ Fallen into it"),
            "out_up": self.env._("− Risen out"),
            "out_down": self.env._("− Fallen out"),
            "out_left": self.env._("− Left"),
        }
        others = any(line["other"] for line in lines)
        return {
            "title": self.env._("Movement"),
            "note": page["movement"]["since"],
            "heads": [
                self.env._("Tier"),
                *columns.values(),
                *([self.env._("± Merged or deleted")] if others else []),
                self.env._("= Now"),
            ],
            "rows": [
                [
                    line["tier"]["name"],
                    *(self._told(page, line[column]) for column in columns),
                    *([self._number(line["other"])] if others else []),
                    self._told(page, line["closing"]),
                ]
                for line in lines
            ],
        }

    @api.model
    def _risk_table(self, page):
        return {
            "title": self.env._("Revenue at risk"),
            "note": self.env._(
                "Net revenue of the period from customers who may buy less."
            ),
            "heads": [
                self.env._("Customers who may buy less"),
                self.env._("Customers"),
                self.env._("Net Revenue"),
            ],
            "rows": [
                [
                    part["name"],
                    self._told(page, part["count"]),
                    self._told(page, part["value"]),
                ]
                for part in page["risk"]
            ],
        }

    @api.model
    def _budgets_table(self, page):
        return {
            "title": self.env._("Gifts and samples"),
            "note": "",
            "heads": [
                self.env._("Budget"),
                self.env._("Entries"),
                self.env._("Used"),
            ],
            "rows": [
                [
                    line["name"],
                    self._told(page, line["count"]),
                    " ".join(
                        part
                        for part in (self._told(page, line["value"]), line["of"])
                        if part
                    ),
                ]
                for line in page["budgets"]
            ],
        }

    @api.model
    def _told(self, page, figure):
        """A figure of Home as text."""
        if figure["unit"] == "count":
            return self._number(figure["value"])
        currency = self.env["res.currency"].browse(page["currency"])
        return formatLang(self.env, figure["value"], currency_obj=currency)

    @api.model
    def _number(self, count):
        return formatLang(self.env, count, digits=0)

    @api.model
    def _share(self, part, whole):
        home = self.env["customer.tier.home"]
        return home._percent(max(part, 0) / whole if whole else 0)
