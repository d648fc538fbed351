"""Payments read off the ledger, part by part (rules K05, K06 and K22).

A *part* is an amount that one entry paid or wrote off, or that is open. The metrics are
sums over the parts, and the parts themselves are what an accountant opens behind a
figure: one statement for both.
"""

from odoo.tools import SQL

from ...tools.id_array import id_array
from .documents import PURCHASE_TYPES, SALE_TYPES
from .money import losses, money_and_matches, pieces
from .more import of_later_entries

# The customer of a document is whom the ledger gives it to, that of any other entry is
# on its journal item. Receivables are both.
OWNER = SQL(
    "CASE WHEN m.move_type = ANY(%s) THEN m.commercial_partner_id"
    " ELSE parts.partner_id END",
    list(SALE_TYPES),
)


def _by_id(table, id_):
    """FROM item behind LATERAL: the row of ``table`` with the ``id_``, by its key.

    Parts are far fewer than all the entries and items ever, whatever the planner
    believes, who would rather read them all.
    """
    return SQL("(SELECT * FROM %s WHERE id = %s OFFSET 0)", SQL.identifier(table), id_)


ENTRY = _by_id("account_move", SQL("parts.move_id"))


def payment_parts(reading):
    """FROM item: one row per part of the period's money, and of what is owed.

    ``kind``     ``collected``: money of the period that settles a receivable, negative
                 if it was paid out; ``waiting``: money of the period that settles
                 nothing yet; ``written_off``: lost in the period; ``overdue``: open
                 after its due day, at the end of the as-of day; ``not_due``: open, but
                 not late yet
    ``weighs``   whether the part counts in the averages: not if it is for a refund
    ``day``      of the money or the loss, or the as-of day
    ``matched``  amount of the match, of which ``amount`` is money

    Besides ``customer_id`` (NULL if the item has none), ``move_id`` and ``line_id``
    (the receivable), ``money_move_id``, ``money_line_id`` and ``partial_id`` (payment,
    its line and the match), ``invoice_date`` and ``due``. Amounts are in company
    currency; money is at the rate of its own entry.

    Money that is paid out counts at once: what it pays is a refund, or it makes a debt
    again, as a direct debit does that the bank returns.
    """
    window = reading.window
    return SQL(
        """(
        WITH %(common)s, %(pieces)s, %(losses)s,
        parts AS (
            SELECT CASE WHEN p.partial_id IS NULL AND p.amount > 0 THEN 'waiting'
                        ELSE 'collected' END AS kind,
                   p.partial_id, i.move_id, p.line_id, i.partner_id, p.money_move_id,
                   p.money_line_id, i.date_maturity, p.day, p.matched, p.amount,
                   i.balance > 0 AND p.partial_id IS NOT NULL AS owed
              FROM pieces p
             CROSS JOIN LATERAL %(item_of_piece)s i
             WHERE p.amount <> 0
         UNION ALL
            SELECT 'written_off', f.id, i.move_id, i.id, i.partner_id, losses.move_id,
                   losses.line_id, i.date_maturity, losses.day, f.book,
                   f.book * losses.share, TRUE
              FROM losses
              JOIN matches f ON f.by_line_id = losses.line_id AND NOT f.of_exchange
              JOIN account_move_line i ON i.id = f.line_id
             WHERE f.book > 0 AND losses.share > 0
         UNION ALL
            SELECT 'open', NULL, move_id, id, partner_id, NULL, NULL, date_maturity,
                   %(last)s::date, NULL, amount, TRUE
              FROM %(open)s debts
             WHERE amount > 0
        ),
        dated AS (
            SELECT parts.*, m.move_type, m.invoice_date,
                   COALESCE(parts.date_maturity, m.invoice_date, m.date) AS due,
                   m.date AS booked, %(owner)s AS owner_id
              FROM parts
             CROSS JOIN LATERAL %(entry)s m
        )
        SELECT p.customer_id,
               CASE WHEN kind <> 'open' THEN kind
                    WHEN due < %(last)s THEN 'overdue' ELSE 'not_due' END AS kind,
               partial_id, move_id, line_id, money_move_id, money_line_id,
               invoice_date, due, day, matched, amount,
               owed AND amount > 0 AND NOT (kind = 'open' AND due >= %(last)s)
                   AND CASE WHEN move_type = ANY(%(bought)s)
                            THEN invoice_date IS NOT NULL
                            ELSE move_type = 'entry' AND day >= booked END AS weighs
          FROM dated
          LEFT JOIN %(customers)s p ON p.id = owner_id
        %(more)s)""",
        more=SQL("").join(
            SQL(" UNION ALL %s", rows)
            for rows in reading.env["customer.tier.collector"]._more_payments(reading)
        ),
        common=money_and_matches(reading, window.first),
        pieces=pieces(reading),
        losses=losses(reading),
        open=_open_items(reading),
        owner=OWNER,
        last=window.last,
        customers=reading.customers,
        bought=list(PURCHASE_TYPES),
        item_of_piece=_by_id("account_move_line", SQL("p.line_id")),
        entry=ENTRY,
    )


def credit_parts(reading):
    """FROM item: what customers have to their credit, at the end of the as-of day.

    ``kind``  ``unmatched``: money, of whatever day, that settles nothing yet;
              ``credit``: credit notes, and what else is open in the customer's favour

    Besides ``customer_id`` (NULL if the item has none), ``move_id``, ``line_id``,
    ``invoice_date``, ``day`` and ``amount`` (company currency, positive).
    """
    receivable = reading.accounts.receivable
    # only the entries with something left in the customer's favour, or that had it on
    # the as-of day: a small part of all money ever
    free = SQL(
        """l.move_id IN (
           SELECT o.move_id FROM account_move_line o
            WHERE o.account_id = ANY(%(receivable)s)
              AND o.reconciled IS NOT TRUE AND o.amount_residual < 0
        UNION ALL
           SELECT o.move_id FROM undone
             JOIN account_move_line o ON o.id = undone.line_id)""",
        receivable=receivable,
    )
    return SQL(
        """(
        WITH %(common)s,
        parts AS (
            SELECT o.id, o.move_id, o.partner_id, -o.amount AS amount,
                   COALESCE(%(money)s, 0) AS money
              FROM %(open)s o
              LEFT JOIN money e ON e.line_id = o.id
             WHERE o.amount < 0
        )
        SELECT p.customer_id, kinds.kind, parts.move_id, parts.id AS line_id,
               m.invoice_date, m.date AS day, kinds.amount
          FROM parts
         CROSS JOIN LATERAL %(entry)s m
          LEFT JOIN %(customers)s p ON p.id = %(owner)s
         CROSS JOIN LATERAL (
            VALUES ('unmatched', parts.money),
                   ('credit', parts.amount - parts.money)) kinds (kind, amount)
         WHERE kinds.amount <> 0
        )""",
        common=money_and_matches(reading, only=free),
        money=reading.rounded(SQL("-o.amount * e.part / e.whole")),
        open=_open_items(reading),
        customers=reading.customers,
        owner=OWNER,
        entry=ENTRY,
    )


def _open_items(reading):
    """FROM item: receivable items that are open at the end of the as-of day.

    ``amount`` is in the books, positive for debts. It needs ``undone`` before it.
    """
    scope = reading.scope

    def among(ids):
        return SQL("i.id = ANY(%s)", id_array(ids)) if scope else SQL("TRUE")

    return SQL(
        """(
            SELECT i.id, i.move_id, i.partner_id, i.date_maturity,
                   i.amount_residual + COALESCE(undone.amount, 0) AS amount
              FROM account_move_line i
              LEFT JOIN undone ON undone.line_id = i.id
             WHERE %(item)s AND i.reconciled IS NOT TRUE AND %(open)s
         UNION ALL
            SELECT i.id, i.move_id, i.partner_id, i.date_maturity,
                   i.amount_residual + undone.amount
              FROM undone
              JOIN account_move_line i ON i.id = undone.line_id
             WHERE %(item)s AND i.reconciled AND %(matched)s
        )""",
        item=SQL(
            "%s AND NOT %s",
            receivable_item(reading, SQL("i")),
            of_later_entries(reading, SQL("i.move_id")),
        ),
        open=among(scope and scope.open),
        matched=among(scope and scope.matched),
    )


def receivable_item(reading, item):
    """Condition on a journal item (SQL): in the receivables up to the as-of day."""
    return SQL(
        "%(item)s.account_id = ANY(%(receivable)s)"
        " AND %(item)s.company_id = ANY(%(companies)s)"
        " AND %(item)s.parent_state = 'posted' AND %(item)s.date <= %(last)s",
        item=item,
        receivable=reading.accounts.receivable,
        companies=reading.companies,
        last=reading.as_of,
    )
