"""Two floors: what PostgreSQL cannot avoid, with the fewest scans, joins and writes.

*The floor* reads the six metrics for one company in one currency, without any of the
rules (time zones, bad rows, write-offs, lifecycle, ranks). The result goes into a
narrow table, in which only the rows that differ are written.

*The floor of what is promised* does all that a first evaluation leaves behind: it also
reads what the bridges hold the figures against, the journal items of the period on
income, money and receivable accounts, and it writes as many standings and lines of
history as there are, in tables as wide as the real ones and with the same indexes.
"""

from odoo.tools import SQL

TABLE = """
CREATE TABLE IF NOT EXISTS bench_floor (
    partner_id integer PRIMARY KEY, net_revenue numeric, purchases integer,
    last_purchase date, orders integer, collected numeric, days_late float8,
    overdue numeric)
"""
READ = """
CREATE TEMPORARY TABLE bench_read ON COMMIT DROP AS
WITH revenue AS (
    SELECT p.commercial_partner_id AS partner_id, SUM(m.amount_untaxed_signed) AS net,
           COUNT(*) FILTER (WHERE m.move_type = 'out_invoice') AS purchases,
           MAX(m.invoice_date) FILTER (WHERE m.move_type = 'out_invoice') AS latest
      FROM account_move m JOIN res_partner p ON p.id = m.partner_id
     WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
       AND m.company_id = %(company)s
       AND m.invoice_date BETWEEN %(first)s AND %(last)s
     GROUP BY 1
), orders AS (
    SELECT p.commercial_partner_id AS partner_id, COUNT(*) AS orders
      FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
     WHERE o.state = 'sale' AND o.company_id = %(company)s
       AND o.date_order >= %(first)s::date AND o.date_order < %(last)s::date + 1
     GROUP BY 1
), paid AS (
    SELECT p.commercial_partner_id AS partner_id, SUM(r.amount) AS collected,
           SUM(r.amount * (k.date - l.date_maturity)) / NULLIF(SUM(r.amount), 0) AS late
      FROM account_partial_reconcile r
      JOIN account_move_line l ON l.id = r.debit_move_id
      JOIN account_move_line k ON k.id = r.credit_move_id
      JOIN res_partner p ON p.id = l.partner_id
     WHERE k.date BETWEEN %(first)s AND %(last)s AND r.company_id = %(company)s
     GROUP BY 1
), overdue AS (
    SELECT p.commercial_partner_id AS partner_id, SUM(l.amount_residual) AS overdue
      FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
     WHERE l.account_id = ANY(%(receivable)s) AND NOT l.reconciled
       AND l.date_maturity < %(last)s AND l.parent_state = 'posted'
       AND l.company_id = %(company)s AND l.amount_residual > 0
     GROUP BY 1
)
SELECT c.id AS partner_id, COALESCE(net, 0) AS net_revenue, purchases, latest, orders,
       collected, late, overdue
  FROM res_partner c
  LEFT JOIN revenue ON revenue.partner_id = c.id
  LEFT JOIN orders ON orders.partner_id = c.id
  LEFT JOIN paid ON paid.partner_id = c.id
  LEFT JOIN overdue ON overdue.partner_id = c.id
 WHERE c.id = c.commercial_partner_id AND c.active
"""
WRITE = """
INSERT INTO bench_floor AS f SELECT * FROM bench_read
ON CONFLICT (partner_id) DO UPDATE
   SET (net_revenue, purchases, last_purchase, orders, collected, days_late, overdue)
     = (excluded.net_revenue, excluded.purchases, excluded.last_purchase,
        excluded.orders, excluded.collected, excluded.days_late, excluded.overdue)
 WHERE f IS DISTINCT FROM excluded
"""


# the sums per account and entry type, as none of the bridges tells less
READ_LEDGER = """
SELECT l.account_id, m.move_type, SUM(l.balance), COUNT(*)
  FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id
  JOIN account_move m ON m.id = l.move_id
 WHERE l.parent_state = 'posted' AND l.company_id = %(company)s
   AND l.date BETWEEN %(first)s AND %(last)s
   AND (a.account_type IN ('income', 'income_other', 'asset_cash')
        OR l.account_id = ANY(%(accounts)s))
 GROUP BY 1, 2
"""
# bench table -> the real one
WIDE = {
    "bench_standing": "customer_tier_standing",
    "bench_change": "customer_tier_change",
}


def run(cr, company, window, receivable):
    """Read and write once, and commit. Returns the number of rows written."""
    cr.execute(
        READ,
        {
            "company": company.id,
            "first": window.first,
            "last": window.last,
            "receivable": receivable,
        },
    )
    cr.execute(WRITE)
    written = cr.rowcount
    cr.commit()
    return written


def promised(cr, company, window, accounts):
    """Do all that a first evaluation leaves behind, and commit.

    It takes the rows of the standings and of the history from those of the evaluation
    before, which are thus read once more.

    :param accounts: the addon's `Accounts`
    :return: the number of standings written
    """
    values = {
        "company": company.id,
        "first": window.first,
        "last": window.last,
        "receivable": accounts.receivable,
        "accounts": [*accounts.money, *accounts.receivable],
    }
    cr.execute(READ_LEDGER, values)
    cr.fetchall()
    cr.execute(READ, values)
    cr.execute(WRITE)
    written = []
    for copy, real in WIDE.items():
        cr.execute(
            SQL(
                "INSERT INTO %s SELECT * FROM %s",
                SQL.identifier(copy),
                SQL.identifier(real),
            )
        )
        written.append(cr.rowcount)
    cr.commit()
    return written[0]


def empty_promised(cr):
    empty(cr)
    for copy, real in WIDE.items():
        cr.execute(
            SQL(
                "CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)",
                SQL.identifier(copy),
                SQL.identifier(real),
            )
        )
        cr.execute(SQL("TRUNCATE %s", SQL.identifier(copy)))
    cr.commit()


def empty(cr):
    cr.execute(TABLE)
    cr.execute("TRUNCATE bench_floor")
    cr.commit()
