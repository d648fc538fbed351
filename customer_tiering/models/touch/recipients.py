"""Which one contact of a customer gets what is sent to the customer."""

from odoo import fields
from odoo.tools import SQL

READ = ("res.partner", "mail.message", "mail.activity", "calendar.event")


def recipients(env, customers=None, among=None):
    """SELECT of ``customer``, ``contact`` and ``email`` (normalised): one row each.

    The contact that somebody has chosen by hand; else the person of type *Contact* who
    was last in touch; else the customer's own address. ``email`` is NULL if there is
    none. Archived contacts and customers are left out.

    :param customers: SELECT of ids of customers
    :param among: SELECT of ids of contacts; then only these can be the recipient, of
        whatever type they are
    """
    for model in READ:
        env[model].flush_model()
    if among is None:
        asked = SQL(
            """
            c.commercial_partner_id IN (%s)
            AND (c.id = k.id OR c.id = k.customer_tier_recipient_id
                 OR c.type = 'contact' AND NOT c.is_company
                    AND c.email_normalized IS NOT NULL)
            """,
            customers,
        )
    else:
        asked = SQL("c.id IN (%s)", among)
    return SQL(
        """
        WITH candidates AS MATERIALIZED (
            SELECT c.id, k.id AS customer, c.email_normalized AS email,
                   c.id = k.customer_tier_recipient_id AS chosen,
                   CASE WHEN c.id = k.id THEN 1
                        WHEN c.type = 'contact' AND NOT c.is_company THEN 0
                        ELSE 2 END AS place
              FROM res_partner c
              JOIN res_partner k ON k.id = c.commercial_partner_id AND k.active
             WHERE c.active AND %(asked)s
        ), persons AS MATERIALIZED (
            SELECT id FROM candidates WHERE place = 0
        ), seen AS (
            SELECT id, MAX(moment) AS moment FROM (
                SELECT m.author_id AS id, m.date AS moment
                  FROM persons p JOIN mail_message m ON m.author_id = p.id
                 WHERE m.message_type IN ('email', 'comment')
             UNION ALL
                SELECT a.res_id, a.date_done::timestamp
                  FROM persons p JOIN mail_activity a
                    ON a.res_model = 'res.partner' AND a.res_id = p.id
                 WHERE NOT a.active AND a.date_done IS NOT NULL
             UNION ALL
                SELECT r.res_partner_id, e.start
                  FROM persons p
                  JOIN calendar_event_res_partner_rel r ON r.res_partner_id = p.id
                  JOIN calendar_event e ON e.id = r.calendar_event_id
                 WHERE e.active AND e.start <= %(now)s
            ) moments GROUP BY id
        )
        SELECT DISTINCT ON (customer) customer, candidates.id AS contact, email
          FROM candidates LEFT JOIN seen ON seen.id = candidates.id
         ORDER BY customer, email IS NULL, chosen IS TRUE DESC, place,
                  moment DESC NULLS LAST, candidates.id
        """,
        asked=asked,
        now=fields.Datetime.now(),
    )
