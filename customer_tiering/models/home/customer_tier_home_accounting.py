from odoo import api, models
from odoo.tools import float_is_zero

from ..evaluation.bridge_steps import BRIDGES

BRIDGE = "customer.tier.evaluation.bridge"
AGES = ("overdue_to_30", "overdue_to_60", "overdue_to_90", "overdue_over_90")
OVERDUE = [("overdue_amount", ">", 0)]


class CustomerTierHome(models.AbstractModel):
    """What an accountant looks after: bridges, signatures, overdue amounts."""

    _inherit = "customer.tier.home"

    @api.model
    def _accounting(self, page):
        bridges = self._bridges(page)
        return {
            "headline": self._accounting_headline(bridges),
            "evaluation": self._evaluation(page),
            "bridges": bridges,
            "waiting": self._waiting(page),
            "changed": self._changed(page),
            "overdue": self._overdue(page),
            "grid": {
                "type": "ir.actions.act_window",
                "name": self.env._("Two Schemes"),
                "res_model": "customer.tier.grid",
                "views": [[False, "form"]],
                "target": "current",
            },
        }

    @api.model
    def _accounting_headline(self, bridges):
        if not bridges:
            return self.env._("The last evaluation has no bridge to the books.")
        names = [one["name"] for one in bridges if not one["closes"]]
        if not names:
            return self.env._(
                "The figures of all customers agree with the books: every bridge of "
                "the last evaluation closes at zero."
            )
        return self.env._(
            "The figures of the customers do not agree with the books: %(bridges)s.",
            bridges=", ".join(names),
        )

    # ---------------------------------------------------------------- bridges

    @api.model
    def _bridges(self, page):
        """The bridges of the last evaluation, with every step."""
        lines = self.env[BRIDGE].search(
            [("evaluation_id", "=", page.scheme.last_evaluation_id.id)],
            order="sequence, id",
        )
        names = dict(lines._fields["bridge"]._description_selection(self.env))
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        opens = self.env["account.move.line"].has_access("read")
        rounding = page.scheme.currency_id.rounding
        bridges = []
        for bridge in BRIDGES:
            steps = lines.filtered(lambda line, of=bridge: line.bridge == of)
            if not steps:
                continue
            differs = sum(
                abs(line.amount) for line in steps if line.kind == "difference"
            )
            closes = float_is_zero(differs, precision_rounding=rounding)
            amount = self._money(page, differs)
            bridges.append(
                {
                    "key": bridge,
                    "name": names[bridge],
                    "closes": closes,
                    "state": self.env._("closes at %(amount)s", amount=amount)
                    if closes
                    else self.env._("differs by %(amount)s", amount=amount),
                    "steps": [
                        {
                            "name": kinds[line.kind],
                            "amount": line.amount,
                            "is_sum": line.is_sum,
                            "items": line.item_count,
                            "button": opens
                            and line.can_open
                            and {
                                "model": BRIDGE,
                                "method": "action_view_items",
                                "id": line.id,
                            },
                        }
                        for line in steps
                    ],
                }
            )
        return bridges

    # ---------------------------------------------------------------- signatures

    @api.model
    def _waiting(self, page):
        """Evaluations of tiers, and figures as of a day, that nobody has checked."""
        domain = [
            ("scheme_id", "=", page.scheme.id),
            ("kind", "in", ("tiers", "closed")),
            ("state", "=", "done"),
            ("overtaken", "=", False),
            ("checked_at", "=", False),
        ]
        name = self.env._("Waiting for a signature")
        evaluations = self.env["customer.tier.evaluation"]
        return self._figure(
            evaluations.search_count(domain),
            self._list(name, evaluations._name, domain),
        )

    @api.model
    def _changed(self, page):
        """What was signed and changed since: evaluations with different figures."""
        domain = [
            ("scheme_id", "=", page.scheme.id),
            ("checked_at", "!=", False),
            ("changed_count", ">", 0),
        ]
        name = self.env._("Signed, and changed since")
        evaluations = self.env["customer.tier.evaluation"]
        return self._figure(
            evaluations.search_count(domain),
            self._list(name, evaluations._name, domain),
        )

    # ---------------------------------------------------------------- overdue

    @api.model
    def _overdue(self, page):
        """Overdue amounts by tier and age; False if the user may not read them."""
        standings = self.env["customer.tier.standing"]
        names = ("overdue_amount", *AGES)
        if not all(
            standings._has_field_access(standings._fields[name], "read")
            for name in names
        ):
            return False
        groups = standings._read_group(
            [("scheme_id", "=", page.scheme.id), *OVERDUE],
            ["tier_id"],
            ["__count", *(f"{name}:sum" for name in names)],
        )
        found = {tier.id: (count, *sums) for tier, count, *sums in groups}
        return {
            "ages": [
                standings._fields[name]._description_string(self.env) for name in AGES
            ],
            "lines": [
                self._overdue_line(page, tier, *found[tier])
                for tier in page.tiers
                if tier in found
            ],
        }

    @api.model
    def _overdue_line(self, page, tier, count, total, *ages):
        name, own = page.tiers[tier]["name"], [*OVERDUE, ("tier_id", "=", tier)]
        view = "customer_tier_standing_view_list_payment"

        def figure(field, value, more=()):
            action = self._standings(name, page, [*own, *more], list_view=view)
            return self._figure(value or 0.0, action, f"{field}:sum")

        return {
            "tier": page.tiers[tier],
            "count": self._figure(
                count, self._standings(name, page, own, list_view=view)
            ),
            "total": figure("overdue_amount", total),
            "ages": [
                figure(field, value, [(field, "!=", 0)])
                for field, value in zip(AGES, ages, strict=True)
            ],
        }
