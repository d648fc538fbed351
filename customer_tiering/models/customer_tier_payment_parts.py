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

        ``money``   entries of the days up to the as-of day that hold money: ``whole``
                    is what they settle, ``part`` of it is money. A payment of 200.50
                    with a write-off of 10.00 settles 210.50, of which 200.50 is money.
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
            liquid AS (
                SELECT l.move_id, SUM(l.balance) AS amount
                  FROM account_move_line l
                 WHERE l.account_id = ANY(%(money)s)
                   AND l.company_id = ANY(%(companies)s)
                   AND l.parent_state = 'posted' AND l.date <= %(last)s
                   AND %(only)s
                 GROUP BY l.move_id
            ),
            money AS (
                SELECT l.move_id, MIN(l.date) AS day, -SUM(l.balance) AS whole,
                       CASE WHEN SUM(l.balance) < 0
                            THEN LEAST(GREATEST(liquid.amount, 0), -SUM(l.balance))
                            ELSE GREATEST(LEAST(liquid.amount, 0), -SUM(l.balance))
                       END AS part
                  FROM liquid
                  JOIN account_move e ON e.id = liquid.move_id
                  JOIN account_move_line l ON l.move_id = liquid.move_id
                 WHERE e.move_type = 'entry' AND l.account_id = ANY(%(receivable)s)
                 GROUP BY l.move_id, liquid.amount
                HAVING SUM(l.balance) <> 0
            )
            """,
            money=money,
            receivable=receivable,
            companies=scheme._covered_companies().ids,
            last=as_of,
            only=SQL(
                "%s AND %s",
                SQL("l.date >= %s", first) if first else SQL("TRUE"),
                only or SQL("TRUE"),
            ),
        )

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
            settled AS (
                SELECT f.id AS partial_id, f.debit_move_id AS line_id,
                       f.credit_move_id AS money_line_id, l.move_id AS money_move_id,
                       money.day, f.amount AS matched,
                       f.amount * money.part / money.whole AS amount
                  FROM money
                  JOIN account_move_line l ON l.move_id = money.move_id
                  JOIN account_partial_reconcile f ON f.credit_move_id = l.id
                 WHERE l.account_id = ANY(%(receivable)s)
             UNION ALL
                SELECT f.id, f.credit_move_id, f.debit_move_id, l.move_id,
                       money.day, -f.amount, -f.amount * money.part / money.whole
                  FROM money
                  JOIN account_move_line l ON l.move_id = money.move_id
                  JOIN account_partial_reconcile f ON f.debit_move_id = l.id
                 WHERE l.account_id = ANY(%(receivable)s)
            )
            SELECT p.customer_id, 'collected' AS kind,
                   settled.partial_id, i.move_id, settled.line_id,
                   settled.money_move_id, settled.money_line_id,
                   m.invoice_date, COALESCE(i.date_maturity, m.invoice_date) AS due,
                   settled.day, settled.matched, settled.amount,
                   m.move_type = ANY(%(bought)s) AND i.balance > 0
                       AND settled.amount > 0 AND m.invoice_date IS NOT NULL AS weighs
              FROM settled
              JOIN account_move_line i ON i.id = settled.line_id
              JOIN account_move m ON m.id = i.move_id
              JOIN %(customers)s p ON p.id = m.partner_id
             WHERE %(documents)s AND m.date <= %(last)s AND settled.amount <> 0
         UNION ALL
            SELECT p.customer_id, 'overdue', NULL, i.move_id, i.id, NULL, NULL,
                   m.invoice_date, i.date_maturity, %(last)s::date, NULL,
                   i.amount_residual + COALESCE(undone.amount, 0),
                   m.invoice_date IS NOT NULL
              FROM account_move_line i
              LEFT JOIN undone ON undone.line_id = i.id
              JOIN account_move m ON m.id = i.move_id
              JOIN %(customers)s p ON p.id = m.partner_id
             WHERE %(documents)s AND m.move_type = ANY(%(bought)s)
               AND i.account_id = ANY(%(receivable)s)
               AND i.date <= %(last)s AND i.date_maturity < %(last)s
               AND (i.reconciled IS NOT TRUE OR undone.amount IS NOT NULL)
               AND i.amount_residual + COALESCE(undone.amount, 0) > 0
            )""",
            common=self._payment_with(
                scheme,
                as_of,
                window.first,
                None if entries is None else SQL("l.move_id = ANY(%s)", entries),
            ),
            receivable=receivable,
            last=window.last,
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
