"""What the bridges need to know of tills: the same orders and payments, by step.

A session's entry has its own day and no customer. So the steps say what was sold in the
period and booked outside it, what was booked in it and sold before, and what belongs to
nobody.
"""

from odoo.tools import SQL

from odoo.addons.customer_tiering.models.collector.payment_parts import receivable_item

from .apart import is_apart, is_apart_income
from .entries import later_payments
from .payments import facts
from .sales import SOLD, early_enough, in_session_entry, own_day, signed, taken_out

# condition on a row of `sold`, and on the column to add up, for each fate
SOLD_FATES = {
    "till_booked": ("is_booked", "amount"),
    "till_apart": ("is_booked", "apart"),
    "till_open": ("is_sold AND NOT is_booked", "amount"),
    "till_earlier": ("is_booked AND NOT is_sold", "amount"),
    "till_nobody": ("is_sold AND customer_id IS NULL", "amount"),
    "till_customer": ("is_sold AND customer_id IS NOT NULL", "amount"),
}
# the same for a row of `paid`
PAID_KINDS = {
    "till_booked": ("TRUE", "booked"),
    "till_later": ("later", "booked"),
    "till_open": ("NOT later AND is_paid AND NOT is_booked", "amount"),
    "till_earlier": ("NOT later AND is_booked AND NOT is_paid", "amount"),
    "till_replaced": ("NOT later AND replaced <> 0", "replaced"),
    "till_nobody": ("is_paid AND customer_id IS NULL AND NOT later", "collected"),
}


def sold(reading):
    """FROM item: ``order_id``, what was sold or booked in the period, signed.

    ``customer_id`` (NULL for nobody), ``amount`` of sales and ``apart`` of what is none
    but is booked to income (company currency); ``is_sold`` and ``is_booked`` in the
    period.
    """
    window = reading.window
    return SQL(
        """(
        SELECT order_id, customer_id, amount, apart,
               day BETWEEN %(first)s AND %(last)s AS is_sold,
               COALESCE(booked BETWEEN %(first)s AND %(last)s, FALSE) AS is_booked
          FROM (
            SELECT orders.order_id, orders.customer_id, side.day, side.booked,
                   side.sign * orders.amount AS amount,
                   side.sign * orders.apart AS apart
              FROM (
                SELECT o.id AS order_id, p.customer_id, %(day)s AS day,
                       r.day AS out_day, entry.date AS booked,
                       COALESCE(SUM(CASE WHEN %(is_apart)s THEN 0 ELSE %(amount)s END),
                                0) AS amount,
                       COALESCE(SUM(CASE WHEN %(in_income)s THEN %(amount)s END), 0)
                           AS apart
                  FROM pos_order o
                  JOIN pos_order_line l ON l.order_id = o.id
                  JOIN pos_session session ON session.id = o.session_id
                  LEFT JOIN account_move entry
                         ON entry.id = session.move_id AND entry.state = 'posted'
                  LEFT JOIN %(taken_out)s r ON r.order_id = o.id
                  LEFT JOIN %(customers)s p ON p.id = o.partner_id
                 WHERE o.state = ANY(%(sold)s) AND o.company_id = ANY(%(companies)s)
                   AND %(in_entry)s
                   AND (%(early)s OR entry.date >= %(first)s OR r.day >= %(first)s)
                 GROUP BY o.id, p.customer_id, r.day, entry.date
              ) orders
             CROSS JOIN LATERAL (
                VALUES (orders.day, orders.booked, 1),
                       (orders.out_day, orders.out_day, -1)) side (day, booked, sign)
             WHERE side.day IS NOT NULL
          ) sides
         WHERE day BETWEEN %(first)s AND %(last)s
            OR booked BETWEEN %(first)s AND %(last)s)""",
        first=window.first,
        last=window.last,
        day=own_day(reading, SQL("o.date_order")),
        amount=signed(reading, SQL("l.price_subtotal")),
        is_apart=is_apart(reading.env, SQL("l")),
        in_income=is_apart_income(reading, SQL("l")),
        taken_out=taken_out(),
        customers=reading.customers,
        sold=list(SOLD),
        companies=reading.companies,
        in_entry=in_session_entry(),
        early=early_enough(SQL("o.date_order"), window.first, window.last),
    )


def ledger(reading):
    """SELECT of rows for `ledger_statement`: what the steps of tills add up."""
    return SQL(
        """
        SELECT NULL, NULL, fate, CASE WHEN fate = 'till_customer' THEN customer_id END,
               SUM(fates.amount), COUNT(*)
          FROM %s sold
         CROSS JOIN LATERAL (VALUES %s) fates (fate, holds, amount)
         WHERE holds AND fates.amount <> 0
         GROUP BY 3, 4
        """,
        sold(reading),
        _values(SOLD_FATES),
    )


def paid(reading):
    """FROM item: ``order_id`` of each payment at a till, as the bridge of money has it.

    ``booked`` is what entries of the period have of it, ``amount`` what was paid,
    ``collected`` what counts, and ``replaced`` what an invoice took the place of in the
    period, less what Odoo booked in it once more for such an invoice.
    """
    window = reading.window

    def inside(day):
        return SQL(
            "COALESCE(%s BETWEEN %s AND %s, FALSE)", day, window.first, window.last
        )

    return SQL(
        """(
        SELECT order_id, p.customer_id, later, is_booked, is_paid, amount,
               amount * (is_booked::int + is_again::int - is_out::int) AS booked,
               CASE WHEN is_paid THEN collected ELSE 0 END AS collected,
               amount * (is_out::int - is_again::int) AS replaced
          FROM (
            SELECT y.*, %(is_booked)s AS is_booked, %(is_paid)s AS is_paid,
                   %(is_out)s AS is_out, %(is_again)s AS is_again
              FROM (%(facts)s) y
          ) y
          LEFT JOIN %(customers)s p ON p.id = y.partner_id)""",
        is_booked=inside(SQL("booked")),
        is_paid=inside(SQL("day")),
        is_out=inside(SQL("out_day")),
        is_again=inside(SQL("again_day")),
        facts=facts(reading),
        customers=reading.customers,
    )


def books(reading):
    """SELECT of rows for `books_statement`: ``kind``, its sum, and how many."""
    return SQL(
        """
        SELECT kind, SUM(kinds.amount), COUNT(*)
          FROM %(paid)s paid
         CROSS JOIN LATERAL (VALUES %(kinds)s) kinds (kind, holds, amount)
         WHERE holds AND kinds.amount <> 0
         GROUP BY kind
     UNION ALL
        SELECT 'till_receivable_after', SUM(amount), COUNT(*) FROM %(after)s items
        HAVING COUNT(*) > 0
        """,
        paid=paid(reading),
        kinds=_values(PAID_KINDS),
        after=after(reading),
    )


def after(reading):
    """FROM item: ``id`` and ``amount`` of `later_payments` on receivable accounts."""
    return SQL(
        """(
        SELECT l.id, l.balance AS amount FROM account_move_line l
         WHERE l.move_id IN (%s) AND %s)""",
        later_payments(reading),
        receivable_item(reading, SQL("l")),
    )


def _values(kinds):
    """Rows of ``(kind, condition, amount)`` from `SOLD_FATES` or `PAID_KINDS`."""
    return SQL(", ").join(
        SQL("(%s, %s, %s)", kind, SQL(condition), SQL(amount))
        for kind, (condition, amount) in kinds.items()
    )
