import secrets

import pandas as pd

from odoo import api, fields, models
from odoo.tools import SQL

from ...gifting import comparison


class CustomerGiftPlan(models.Model):
    """Hold back a random part of the customers, to measure the effect of gifts."""

    _inherit = "customer.gift.plan"

    comparison_percent = fields.Float(
        string="Comparison Group (%)",
        digits=(5, 2),
        tracking=True,
        help="This share of the customers of each tier and salesperson gets no gift, "
        "drawn at random. It is the only way to know the effect of gifts. With "
        "0, everyone gets one. A change applies to customers who are added "
        "later; customers already drawn stay drawn.",
    )
    comparison_seed = fields.Integer(
        string="Draw Seed",
        default=lambda self: self._default_comparison_seed(),
        readonly=True,
        copy=False,
        aggregator=None,
        help="Anyone can repeat the draw with it.",
    )
    comparison_excluded_tier_ids = fields.Many2many(
        "customer.tier",
        "customer_gift_plan_not_measured_rel",
        string="Excluded Tiers",
        compute="_compute_comparison_excluded_tier_ids",
        store=True,
        readonly=False,
        help="All customers in these tiers get a gift, so the effect cannot be "
        "measured there. Defaults to the best tier of the scheme unless you "
        "choose others.",
    )
    comparison_ids = fields.One2many("customer.gift.comparison", "plan_id")
    comparison_count = fields.Integer(
        string="In Comparison Group", compute="_compute_comparison_count"
    )

    _comparison_percent_range = models.Constraint(
        "CHECK(comparison_percent >= 0 AND comparison_percent <= 50)",
        "The comparison group must be 0 to 50 % of the customers.",
    )

    @api.model
    def _default_comparison_seed(self):
        return secrets.randbelow(2**31 - 1) + 1

    @api.depends("budget_id")
    def _compute_comparison_excluded_tier_ids(self):
        for plan in self:
            ranked = plan.budget_id.scheme_id.rule_ids.tier_id
            plan.comparison_excluded_tier_ids = ranked.sorted("sequence")[:1]

    @api.depends("comparison_ids.held_out")
    def _compute_comparison_count(self):
        counts = dict(
            self.env["customer.gift.comparison"]._read_group(
                [("plan_id", "in", self.ids), ("held_out", "=", True)],
                ["plan_id"],
                ["__count"],
            )
        )
        for plan in self:
            plan.comparison_count = counts.get(plan._origin, 0)

    def _draw_comparison(self, frame):
        """``frame`` with ``measured`` and ``in_comparison``; nothing is written.

        ``measured``: takes part in the draw. ``in_comparison``: is held back and gets
        no gift. Earlier draws stand. Customers with a gift that somebody approved,
        changed or put on hold do not take part.
        """
        self.ensure_one()
        drawn, touched = self._drawn_before()
        known = frame["partner_id"].map(drawn)
        untouched = ~frame["partner_id"].isin(touched)
        measured = known.notna()
        held = measured & known.eq(True) & untouched
        if self.comparison_percent:
            excluded = frame["tier_id"].isin(self.comparison_excluded_tier_ids.ids)
            fresh = ~measured & ~excluded & untouched
            new = frame[fresh]
            held.loc[fresh] = comparison.draw(
                new["partner_id"].to_numpy(),
                new.groupby(["tier_id", "user_id"], dropna=False).ngroup().to_numpy(),
                self.comparison_percent,
                # customers added one by one in several refreshes need different draws
                self.comparison_seed + 7919 * len(drawn),
            )
            measured |= fresh
        return frame.assign(measured=measured, in_comparison=held.astype(bool))

    def _drawn_before(self):
        """``{customer id: held back}``, and ids of those with a gift in progress."""
        self.env["customer.gift"].flush_model()
        drawn = self.env.execute_query(
            SQL(
                "SELECT partner_id, BOOL_AND(held_out IS TRUE)"
                " FROM customer_gift_comparison WHERE plan_id = %s GROUP BY partner_id",
                self.id,
            )
        )
        touched = self.env.execute_query(
            SQL(
                "SELECT DISTINCT partner_id FROM customer_gift WHERE plan_id = %s"
                " AND (state <> 'proposed' OR edited OR held)",
                self.id,
            )
        )
        return dict(drawn), [id_ for (id_,) in touched]

    def _set_aside(self, frame):
        """``frame`` without customers held back; stores all who took part in the draw.

        One INSERT, for customers that are not stored yet.
        """
        self.ensure_one()
        if "in_comparison" not in frame:
            return frame
        taking = frame[frame["measured"]]
        if len(taking):
            columns = [
                [None if pd.isna(value) else int(value) for value in taking[name]]
                for name in ("partner_id", "tier_id", "user_id")
            ]
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO customer_gift_comparison
                           (plan_id, company_id, partner_id, tier_id, user_id, held_out,
                            create_uid, create_date, write_uid, write_date)
                    SELECT %(plan)s, %(company)s, n.*, %(user)s, %(now)s, %(user)s,
                           %(now)s
                      FROM UNNEST(%(partners)s::int[], %(tiers)s::int[],
                                  %(users)s::int[], %(held)s::bool[])
                           n (partner_id, tier_id, user_id, held_out)
                     WHERE NOT EXISTS (
                           SELECT FROM customer_gift_comparison c
                            WHERE c.plan_id = %(plan)s
                              AND c.partner_id = n.partner_id)
                    """,
                    plan=self.id,
                    company=self.company_id.id,
                    user=self.env.uid,
                    now=self.env.cr.now(),
                    partners=columns[0],
                    tiers=columns[1],
                    users=columns[2],
                    held=taking["in_comparison"].tolist(),
                )
            )
            self.env["customer.gift.comparison"].invalidate_model()
            self.invalidate_recordset(["comparison_ids", "comparison_count"])
        return (
            frame[~frame["in_comparison"]]
            .drop(columns=["measured", "in_comparison"])
            .reset_index(drop=True)
        )

    def action_view_comparison(self):
        """Open the customers that are held back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_comparison_action"
        )
        return action | {"domain": [("plan_id", "=", self.id)]}
