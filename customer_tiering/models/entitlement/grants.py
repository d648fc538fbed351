"""SQL: to whom a benefit is granted now, how often, and when the next one is due.

Fragments for the statements of the nightly step. They use the standing ``s`` and the
line ``l``, and where the next one is concerned, the last one that was settled ``last``.
"""

from odoo.tools import SQL


def lines(benefit):
    """Rows (tier, months, quantity, unit cost) of what ``benefit`` grants today.

    None if it is not in use. A quantity of 0 means any, so the row says one.
    """
    in_use = benefit.active and benefit.scheme_id.active
    granted = [
        SQL(
            "(%s::int, %s::int, %s::numeric, %s::numeric)",
            line.tier_id.id,
            line.interval_months,
            line.quantity or 1,
            line.unit_cost,
        )
        for line in benefit.line_ids
        if in_use and line.interval_months
    ]
    nobody = SQL("(0, 0, 0::numeric, 0::numeric)")
    return SQL("VALUES %s", SQL(", ").join(granted or [nobody]))


def standings(benefit):
    """FROM clause: a row for each customer whom ``benefit`` is granted now."""
    return SQL(
        """customer_tier_standing s
           JOIN (%(lines)s) l (tier_id, months, quantity, unit_cost)
             ON l.tier_id = s.tier_id AND s.scheme_id = %(scheme)s
           JOIN res_partner p ON p.id = s.partner_id AND p.active""",
        lines=lines(benefit),
        scheme=benefit.scheme_id.id,
    )


def last(benefit):
    """Join: the last one of the customer that was used or declined, or that lapsed."""
    return SQL(
        """LEFT JOIN LATERAL (
                SELECT settled.state, settled.state_date
                  FROM customer_tier_entitlement settled
                 WHERE settled.benefit_id = %s AND settled.partner_id = s.partner_id
                   AND settled.state IN ('declined', 'used', 'lapsed')
              ORDER BY settled.state_date DESC, settled.id DESC
                 LIMIT 1) last ON TRUE""",
        benefit.id,
    )


def next_due(benefit, today):
    """The day on which the next one of the customer is due.

    An interval after the last one, or right after its period if it lapsed. Not before
    the customer came into the tier, nor before the benefit was turned on. If the period
    that begins then is over, because nights were missed, it begins today.
    """
    due = SQL(
        """GREATEST(
               CASE WHEN last.state = 'lapsed' THEN last.state_date + 1
                    ELSE (last.state_date + l.months * interval '1 month')::date END,
               COALESCE(s.since, %(today)s), %(in_use)s::date)""",
        today=today,
        in_use=benefit.in_use_since or None,
    )
    return SQL(
        """CASE WHEN %(due)s + l.months * interval '1 month' <= %(today)s
                THEN %(today)s ELSE %(due)s END""",
        due=due,
        today=today,
    )
