"""Money collected and days late per customer, read from the ledger.

Set-based and read-only. The loader computes these figures itself, without the metrics
of the addon.

*Collected*: each match of a document with an entry counts with the share of
liquidity in that entry (a payment of 200.50 with a write-off of 10.00 is matched
with 210.50 and counts 200.50), on the day of that entry, for the document's
customer. Credit notes, write-offs and exchange differences are not money; money paid
back on a refund counts as negative.

*Days late*: per instalment of an invoice and weighted by amount, from the due date to
the day of the money; early payments are negative. Open and overdue amounts count up to
the as-of date. Open amounts that are not due yet do not count.
"""

import pandas as pd

from odoo.tools import SQL

MATCHES = SQL(
    """
    money AS (
        SELECT line.move_id,
               -SUM(line.balance) FILTER (
                   WHERE account.account_type IN ('asset_cash', 'liability_credit_card')
               ) / NULLIF(SUM(line.balance) FILTER (
                   WHERE account.account_type = 'asset_receivable'
               ), 0) AS share
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN account_move move ON move.id = line.move_id
         WHERE move.move_type = 'entry' AND move.state = 'posted'
         GROUP BY line.move_id
    ),
    matches AS (
        SELECT partial.debit_move_id AS line_id, partial.credit_move_id AS other_id,
               partial.amount
          FROM account_partial_reconcile partial
     UNION ALL
        SELECT partial.credit_move_id, partial.debit_move_id, -partial.amount
          FROM account_partial_reconcile partial
    ),
    settled AS (
        SELECT matches.line_id, other.date, matches.amount,
               matches.amount * COALESCE(money.share, 0) AS collected
          FROM matches
          JOIN account_move_line other ON other.id = matches.other_id
          LEFT JOIN money ON money.move_id = other.move_id
    )
    """
)


def collected(env, company, first, last):
    """Money received from ``first`` to ``last``; Series by commercial partner id."""
    rows = _query(
        env,
        SQL(
            """
            WITH %(matches)s
            SELECT move.commercial_partner_id, SUM(settled.collected)
              FROM settled
              JOIN account_move_line line ON line.id = settled.line_id
              JOIN account_move move ON move.id = line.move_id
             WHERE move.company_id = %(company)s AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND settled.date BETWEEN %(first)s AND %(last)s
             GROUP BY move.commercial_partner_id
            """,
            matches=MATCHES,
            company=company.id,
            first=first,
            last=last,
        ),
    )
    return rows.round(company.currency_id.decimal_places)


def days_late(env, company, first, last):
    """Days late for invoices dated ``first`` to ``last``, as of ``last``.

    :return: Series of days by commercial partner id; customers with nothing paid or
        overdue are not in it
    """
    return _query(
        env,
        SQL(
            """
            WITH %(matches)s,
            instalment AS (
                SELECT line.id, line.balance, line.date_maturity,
                       move.commercial_partner_id AS partner_id
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE move.company_id = %(company)s AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND line.display_type = 'payment_term' AND line.balance > 0
                   AND line.date_maturity IS NOT NULL
                   AND move.invoice_date BETWEEN %(first)s AND %(last)s
            ),
            share AS (
                SELECT i.partner_id, s.date - i.date_maturity AS days,
                       s.collected AS amount
                  FROM instalment i
                  JOIN settled s ON s.line_id = i.id
                 WHERE s.date <= %(last)s AND s.collected > 0
             UNION ALL
                SELECT i.partner_id, %(last)s::date - i.date_maturity,
                       i.balance - COALESCE(SUM(s.amount), 0)
                  FROM instalment i
                  LEFT JOIN settled s ON s.line_id = i.id AND s.date <= %(last)s
                 WHERE i.date_maturity < %(last)s
                 GROUP BY i.id, i.partner_id, i.date_maturity, i.balance
                HAVING i.balance - COALESCE(SUM(s.amount), 0) > 0
            )
            SELECT partner_id, SUM(days * amount) / SUM(amount)
              FROM share
             GROUP BY partner_id
            """,
            matches=MATCHES,
            company=company.id,
            first=first,
            last=last,
        ),
    ).round(1)


def _query(env, sql):
    env.flush_all()
    rows = env.execute_query(sql)
    return pd.Series(
        [float(value) for _partner_id, value in rows],
        index=[partner_id for partner_id, _value in rows],
        dtype=float,
    )
