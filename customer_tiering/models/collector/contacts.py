"""Whether we are in contact with a customer, and whether they have no need."""

from odoo.tools import SQL

from ...classification import frame as columns
from .documents import is_no_cart
from .source import Source


def contacts(reading):
    """Leads, orders and received messages per customer, ever.

    An order, confirmed or not, is a contact of whoever orders, and of whoever is to
    get the invoice; a cart of the web shop is none. A confirmed one counts from its
    own day, if that is earlier than the day on which it was entered.

    A lead that was lost was a contact all the same. A vendor is no prospect just
    because they write to us.
    """
    end = SQL(
        "((%s::date + 1)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')",
        reading.as_of,
        reading.scheme.tz,
    )
    return SQL(
        """
        WITH ordered AS (
            SELECT partner_id, partner_invoice_id, COUNT(*) AS count
              FROM sale_order
             WHERE LEAST(create_date, CASE WHEN state = 'sale' THEN date_order END)
                   < %(end)s
               AND (%(of_partner)s OR %(of_payer)s)
               AND company_id = ANY(%(companies)s) AND %(no_cart)s
             GROUP BY partner_id, partner_invoice_id
        )
        SELECT p.customer_id AS partner_id, SUM(count) AS contact_count
          FROM (
            SELECT partner_id, FALSE AS written, COUNT(*) AS count
              FROM crm_lead
             WHERE create_date < %(end)s AND %(of_partner)s
               AND (company_id IS NULL OR company_id = ANY(%(companies)s))
             GROUP BY partner_id
            UNION ALL
            SELECT partner_id, FALSE, count FROM ordered
            UNION ALL
            SELECT o.partner_invoice_id, FALSE, o.count
              FROM ordered o
              JOIN %(customers)s payer ON payer.id = o.partner_invoice_id
              LEFT JOIN %(customers)s buyer ON buyer.id = o.partner_id
             WHERE o.partner_invoice_id <> o.partner_id
               AND buyer.customer_id IS DISTINCT FROM payer.customer_id
            UNION ALL
            SELECT author_id, TRUE, COUNT(*)
              FROM mail_message
             WHERE message_type = 'email' AND date < %(end)s AND %(of_author)s
             GROUP BY author_id
          ) contacts
          JOIN %(customers)s p ON p.id = contacts.partner_id
         WHERE NOT (contacts.written AND p.customer_id IN (
                        SELECT id FROM res_partner
                         WHERE supplier_rank > 0 AND customer_rank = 0))
         GROUP BY p.customer_id
        """,
        end=end,
        customers=reading.customers,
        companies=reading.companies,
        no_cart=is_no_cart(reading.env, "sale_order"),
        of_partner=reading.has_contact(SQL("partner_id")),
        of_payer=reading.has_contact(SQL("partner_invoice_id")),
        of_author=reading.has_contact(SQL("author_id")),
    )


def no_need(reading):
    """Customers with a mark, or whose leads were all lost for such a reason.

    As of today, unless the reading says until which day marks and leads count.
    """
    until = reading.marks_until
    known, known_lead = (
        SQL("%s < %s::date + 1", day, until) if until else SQL("TRUE")
        for day in (SQL("create_date"), SQL("l.create_date"))
    )
    return SQL(
        """
        SELECT p.customer_id AS partner_id,
               BOOL_OR(marks.marked) OR BOOL_AND(marks.lost) AS no_need
          FROM (
            SELECT partner_id, TRUE AS marked, TRUE AS lost
              FROM customer_tier_no_need
             WHERE (company_id IS NULL OR company_id = ANY(%(companies)s))
               AND %(known)s
            UNION ALL
            SELECT l.partner_id, FALSE,
                   NOT l.active AND COALESCE(r.customer_tier_no_need, FALSE)
              FROM crm_lead l
              LEFT JOIN crm_lost_reason r ON r.id = l.lost_reason_id
             WHERE (l.company_id IS NULL OR l.company_id = ANY(%(companies)s))
               AND %(known_lead)s
          ) marks
          JOIN %(customers)s p ON p.id = marks.partner_id
         GROUP BY p.customer_id
        """,
        known=known,
        known_lead=known_lead,
        customers=reading.customers,
        companies=reading.companies,
    )


SOURCES = {
    "contacts": Source(contacts, (columns.CONTACTS,)),
    "no_need": Source(no_need, (columns.NO_NEED,)),
}
