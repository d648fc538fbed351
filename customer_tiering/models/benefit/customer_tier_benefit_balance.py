from odoo import fields, models
from odoo.tools import SQL


class CustomerTierBenefitBalance(models.Model):
    """Allowance of each customer this year: granted, used and left. A view."""

    _name = "customer.tier.benefit.balance"
    _description = "Benefit Balance"
    _auto = False
    # sorted by id alone: any other order would compute every row for one page
    _order = "id"
    _rec_name = "partner_id"
    _depends = {
        "customer.tier.benefit": ["active", "scheme_id", "first_month", "tier_rule"],
        "customer.tier.benefit.line": ["benefit_id", "tier_id", "amount"],
        "customer.tier.benefit.usage": ["benefit_id", "partner_id", "date", "amount"],
        "customer.tier.change": ["scheme_id", "partner_id", "date"],
        "res.partner": ["user_id"],
    }

    benefit_id = fields.Many2one("customer.tier.benefit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    tier_id = fields.Many2one(
        "customer.tier", readonly=True, help="The tier whose amount applies this year."
    )
    tier_color = fields.Integer(related="tier_id.color")
    limited = fields.Boolean(
        readonly=True,
        help="If not set, the customer's tier has no line, so there is no limit.",
    )
    granted = fields.Monetary(readonly=True)
    used = fields.Monetary(readonly=True)
    amount_left = fields.Monetary(string="Remaining", readonly=True)
    date_from = fields.Date(string="Year Start", readonly=True)
    date_to = fields.Date(string="Year End", readonly=True)

    @property
    def _table_query(self):
        """One row per standing: a scheme has at most one active allowance."""
        running = [
            SQL(
                "(%s::int, %s::int, %s::int, %s::int, %s::text, %s::date, %s::date)",
                benefit.id,
                benefit.scheme_id.id,
                benefit.company_id.id,
                benefit.currency_id.id,
                benefit.tier_rule,
                *benefit._year(),
            )
            for benefit in self.env["customer.tier.benefit"]
            .sudo()
            .with_context(active_test=True)
            .search([("kind", "=", "sample")])
        ]
        nothing = SQL("(0, 0, 0, 0, '', NULL::date, NULL::date)")
        return SQL(
            """
            SELECT s.id, b.id AS benefit_id, b.company_id, b.currency_id, s.partner_id,
                   p.user_id, g.tier_id, g.amount IS NOT NULL AS limited,
                   g.amount AS granted, COALESCE(u.amount, 0) AS used,
                   GREATEST(g.amount - COALESCE(u.amount, 0), 0) AS amount_left,
                   b.date_from, b.date_to
              FROM (VALUES %(running)s) AS b
                   (id, scheme_id, company_id, currency_id, rule, date_from, date_to)
              JOIN customer_tier_standing s ON s.scheme_id = b.scheme_id
              JOIN res_partner p ON p.id = s.partner_id
              LEFT JOIN LATERAL (
                   -- customers who joined during the year start with their first tier
                   SELECT COALESCE(c.from_tier_id, c.to_tier_id) AS tier_id
                     FROM %(changes)s
                 ORDER BY c.date, c.id
                    LIMIT 1) opening ON b.rule <> 'now'
              LEFT JOIN LATERAL (
                   SELECT l.tier_id, l.amount
                     FROM customer_tier_benefit_line l
                    WHERE l.benefit_id = b.id
                      AND (l.tier_id = CASE WHEN b.rule = 'start'
                                            THEN COALESCE(opening.tier_id, s.tier_id)
                                            ELSE s.tier_id END
                           OR b.rule = 'best'
                              AND (l.tier_id = opening.tier_id
                                   OR l.tier_id IN (SELECT c.to_tier_id
                                                      FROM %(changes)s)))
                 ORDER BY l.amount DESC, l.id
                    LIMIT 1) g ON TRUE
              LEFT JOIN LATERAL (
                   SELECT sum(u.amount) AS amount
                     FROM customer_tier_benefit_usage u
                    WHERE u.benefit_id = b.id AND u.partner_id = s.partner_id
                      AND u.date BETWEEN b.date_from AND b.date_to) u ON TRUE
             WHERE g.amount IS NOT NULL OR u.amount <> 0
            """,
            running=SQL(", ").join(running or [nothing]),
            # a change on the first day sets the tier with which the year begins
            changes=SQL(
                """customer_tier_change c
                     JOIN customer_tier_evaluation e
                       ON e.id = c.evaluation_id AND e.state <> 'undone'
                    WHERE c.partner_id = s.partner_id AND c.scheme_id = b.scheme_id
                      AND c.date > b.date_from AND c.date <= b.date_to"""
            ),
        )

    def action_view_usage(self):
        """Open the usage of the current year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_benefit_usage_action"
        )
        action["domain"] = [
            ("benefit_id", "=", self.benefit_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
        ]
        return action
