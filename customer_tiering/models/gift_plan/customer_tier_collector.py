from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..collector.customer_tier_sources import PURCHASE_TYPES


class CustomerTierCollector(models.AbstractModel):
    _inherit = "customer.tier.collector"

    @api.model
    def _sales_after_sql(self, scheme, customers, starts, days):
        """Sales of each customer in the ``days`` after his start, and a year before.

        The documents are those of the net revenue. ``sales``, ``before`` and whether
        he ``bought``; who has no document has no row.
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
                   COALESCE(BOOL_OR(d.move_type = ANY(%(purchase)s))
                            FILTER (WHERE %(inside)s), FALSE) AS bought
              FROM UNNEST(%(customers)s, %(starts)s::date[]) w (id, start)
              JOIN %(documents)s d ON d.customer_id = w.id
             WHERE (%(inside)s) OR (%(last_year)s)
             GROUP BY w.id
            """,
            sales=self._rounded(
                scheme, SQL("COALESCE(SUM(d.amount) FILTER (WHERE %s), 0)", inside)
            ),
            before=self._rounded(
                scheme, SQL("COALESCE(SUM(d.amount) FILTER (WHERE %s), 0)", last_year)
            ),
            purchase=list(PURCHASE_TYPES),
            inside=inside,
            last_year=last_year,
            customers=customers,
            starts=starts,
            documents=self._documents(
                scheme,
                max(starts) + timedelta(days=days),
                min(starts) - relativedelta(years=1),
            ),
        )
