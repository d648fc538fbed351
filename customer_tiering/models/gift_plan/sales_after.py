"""What customers bought after a gift, and in the same days a year before."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ..collector.documents import sold


def sales_after(reading, customers, starts, days):
    """Sales of each customer in the ``days`` after a day, and a year before.

    The documents are those of the net revenue. Rows of ``partner_id``, ``sales`` and
    ``before`` (company currency), and ``bought``: whether they bought in those days.
    A customer without documents has no row.

    :param reading: `Reading` as of the last of these days
    :param customers: list of ids
    :param starts: list of dates, one for each of them
    :param days: number of days that are looked at, the day after the start first
    """
    inside = SQL("d.day > w.start AND d.day <= w.start + %s", days)
    last_year = SQL(
        "d.day > (w.start - INTERVAL '1 year')::date"
        " AND d.day <= (w.start - INTERVAL '1 year')::date + %s",
        days,
    )
    return SQL(
        """
        SELECT w.id AS partner_id, %(sales)s AS sales, %(before)s AS before,
               COALESCE(BOOL_OR(d.is_purchase) FILTER (WHERE %(inside)s), FALSE)
                   AS bought
          FROM UNNEST(%(customers)s, %(starts)s::date[]) w (id, start)
          JOIN %(sold)s d ON d.customer_id = w.id
         WHERE (%(inside)s) OR (%(last_year)s)
         GROUP BY w.id
        """,
        sales=reading.rounded(
            SQL("COALESCE(SUM(d.amount) FILTER (WHERE %s), 0)", inside)
        ),
        before=reading.rounded(
            SQL("COALESCE(SUM(d.amount) FILTER (WHERE %s), 0)", last_year)
        ),
        inside=inside,
        last_year=last_year,
        customers=customers,
        starts=starts,
        sold=sold(reading, min(starts) - relativedelta(years=1)),
    )
