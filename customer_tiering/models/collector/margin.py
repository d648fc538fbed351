"""What joins orders and invoices by line: open orders and margins."""

from dataclasses import replace

from odoo.tools import SQL

from ...classification import metrics_sales as columns
from ...classification.window import Window
from .documents import confirmed_orders, documents
from .more import more_lines, with_more
from .source import Source


def open_orders(reading):
    """What was not yet invoiced, on the as-of day, of the orders confirmed until then.

    For each order line, its amount less that of its posted invoices; never below zero
    (above zero, for a line that deducts), and nothing once the whole quantity is
    invoiced. A refund does not open an order again. Down payments, which the revenue
    contains already, reduce what remains of their order. All this in the currency of
    the order; the order's own rate turns it into that of the company, so that an
    invoice at another rate leaves no remainder.
    """
    return SQL(
        """
        WITH invoiced AS (
            SELECT rel.order_line_id AS line_id,
                   SUM(side.sign * CASE WHEN l.currency_id = o.currency_id
                                        THEN l.price_subtotal
                                        ELSE -l.balance * side.sign * o.rate END
                   ) FILTER (WHERE s.is_downpayment OR side.sign = 1) AS amount,
                   SUM(l.quantity::numeric
                       * COALESCE(lu.factor::numeric / su.factor::numeric, 1)
                   ) FILTER (WHERE side.sign = 1) AS quantity
              FROM %(documents)s m
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type = 'product'
              JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = l.id
              JOIN sale_order_line s ON s.id = rel.order_line_id
              JOIN %(orders)s o ON o.id = s.order_id
              LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
              LEFT JOIN uom_uom su ON su.id = s.product_uom_id
             CROSS JOIN LATERAL (
                SELECT CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                       AS sign) side
             GROUP BY rel.order_line_id
        ), %(delivered)s, rest AS (
            SELECT o.customer_id, o.rate,
                   SUM(CASE
                       WHEN s.is_downpayment THEN -COALESCE(i.amount, 0)
                       WHEN s.product_uom_qty > 0
                            AND i.quantity >= s.product_uom_qty THEN 0
                       WHEN s.price_subtotal >= 0
                       THEN GREATEST(s.price_subtotal - COALESCE(i.amount, 0), 0)
                       ELSE LEAST(s.price_subtotal - COALESCE(i.amount, 0), 0)
                   END) AS amount
              FROM %(orders)s o
              JOIN sale_order_line s ON s.order_id = o.id
               AND s.display_type IS NULL
              LEFT JOIN delivered i ON i.line_id = s.id
             GROUP BY o.id, o.customer_id, o.rate
        )
        SELECT customer_id AS partner_id, %(amount)s AS open_orders
          FROM rest
         GROUP BY customer_id
        """,
        # whoever got the invoice: perhaps not who is to pay the order by now
        documents=documents(replace(reading, scope=None)),
        orders=confirmed_orders(reading),
        delivered=_delivered(reading),
        # an order without a rate is not worth what its figures say
        amount=reading.rounded(SQL("COALESCE(SUM(GREATEST(amount, 0) / rate), 0)")),
    )


def _delivered(reading):
    """Common table expression: ``invoiced``, and what other addons add to it."""
    more = reading.env["customer.tier.collector"]._more_settled(reading)
    if not more:
        return SQL("delivered AS (SELECT * FROM invoiced)")
    rows = with_more(SQL("SELECT line_id, amount, quantity FROM invoiced"), more)
    return SQL(
        """
        delivered AS (
            SELECT line_id, SUM(amount) AS amount, SUM(quantity) AS quantity
              FROM %s parts GROUP BY line_id
        )""",
        rows,
    )


def margin(reading):
    """Gross margin of the period, and the share of the revenue whose cost is known."""
    return SQL(
        """
        SELECT partner_id, %(margin)s AS gross_margin,
               (SUM(ABS(revenue)) FILTER (WHERE cost IS NOT NULL)
                / NULLIF(SUM(ABS(revenue)), 0))::float8 AS margin_coverage
          FROM %(lines)s lines
         GROUP BY partner_id
        """,
        margin=reading.rounded(SQL("COALESCE(SUM(revenue - cost), 0)")),
        lines=_all_lines(reading, reading.window.first),
    )


def long_margin(reading):
    """Gross margin of as many years as the scheme looks back."""
    years = Window.of_months(reading.as_of, 12 * reading.scheme.long_years)
    return SQL(
        """
        SELECT partner_id, %s AS long_margin FROM %s lines GROUP BY partner_id
        """,
        reading.rounded(SQL("COALESCE(SUM(revenue - cost), 0)")),
        _all_lines(reading, years.first),
    )


def _all_lines(reading, first):
    """FROM item: ``partner_id``, ``revenue`` and ``cost`` of everything sold."""
    return with_more(
        SQL("SELECT partner_id, revenue, cost FROM %s l", margin_lines(reading, first)),
        [
            SQL("SELECT customer_id, revenue, cost FROM (%s) l", rows)
            for rows in more_lines(reading, first)
        ],
    )


def margin_lines(reading, first):
    """FROM item: ``revenue`` and ``cost`` of each invoice line since the day ``first``.

    With ``line_id`` and ``partner_id`` (the customer).

    In company currency. The cost is that of the order line, or else today's cost of the
    product in the company of the invoice; it is NULL where neither is entered, and such
    a line adds nothing to the margin. Discounts and roundings have no cost. Refunds
    reverse both. Down payments are left out: the goods come with the final invoice.
    """
    return SQL(
        """(
        SELECT l.id AS line_id, m.customer_id AS partner_id, -l.balance AS revenue,
               COALESCE(
                   CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                   * l.quantity::numeric * COALESCE(
                       NULLIF(s.purchase_price, 0)::numeric
                       / NULLIF(o.currency_rate, 0)::numeric
                       * COALESCE(lu.factor::numeric / su.factor::numeric, 1),
                       %(product_cost)s
                       * COALESCE(lu.factor::numeric / pu.factor::numeric, 1)),
                   CASE WHEN l.display_type = 'rounding' OR l.price_unit < 0
                        THEN 0 END
               ) AS cost
          FROM %(documents)s m
          JOIN account_move_line l ON l.move_id = m.id
           AND l.display_type IN ('product', 'rounding')
          LEFT JOIN (
            SELECT invoice_line_id, MIN(order_line_id) AS order_line_id
              FROM sale_order_line_invoice_rel GROUP BY invoice_line_id
          ) rel ON rel.invoice_line_id = l.id
          LEFT JOIN sale_order_line s ON s.id = rel.order_line_id
          LEFT JOIN sale_order o ON o.id = s.order_id
          LEFT JOIN product_product product ON product.id = l.product_id
          LEFT JOIN product_template t ON t.id = product.product_tmpl_id
          LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
          LEFT JOIN uom_uom su ON su.id = s.product_uom_id
          LEFT JOIN uom_uom pu ON pu.id = t.uom_id
         WHERE l.is_downpayment IS NOT TRUE)""",
        # a branch without a cost of its own uses that of its company
        product_cost=SQL(
            """NULLIF(COALESCE(product.standard_price ->> m.company_id::text,
                               product.standard_price ->> %s, '0')::numeric, 0)""",
            str(reading.scheme.company_id.root_id.id),
        ),
        documents=documents(reading, first),
    )


SOURCES = {
    "open_orders": Source(open_orders, (columns.OPEN_ORDERS,), optional=True),
    "margin": Source(
        margin, (columns.GROSS_MARGIN, columns.MARGIN_COVERAGE), optional=True
    ),
    "long_margin": Source(long_margin, (columns.LONG_MARGIN,), optional=True),
}
