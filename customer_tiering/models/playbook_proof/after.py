"""What customers did after a play was opened, with the playbook and without."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ..collector.documents import purchases, sold
from ..collector.reading import Reading


def after_plays(env, scheme, playbooks, horizons):
    """SELECT of what followed each drawn play, per horizon that has passed.

    Columns ``playbook_id``, ``days`` (the horizon), ``held_out``, ``tier_id``,
    ``value_class`` and ``drawn_percent`` (the stratum), ``revenue`` and ``before``
    (company currency: net revenue in these days, and a year earlier), ``bought`` and
    ``wait`` (days to the next purchase; the horizon if there was none).

    A customer that a merge of contacts has put in both groups is left out.

    :param scheme: of all these ``playbooks``
    :param horizons: list of numbers of days; the day after the opening is the first
    """
    today = scheme._today()
    reading = Reading(env, scheme, today - timedelta(days=1))
    inside = SQL("d.day > p.opened_on AND d.day <= p.opened_on + p.days")
    last_year = SQL(
        "d.day > (p.opened_on - INTERVAL '1 year')::date"
        " AND d.day <= (p.opened_on - INTERVAL '1 year')::date + p.days"
    )
    opened = env["customer.playbook.play"].search(
        [("playbook_id", "in", playbooks.ids), ("drawn_percent", ">", 0)],
        order="opened_on, id",
        limit=1,
    )
    first = opened.opened_on or today
    return SQL(
        """
        (WITH p AS MATERIALIZED (
            SELECT play.*, h.days FROM customer_playbook_play play
             CROSS JOIN UNNEST(%(horizons)s) h (days)
             WHERE play.playbook_id = ANY(%(playbooks)s) AND play.drawn_percent > 0
               AND play.opened_on + h.days < %(today)s
               AND NOT EXISTS (
                   SELECT FROM customer_playbook_play other
                    WHERE other.playbook_id = play.playbook_id
                      AND other.partner_id = play.partner_id
                      AND other.held_out <> play.held_out AND other.drawn_percent > 0
                      AND ABS(other.opened_on - play.opened_on) <= %(longest)s)
        ), sold AS (
            SELECT p.id, p.days,
                   SUM(d.amount) FILTER (WHERE %(inside)s) AS revenue,
                   SUM(d.amount) FILTER (WHERE %(last_year)s) AS before
              FROM p JOIN %(sales)s d ON d.customer_id = p.partner_id
             WHERE (%(inside)s) OR (%(last_year)s)
             GROUP BY p.id, p.days
        ), bought AS (
            SELECT p.id, p.days, MIN(d.day) - MIN(p.opened_on) AS wait
              FROM p JOIN %(purchases)s d ON d.customer_id = p.partner_id
             WHERE %(inside)s
             GROUP BY p.id, p.days
        )
        SELECT p.playbook_id, p.days, p.held_out, COALESCE(p.tier_id, 0) AS tier_id,
               p.value_class, p.drawn_percent, %(revenue)s AS revenue,
               %(before)s AS before, bought.id IS NOT NULL AS bought,
               COALESCE(bought.wait, p.days) AS wait
          FROM p LEFT JOIN sold USING (id, days) LEFT JOIN bought USING (id, days)
         ORDER BY p.id, p.days)
        """,
        horizons=list(horizons),
        longest=max(horizons),
        playbooks=playbooks.ids,
        today=today,
        inside=inside,
        last_year=last_year,
        sales=sold(reading, first - relativedelta(years=1)),
        purchases=purchases(reading, first),
        revenue=reading.rounded(SQL("COALESCE(sold.revenue, 0)")),
        before=reading.rounded(SQL("COALESCE(sold.before, 0)")),
    )
