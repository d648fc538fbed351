"""When somebody last spoke with a customer."""

from odoo import fields
from odoo.tools import SQL

READ = (
    *("mail.activity", "mail.message", "calendar.event"),
    *("res.partner", "sale.order", "crm.lead"),
)
# model of a document -> FROM items: the document ``d``, and its person ``p``. Each is
# joined by itself, for the planner knows more of tables than of their union
DOCUMENTS = {
    "res.partner": SQL("people p JOIN res_partner d ON d.id = p.id"),
    "sale.order": SQL("people p JOIN sale_order d ON d.partner_id = p.id"),
    "crm.lead": SQL("people p JOIN crm_lead d ON d.partner_id = p.id"),
}


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
    parts = []
    for model, document in DOCUMENTS.items():
        parts += [
            SQL(
                """
                SELECT p.customer, a.date_done::timestamp AS moment, TRUE AS theirs
                  FROM %s
                  JOIN mail_activity a ON a.res_model = %s AND a.res_id = d.id
                 WHERE NOT a.active AND a.date_done IS NOT NULL
                """,
                document,
                model,
            ),
            SQL(
                """
                SELECT p.customer, m.date, m.author_id IN (SELECT id FROM people)
                  FROM %s
                  JOIN mail_message m ON m.model = %s AND m.res_id = d.id
                 WHERE m.message_type IN ('email', 'email_outgoing')
                    OR m.message_type = 'comment' AND m.subtype_id = %s
                """,
                document,
                model,
                env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            ),
        ]
    return SQL(
        """
        WITH people AS MATERIALIZED (%s) %s
     UNION ALL
        SELECT p.customer, e.start, TRUE
          FROM people p
          JOIN calendar_event_res_partner_rel r ON r.res_partner_id = p.id
          JOIN calendar_event e ON e.id = r.calendar_event_id
         WHERE e.active AND e.start <= %s
        """,
        people,
        SQL(" UNION ALL ").join(parts),
        fields.Datetime.now(),
    )
