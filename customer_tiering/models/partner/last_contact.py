"""When somebody last spoke with a customer."""

from odoo import fields
from odoo.tools import SQL

READ = (
    *("mail.activity", "mail.message", "calendar.event"),
    *("res.partner", "sale.order", "crm.lead"),
)


def last_contacts(env, customers):
    """``{customer id: day}`` of the last activity done, meeting held or mail.

    Of ``customers`` (``res.partner``) and of their contacts, quotations, orders and
    leads; in one statement. Notes that only colleagues read are no contact.
    """
    for model in READ:
        env[model].flush_model()
    people = SQL(
        "SELECT id, commercial_partner_id AS customer"
        " FROM res_partner WHERE commercial_partner_id = ANY(%s)",
        customers.ids,
    )
    return dict(
        env.execute_query(
            SQL(
                "SELECT customer, MAX(moment)::date FROM (%s) spoken GROUP BY customer",
                contacts_sql(env, people),
            )
        )
    )


def contacts_sql(env, people):
    """SELECT of every contact: ``customer``, ``moment`` (UTC), ``theirs``.

    ``theirs`` is whether the customer took part: a meeting, an activity that is done,
    or a message that they wrote, by mail or in the portal. The tables of `READ` have to
    be flushed before.

    :param people: SELECT of ``id`` and ``customer`` of the contacts concerned
    """
    return SQL(
        """
        WITH people AS MATERIALIZED (%(people)s), documents AS MATERIALIZED (
            SELECT 'res.partner' AS model, id, customer FROM people
         UNION ALL
            SELECT 'sale.order', o.id, p.customer
              FROM people p JOIN sale_order o ON o.partner_id = p.id
         UNION ALL
            SELECT 'crm.lead', l.id, p.customer
              FROM people p JOIN crm_lead l ON l.partner_id = p.id
        )
        SELECT d.customer, a.date_done::timestamp AS moment, TRUE AS theirs
          FROM documents d JOIN mail_activity a
            ON a.res_model = d.model AND a.res_id = d.id
         WHERE NOT a.active AND a.date_done IS NOT NULL
     UNION ALL
        SELECT p.customer, e.start, TRUE
          FROM people p
          JOIN calendar_event_res_partner_rel r ON r.res_partner_id = p.id
          JOIN calendar_event e ON e.id = r.calendar_event_id
         WHERE e.active AND e.start <= %(now)s
     UNION ALL
        SELECT d.customer, m.date, m.author_id IN (SELECT id FROM people)
          FROM documents d JOIN mail_message m
            ON m.model = d.model AND m.res_id = d.id
         WHERE m.message_type IN ('email', 'email_outgoing')
            OR m.message_type = 'comment' AND m.subtype_id = %(comment)s
        """,
        people=people,
        now=fields.Datetime.now(),
        comment=env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
    )
