"""Net revenue and purchases, and the documents that cannot be counted."""

from odoo.tools import SQL

from ...classification import frame as columns
from .corrections import corrected
from .documents import (
    MISSING_RATE,
    is_purchase,
    more_purchases,
    more_sales,
    posted,
)
from .source import Source

PURCHASES = (columns.PURCHASES, columns.FIRST_PURCHASE, columns.LAST_PURCHASE)
ISSUE_COLUMNS = (
    columns.Column("move_id", "int", None, "document"),
    columns.Column("amount", "float", 0.0, "company currency"),
)


def sources(reading):
    """The purchases are counted by order or by invoice, as the scheme says."""
    if reading.scheme.purchase_basis == "order":
        return {
            "invoices": Source(revenue, (columns.NET_REVENUE, *columns.TRACES)),
            "orders": Source(orders, PURCHASES),
        }
    return {
        "invoices": Source(revenue, (columns.NET_REVENUE, *PURCHASES, *columns.TRACES))
    }


def revenue(reading):
    """Net revenue of the period, purchases by invoice, and who has any document at all.

    A refund that corrects nothing proves a purchase, be it from before the first
    invoice in the books. Customers without a sales document are looked up among the
    items on receivable accounts: an advance or an opening balance is a document too.

    ``amount_untaxed_signed`` is the sum of the balances of a document's product and
    rounding lines, in company currency at the document's own rate, negative for
    refunds. It is exact, and a fifth of the rows of the journal items.
    """
    window = reading.window
    day = SQL.identifier("m", reading.scheme.date_basis)
    return SQL(
        """
        WITH sold AS (
            SELECT partner_id,
                   %(revenue)s AS net_revenue,
                   COUNT(*) FILTER (WHERE bought_on >= %(first)s) AS purchase_count,
                   MIN(bought_on) AS first_purchase,
                   MAX(bought_on) AS last_purchase,
                   BOOL_OR(returned) AS returned
              FROM (
                SELECT p.customer_id AS partner_id,
                       CASE WHEN %(day)s >= %(first)s AND NOT %(missing_rate)s
                            THEN m.amount_untaxed_signed END AS amount,
                       CASE WHEN %(bought)s THEN %(day)s END AS bought_on,
                       m.move_type = 'out_refund' AND corrected.id IS NULL AS returned
                  FROM account_move m
                  JOIN %(customers)s p ON p.id = m.commercial_partner_id
                  JOIN res_company c ON c.id = m.company_id
                  LEFT JOIN %(corrected)s corrected ON corrected.id = m.id
                 WHERE %(documents)s AND %(day)s <= %(last)s %(more)s
                -- each of them once for a document, and not in every sum again
                OFFSET 0
              ) documents
             GROUP BY partner_id
        )
        SELECT *, TRUE AS has_document FROM sold
     UNION ALL
        SELECT p.customer_id, 0, 0, NULL, NULL, FALSE, TRUE
          FROM %(customers)s p
         CROSS JOIN LATERAL (
            SELECT FROM account_move_line l
             WHERE l.partner_id = p.id
               AND l.account_id IN (SELECT id FROM account_account
                                     WHERE account_type = 'asset_receivable')
               AND l.parent_state = 'posted' AND l.date <= %(last)s
               AND l.company_id = ANY(%(companies)s)
             LIMIT 1) item
         WHERE NOT EXISTS (SELECT FROM sold WHERE sold.partner_id = p.customer_id)
         GROUP BY p.customer_id
        """,
        revenue=reading.rounded(SQL("COALESCE(SUM(amount), 0)")),
        missing_rate=MISSING_RATE,
        day=day,
        first=window.first,
        last=window.last,
        # the amount of a document without a rate is not known, nor whether it is zero
        bought=SQL("(%s AND NOT %s)", is_purchase(), MISSING_RATE),
        corrected=corrected(reading),
        companies=reading.companies,
        customers=reading.customers,
        documents=posted(reading),
        more=_more_documents(reading),
    )


def _more_documents(reading):
    """What `revenue` reads of the sales of other addons, behind its own rows."""
    return SQL("").join(
        SQL(
            """
            UNION ALL
            SELECT customer_id, CASE WHEN day >= %s THEN amount END,
                   CASE WHEN is_purchase THEN day END, is_refund AND stands
              FROM (%s) more
            """,
            reading.window.first,
            rows,
        )
        for rows in more_sales(reading)
    )


def orders(reading):
    """Purchases by confirmed order, whose day is that of the scheme's time zone."""
    window = reading.window
    return SQL(
        """
        SELECT partner_id,
               COUNT(*) FILTER (WHERE day >= %(first)s) AS purchase_count,
               MIN(day) AS first_purchase,
               MAX(day) AS last_purchase
          FROM (
            SELECT p.customer_id AS partner_id,
                   (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                       AS day
              FROM sale_order o
              JOIN %(customers)s p ON p.id = o.partner_invoice_id
             WHERE o.state = 'sale' AND o.company_id = ANY(%(companies)s)
                   %(more)s
          ) orders
         WHERE day <= %(last)s
         GROUP BY partner_id
        """,
        tz=reading.scheme.tz,
        customers=reading.customers,
        first=window.first,
        last=window.last,
        companies=reading.companies,
        more=SQL("").join(
            SQL(" UNION ALL %s", rows) for rows in more_purchases(reading)
        ),
    )


def issues(reading):
    """Documents of the period that cannot be counted, with the reason (K18).

    Rows of ``reason`` (``no_date``, ``no_rate``, ``no_customer`` or ``archived``),
    ``move_id``, ``partner_id`` (the customer, if any) and ``amount``.
    """
    window = reading.window
    day = SQL.identifier("m", reading.scheme.date_basis)
    return SQL(
        """
        SELECT reason, move_id, partner_id, amount
          FROM (
            SELECT CASE WHEN %(day)s IS NULL THEN 'no_date'
                        WHEN %(missing_rate)s THEN 'no_rate'
                        WHEN p.id IS NULL THEN 'no_customer'
                        WHEN NOT p.active THEN 'archived'
                   END AS reason,
                   m.id AS move_id,
                   p.customer_id AS partner_id,
                   m.amount_untaxed_signed AS amount
              FROM account_move m
              JOIN res_company c ON c.id = m.company_id
              LEFT JOIN (
                SELECT contact.id, contact.customer_id, customer.active
                  FROM %(customers)s contact
                  JOIN res_partner customer ON customer.id = contact.customer_id
              ) p ON p.id = m.commercial_partner_id
             WHERE %(documents)s
               AND (%(day)s BETWEEN %(first)s AND %(last)s OR %(day)s IS NULL)
          ) judged
         WHERE reason IS NOT NULL
         ORDER BY reason, move_id
        """,
        day=day,
        first=window.first,
        last=window.last,
        customers=reading.customers,
        documents=posted(reading),
        missing_rate=MISSING_RATE,
    )
