import json

import numpy as np
import pandas as pd

from odoo import fields, models

from ...classification import compare, gaps, remember, settle
from ...classification import frame as columns
from ...classification.frame import Column
from ...classification.transition import falling, with_manual
from ..collector.source import read_frame

PRIOR_COLUMNS = (
    Column("tier", "int", -1, "tier id"),
    Column("since", "date", None, "day"),
    Column("earned", "int", -1, "tier id"),
    Column("earned_since", "date", None, "day"),
    Column("missed", "int", 0, "evaluations in a row"),
    Column("missed_since", "date", None, "day"),
    Column("missed_on", "date", None, "day"),
)
OVERRIDE_COLUMNS = (
    Column("kind", "text", None, "fix, at_least, at_most"),
    Column("tier", "int", -1, "tier id"),
)


class CustomerTierEvaluation(models.Model):
    """From computed to effective tiers: prior state, caps, manual tiers."""

    _inherit = "customer.tier.evaluation"

    concerned = fields.Json(
        readonly=True,
        help="IDs of the customers placed again because of their manual tier.",
    )

    def _read_prior(self):
        prior = self.env["customer.tier.publisher"]._prior(self.scheme_id, self.as_of)
        return read_frame(self.env.cr, prior, PRIOR_COLUMNS)

    def _read_overrides(self):
        overrides = self.env["customer.tier.publisher"]._overrides(self._reading())
        return read_frame(self.env.cr, overrides, OVERRIDE_COLUMNS)

    def _held_before(self, settings):
        """The previous tiers, if a cut-off needs them."""
        if all(cut.keep is None for cut in settings.cuts):
            return None
        prior = self._read_prior()
        return prior.assign(tier=prior["earned"])[[columns.CUSTOMER, "tier"]]

    def _settled(self, decided, settings):
        """The frame to publish, with every published field of the standings."""
        prior = self._read_prior()
        settled = settle(
            decided,
            prior,
            self._read_overrides(),
            settings,
            hold=self.kind == "figures",
        )
        settled = settled[settled["tier"] >= 0].reset_index(drop=True)
        settled = remember(settled, prior, self.as_of)
        settled = compare(gaps(settled, settings), prior, self.as_of)
        if settings.criteria:
            settled["points"] = _points_text(settled, len(settings.criteria))
        for name in ("computed", "earned", "automatic"):
            settled[name] = settled[name].where(settled[name] >= 0).astype("Int64")
        if columns.GROUP.name in settled:
            settled[columns.GROUP.name] = settled[columns.GROUP.name].astype("Int64")
        return settled

    # ------------------------------------------------------------ manual tiers

    def _place_manual(self, clock):
        """Place the customers with manual tiers again, based on the stored tiers.

        Returns the result of the publisher.
        """
        scheme, ids = self.scheme_id, self.concerned
        publisher = self.env["customer.tier.publisher"]
        rows = self.env["customer.tier.standing"].search_fetch(
            [("scheme_id", "=", scheme.id), ("partner_id", "in", ids)],
            ["partner_id", "tier_id", "automatic_tier_id", "falling"],
        )
        ladder = tuple(dict.fromkeys(scheme.rule_ids._ladder_order().tier_id.ids))
        customers = pd.Series(rows.partner_id.ids, dtype="int64")
        overrides = self._read_overrides()
        automatic = np.array(
            [row.automatic_tier_id.id or row.tier_id.id for row in rows], dtype="int64"
        )
        effective = with_manual(customers, automatic, overrides, ladder)
        at_once = np.array([row._tier_at_once(ladder) for row in rows], dtype="int64")
        falls = falling(customers, at_once, effective, overrides, ladder)
        moved = {
            row.partner_id.id: (int(tier), bool(fall))
            for row, tier, fall in zip(rows, effective, falls, strict=True)
            if (row.tier_id.id, row.falling) != (tier, fall)
        }
        published = {"written": 0, "changes": 0}
        if moved:
            published = publisher._publish_manual(self, moved)
        clock.stop("publish")
        return published


def _points_text(settled, count):
    """The points of each customer as a JSON list, null if skipped."""
    names = [f"points_{place}" for place in range(count)]
    matrix = settled[names].round(1).astype(object)
    rows = matrix.where(settled[names].notna(), None).to_numpy().tolist()
    return [json.dumps(row) for row in rows]
