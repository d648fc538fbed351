"""Opportunities with a quotation that nobody has answered."""

from odoo import fields
from odoo.tools import SQL

from ..partner.last_contact import READ, contacts_sql
from ..playbook.quotations import is_out


def quoted_leads(env, among):
    """SELECT of the ids of open opportunities that are quoted without feedback.

    The rule is that of the playbooks: the quotation is out and has not expired, and
    since it was sent the customer has not written, met somebody or been spoken with.
    And nobody has set an intention since.

    :param among: condition on the opportunity ``l``
    """
    for model in READ:
        env[model].flush_model()
    people = SQL(
        "SELECT id, commercial_partner_id AS customer FROM res_partner"
        " WHERE commercial_partner_id IN (SELECT customer FROM quoted)"
    )
    return SQL(
        """
        WITH quoted AS MATERIALIZED (
            SELECT l.id AS lead, p.commercial_partner_id AS customer,
                   COALESCE(o.customer_tier_sent_on, o.date_order) AS sent_at
              FROM crm_lead l
              JOIN sale_order o ON o.opportunity_id = l.id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE l.active AND l.won_status = 'pending' AND %(is_out)s AND (%(among)s)
               AND (o.validity_date IS NULL OR o.validity_date >= %(today)s)
               AND COALESCE(o.customer_tier_sent_on, o.date_order)
                   > COALESCE(l.customer_tier_intention_on, '-infinity')
        ), answers AS (
            SELECT customer, MAX(moment) AS moment FROM (%(contacts)s) contacts
             WHERE theirs GROUP BY customer
        )
        SELECT DISTINCT q.lead FROM quoted q LEFT JOIN answers a USING (customer)
         WHERE a.moment IS NULL OR a.moment <= q.sent_at
        """,
        is_out=is_out(env),
        among=among,
        today=fields.Date.context_today(env["crm.lead"]),
        contacts=contacts_sql(env, people),
    )
