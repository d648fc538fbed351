from datetime import timedelta

import numpy as np
import pandas as pd

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...gifting import effect
from ...tools.groups import MANAGER_GROUP
from ..collector.reading import Reading
from .customer_gift_effect import WINDOWS
from .sales_after import sales_after


class CustomerGiftPlan(models.Model):
    """Measures what the gifts brought once the days after the delivery are over."""

    _inherit = "customer.gift.plan"

    effect_ids = fields.One2many(
        "customer.gift.effect", "plan_id", string="Effect by Days"
    )
    effect_note = fields.Char(string="Effect", compute="_compute_effect_note")

    @api.depends("effect_ids", "comparison_percent", "comparison_ids")
    @api.depends_context("lang")
    def _compute_effect_note(self):
        """Of the longest time, whatever it says: to pick the best would mislead."""
        for plan in self:
            results = plan.effect_ids.sorted("days")
            if results:
                plan.effect_note = results[-1]._sentence()
            elif plan.comparison_percent or plan.comparison_count:
                plan.effect_note = self.env._(
                    "Available no earlier than %s days after the last delivery.",
                    WINDOWS[0],
                )
            else:
                plan.effect_note = self.env._(
                    "There is no comparison group, so the effect of these gifts "
                    "cannot be measured. Set its percentage before the gifts are "
                    "proposed."
                )

    def action_view_effect(self):
        """The comparison group, its result and its graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_plan_effect_action"
        )
        return action | {"res_id": self.id}

    def action_view_effect_graph(self):
        """Sales per customer of both groups."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_effect_arm_action"
        )
        return action | {"domain": [("plan_id", "=", self.id)]}

    def action_measure(self):
        """Measure again what can be measured today."""
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only a manager can measure the effect of a gift plan again."
                )
            )
        self.check_access("write")
        for plan in self:
            if not plan._measure():
                raise UserError(plan._why_not_measured())
        return True

    def _why_not_measured(self):
        if not self.comparison_count:
            return self.env._(
                "“%s” has no comparison group, so there is nothing to compare with. "
                "Set the percentage of the comparison group before the gifts are "
                "proposed.",
                self.name,
            )
        groups = self._comparison_groups()
        if groups["day"].isna().all():
            return self.env._("No gift of “%s” has been given yet.", self.name)
        return self.env._(
            "The last gift of “%(plan)s” was given on %(day)s. Its effect can be "
            "measured %(days)s days later.",
            plan=self.name,
            day=fields.Date.to_string(groups["day"].max()),
            days=WINDOWS[0],
        )

    def _comparison_groups(self):
        """Who took part in the draw: ``given``, ``tier_id``, ``user_id``; of those who
        were handed a gift the ``day`` and the ``cost``.

        Whom a merge of contacts put into both groups is in neither.
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT c.partner_id, NOT BOOL_OR(c.held_out IS TRUE) AS given,
                       COALESCE(MIN(c.tier_id), 0) AS tier_id,
                       COALESCE(MIN(c.user_id), 0) AS user_id,
                       MIN(g.day) AS day, COALESCE(MIN(g.cost), 0) AS cost
                  FROM customer_gift_comparison c
                  LEFT JOIN (
                    SELECT partner_id, MIN(COALESCE(delivered_on, date)) AS day,
                           SUM(cost) AS cost
                      FROM customer_gift
                     WHERE plan_id = %(plan)s AND state = 'given'
                       AND direction = 'given' AND corrected IS NOT TRUE
                     GROUP BY partner_id
                  ) g ON g.partner_id = c.partner_id AND c.held_out IS NOT TRUE
                 WHERE c.plan_id = %(plan)s
                 GROUP BY c.partner_id
                HAVING BOOL_OR(c.held_out IS TRUE) = BOOL_AND(c.held_out IS TRUE)
                 ORDER BY c.partner_id
                """,
                plan=self.id,
            )
        )
        columns = ["partner_id", "given", "tier_id", "user_id", "day", "cost"]
        return pd.DataFrame(rows, columns=columns)

    def _measure(self, windows=WINDOWS):
        """Store what was brought in each window that is over; returns the results.

        Those held back, and those whose gift was not handed over, are looked at from
        the median day of delivery on.
        """
        self.ensure_one()
        groups = self._comparison_groups()
        days = groups["day"].dropna().sort_values()
        results = self.env["customer.gift.effect"].sudo()
        if days.empty:
            return results
        today = self.scheme_id._today()
        over = [n for n in windows if days.iloc[-1] + timedelta(days=n) < today]
        middle = days.iloc[(len(days) - 1) // 2]
        groups["start"] = groups["day"].where(groups["day"].notna(), middle)
        self.effect_ids.sudo().filtered(lambda one: one.days in over).unlink()
        return results.create([self._measured_values(groups, n) for n in over])

    def _measured_values(self, groups, days):
        starts = groups["start"].tolist()
        sales = pd.DataFrame(
            self.env.execute_query_dict(
                sales_after(
                    Reading(self.env, self.scheme_id, max(starts) + timedelta(days)),
                    groups["partner_id"].tolist(),
                    starts,
                    days,
                )
            ),
            columns=["partner_id", "sales", "before", "bought"],
        )
        frame = groups.merge(sales, on="partner_id", how="left")
        frame["bought"] = frame["bought"].eq(True)
        frame[["sales", "before"]] = frame[["sales", "before"]].astype(float).fillna(0)
        strata = frame.groupby(["tier_id", "user_id"])
        frame = frame.assign(
            stratum=strata.ngroup(), share=strata["given"].transform("mean")
        )
        found = effect.measure(
            frame["sales"],
            frame["given"],
            frame["stratum"],
            frame["before"],
            np.random.default_rng([self.comparison_seed, days]),
        )
        # of the customers that were compared, as the means are
        compared = frame[(frame["share"] > 0) & (frame["share"] < 1)]
        bought = compared.groupby("given")["bought"].mean()
        return self._effect_values(
            found,
            days,
            float(compared["cost"][compared["given"]].sum()),
            {arm: float(bought.get(arm, 0)) for arm in (True, False)},
        )

    def _effect_values(self, found, days, cost, bought):
        values = {
            "plan_id": self.id,
            "days": days,
            "given_count": found.given,
            "comparison_count": found.comparison,
            "given_mean": found.given_mean,
            "comparison_mean": found.comparison_mean,
            "given_bought": bought[True],
            "comparison_bought": bought[False],
            "difference": found.difference,
            # of too few customers chance may have no bound at all
            "low": found.low if np.isfinite(found.low) else 0,
            "high": found.high if np.isfinite(found.high) else 0,
            "verdict": found.verdict,
            "gift_cost": cost,
            "computed_on": fields.Datetime.now(),
            "arm_ids": [
                fields.Command.create(
                    {
                        "days": str(days),
                        "arm": arm,
                        "customer_count": count,
                        "mean": mean,
                        "bought": bought[arm == "given"],
                    }
                )
                for arm, count, mean in (
                    ("given", found.given, found.given_mean),
                    ("comparison", found.comparison, found.comparison_mean),
                )
            ],
        }
        if found.reliable:
            total = found.difference * found.given
            values |= {
                "extra_total": total,
                "extra_low": found.low * found.given,
                "extra_high": found.high * found.given,
                "extra_per_cost": total / cost if cost else 0,
            }
        return values

    @api.model
    def _cron_measure(self):
        """Measure each window when it is over, once."""
        plans = self.search([("comparison_ids.held_out", "=", True)])
        todo = plans.filtered(lambda plan: len(plan.effect_ids) < len(WINDOWS))
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(todo))
        for plan in todo:
            done = plan.effect_ids.mapped("days")
            plan._measure([days for days in WINDOWS if days not in done])
            if not commit(1):
                break
