from odoo import api, models


class CustomerTierEntryMatrix(models.AbstractModel):
    """Draws tiers × columns, to be filled on screen: ``customer_tier_entry_matrix``.

    An inheriting model has a Json field with the result of `_draw_entries` and two
    methods, named in the options of the widget: ``set`` gets the ids of row and column
    and a number, None to delete the entry; ``open`` gets the ids and returns an action.
    """

    _name = "customer.tier.entry.matrix"
    _description = "Matrix of Entries by Tier"

    @api.model
    def _draw_entries(self, titles, tiers, columns, cells, editable):
        """The matrix as plain JSON.

        ``titles``    titles of rows and columns, shown in the corner
        ``tiers``     the rows, in their order
        ``columns``   ``{"id", "name", "typed"}``, and perhaps a ``note`` below the
                      name and ``muted``; ``typed`` if empty cells take a number
        ``cells``     ``{"row", "col", "label", "typed"}``: what is filled in; ``typed``
                      if the number can be changed in the cell
        """
        return {
            "titles": list(titles),
            "rows": [
                {"id": tier.id, "name": tier.name, "color": tier.color}
                for tier in tiers
            ],
            "columns": columns,
            "cells": cells,
            "editable": editable,
        }

    @api.model
    def _entry_tiers(self, scheme, others):
        """Tiers of the scheme, lifecycle tiers, and ``others`` that have an entry."""
        tiers = self.env["customer.tier"]
        tiers |= scheme.sudo().rule_ids.tier_id.sudo(False)
        tiers |= tiers.search([("kind", "=", "lifecycle")])
        return (tiers | others).sorted(
            lambda tier: (tier.kind == "lifecycle", tier.sequence, tier.id)
        )
