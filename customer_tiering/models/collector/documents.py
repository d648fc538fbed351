"""The documents that figures are made of: sales documents and confirmed orders.

A sales document belongs to the customer that the ledger gives it
(``account_move.commercial_partner_id``), even if its contact works elsewhere by now.
Orders have no such column. They belong to the present customer of their invoice
address, for that is whom their invoices will be written to: an order and its invoice
never stand at two customers.
"""

from datetime import timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from .corrections import corrected
from .document_types import PURCHASE_TYPES, SALE_TYPES
from .more import with_more

# condition on the document `m` and its company `c`: in another currency without a rate,
# so that its amount in company currency cannot be trusted
MISSING_RATE = SQL(
    "(m.currency_id <> c.currency_id AND COALESCE(m.invoice_currency_rate, 0) = 0)"
)


def revenue_domain(scheme, window):
    """Domain of the documents that make up the net revenue of ``window``."""
    return (
        Domain("state", "=", "posted")
        & Domain("move_type", "in", SALE_TYPES)
        & Domain("company_id", "in", scheme._covered_companies().ids)
        & Domain(scheme.date_basis, ">=", window.first)
        & Domain(scheme.date_basis, "<=", window.last)
        & (
            Domain("currency_id", "=", scheme.currency_id.id)
            | Domain("invoice_currency_rate", "!=", 0)
        )
    )


def posted(reading):
    """Condition on ``m``: a posted sales document of the scheme's companies."""
    return SQL(
        "m.state = 'posted' AND m.move_type = ANY(%s) AND m.company_id = ANY(%s)",
        list(SALE_TYPES),
        reading.companies,
    )


def is_purchase():
    """Condition on ``m`` and its ``corrected``: it counts as a purchase."""
    return SQL(
        "(m.move_type = ANY(%s) AND m.amount_untaxed_signed <> 0"
        " AND corrected.id IS NULL)",
        list(PURCHASE_TYPES),
    )


def documents(reading, first=None, last=None):
    """FROM item: the documents of the net revenue on the days ``first .. last``.

    Columns ``id``, ``move_type``, ``company_id``, ``invoice_currency_rate``, ``amount``
    (company currency, without tax, negative for refunds), ``day``, ``customer_id``,
    ``stands`` (whether it was not taken back by a correction, see `corrections`) and
    ``is_purchase``.

    :param first: date; without it there is no first day
    :param last: date; the as-of day by default
    """
    day = SQL.identifier("m", reading.scheme.date_basis)
    return SQL(
        """(
        SELECT m.id, m.move_type, m.company_id, m.invoice_currency_rate,
               m.amount_untaxed_signed AS amount, %(day)s AS day, p.customer_id,
               corrected.id IS NULL AS stands, %(is_purchase)s AS is_purchase
          FROM account_move m
          JOIN %(customers)s p ON p.id = m.commercial_partner_id
          JOIN res_company c ON c.id = m.company_id
          LEFT JOIN %(corrected)s corrected ON corrected.id = m.id
         WHERE %(documents)s AND NOT %(missing_rate)s
           AND %(day)s <= %(last)s %(since)s)""",
        day=day,
        last=last or reading.as_of,
        since=SQL("AND %s >= %s", day, first) if first else SQL(),
        customers=reading.customers,
        documents=posted(reading),
        missing_rate=MISSING_RATE,
        corrected=corrected(reading),
        is_purchase=is_purchase(),
    )


def is_no_cart(env, order):
    """Condition on ``order`` (alias of ``sale_order``): it is no cart of a web shop.

    What a visitor puts into a cart is neither a quotation nor an order. The column
    comes with the shop.
    """
    if "website_id" not in env["sale.order"]._fields:
        return SQL("TRUE")
    return SQL(
        "NOT (%(state)s = 'draft' AND %(website)s IS NOT NULL)",
        state=SQL.identifier(order, "state"),
        website=SQL.identifier(order, "website_id"),
    )


def confirmed_orders(reading, first=None):
    """FROM item: the orders confirmed on the days ``first .. as-of day``.

    Columns ``id``, ``day`` (in the scheme's time zone), ``customer_id``,
    ``currency_id`` and ``rate`` (units of the order's currency for one of the
    company's; NULL if unknown).

    :param first: date; without it there is no first day
    """
    scheme = reading.scheme
    # the stored hour is within a day of any zone's: most orders need no look at theirs
    early = first and first - timedelta(days=1)
    return SQL(
        """(
        SELECT *
          FROM (
            SELECT o.id, p.customer_id, o.currency_id,
                   CASE WHEN o.currency_id = %(currency)s THEN 1
                        ELSE NULLIF(o.currency_rate, 0)::numeric END AS rate,
                   (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                       AS day
              FROM sale_order o
              JOIN %(customers)s p ON p.id = o.partner_invoice_id
             WHERE o.state = 'sale' AND o.company_id = ANY(%(companies)s) %(early)s
          ) dated
         WHERE day <= %(last)s %(since)s)""",
        early=SQL("AND o.date_order >= %s", early) if first else SQL(),
        since=SQL("AND day >= %s", first) if first else SQL(),
        tz=scheme.tz,
        currency=scheme.currency_id.id,
        customers=reading.customers,
        companies=reading.companies,
        last=reading.as_of,
    )


def sold(reading, first=None, last=None):
    """FROM item: what was sold on the days ``first .. last``, by whatever document.

    Columns ``customer_id``, ``day``, ``amount`` (company currency, without tax,
    negative for refunds), ``is_purchase``, ``is_refund`` and ``stands``, see
    `documents`.
    """
    rows = SQL(
        """
        SELECT customer_id, day, amount, is_purchase,
               move_type = 'out_refund' AS is_refund, stands
          FROM %s d
        """,
        documents(reading, first, last),
    )
    return with_more(rows, more_sales(reading, first, last))


def more_sales(reading, first=None, last=None):
    """SELECTs of what other addons add to `sold`."""
    collector = reading.env["customer.tier.collector"]
    return [
        SQL(
            "SELECT customer_id, day, amount, is_purchase, is_refund, stands"
            " FROM (%s) more",
            rows,
        )
        for rows in collector._more_sales(reading, first, last or reading.as_of)
    ]


def more_purchases(reading, first=None):
    """SELECTs of ``customer_id`` and ``day`` of the purchases among these."""
    return [
        SQL("SELECT customer_id, day FROM (%s) more WHERE is_purchase", rows)
        for rows in more_sales(reading, first)
    ]


def purchases(reading, first=None):
    """FROM item: ``customer_id`` and ``day`` of every purchase up to the as-of day.

    By order or by invoice, as the scheme says.

    :param first: date; without it there is no first day
    """
    if reading.scheme.purchase_basis == "order":
        rows = SQL(
            "SELECT customer_id, day FROM %s o", confirmed_orders(reading, first)
        )
    else:
        rows = SQL(
            "SELECT customer_id, day FROM %s d WHERE is_purchase",
            documents(reading, first),
        )
    return with_more(rows, more_purchases(reading, first))


def happened(reading, first=None):
    """FROM item: sales and purchases up to the as-of day, each on its own day.

    Columns ``customer_id``, ``day``, ``amount`` (of sales) and ``bought``, by order or
    by invoice, as the scheme says.
    """
    by_order = reading.scheme.purchase_basis == "order"
    rows = SQL(
        "SELECT customer_id, day, amount, is_purchase AND %s AS bought FROM %s d",
        not by_order,
        documents(reading, first),
    )
    more = [
        SQL("SELECT customer_id, day, amount, is_purchase FROM (%s) more", sales)
        for sales in more_sales(reading, first)
    ]
    if by_order:
        orders = confirmed_orders(reading, first)
        more.append(SQL("SELECT customer_id, day, 0, TRUE FROM %s o", orders))
    return with_more(rows, more)
