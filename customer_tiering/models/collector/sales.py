"""What customers order and send back, how often, and what they cost to serve."""

from dataclasses import replace

from odoo.tools import SQL

from ...classification import metrics_sales as columns
from .documents import confirmed_orders, documents, purchases
from .source import Source


def order_count(reading):
    """Confirmed orders of the period."""
    return SQL(
        """
        SELECT customer_id AS partner_id, COUNT(*) AS order_count
          FROM %s o GROUP BY customer_id
        """,
        confirmed_orders(reading, reading.window.first),
    )


def purchase_months(reading):
    """How many calendar months of the period have a purchase."""
    return SQL(
        """
        SELECT customer_id AS partner_id,
               COUNT(DISTINCT date_trunc('month', day)) AS purchase_months
          FROM %s purchases GROUP BY customer_id
        """,
        purchases(reading, reading.window.first),
    )


def rhythm(reading):
    """Median number of days from one day of purchase to the next, ever.

    NULL below two intervals: a single one says nothing about what is usual.
    """
    return SQL(
        """
        SELECT customer_id AS partner_id,
               PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY passed)
                   AS median_interval
          FROM (
            SELECT customer_id,
                   day - LAG(day) OVER (PARTITION BY customer_id ORDER BY day)
                       AS passed
              FROM (SELECT DISTINCT customer_id, day FROM %s purchases) days
          ) intervals
         WHERE passed IS NOT NULL
         GROUP BY customer_id
        HAVING COUNT(*) >= 2
        """,
        purchases(reading),
    )


def returns(reading):
    """What was refunded in the period, and what was invoiced in it before refunds."""
    refund = SQL("move_type = 'out_refund'")
    # what a correction took back is neither sent back nor sold
    return SQL(
        """
        SELECT customer_id AS partner_id, %(refunded)s AS refunded,
               %(invoiced)s AS gross_invoiced
          FROM %(documents)s d
         WHERE stands
         GROUP BY customer_id
        """,
        refunded=reading.rounded(
            SQL("COALESCE(-SUM(amount) FILTER (WHERE %s), 0)", refund)
        ),
        invoiced=reading.rounded(
            SQL("COALESCE(SUM(amount) FILTER (WHERE NOT %s), 0)", refund)
        ),
        documents=documents(reading, reading.window.first),
    )


def cost_to_serve(reading):
    """Refunds of the period, and the discounts in percent on its invoice lines."""
    return SQL(
        """
        SELECT partner_id, %s AS cost_to_serve FROM %s lines GROUP BY partner_id
        """,
        reading.rounded(SQL("SUM(refunded + discount)")),
        discount_lines(reading, reading.window.first),
    )


def discount_lines(reading, first):
    """FROM item: ``refunded`` and ``discount`` of each line since the day ``first``.

    In company currency, with ``line_id`` and ``partner_id`` (the customer). The amount
    of a line is what remains of the list price, so the discount is worked out from it;
    a line that is given away has nothing left but its price. A refund takes its own
    discount back.
    """
    return SQL(
        """(
        SELECT l.id AS line_id, m.customer_id AS partner_id,
               CASE WHEN m.move_type = 'out_refund' THEN l.balance ELSE 0 END
                   AS refunded,
               CASE WHEN l.discount > 0 AND l.discount < 100
                    THEN -l.balance * l.discount / (100 - l.discount)
                    WHEN l.discount = 100
                    THEN CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                         * l.quantity::numeric * l.price_unit::numeric
                         / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)::numeric
                    ELSE 0 END AS discount
          FROM %s m
          JOIN account_move_line l ON l.move_id = m.id
           AND l.display_type IN ('product', 'rounding')
         WHERE m.stands)""",
        documents(reading, first),
    )


def categories(reading):
    """Share of the product categories sold in the period that the customer bought."""
    if reading.scope:
        return _categories_of_one(reading)
    return SQL(
        """
        WITH bought AS (
            SELECT DISTINCT m.customer_id, t.categ_id
              FROM %(documents)s m
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type = 'product'
              JOIN product_product product ON product.id = l.product_id
              JOIN product_template t ON t.id = product.product_tmpl_id
             WHERE m.is_purchase AND t.categ_id IS NOT NULL
        )
        SELECT customer_id AS partner_id,
               COUNT(*)::float8 / (SELECT COUNT(DISTINCT categ_id) FROM bought)
                   AS category_depth
          FROM bought
         GROUP BY customer_id
        """,
        documents=documents(reading, reading.window.first),
    )


def _categories_of_one(reading):
    """The same for one customer: asks of each category whether anybody bought it."""
    first = reading.window.first
    lines = SQL(
        """account_move_line l JOIN product_product product
                ON product.id = l.product_id AND l.display_type = 'product'
           JOIN product_template t ON t.id = product.product_tmpl_id"""
    )
    return SQL(
        """
        SELECT m.customer_id AS partner_id,
               COUNT(DISTINCT t.categ_id)::float8 / (
                   SELECT COUNT(*) FROM product_category category
                    CROSS JOIN LATERAL (
                        SELECT 1 FROM %(lines)s JOIN %(all)s m ON m.id = l.move_id
                         WHERE t.categ_id = category.id AND m.is_purchase
                         LIMIT 1) anybody) AS %(depth)s
          FROM %(own)s m JOIN %(lines)s ON l.move_id = m.id
         WHERE m.is_purchase AND t.categ_id IS NOT NULL
         GROUP BY m.customer_id
        """,
        lines=lines,
        all=documents(replace(reading, scope=None), first),
        own=documents(reading, first),
        depth=SQL.identifier(columns.CATEGORY_DEPTH.name),
    )


SOURCES = {
    "order_count": Source(order_count, (columns.ORDERS,), optional=True),
    "purchase_months": Source(
        purchase_months, (columns.PURCHASE_MONTHS,), optional=True
    ),
    "rhythm": Source(rhythm, (columns.MEDIAN_INTERVAL,), optional=True),
    "returns": Source(
        returns, (columns.REFUNDED, columns.GROSS_INVOICED), optional=True
    ),
    "cost_to_serve": Source(cost_to_serve, (columns.COST_TO_SERVE,), optional=True),
    "categories": Source(categories, (columns.CATEGORY_DEPTH,), optional=True),
}
