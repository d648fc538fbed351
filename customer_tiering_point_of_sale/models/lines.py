"""Lines of tills: margin, discounts, returns, products."""

from odoo.tools import SQL

from .apart import is_apart
from .sales import (
    SOLD,
    early_enough,
    in_session_entry,
    own_day,
    signed,
    taken_out,
    with_sign,
)


def lines(reading, first):
    """SELECT of the lines of `sales.orders`, with the columns of `more.more_lines`.

    And with ``line_id``, ``order_id``, ``day`` and ``qty``.

    A cost is unknown until Odoo has worked it out, which may be at the end of a
    session, and where none is entered. Discounts have none. Down payments are left out:
    the goods come with the rest of their order.
    """
    return SQL(
        """
        SELECT customer_id, product_id, revenue, cost, refunded,
               CASE WHEN discount < 100 THEN revenue * discount / (100 - discount)
                    ELSE %(list_price)s END AS discount,
               revenue > 0 AS is_purchase, TRUE AS stands, line_id, order_id, day, qty
          FROM (%(counted)s) lines
         WHERE day BETWEEN %(first)s AND %(last)s
     UNION ALL
        SELECT customer_id, product_id, -revenue, -cost, 0, 0, FALSE, FALSE, line_id,
               order_id, out_day, -qty
          FROM (%(counted)s) lines
         WHERE out_day BETWEEN %(first)s AND %(last)s
        """,
        counted=_counted(reading, first),
        list_price=reading.rounded(
            SQL("qty * price_unit / NULLIF(currency_rate, 0)::numeric")
        ),
        first=first,
        last=reading.as_of,
    )


def _counted(reading, first):
    amount = signed(reading, SQL("l.price_subtotal"))
    return SQL(
        """
        SELECT p.customer_id, %(day)s AS day, r.day AS out_day, l.product_id,
               l.id AS line_id, o.id AS order_id,
               %(amount)s AS revenue, %(cost)s AS cost,
               CASE WHEN l.qty < 0 THEN -%(amount)s ELSE 0 END AS refunded,
               COALESCE(l.discount, 0)::numeric AS discount,
               l.qty::numeric AS qty, l.price_unit::numeric AS price_unit,
               o.currency_rate
          FROM pos_order o
          JOIN %(customers)s p ON p.id = o.partner_id
          JOIN pos_order_line l ON l.order_id = o.id
          JOIN product_product product ON product.id = l.product_id
          JOIN product_template t ON t.id = product.product_tmpl_id
          LEFT JOIN %(taken_out)s r ON r.order_id = o.id
         WHERE o.state = ANY(%(sold)s) AND o.company_id = ANY(%(companies)s)
           AND (%(early)s OR r.day >= %(first)s)
           AND %(in_entry)s AND NOT %(apart)s AND NOT %(advance)s
        """,
        day=own_day(reading, SQL("o.date_order")),
        amount=amount,
        cost=SQL(
            """CASE WHEN l.price_unit < 0 OR t.type = 'combo' THEN 0
                    WHEN l.is_total_cost_computed
                    THEN NULLIF(l.total_cost, 0)::numeric
                         / NULLIF(o.currency_rate, 0)::numeric END"""
        ),
        customers=reading.customers,
        taken_out=taken_out(),
        sold=list(SOLD),
        companies=reading.companies,
        early=early_enough(SQL("o.date_order"), first, reading.as_of),
        first=first,
        in_entry=in_session_entry(),
        apart=is_apart(reading.env, SQL("l")),
        advance=_is_advance(reading.env),
    )


def _is_advance(env):
    """Condition on the line ``l``: a down payment for an order of Sales."""
    if "down_payment_product_id" not in env["pos.config"]._fields:
        return SQL("FALSE")
    tills = env["pos.config"].sudo().with_context(active_test=False).search([])
    products = tills.down_payment_product_id.ids
    if not products:
        return SQL("FALSE")
    return SQL("l.product_id = ANY(%s)", products)


def settled(reading):
    """SELECT of what tills delivered of orders of Sales, see ``_more_settled``.

    Whether the till invoiced it or not: Odoo does not link such an invoice with the
    order.
    """
    amount = with_sign(SQL("l.price_subtotal"))
    return SQL(
        """
        SELECT s.id AS line_id,
               CASE WHEN s.currency_id = journal.currency_id
                         OR journal.currency_id IS NULL AND s.currency_id = %(currency)s
                    THEN %(amount)s
                    ELSE %(amount)s / NULLIF(o.currency_rate, 0)::numeric
                         * COALESCE(NULLIF(so.currency_rate, 0), 1)::numeric
               END AS amount,
               CASE WHEN l.qty > 0 AND s.is_downpayment IS NOT TRUE
                    THEN l.qty::numeric * COALESCE(
                        lu.factor::numeric / su.factor::numeric, 1) END AS quantity
          FROM pos_order_line l
          JOIN sale_order_line s ON s.id = l.sale_order_line_id
          JOIN sale_order so ON so.id = s.order_id
          JOIN pos_order o ON o.id = l.order_id
          JOIN pos_config till ON till.id = o.config_id
          JOIN account_journal journal ON journal.id = till.journal_id
          JOIN product_product product ON product.id = l.product_id
          JOIN product_template t ON t.id = product.product_tmpl_id
          LEFT JOIN uom_uom lu ON lu.id = t.uom_id
          LEFT JOIN uom_uom su ON su.id = s.product_uom_id
         WHERE o.state = ANY(%(sold)s) AND o.company_id = ANY(%(companies)s)
           AND %(day)s <= %(last)s AND %(of)s
           -- a refund does not open an order again
           AND (l.qty > 0 OR s.is_downpayment)
        """,
        amount=amount,
        currency=reading.scheme.currency_id.id,
        sold=list(SOLD),
        companies=reading.companies,
        day=own_day(reading, SQL("o.date_order")),
        last=reading.as_of,
        of=reading.has_contact(SQL("so.partner_invoice_id")),
    )
