"""Payments read off the ledger, part by part (rules K05 and K06).

A *part* is an amount of one invoice that was paid by one entry, or that is open and
overdue. The metrics are sums over the parts, and the parts themselves are what an
accountant opens behind a figure: one statement for both.
"""

from odoo.tools import SQL

from .documents import PURCHASE_TYPES, posted

MONEY_TYPES = ("asset_cash", "liability_credit_card")
WAITING_TYPES = (*MONEY_TYPES, "asset_current", "liability_current")


def payment_accounts(env):
    """Two lists of ids of accounts: ``(receivable, money)``.

    Money is on cash, bank and card accounts, and on those where bank, cash and card
    journals keep payments until the bank confirms them. The ids go into the statements
    as literals, so that the planner knows how few accounts they are.
    """
    rows = env.execute_query(
        SQL(
            """
            SELECT a.id, a.account_type = 'asset_receivable'
              FROM account_account a
             WHERE a.account_type = 'asset_receivable'
                OR a.account_type = ANY(%(money)s)
                OR a.account_type = ANY(%(waiting)s) AND (
                   EXISTS (SELECT FROM account_journal j
                            WHERE j.default_account_id = a.id
                              AND j.type IN ('bank', 'cash', 'credit'))
                   OR EXISTS (SELECT FROM account_payment_method_line l
                               WHERE l.payment_account_id = a.id)
                   OR EXISTS (SELECT FROM account_payment y
                               WHERE y.outstanding_account_id = a.id))
            """,
            money=list(MONEY_TYPES),
            waiting=list(WAITING_TYPES),
        )
    )
    receivable = [account for account, receivable in rows if receivable]
    return receivable, [account for account, receivable in rows if not receivable]


def money_and_later_matches(reading, first=None, only=None):
    """Common table expressions behind all figures of payments.

    ``money``   receivable lines of the entries up to the as-of day that hold money:
                ``whole`` is what the entry settles, ``part`` of it is money. A payment
                of 200.50 with a write-off of 10.00 settles 210.50, of which 200.50 is
                money. One scan for both kinds of lines
    ``later``   matches with entries after the as-of day, which do not count yet. An
                exchange difference belongs to the match that caused it, whatever day
                it was booked on
    ``undone``  per receivable line the ``amount`` that they take back

    :param first: date; restricts ``money`` to entries since that day
    :param only: condition on the journal item ``l``; restricts ``money``
    """
    receivable, money = reading.accounts
    conditions = [SQL("l.date >= %s", first)] if first else []
    if reading.scope:
        conditions.append(SQL("l.move_id = ANY(%s)", reading.scope.entries))
    if only:
        conditions.append(only)
    return SQL(
        """
        later AS (
            SELECT f.debit_move_id, f.credit_move_id, f.amount
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
            SELECT line_id, SUM(amount) AS amount
              FROM (SELECT debit_move_id AS line_id, amount FROM later
                    UNION ALL
                    SELECT credit_move_id, -amount FROM later) both_sides
             GROUP BY line_id
        ),
        money AS (
            SELECT line_id, move_id, day, whole,
                   CASE WHEN whole > 0 THEN LEAST(GREATEST(liquid, 0), whole)
                        ELSE GREATEST(LEAST(liquid, 0), whole) END AS part
              FROM (
                SELECT l.id AS line_id, l.move_id, l.date AS day, l.journal_id,
                       %(is_money)s AS is_money,
                       SUM(l.balance) FILTER (WHERE %(is_money)s) OVER entry
                           AS liquid,
                       -SUM(l.balance) FILTER (WHERE NOT %(is_money)s) OVER entry
                           AS whole
                  FROM account_move_line l
                 WHERE l.account_id = ANY(%(accounts)s)
                   AND l.company_id = ANY(%(companies)s)
                   AND l.parent_state = 'posted' AND l.date <= %(last)s
                   AND %(only)s
                WINDOW entry AS (PARTITION BY l.move_id)
              ) lines
             WHERE NOT is_money AND liquid IS NOT NULL AND whole <> 0
               -- only these journals hold invoices, so the others need no look
               AND (journal_id NOT IN (SELECT id FROM account_journal
                                        WHERE type IN ('sale', 'purchase'))
                    OR (SELECT e.move_type FROM account_move e
                         WHERE e.id = move_id) = 'entry')
        )
        """,
        is_money=SQL("l.account_id = ANY(%s)", money),
        accounts=money + receivable,
        companies=reading.companies,
        last=reading.as_of,
        only=SQL(" AND ").join(conditions or [SQL("TRUE")]),
    )


def payment_parts(reading):
    """FROM item: one row per part.

    ``kind``     ``collected``: money of the period, negative when it was paid back;
                 ``overdue``: open after its due day, at the end of the as-of day
    ``weighs``   whether the part counts in the averages: not if it is for a refund
    ``day``      of the money, or the as-of day
    ``matched``  amount of the match, of which ``amount`` is money

    Besides ``customer_id``, ``move_id`` and ``line_id`` (invoice and its line),
    ``money_move_id``, ``money_line_id`` and ``partial_id`` (payment, its line and the
    match), ``invoice_date`` and ``due``. Amounts are in company currency.
    """
    receivable, _money = reading.accounts
    window = reading.window
    return SQL(
        """(
        WITH %(common)s,
        matches AS (
            SELECT id, debit_move_id AS line_id, credit_move_id AS money_line_id,
                   amount
              FROM account_partial_reconcile WHERE max_date >= %(first)s
         UNION ALL
            SELECT id, credit_move_id, debit_move_id, -amount
              FROM account_partial_reconcile WHERE max_date >= %(first)s
        ),
        settled AS (
            SELECT f.id AS partial_id, f.line_id, f.money_line_id, e.move_id, e.day,
                   f.amount AS matched,
                   CASE WHEN e.part = e.whole THEN f.amount
                        ELSE f.amount * e.part / e.whole END AS amount
              FROM money e
              JOIN matches f ON f.money_line_id = e.line_id
        ),
        late AS (
            SELECT i.id, i.move_id, i.date_maturity,
                   i.amount_residual + COALESCE(undone.amount, 0) AS amount
              FROM account_move_line i
              LEFT JOIN undone ON undone.line_id = i.id
             WHERE i.account_id = ANY(%(receivable)s)
               AND i.reconciled IS NOT TRUE AND %(looked_at)s
               AND i.date <= %(last)s AND i.date_maturity < %(last)s
         UNION ALL
            SELECT i.id, i.move_id, i.date_maturity,
                   i.amount_residual + undone.amount
              FROM undone
              JOIN account_move_line i ON i.id = undone.line_id
             WHERE i.account_id = ANY(%(receivable)s) AND i.reconciled
               AND i.date <= %(last)s AND i.date_maturity < %(last)s
        ),
        parts AS (
            SELECT 'collected' AS kind, settled.partial_id, i.move_id,
                   settled.line_id, settled.move_id AS money_move_id,
                   settled.money_line_id, i.date_maturity, settled.day,
                   settled.matched, settled.amount, i.balance > 0 AS owed
              FROM settled
              JOIN account_move_line i ON i.id = settled.line_id
             WHERE settled.amount <> 0
         UNION ALL
            SELECT 'overdue', NULL, move_id, id, NULL, NULL, date_maturity,
                   %(last)s::date, NULL, amount, TRUE
              FROM late
             WHERE amount > 0
        )
        SELECT p.customer_id, parts.kind, parts.partial_id, parts.move_id,
               parts.line_id, parts.money_move_id, parts.money_line_id,
               m.invoice_date, COALESCE(parts.date_maturity, m.invoice_date) AS due,
               parts.day, parts.matched, parts.amount,
               m.move_type = ANY(%(bought)s) AND parts.owed
                   AND parts.amount > 0 AND m.invoice_date IS NOT NULL AS weighs
          FROM parts
          JOIN account_move m ON m.id = parts.move_id
          JOIN %(customers)s p ON p.id = m.partner_id
         WHERE %(documents)s AND m.date <= %(last)s
           AND (parts.kind = 'collected' OR m.move_type = ANY(%(bought)s))
        )""",
        common=money_and_later_matches(reading, window.first),
        receivable=receivable,
        first=window.first,
        last=window.last,
        looked_at=SQL("i.id = ANY(%s)", reading.scope.items)
        if reading.scope
        else SQL("TRUE"),
        customers=reading.customers,
        documents=posted(reading),
        bought=list(PURCHASE_TYPES),
    )
