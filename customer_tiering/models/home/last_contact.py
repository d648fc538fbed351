"""When somebody last spoke with a customer."""

from odoo import fields
from odoo.tools import SQL


def last_contacts(env, customers):
    """``{customer id: day}`` of the last activity done, meeting held or mail.

    Of ``customers`` (``res.partner``) and of their contacts, quotations, orders and
    leads; in one statement. Notes that only colleagues read are no contact.
    """
    read = ("mail.activity", "mail.message", "calendar.event")
    for model in (*read, "res.partner", "sale.order", "crm.lead"):
        env[model].flush_model()
    return dict(
        env.execute_query(
            SQL(
                """
                WITH people AS MATERIALIZED (
                    SELECT id, commercial_partner_id AS customer
                      FROM res_partner WHERE commercial_partner_id = ANY(%(ids)s)
                ), documents AS MATERIALIZED (
                    SELECT 'res.partner' AS model, id, customer FROM people
                 UNION ALL
                    SELECT 'sale.order', o.id, p.customer
                      FROM people p JOIN sale_order o ON o.partner_id = p.id
                 UNION ALL
                    SELECT 'crm.lead', l.id, p.customer
                      FROM people p JOIN crm_lead l ON l.partner_id = p.id
                )
                SELECT customer, MAX(day) FROM (
                    SELECT d.customer, a.date_done AS day
                      FROM documents d JOIN mail_activity a
                        ON a.res_model = d.model AND a.res_id = d.id
                     WHERE NOT a.active AND a.date_done IS NOT NULL
                 UNION ALL
                    SELECT p.customer, e.start::date
                      FROM people p
                      JOIN calendar_event_res_partner_rel r ON r.res_partner_id = p.id
                      JOIN calendar_event e ON e.id = r.calendar_event_id
                     WHERE e.active AND e.start <= %(now)s
                 UNION ALL
                    SELECT d.customer, m.date::date
                      FROM documents d JOIN mail_message m
                        ON m.model = d.model AND m.res_id = d.id
                     WHERE m.message_type IN ('email', 'email_outgoing')
                        OR m.message_type = 'comment' AND m.subtype_id = %(comment)s
                ) spoken GROUP BY customer
                """,
                ids=customers.ids,
                now=fields.Datetime.now(),
                comment=env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            )
        )
    )
