"""Money of tills.

Money for an order in a session's entry is on an account of the till and settles no
receivable, so no match tells whose it is. It counts as collected on its own day, in
time. That does not change if an invoice takes the place of the order later: the payment
of that invoice, which Odoo books on the order's day, is the same money once more and
counts for nothing.

Two sorts of payment are in the books of the customer anyway. *Identify Customer* lets a
session's entry owe the money to the customer, and a payment of its own settles it. And
what is put on the customer's account (*pay later*) is a debt. They need nothing here,
with one exception: for an order that is invoiced at the till and paid by such a method,
Odoo books the money once for the invoice and once more for the session's entry. The
latter is taken back on the day of that entry.
"""

from odoo.tools import SQL

from .sales import SOLD, early_enough, own_day, taken_out


def payments(reading):
    """SELECT of what customers paid at tills, with the columns of `payment_parts`."""
    window = reading.window
    return SQL(
        """
        SELECT customer_id, 'collected', NULL::int, NULL::int, NULL::int, NULL::int,
               NULL::int, day, day, day, amount, amount, amount > 0 AND NOT twice
          FROM (
            SELECT p.customer_id, y.day, y.twice, SUM(y.collected) AS amount
              FROM (%(facts)s) y
              JOIN %(customers)s p ON p.id = y.partner_id
             GROUP BY y.order_id, p.customer_id, y.day, y.twice
          ) parts
         WHERE day BETWEEN %(first)s AND %(last)s AND amount <> 0
        """,
        facts=facts(reading),
        customers=reading.customers,
        first=window.first,
        last=window.last,
    )


def facts(reading):
    """SELECT of one row per payment at a till that could be in the period.

    ``order_id``, ``partner_id``, ``amount`` (company currency), ``day`` on which it
    counts, ``booked`` (day of the session's entry), ``out_day`` (on which an invoice
    took its place), ``again_day`` (on which Odoo books the payment of that invoice),
    ``later`` (put on an account that names no customer), ``twice`` (see above) and
    ``collected``, what counts of it.
    """
    last, amount = reading.as_of, _amount(reading)
    return SQL(
        """
        SELECT order_id, partner_id, amount, booked, out_day, again_day, later, twice,
               CASE WHEN twice THEN booked ELSE own_day END AS day,
               CASE WHEN later THEN 0 ELSE amount END AS collected
          FROM (
            SELECT o.id AS order_id, o.partner_id, %(day)s AS own_day,
                   entry.date AS booked, r.day AS out_day,
                   CASE WHEN m.journal_id IS NOT NULL THEN again.day END AS again_day,
                   m.journal_id IS NULL AS later,
                   COALESCE(m.split_transactions, FALSE) AS twice,
                   CASE WHEN m.split_transactions THEN -%(amount)s ELSE %(amount)s END
                       AS amount
              FROM pos_payment y
              JOIN pos_order o ON o.id = y.pos_order_id
              JOIN pos_payment_method m ON m.id = y.payment_method_id
              JOIN pos_session session ON session.id = o.session_id
              LEFT JOIN account_move entry
                     ON entry.id = session.move_id AND entry.state = 'posted'
              LEFT JOIN %(taken_out)s r ON r.order_id = o.id
              LEFT JOIN LATERAL (
                SELECT MIN(paid.date) AS day
                  FROM pos_payment every
                  JOIN account_move paid ON paid.id = every.account_move_id
                 WHERE r.order_id IS NOT NULL AND every.pos_order_id = o.id
              ) again ON TRUE
             WHERE o.state = ANY(%(sold)s) AND o.company_id = ANY(%(companies)s)
               AND CASE WHEN m.split_transactions IS NOT TRUE
                        THEN o.account_move IS NULL OR r.order_id IS NOT NULL
                        ELSE m.journal_id IS NOT NULL AND entry.id IS NOT NULL
                             AND o.account_move IS NOT NULL AND r.order_id IS NULL END
               AND %(of)s
               AND (%(early)s OR entry.date >= %(first)s OR r.day >= %(first)s)
          ) paid
        """,
        day=own_day(reading, SQL("y.payment_date")),
        amount=amount,
        taken_out=taken_out(),
        sold=list(SOLD),
        companies=reading.companies,
        of=reading.has_contact(SQL("o.partner_id")) if reading.scope else SQL("TRUE"),
        early=early_enough(SQL("y.payment_date"), reading.window.first, last),
        first=reading.window.first,
    )


def _amount(reading):
    return SQL(
        "CASE WHEN o.currency_rate = 1 THEN y.amount ELSE %s END",
        reading.rounded(SQL("y.amount / NULLIF(o.currency_rate, 0)::numeric")),
    )
