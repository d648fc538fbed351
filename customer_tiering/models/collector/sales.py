"""What customers order and send back, how often, and what they cost to serve."""

from dataclasses import replace

from odoo.tools import SQL

from ...classification import metrics_sales as columns
from .documents import confirmed_orders, documents, purchases, sold
from .more import more_lines, with_more
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
    # what a correction took back is neither sent back nor sold
    return SQL(
        """
        SELECT customer_id AS partner_id, %(refunded)s AS refunded,
               %(invoiced)s AS gross_invoiced
          FROM %(sold)s s
         WHERE stands
         GROUP BY customer_id
        """,
        refunded=reading.rounded(
            SQL("COALESCE(-SUM(amount) FILTER (WHERE is_refund), 0)")
        ),
        invoiced=reading.rounded(
            SQL("COALESCE(SUM(amount) FILTER (WHERE NOT is_refund), 0)")
        ),
        sold=sold(reading, reading.window.first),
    )


def cost_to_serve(reading):
    """Refunds of the period, and the discounts in percent on its invoice lines."""
    first = reading.window.first
    return SQL(
        """
        SELECT partner_id, %s AS cost_to_serve FROM %s lines GROUP BY partner_id
        """,
        reading.rounded(SQL("SUM(refunded + discount)")),
        with_more(
            SQL(
                "SELECT partner_id, refunded, discount FROM %s l",
                discount_lines(reading, first),
            ),
            [
                SQL("SELECT customer_id, refunded, discount FROM (%s) l", rows)
                for rows in more_lines(reading, first)
            ],
        ),
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
            SELECT DISTINCT l.customer_id, t.categ_id
              FROM %(lines)s l
              JOIN product_product product ON product.id = l.product_id
              JOIN product_template t ON t.id = product.product_tmpl_id
             WHERE t.categ_id IS NOT NULL
        )
        SELECT customer_id AS partner_id,
               COUNT(*)::float8 / (SELECT COUNT(DISTINCT categ_id) FROM bought)
                   AS category_depth
          FROM bought
         GROUP BY customer_id
        """,
        lines=_bought_lines(reading),
    )


def _bought_lines(reading):
    """FROM item: ``customer_id`` and ``product_id`` of the lines of purchases."""
    first = reading.window.first
    return with_more(
        SQL(
            """
            SELECT m.customer_id, l.product_id
              FROM %s m
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type = 'product'
             WHERE m.is_purchase
            """,
            documents(reading, first),
        ),
        [
            SQL("SELECT customer_id, product_id FROM (%s) l WHERE is_purchase", rows)
            for rows in more_lines(reading, first)
        ],
    )


def _categories_of_one(reading):
    """The same for one customer: asks of each category whether anybody bought it."""
    first, everybody = reading.window.first, replace(reading, scope=None)
    more = SQL("").join(
        SQL(
            """
            UNION ALL
            SELECT 1 FROM product_template t
              JOIN product_product product ON product.product_tmpl_id = t.id
              JOIN (%s) l ON l.product_id = product.id
             WHERE t.categ_id = category.id AND l.is_purchase
            """,
            rows,
        )
        for rows in more_lines(everybody, first)
    )
    lines = SQL(
        """account_move_line l JOIN product_product product
                ON product.id = l.product_id AND l.display_type = 'product'
           JOIN product_template t ON t.id = product.product_tmpl_id"""
    )
    return SQL(
        """
        SELECT l.customer_id AS partner_id,
               COUNT(DISTINCT t.categ_id)::float8 / (
                   SELECT COUNT(*) FROM product_category category
                    CROSS JOIN LATERAL (
                        SELECT 1 FROM %(lines)s JOIN %(all)s m ON m.id = l.move_id
                         WHERE t.categ_id = category.id AND m.is_purchase
                         %(more)s
                         LIMIT 1) anybody) AS %(depth)s
          FROM %(own)s l
          JOIN product_product product ON product.id = l.product_id
          JOIN product_template t ON t.id = product.product_tmpl_id
         WHERE t.categ_id IS NOT NULL
         GROUP BY l.customer_id
        """,
        lines=lines,
        all=documents(everybody, first),
        more=more,
        own=_bought_lines(reading),
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
