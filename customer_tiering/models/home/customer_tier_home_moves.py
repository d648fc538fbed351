from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .customer_tier_home_sales import MINE

CHANGES = "customer.tier.change"
IN, OUT = ("entered", "up", "down"), ("up", "down", "left")
NOWHERE = 0


class Moves(NamedTuple):
    """What the accounts of all tiers are made of.

    ``before``            the evaluation whose result is the opening
    ``domain``            of the changes since
    ``opening, closing``  ``{tier id: customers}``
    ``into, out``         ``{(tier id, direction): customers}``
    """

    before: object
    domain: list
    opening: dict
    into: dict
    out: dict
    closing: dict


class CustomerTierHome(models.AbstractModel):
    """Who moved since the evaluation before the last one, to the unit.

    Opening + what came in - what went out = closing, for each tier: the opening is the
    result of that evaluation, the closing what stands now, and in between are the lines
    of the history.
    """

    _inherit = "customer.tier.home"

    @api.model
    def _before(self, page):
        """The evaluation of tiers before the last one; none if there was only one."""
        evaluations = self.env["customer.tier.evaluation"].search(
            [
                ("scheme_id", "=", page.scheme.id),
                ("kind", "=", "tiers"),
                ("state", "=", "done"),
                ("overtaken", "=", False),
            ],
            order="as_of DESC, id DESC",
            limit=2,
        )
        return evaluations[1:]

    @api.model
    def _changes_since(self, page, before):
        """Domain of the changes after the evaluation ``before``, or of all."""
        since = [("evaluation_id", ">", before.id)] if before else []
        return [("scheme_id", "=", page.scheme.id), *since]

    @api.model
    def _changes(self, name, domain):
        return self._list(name, CHANGES, domain)

    @api.model
    def _since(self, before):
        if not before:
            return self.env._("Since the first evaluation")
        return self.env._(
            "Since the evaluation as of %(day)s",
            day=format_date(self.env, before.as_of),
        )

    @api.model
    def _directions(self):
        return dict(
            self.env[CHANGES]._fields["direction"]._description_selection(self.env)
        )

    @api.model
    def _my_moves(self, page):
        """The moves of the user's customers, per direction."""
        before, names = self._before(page), self._directions()
        domain = [*self._changes_since(page, before), *MINE]
        groups = self.env[CHANGES]._read_group(
            domain, ["direction"], ["__count", "net_revenue:sum"]
        )
        return {
            "since": self._since(before),
            "lines": [
                {
                    "key": direction,
                    "name": names[direction],
                    **self._count_and_value(
                        count,
                        value or 0.0,
                        self._changes(
                            names[direction],
                            [*domain, ("direction", "=", direction)],
                        ),
                    ),
                }
                for direction, count, value in groups
            ],
        }

    @api.model
    def _movement(self, page, closing):
        """The account of every tier, and the ways between them.

        :param closing: ``{tier id: customers}`` that stand in it now
        """
        before = self._before(page)
        domain = self._changes_since(page, before)
        ways = {
            (direction, start.id or NOWHERE, end.id or NOWHERE): (count, value or 0.0)
            for direction, start, end, count, value in self.env[CHANGES]._read_group(
                domain,
                ["direction", "from_tier_id", "to_tier_id"],
                ["__count", "net_revenue:sum"],
            )
        }
        opening = {line.tier_id.id: line.customer_count for line in before.result_ids}
        into, out = defaultdict(int), defaultdict(int)
        for (direction, start, end), (count, _value) in ways.items():
            into[end, direction] += count
            out[start, direction] += count
        moves = Moves(before, domain, opening, into, out, closing)
        lines = [self._movement_line(page, tier, moves) for tier in page.tiers]
        return {
            "since": self._since(before),
            "lines": [line for line in lines if any(_values(line))],
            "ways": [self._way(page, domain, way, *sums) for way, sums in ways.items()],
        }

    @api.model
    def _movement_line(self, page, tier, moves):
        """The account of one tier; ``other`` is what no line of the history explains.

        These are contacts that were merged or deleted since.
        """
        name, names = page.tiers[tier]["name"], self._directions()

        def moved(counts, field, direction):
            title = f"{name}: {names[direction]}"
            found = [*moves.domain, (field, "=", tier), ("direction", "=", direction)]
            return self._figure(counts[tier, direction], self._changes(title, found))

        result = [("evaluation_id", "=", moves.before.id), ("tier_id", "=", tier)]
        line = {
            "opening": self._figure(
                moves.opening.get(tier, 0),
                self._list(name, "customer.tier.evaluation.tier", result),
                "customer_count:sum",
            ),
            **{
                f"in_{direction}": moved(moves.into, "to_tier_id", direction)
                for direction in IN
            },
            **{
                f"out_{direction}": moved(moves.out, "from_tier_id", direction)
                for direction in OUT
            },
        }
        sums = {key: figure["value"] for key, figure in line.items()}
        expected = sum(-n if key.startswith("out") else n for key, n in sums.items())
        return {
            "tier": page.tiers[tier],
            **line,
            "other": moves.closing.get(tier, 0) - expected,
            "closing": self._figure(
                moves.closing.get(tier, 0),
                self._standings(name, page, [("tier_id", "=", tier)]),
            ),
        }

    @api.model
    def _way(self, page, domain, way, count, value):
        """One ribbon: the changes of one direction from a tier to another."""
        direction, start, end = way
        ends = [page.tiers.get(tier, {}).get("name", "–") for tier in (start, end)]
        found = Domain(domain) & Domain(
            [
                ("direction", "=", direction),
                ("from_tier_id", "=", start or False),
                ("to_tier_id", "=", end or False),
            ]
        )
        return {
            "from": start,
            "to": end,
            "direction": direction,
            **self._count_and_value(
                count, value, self._changes(" → ".join(ends), found)
            ),
        }


def _values(line):
    return [
        part["value"]
        for part in line.values()
        if isinstance(part, dict) and "value" in part
    ]
