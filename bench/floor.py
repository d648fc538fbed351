"""The floor: the reading and writing for the six metrics that cannot be avoided.

It only has the scans and joins for one company in one currency, without any of the
rules (time zones, bad rows, write-offs, lifecycle, ranks). The result goes into a
narrow table, in which only the rows that differ are written.
"""

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


def empty(cr):
    cr.execute(TABLE)
    cr.execute("TRUNCATE bench_floor")
    cr.commit()
