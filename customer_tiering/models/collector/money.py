"""Money and what it settles, off the ledger (rule K05).

*Settling* entries have lines on receivable accounts and are no invoices. Those that
hold money have it by their lines on money accounts. A *piece* is the part of such a
receivable line that one match settled, or that nothing has settled yet.
"""

from odoo.tools import SQL

from ...tools.id_array import id_array
from .more import of_more_entries


def money_and_matches(reading, first=None, only=None):
    """Common table expressions behind all figures of payments.

    ``later``     matches with entries after the as-of day, which do not count yet. An
                  exchange difference belongs to the match that caused it, whatever day
                  it was booked on
    ``undone``    per receivable line what they take back: ``amount`` (books) and
                  ``own`` (currency of the line), debit positive
    ``settling``  receivable lines of the settling entries up to the as-of day, those
                  without money only if they may lose something. Entries of other
                  addons, see `of_more_entries`, settle nothing. ``whole`` is what the
                  entry settles, ``liquid`` its money, NULL if it holds none. One scan
                  for both kinds of lines
    ``money``     those of entries with money. ``part`` of the ``whole`` is money: a
                  payment of 200.50 with a write-off of 10.00 settles 210.50, of which
                  200.50 is money. ``own`` is the line's money in the books, negative
                  if it was paid out; the lines of an entry add up to its ``part``, to
                  the cent. A ``plain`` line is money alone, in the books' currency

    :param first: date; restricts the entries to those since that day
    :param only: condition on the journal item ``l``; restricts the entries
    """
    accounts = reading.accounts
    conditions = [SQL("l.date >= %s", first)] if first else []
    if reading.scope:
        conditions.append(SQL("l.move_id = ANY(%s)", id_array(reading.scope.entries)))
    if only:
        conditions.append(only)
    return SQL(
        """
        later AS (
            SELECT f.id, f.debit_move_id, f.credit_move_id, f.amount,
                   f.debit_amount_currency, f.credit_amount_currency
              FROM account_partial_reconcile f
             WHERE f.max_date > %(last)s
               AND NOT EXISTS (
                   SELECT FROM account_move_line x
                     JOIN account_partial_reconcile cause
                          ON cause.exchange_move_id = x.move_id
                    WHERE x.id IN (f.debit_move_id, f.credit_move_id)
                      AND cause.max_date <= %(last)s)
        ),
        undone AS (
            SELECT line_id, SUM(amount) AS amount, SUM(own) AS own
              FROM (SELECT debit_move_id AS line_id, amount,
                           debit_amount_currency AS own FROM later
                    UNION ALL
                    SELECT credit_move_id, -amount, -credit_amount_currency
                      FROM later) both_sides
             GROUP BY line_id
        ),
        settling AS (
            SELECT *
              FROM (
                SELECT l.id AS line_id, l.move_id, l.date AS day, l.journal_id,
                       l.balance, l.amount_currency, l.amount_residual,
                       l.amount_residual_currency,
                       l.reconciled IS NOT TRUE AS is_open,
                       l.currency_id <> l.company_currency_id
                           AND l.amount_currency <> 0 AS is_foreign,
                       %(is_money)s AS is_money,
                       SUM(l.balance) FILTER (WHERE %(is_money)s) OVER entry
                           AS liquid,
                       -SUM(l.balance) FILTER (WHERE NOT %(is_money)s) OVER entry
                           AS whole
                  FROM account_move_line l
                 WHERE l.account_id = ANY(%(accounts)s)
                   AND l.company_id = ANY(%(companies)s)
                   AND l.parent_state = 'posted' AND l.date <= %(last)s
                   AND %(only)s AND NOT %(more)s
                WINDOW entry AS (PARTITION BY l.move_id)
              ) lines
             WHERE NOT is_money
               -- not a debt without money: most lines, which then need no look
               AND (liquid IS NOT NULL OR (balance < 0 AND whole > 0))
               -- only these journals hold invoices, so the others need none either
               AND (journal_id NOT IN (SELECT id FROM account_journal
                                        WHERE type IN ('sale', 'purchase'))
                    OR (SELECT e.move_type FROM account_move e
                         WHERE e.id = move_id) = 'entry')
        ),
        clamped AS (
            SELECT *, %(part)s AS part
              FROM settling WHERE liquid IS NOT NULL AND whole <> 0
        ),
        money AS (
            SELECT *, -balance AS own, NOT is_foreign AS plain
              FROM clamped WHERE part = whole
         UNION ALL
            -- what the lines up to this one have in money, less those before it
            SELECT line_id, move_id, day, journal_id, balance, amount_currency,
                   amount_residual, amount_residual_currency, is_open, is_foreign,
                   is_money, liquid, whole, part,
                   %(up_to_here)s - %(before)s AS own, FALSE AS plain
              FROM (
                SELECT *, SUM(-balance) OVER (
                           PARTITION BY move_id ORDER BY line_id) AS so_far
                  FROM clamped WHERE part <> whole AND part <> 0
              ) lines
        )
        """,
        is_money=SQL("l.account_id = ANY(%s)", accounts.money),
        part=money_part(SQL("liquid"), SQL("whole")),
        up_to_here=reading.rounded(SQL("part * so_far / whole")),
        before=reading.rounded(SQL("part * (so_far + balance) / whole")),
        accounts=accounts.money + accounts.receivable,
        companies=reading.companies,
        last=reading.as_of,
        only=SQL(" AND ").join(conditions or [SQL("TRUE")]),
        more=of_more_entries(reading, SQL("l.move_id")),
    )


def money_part(liquid, whole):
    """How much of what an entry settles is money (SQL): between nothing and all."""
    return SQL(
        "CASE WHEN %(whole)s > 0 THEN LEAST(GREATEST(%(liquid)s, 0), %(whole)s)"
        " ELSE GREATEST(LEAST(%(liquid)s, 0), %(whole)s) END",
        liquid=liquid,
        whole=whole,
    )


def pieces(reading):
    """Common table expressions of the pieces of ``money`` since the first day.

    ``exchange``  lines of the entries of exchange differences, with the two items of
                  the match that caused them
    ``matches``   per match and side: ``line_id`` (what it settled), ``by_line_id``,
                  ``book`` and ``own`` (in the currency of ``by_line_id``), negative if
                  ``by_line_id`` is a debit. What settled an exchange difference
                  settled the item behind it
    ``pieces``    ``amount`` of money in the books, at the rate of its own entry;
                  ``partial_id`` is NULL for what nothing has settled yet, and
                  ``line_id`` is then that of the money. The pieces of a line add up to
                  its ``own``, to the cent
    """
    return SQL(
        """
        exchange AS (
            SELECT x.id AS line_id, cause.debit_move_id, cause.credit_move_id
              FROM account_partial_reconcile cause
             CROSS JOIN LATERAL %(exchange_items)s x
             WHERE x.account_id = ANY(%(receivable)s)
        ),
        both_sides AS (
            SELECT id, max_date, debit_move_id AS line_id,
                   credit_move_id AS by_line_id, amount AS book,
                   credit_amount_currency AS own
              FROM account_partial_reconcile WHERE max_date >= %(first)s
         UNION ALL
            SELECT id, max_date, credit_move_id, debit_move_id, -amount,
                   -debit_amount_currency
              FROM account_partial_reconcile WHERE max_date >= %(first)s
        ),
        matches AS (
            SELECT f.id, f.max_date, f.by_line_id, f.book, f.own,
                   CASE f.by_line_id WHEN x.debit_move_id THEN x.credit_move_id
                                     WHEN x.credit_move_id THEN x.debit_move_id
                                     ELSE f.line_id END AS line_id,
                   x.line_id IS NOT NULL AS of_exchange
              FROM both_sides f
              LEFT JOIN exchange x ON x.line_id = f.line_id
                   AND f.by_line_id IN (x.debit_move_id, x.credit_move_id)
             WHERE NOT EXISTS (SELECT FROM later WHERE later.id = f.id)
        ),
        pieces AS (
            SELECT f.id AS partial_id, f.line_id, e.line_id AS money_line_id,
                   e.move_id AS money_move_id, e.day, f.book AS matched,
                   f.book AS amount
              FROM money e
              JOIN matches f ON f.by_line_id = e.line_id
             WHERE e.plain
         UNION ALL
            SELECT id, line_id, money_line_id, money_move_id, day, book,
                   %(up_to_here)s - %(before)s
              FROM (
                SELECT f.id, f.line_id, e.line_id AS money_line_id,
                       e.move_id AS money_move_id, e.day, f.book, e.own AS money,
                       u.units, u.whole, SUM(u.units) OVER (
                           PARTITION BY e.line_id ORDER BY f.max_date, f.id) AS so_far
                  FROM money e
                  JOIN matches f ON f.by_line_id = e.line_id
                 CROSS JOIN LATERAL (
                    SELECT CASE WHEN e.is_foreign THEN f.own ELSE f.book END AS units,
                           CASE WHEN e.is_foreign THEN -e.amount_currency
                                ELSE -e.balance END AS whole) u
                 WHERE NOT e.plain
              ) shares
         UNION ALL
            SELECT NULL, line_id, line_id, move_id, day, NULL,
                   CASE WHEN plain THEN rest
                        ELSE own - %(settled)s END
              FROM (
                SELECT e.line_id, e.move_id, e.day, e.plain, e.own,
                       CASE WHEN e.is_foreign THEN -e.amount_currency
                            ELSE -e.balance END AS whole,
                       CASE WHEN e.is_foreign
                            THEN -e.amount_residual_currency - COALESCE(undone.own, 0)
                            ELSE -e.amount_residual - COALESCE(undone.amount, 0)
                       END AS rest
                  FROM money e
                  LEFT JOIN undone ON undone.line_id = e.line_id
                 WHERE e.is_open OR undone.line_id IS NOT NULL
              ) waiting
        )
        """,
        first=reading.window.first,
        receivable=reading.accounts.receivable,
        exchange_items=_exchange_items(reading),
        up_to_here=reading.rounded(SQL("money * so_far / whole")),
        before=reading.rounded(SQL("money * (so_far - units) / whole")),
        settled=reading.rounded(SQL("own * (whole - rest) / whole")),
    )


def _exchange_items(reading):
    """FROM item behind LATERAL: the items of the exchange difference of ``cause``.

    Those of one customer are found by their entry, which the planner does not believe
    to be few. For all customers it may join as it likes.
    """
    return SQL(
        "(SELECT id, account_id FROM account_move_line"
        " WHERE move_id = cause.exchange_move_id %s)",
        SQL("OFFSET 0") if reading.scope else SQL(),
    )


def losses(reading):
    """Common table expressions of what settling entries write off.

    ``losses``  per receivable line of a settling entry, the ``share`` of what it
                settles that is lost: neither money nor anything but a loss. The tax
                that goes with a loss is lost too
    """
    accounts = reading.accounts
    return SQL(
        """
        short AS (
            SELECT line_id, move_id, day, whole,
                   whole - COALESCE(%(part)s, 0) AS rest
              FROM settling s
             WHERE balance < 0 AND whole > 0
               AND (liquid IS NULL OR liquid < whole)
               AND NOT EXISTS (SELECT FROM account_partial_reconcile cause
                                WHERE cause.exchange_move_id = s.move_id)
        ),
        lost AS (
            SELECT w.move_id, SUM(w.balance) FILTER (WHERE %(is_loss)s) AS lost,
                   SUM(w.balance) AS against
              FROM account_move_line w
             WHERE w.move_id IN (SELECT move_id FROM short)
               AND NOT w.account_id = ANY(%(known)s)
               AND w.tax_line_id IS NULL
             GROUP BY w.move_id
            HAVING SUM(w.balance) FILTER (WHERE %(is_loss)s) > 0
        ),
        losses AS (
            SELECT s.line_id, s.move_id, s.day,
                   s.rest / s.whole
                       * CASE WHEN l.against > l.lost THEN l.lost / l.against
                              ELSE 1 END AS share
              FROM short s
              JOIN lost l ON l.move_id = s.move_id
        )
        """,
        part=money_part(SQL("liquid"), SQL("whole")),
        is_loss=SQL("w.account_id = ANY(%s)", accounts.losses),
        known=accounts.money + accounts.receivable,
    )
