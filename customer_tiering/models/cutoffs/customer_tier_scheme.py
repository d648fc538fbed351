import numpy as np

from odoo import api, models
from odoo.tools import SQL, format_date

from ...classification import curve
from ...classification.frame import CUSTOMER, NET_REVENUE, Column
from ...classification.lifecycle import EXISTING
from ..collector.source import read_frame

REVENUE = NET_REVENUE.name
MARGIN = "gross_margin"


class CustomerTierScheme(models.Model):
    """The picture on which cut-offs are dragged."""

    _inherit = "customer.tier.scheme"

    @api.readonly
    def get_cutoffs(self):
        """What the browser needs to count the tiers while a cut-off is dragged.

        :return: plain data. ``problem`` is a sentence if there is nothing to draw, and
            all there is then. Otherwise:

            ``points``      the customers, see `classification.curve.curve`; its amounts
                            have ``net_revenue`` and the columns of ``costs``
            ``population``  ``{value of the field: number that percentages refer to}``
            ``tiers``       the ranked ones, best first: ``id``, ``name``, ``color``,
                            and ``today`` with ``customers`` and ``net_revenue``
            ``rules``       ``{id of a cut-off: {"times", "rate"}}``: what a threshold
                            is multiplied by to be compared with the ranking value
            ``costs``       see `_cutoff_costs`
            ``value``       ``name`` and ``unit`` of the ranking figure
            ``note``        what is not counted
            ``currency``    id of the currency of all amounts
        """
        self.ensure_one()
        self.check_access("read")
        problem = self._cutoffs_problem()
        if problem:
            return {"problem": problem}
        compared = self.sudo().draft_of_id.sudo(False) or self
        last = compared.last_evaluation_id
        frame = self._ranked_customers(compared)
        tiers = self._cutoff_tiers(frame)
        costs, columns = compared._cutoff_costs(frame, tiers)
        points = curve.curve(
            frame["value"].to_numpy("float64"),
            self._value_unit(),
            {REVENUE: frame[REVENUE].to_numpy(), **columns},
        )
        if not points["positive"]:
            return {
                "problem": self.env._(
                    "In the last evaluation, no customer has a value above zero. There "
                    "is nothing to divide until customers buy."
                )
            }
        metric = self.value_metric_id
        by_score = self.rank_by == "score"
        return {
            "problem": False,
            "points": points,
            "population": {
                "existing": len(frame),
                "all": max(last.sudo().customer_count, len(frame)),
            },
            "tiers": [self._cutoff_tier(tier, frame) for tier in tiers],
            "rules": {
                rule.id: {
                    "times": rule._threshold_times(),
                    "rate": rule._threshold_rate(self._today()),
                }
                for rule in self.rule_ids
            },
            "costs": costs,
            "value": {
                "name": self.env._("Score") if by_score else metric.name,
                "unit": "points" if by_score else metric.unit,
            },
            "note": self.env._(
                "Counted with the figures of %(day)s and these cut-offs alone. "
                "“Preview” reads today's documents, and also counts grace, caps, "
                "thresholds to stay and manual tiers.",
                day=format_date(self.env, last.as_of),
            ),
            "currency": self.currency_id.id,
        }

    @api.model
    def _ranked_customers(self, compared):
        """The existing customers of ``compared``: value, tier, revenue and margin.

        In one statement, with the rights of the user. The margin is a column only for
        those who may read it.
        """
        standings = self.env["customer.tier.standing"]
        names = {
            CUSTOMER: "partner_id",
            "tier": "tier_id",
            "value": "value",
            REVENUE: REVENUE,
        }
        if standings._has_field_access(standings._fields[MARGIN], "read"):
            names[MARGIN] = MARGIN
        query = standings._search(
            [("scheme_id", "=", compared.id), ("lifecycle", "=", EXISTING)]
        )
        columns = [
            Column(name, "int" if name == "tier" else "float", None, "")
            for name in names
            if name != CUSTOMER
        ]
        sql = query.select(
            *(
                SQL(
                    "%s AS %s",
                    standings._field_to_sql(query.table, field, query),
                    SQL.identifier(name),
                )
                for name, field in names.items()
            )
        )
        standings.flush_model(names.values())
        frame = read_frame(self.env.cr, sql, columns)
        frame["tier"] = frame["tier"].astype("int64")
        frame[REVENUE] = np.nan_to_num(frame[REVENUE].to_numpy("float64"))
        return frame

    def _cutoff_tiers(self, frame):
        """The tiers with a cut-off and those that customers have, best first."""
        tiers = self.rule_ids.tier_id
        tiers |= tiers.browse(frame["tier"].unique().tolist())
        return tiers.sorted(lambda tier: (tier.sequence, tier.id))

    def _cutoff_tier(self, tier, frame):
        mine = frame[frame["tier"] == tier.id]
        return {
            "id": tier.id,
            "name": tier.name,
            "color": tier.color,
            "today": {
                "customers": len(mine),
                REVENUE: round(float(mine[REVENUE].sum()), curve.SUM_DIGITS),
            },
        }
