from odoo import api, models
from odoo.tools import SQL

from .customer_tier_sources import PURCHASE_TYPES, SALE_TYPES

MONEY_TYPES = ("asset_cash", "liability_credit_card")
WAITING_TYPES = (*MONEY_TYPES, "asset_current", "liability_current")


class CustomerTierCollector(models.AbstractModel):
    """Payments read off the ledger, part by part (rules K05 and K06).

    A *part* is an amount of one invoice that was paid by one entry, or that is open
    and overdue. The metrics are sums over the parts, and the parts themselves are what
    an accountant opens behind a figure: one statement for both.
    """

    _inherit = "customer.tier.collector"

    @api.model
    def _payment_accounts(self):
        """Ids of the accounts: ``(receivable, money)``.

        Money is on cash, bank and card accounts, and on those where bank, cash and card
        journals keep payments until the bank confirms them. As literals the planner
        knows how few accounts they are.
        """
        rows = self.env.execute_query(
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

    @api.model
    def _payment_with(self, scheme, as_of, first=None, only=None):
        """The common table expressions behind all figures of payments.

        ``money``   receivable lines of the entries up to the as-of day that hold money:
                    ``whole`` is what the entry settles, ``part`` of it is money. A
                    payment of 200.50 with a write-off of 10.00 settles 210.50, of which
                    200.50 is money. One scan for both kinds of lines.
        ``later``   matches made with entries after the as-of day, to be undone. An
                    exchange difference belongs to the match that caused it, whatever
                    day it was booked on.

        ``first`` (date) and ``only`` (a condition on the journal item ``l``) restrict
        ``money``.
        """
        receivable, money = self._payment_accounts()
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
            companies=scheme._covered_companies().ids,
            last=as_of,
            only=SQL(
                "%s AND %s",
                SQL("l.date >= %s", first) if first else SQL("TRUE"),
                only or SQL("TRUE"),
            ),
        )

    @api.model
    def _items_looked_at(self):
        """Condition on the open receivable items ``i``: all."""
        return SQL("TRUE")

    @api.model
    def _payment_parts_sql(self, scheme, as_of, customers=None, entries=None):
        """One row per part: SQL to be used as a FROM item.

        ``kind``     ``collected``: money of the period, negative when it was paid back;
                     ``overdue``: open after its due day, at the end of the as-of day
        ``weighs``   the part counts in the averages: money is not for a refund
        ``day``      of the money, or the as-of day
        ``matched``  amount of the match, of which ``amount`` is money

        ``customers`` (FROM item) and ``entries`` restrict it to some customers.
        """
        receivable, _money = self._payment_accounts()
        window = scheme._window(as_of)
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
            common=self._payment_with(
                scheme,
                as_of,
                window.first,
                None if entries is None else SQL("l.move_id = ANY(%s)", entries),
            ),
            receivable=receivable,
            first=window.first,
            last=window.last,
            looked_at=self._items_looked_at(),
            customers=self._customers(scheme) if customers is None else customers,
            documents=self._documents_where(scheme),
            bought=list(PURCHASE_TYPES),
        )

    @api.model
    def _payment_parts_of(self, scheme, as_of, partner):
        """The parts of one customer, without reading those of the others."""
        customers = SQL(
            "(SELECT * FROM %s everybody WHERE customer_id = %s)",
            self._customers(scheme),
            partner.id,
        )
        entries = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT o.move_id
                  FROM %(customers)s p
                  JOIN account_move m ON m.partner_id = p.id
                  JOIN account_move_line i ON i.move_id = m.id
                  JOIN account_partial_reconcile f
                       ON f.debit_move_id = i.id OR f.credit_move_id = i.id
                  JOIN account_move_line o
                       ON o.id IN (f.debit_move_id, f.credit_move_id) AND o.id <> i.id
                 WHERE m.move_type = ANY(%(types)s) AND m.state = 'posted'
                """,
                customers=customers,
                types=list(SALE_TYPES),
            )
        )
        return self._payment_parts_sql(
            scheme, as_of, customers, [move_id for (move_id,) in entries]
        )
