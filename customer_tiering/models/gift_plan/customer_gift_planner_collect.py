import pandas as pd

from odoo import api, models
from odoo.tools import SQL

from ...classification import frame as columns
from ...gifting import anniversary
from ..collector.source import read_frame

# columns from the standing and from the contact
COLLECTED = (
    columns.Column("tier_id", "int", None, "tier"),
    columns.Column("user_id", "int", None, "salesperson"),
    columns.Column("country_id", "int", None, "country"),
    columns.Column("net_revenue", "float", 0.0, "company currency"),
    columns.Column("gross_margin", "float", None, "company currency"),
    columns.Column("first_purchase", "date", None, "day"),
)


class CustomerGiftPlanner(models.AbstractModel):
    _inherit = "customer.gift.planner"

    @api.model
    def _collect(self, plan, partners=None):
        """One row per customer with a standing in the plan's scheme, sorted by id.

        Columns: ``partner_id``, ``tier_id``, ``user_id`` (salesperson, else of the
        latest order), ``country_id``, ``net_revenue``, ``gross_margin``,
        ``first_purchase``, and from the plan ``company_id``, ``occasion_id``, ``date``.
        If the occasion is on a different day for each customer, ``date`` is that day,
        and customers without one have no row. ``partners`` restricts the customers.
        """
        self.env.flush_all()
        frame = read_frame(self.env.cr, self._collect_sql(plan, partners), COLLECTED)
        frame = frame.astype({"partner_id": "int64", "tier_id": "int64"})
        frame = frame.assign(
            company_id=plan.company_id.id,
            occasion_id=plan.occasion_id.id,
            date=pd.Timestamp(plan.date),
        )
        if plan.occasion_date_id.date_end:
            frame["date"] = anniversary.days_within(
                frame["first_purchase"], plan.date, plan.occasion_date_id.date_end
            )
            frame = frame[frame["date"].notna()].reset_index(drop=True)
        return frame

    @api.model
    def _collect_sql(self, plan, partners=None):
        """SQL: standings of the plan's scheme whose contact is still a customer.

        Contacts that were archived, merged or made a contact of another business since
        the evaluation get nothing.
        """
        conditions = [
            SQL("s.scheme_id = %s", plan.scheme_id.id),
            SQL("p.active"),
            SQL("p.commercial_partner_id = p.id"),
        ]
        if plan.domain != "[]":
            found = plan._contacts_query().subselect()
            conditions.append(SQL("p.id IN %s", found))
        if partners is not None:
            conditions.append(SQL("p.id = ANY(%s)", partners.ids))
        return SQL(
            """
            SELECT s.partner_id, s.tier_id,
                   COALESCE(p.user_id, o.user_id) AS user_id, p.country_id,
                   s.net_revenue, s.gross_margin, s.first_purchase
              FROM customer_tier_standing s
              JOIN res_partner p ON p.id = s.partner_id
              LEFT JOIN (
                -- moment and id of the latest order in one number: nothing to sort
                SELECT c.commercial_partner_id AS customer,
                       MAX(contact.latest) AS latest
                  FROM (
                    SELECT partner_id,
                           MAX((DATE_PART('epoch', date_order)::bigint << 31) + id)
                               AS latest
                      FROM sale_order
                     WHERE state = 'sale' AND user_id IS NOT NULL
                       AND company_id = ANY(%(companies)s)
                     GROUP BY partner_id
                  ) contact
                  JOIN res_partner c ON c.id = contact.partner_id
                 GROUP BY c.commercial_partner_id
              ) bought ON bought.customer = p.id AND p.user_id IS NULL
              LEFT JOIN sale_order o ON o.id = (bought.latest & 2147483647)::int
             WHERE %(conditions)s
             ORDER BY s.partner_id
            """,
            companies=plan.scheme_id._covered_companies().ids,
            conditions=SQL(" AND ").join(conditions),
        )
