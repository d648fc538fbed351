from odoo import api, models
from odoo.tools import SQL


class CustomerTierPublisher(models.AbstractModel):
    """What was in force before an evaluation."""

    _inherit = "customer.tier.publisher"

    @api.model
    def _prior(self, scheme, as_of, customers=None):
        """SQL of the tiers before ``as_of``: tier, since, and state of each customer.

        Moves of the same day are reversed, so that a second run for this day starts
        from the same state as the first one (rule K16). The result is for all customers
        or only for ``customers`` (ids).
        """
        concerned = SQL()
        if customers is not None:
            concerned = SQL("AND partner_id = ANY(%s)", customers)
        return SQL(
            """
            SELECT partner_id, tier, since,
                   (CASE WHEN redone THEN before->>'earned' ELSE earned END)::int
                       AS earned,
                   (CASE WHEN redone THEN before->>'earned_since'
                         ELSE earned_since END)::date AS earned_since,
                   (CASE WHEN redone THEN before->>'missed' ELSE missed END)::int
                       AS missed,
                   (CASE WHEN redone THEN before->>'missed_since'
                         ELSE missed_since END)::date AS missed_since,
                   (CASE WHEN redone THEN before->>'missed_on'
                         ELSE missed_on END)::date AS missed_on
              FROM (
                SELECT COALESCE(s.partner_id, undo.partner_id) AS partner_id,
                       CASE WHEN undo.partner_id IS NULL THEN s.tier_id
                            ELSE undo.from_tier_id END AS tier,
                       CASE WHEN undo.partner_id IS NULL THEN s.since
                            ELSE undo.from_since END AS since,
                       s.state_on >= %(as_of)s IS TRUE AS redone,
                       s.state_before AS before,
                       COALESCE(s.earned_tier_id, undo.from_tier_id)::text AS earned,
                       s.earned_since::text AS earned_since,
                       s.missed_count::text AS missed,
                       s.missed_since::text AS missed_since,
                       s.missed_on::text AS missed_on
                  FROM (SELECT * FROM customer_tier_standing
                         WHERE scheme_id = %(scheme)s %(concerned)s) s
                  FULL JOIN (
                    SELECT DISTINCT ON (partner_id)
                           partner_id, from_tier_id, from_since
                      FROM customer_tier_change
                     WHERE scheme_id = %(scheme)s AND date >= %(as_of)s
                           %(concerned)s
                     ORDER BY partner_id, id
                  ) undo ON undo.partner_id = s.partner_id
              ) before
             WHERE tier IS NOT NULL
            """,
            scheme=scheme.id,
            as_of=as_of,
            concerned=concerned,
        )

    @api.model
    def _overrides(self, reading):
        """SQL of the manual tiers that are valid on the day of the `Reading`.

        One row per customer: ``partner_id``, ``kind`` and ``tier`` (id).
        """
        return SQL(
            """
            SELECT DISTINCT ON (p.customer_id)
                   p.customer_id AS partner_id, o.kind, o.tier_id AS tier
              FROM customer_tier_override o
              JOIN %(customers)s p ON p.id = o.partner_id
             WHERE o.scheme_id = %(scheme)s AND o.active
               AND (o.date_end IS NULL OR o.date_end >= %(as_of)s)
             ORDER BY p.customer_id, o.id DESC
            """,
            customers=reading.customers,
            scheme=reading.scheme.id,
            as_of=reading.as_of,
        )
