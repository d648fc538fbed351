"""In which months customers bought, and for how much."""

from odoo.tools import SQL

from ..collector.documents import happened


def purchase_months(reading, first):
    """One row per month with any document of a customer who is new since ``first``.

    ``partner_id``, ``month`` (its first day), ``bought`` and ``revenue`` (company
    currency, refunds netted), as `classification.cohorts` takes them. Purchases are
    counted by order or by invoice, as the scheme says. What was entered since for a
    time before the month of the first purchase waits for the next evaluation, as in
    every other figure.

    :param first: date; the first day of a month
    """
    return SQL(
        """
        SELECT s.partner_id, DATE_TRUNC('month', d.day::timestamp)::date AS month,
               BOOL_OR(d.bought) AS bought, SUM(d.amount) AS revenue
          FROM customer_tier_standing s
          JOIN %(rows)s d ON d.customer_id = s.partner_id
           AND d.day >= DATE_TRUNC('month', s.first_purchase::timestamp)::date
         WHERE s.scheme_id = %(scheme)s AND s.first_purchase >= %(first)s
         GROUP BY 1, 2
        """,
        rows=happened(reading, first),
        scheme=reading.scheme.id,
        first=first,
    )
