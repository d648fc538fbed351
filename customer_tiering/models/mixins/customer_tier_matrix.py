from odoo import api, models

from ...classification.moves import NOWHERE, SAME, direction


class CustomerTierMatrix(models.AbstractModel):
    """Draws tiers × tiers for the widget ``customer_tier_matrix``.

    An inheriting model has a Json field with the result of `_draw`, and a method
    ``action_open_cell(row, column)``, which gets the ids of two tiers, -1 for none.
    """

    _name = "customer.tier.matrix"
    _description = "Matrix of Tiers"

    @api.model
    def _places(self):
        """Tier id -> place among all tiers, archived ones included, best first."""
        tiers = (
            self.env["customer.tier"]
            .with_context(active_test=False)
            .search([("kind", "!=", False)])
        )
        return {tier_id: place for place, tier_id in enumerate(tiers.ids)}

    @api.model
    def _draw(self, tally, currency, titles, moves=True, nowhere=("", "")):
        """The matrix as plain JSON.

        ``tally``    ``{(row tier id, column tier id): (customers, revenue)}``
        ``titles``   titles of rows and columns, shown in the corner
        ``moves``    whether rows are before and columns after, so that a cell is a
                     rise, a fall or neither
        ``nowhere``  names of -1 as a row and as a column
        """
        places = self._places()
        sides = []
        for side in (0, 1):
            keys = {key[side] for key in tally}
            ordered = sorted(keys - {NOWHERE}, key=places.get)
            if NOWHERE in keys:
                ordered.append(NOWHERE)
            sides.append(
                [self._head(key, side, tally, nowhere[side]) for key in ordered]
            )
        return {
            "titles": list(titles),
            "currency_id": currency.id,
            "rows": sides[0],
            "columns": sides[1],
            "cells": [
                {
                    "row": row,
                    "col": col,
                    "count": count,
                    "value": value,
                    "kind": direction(row, col, places) if moves else "",
                    "open": not moves or direction(row, col, places) != SAME,
                }
                for (row, col), (count, value) in sorted(tally.items())
            ],
        }

    @api.model
    def _head(self, key, side, tally, nowhere):
        tier = self.env["customer.tier"].browse(key if key != NOWHERE else [])
        inside = [found for keys, found in tally.items() if keys[side] == key]
        return {
            "id": key,
            "name": tier.name or nowhere,
            "color": tier.color,
            "count": sum(count for count, _value in inside),
            "value": sum(value for _count, value in inside),
        }
