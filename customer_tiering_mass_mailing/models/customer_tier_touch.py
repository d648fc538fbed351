from odoo import api, models
from odoo.tools import SQL

# of a trace: nothing arrived
NOT_ARRIVED = ["error", "bounce", "cancel"]


class CustomerTierTouch(models.AbstractModel):
    """A mailing is one contact with each customer whom it reached."""

    _inherit = "customer.tier.touch"

    @api.model
    def _touch_sources(self, company, first, last):
        for model in ("mailing.trace", "mailing.mailing", "res.partner"):
            self.env[model].flush_model()
        return [
            *super()._touch_sources(company, first, last),
            SQL(
                """
                WITH traces AS MATERIALIZED (
                    SELECT t.model, t.res_id, LOWER(t.email) AS email,
                           t.mass_mailing_id AS mailing, %(day)s AS day
                      FROM mailing_trace t
                      JOIN mailing_mailing m ON m.id = t.mass_mailing_id
                     WHERE t.trace_status <> ALL(%(not_arrived)s)
                       AND t.is_test_trace IS NOT TRUE
                       AND %(day)s BETWEEN %(first)s AND %(last)s
                       AND (m.customer_tier_company_id IS NULL
                            OR m.customer_tier_company_id = ANY(%(companies)s))
                )
                SELECT customer AS partner_id, MIN(day) AS day,
                       'mailing.mailing,' || mailing AS source
                  FROM (
                    SELECT p.commercial_partner_id AS customer, t.mailing, t.day
                      FROM traces t JOIN res_partner p
                        ON t.model = 'res.partner' AND p.id = t.res_id
                 UNION ALL
                    SELECT p.commercial_partner_id, t.mailing, t.day
                      FROM traces t JOIN res_partner p
                        ON t.model <> 'res.partner' AND p.email_normalized = t.email
                  ) reached
                 GROUP BY customer, mailing
                """,
                day=self._local_day(
                    SQL("COALESCE(t.sent_datetime, t.create_date)"), company
                ),
                not_arrived=NOT_ARRIVED,
                first=first,
                last=last,
                companies=self._tree_ids(company),
            ),
        ]
