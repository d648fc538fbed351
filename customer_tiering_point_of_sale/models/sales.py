"""Sales of tills, as the ledger has them.

An order is in the books once: in the entry of its session, made when the session is
closed, or in an invoice of its own. If it is invoiced after that, Odoo takes it out of
the session's entry by another entry on that day. So three rows tell the whole story:

- an order without an invoice, and one that was invoiced after its session, counts on
  its own day;
- one that was invoiced after its session is taken out on the day of that entry;
- every invoice counts as invoices do.

An order that was paid counts before its session is closed, too. The bridges list it
under open tills.

Signs in Odoo's till depend on where a refund was made, so an amount is only taken with
the signs of quantity and price (see ``pos_sale/report/sale_report.py`` of Odoo).
"""

from datetime import timedelta

from odoo.tools import SQL

from .apart import is_apart

SOLD = ("paid", "done")


def in_session_entry():
    """Condition on the order ``o``: not invoiced, or only after its session.

    It needs ``r`` of `taken_out`.
    """
    return SQL("(o.account_move IS NULL OR r.order_id IS NOT NULL)")


def taken_out():
    """FROM item: ``order_id`` and ``day`` of orders taken out of a session's entry."""
    return SQL(
        """(
        SELECT reversed_pos_order_id AS order_id, MIN(date) AS day
          FROM account_move
         WHERE reversed_pos_order_id IS NOT NULL AND state = 'posted'
         GROUP BY reversed_pos_order_id)"""
    )


def own_day(reading, moment):
    """The day of ``moment`` (SQL, in UTC) in the time zone of the scheme."""
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, reading.scheme.tz
    )


def early_enough(moment, first, last):
    """Condition that spares most rows the look at their own day.

    The stored hour is within a day of any time zone's.
    """
    conditions = [SQL("%s < %s", moment, last + timedelta(days=2))]
    if first:
        conditions.append(SQL("%s >= %s", moment, first - timedelta(days=1)))
    return SQL(" AND ").join(conditions)


def with_sign(amount):
    """``amount`` (SQL, of the line ``l``) with the signs of its quantity and price.

    By comparing, which is much faster than the product of two signs of numeric.
    """
    return SQL(
        "CASE WHEN (l.qty < 0) <> (l.price_unit < 0) THEN -ABS(%(amount)s)"
        " ELSE ABS(%(amount)s) END",
        amount=amount,
    )


def signed(reading, amount):
    """``amount`` (SQL, of the line ``l`` of the order ``o``) in company currency.

    With the sign of what was sold, rounded as the session's entry rounds it. NULL
    without a rate.
    """
    own = with_sign(amount)
    return SQL(
        "CASE WHEN o.currency_rate = 1 THEN %(own)s ELSE %(converted)s END",
        own=own,
        converted=reading.rounded(
            SQL("(%s) / NULLIF(o.currency_rate, 0)::numeric", own)
        ),
    )


def orders(reading, first, last):
    """SELECT of the orders in sessions' entries, and of those taken out again.

    The columns are those of `documents.sold`, and ``order_id``.
    """
    by_order = reading.scheme.purchase_basis == "order"
    rows = [_orders(reading, first, last, in_session_entry(), counts=True)]
    if by_order:
        # one that is invoiced at the till is an order like any other
        invoiced = SQL("NOT %s", in_session_entry())
        rows.append(_orders(reading, first, last, invoiced, counts=False))
    return SQL(
        """
        SELECT customer_id, day, amount, bought > 0 AS is_purchase,
               amount < 0 AS is_refund, TRUE AS stands, order_id
          FROM (%(rows)s) orders
         WHERE day <= %(last)s %(since)s
     UNION ALL
        %(out)s
        """,
        rows=SQL(" UNION ALL ").join(rows),
        last=last,
        since=SQL("AND day >= %s", first) if first else SQL(),
        out=_taken_out_again(reading, first, last),
    )


def _orders(reading, first, last, which, counts):
    """SELECT of ``customer_id``, ``day``, ``amount``, ``bought`` and ``order_id``.

    :param which: condition (SQL) on the order ``o``
    :param counts: whether the amounts count; the purchases do
    """
    amount = signed(reading, SQL("l.price_subtotal"))
    bought = amount
    if reading.scheme.purchase_basis == "order":
        # what settles an order of Sales was bought with that
        bought = SQL("CASE WHEN %s THEN 0 ELSE %s END", settles(reading.env), amount)
    return SQL(
        """
        SELECT p.customer_id, %(day)s AS day, %(amount)s AS amount,
               SUM(%(bought)s) AS bought, o.id AS order_id
          FROM pos_order o
          JOIN %(customers)s p ON p.id = o.partner_id
          JOIN pos_order_line l ON l.order_id = o.id
          LEFT JOIN %(taken_out)s r ON r.order_id = o.id
         WHERE o.state = ANY(%(sold)s) AND o.company_id = ANY(%(companies)s)
           AND %(early)s AND %(which)s AND NOT %(apart)s
         GROUP BY o.id, p.customer_id
        """,
        day=own_day(reading, SQL("o.date_order")),
        amount=SQL("SUM(%s)", amount) if counts else SQL("0"),
        bought=bought,
        customers=reading.customers,
        taken_out=taken_out(),
        sold=list(SOLD),
        companies=reading.companies,
        early=early_enough(SQL("o.date_order"), first, last),
        which=which,
        apart=is_apart(reading.env, SQL("l")),
    )


def _taken_out_again(reading, first, last):
    return SQL(
        """
        SELECT p.customer_id, r.day, -SUM(%(amount)s), FALSE, FALSE, FALSE, o.id
          FROM %(taken_out)s r
          JOIN pos_order o ON o.id = r.order_id
          JOIN %(customers)s p ON p.id = o.partner_id
          JOIN pos_order_line l ON l.order_id = o.id
         WHERE o.company_id = ANY(%(companies)s) AND NOT %(apart)s
           AND r.day <= %(last)s %(since)s
         GROUP BY o.id, p.customer_id, r.day
        """,
        amount=signed(reading, SQL("l.price_subtotal")),
        taken_out=taken_out(),
        customers=reading.customers,
        companies=reading.companies,
        apart=is_apart(reading.env, SQL("l")),
        last=last,
        since=SQL("AND r.day >= %s", first) if first else SQL(),
    )


def corrected(companies, last):
    """SELECT of the invoices that only replace orders in sessions' entries.

    The orders were the purchases, on their own days.
    """
    return SQL(
        """
        SELECT o.account_move
          FROM pos_order o
          LEFT JOIN %(taken_out)s r ON r.order_id = o.id AND r.day <= %(last)s
         WHERE o.account_move IN (
               SELECT replaced.account_move FROM %(taken_out)s known
                 JOIN pos_order replaced ON replaced.id = known.order_id
                WHERE known.day <= %(last)s
                  AND replaced.company_id = ANY(%(companies)s))
         GROUP BY o.account_move
        HAVING BOOL_AND(r.order_id IS NOT NULL)
        """,
        taken_out=taken_out(),
        companies=companies,
        last=last,
    )


def settles(env):
    """Condition on the line ``l``: it settles an order of Sales."""
    if "sale_order_origin_id" in env["pos.order.line"]._fields:
        return SQL("l.sale_order_origin_id IS NOT NULL")
    return SQL("FALSE")
