"""A shop with customers, contacts, orders, invoices, refunds and payments, by SQL.

Customers have five orders and as many invoices on average, with a heavy tail: 60 % of
the customers buy, the customer of an order is drawn with the cube of a uniform number,
and amounts are log-normal. There are three years of trade. 30 % of the companies have a
contact on some of their documents. 4 % of the documents are refunds. Four fifths of the
invoices are paid in full and a tenth in part; days late are normally distributed. The
seed is fixed, so a size always gives the same shop. Each invoice has one product, and a
few products are on most of them.
"""

import logging
import time

from bench import bulk, rows, trade
from loader.prototypes import make_prototypes

_logger = logging.getLogger(__name__)

PER_CUSTOMER = 5
SEED = 0.1987
COUNTRIES = 20
PRODUCTS = 400

# One row per order and its invoice or refund. `n` counts from 1.
DOCUMENTS = """
CREATE UNLOGGED TABLE bench_document AS
SELECT n, buyer,
       CASE WHEN buyer %% 3 = 0 AND by_contact < 0.5 THEN buyer / 3 END AS contact,
       CASE WHEN kind < 0.04 THEN -1 ELSE 1 END AS sign,
       %(as_of)s::date - floor(age * 1095)::int AS day,
       LEAST(round(exp(5.5 + 1.2 * sqrt(-2 * ln(1 - one)) * cos(2 * pi() * two))
             ::numeric, 2), 1000000) AS amount,
       CASE WHEN kind < 0.04 THEN 0
            WHEN settled < 0.8 THEN 1
            WHEN settled < 0.9 THEN 0.5 ELSE 0 END::numeric AS part,
       30 + round(20 * sqrt(-2 * ln(1 - three)) * cos(2 * pi() * four))::int AS days
  FROM (
    SELECT n, 1 + floor(%(buyers)s * power(random(), 3))::int AS buyer,
           random() AS by_contact, random() AS kind, random() AS age,
           random() AS settled, random() AS one, random() AS two,
           random() AS three, random() AS four
      FROM generate_series(1, %(documents)s) n
  ) drawn
"""
PAID = """
CREATE UNLOGGED TABLE bench_payment AS
SELECT row_number() OVER (ORDER BY n) AS p, n, buyer, contact,
       day + GREATEST(days, 0) AS day, round(amount * part, 2) AS amount,
       part = 1 AS whole
  FROM bench_document
 WHERE part > 0 AND day + GREATEST(days, 0) <= %(as_of)s::date
   AND round(amount * part, 2) > 0
"""
ORDER_ROWS = ("sale_order", "sale_order_line")
TABLES = (
    "res_partner",
    "sale_order",
    "sale_order_line",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_full_reconcile",
)


def build(env, company, customers, as_of):
    """Fill the tables of ``company`` with the shop; commits.

    :param customers: number of companies
    :param as_of: last day with documents
    :return: ``{"customers", "documents", "payments"}``: counts
    """
    cr = env.cr
    watch = _Watch()
    models = _models(env, company)
    cr.execute("SELECT setseed(%s)", [SEED])
    given = {
        "as_of": as_of,
        "buyers": int(customers * 0.6),
        "documents": customers * PER_CUSTOMER,
    }
    cr.execute(DOCUMENTS, given)
    cr.execute(PAID, given)
    cr.execute("ANALYZE bench_document, bench_payment")
    watch.lap("drawn")
    first = {table: rows.highest(cr, table) for table in TABLES}
    with bulk.without_indexes(cr, TABLES):
        _partners(cr, models, customers, first)
        watch.lap("customers and contacts")
        trade.orders(cr, models, first)
        watch.lap("orders")
        trade.full_matches(cr, first)
        trade.invoices(cr, models, first)
        watch.lap("invoices")
        payments = trade.payments(cr, models, first)
        watch.lap("payments")
    watch.lap("indexes and foreign keys")
    rows.continue_ids(cr, *TABLES)
    cr.execute("DROP TABLE bench_document, bench_payment")
    bulk.vacuum(cr, *TABLES)
    watch.lap("statistics")
    env.invalidate_all()
    return {
        "customers": customers,
        "documents": given["documents"],
        "payments": payments,
    }


def _models(env, company):
    """One row of each kind, created by Odoo."""
    made = make_prototypes(env, company, [None])
    countries = env["res.country"].search([], limit=COUNTRIES)
    products = env["product.product"].create(
        [{"name": f"Product {number}"} for number in range(PRODUCTS)]
    )
    return {
        "moves": made.moves,
        "lines": made.lines,
        "partner": made.profiles[None].partner,
        "countries": countries.ids,
        "products": products.ids,
        **_order_rows(env, company),
    }


class _Undo(Exception):
    pass


def _order_rows(env, company):
    found = {}
    try:
        with env.cr.savepoint():
            product = env["product.product"].create(
                {"name": "Prototype", "type": "service", "invoice_policy": "order"}
            )
            order = env["sale.order"].create(
                {
                    "company_id": company.id,
                    "partner_id": env["res.partner"].create({"name": "Prototype"}).id,
                    "order_line": [(0, 0, {"product_id": product.id, "tax_ids": []})],
                }
            )
            order.action_confirm()
            env.flush_all()
            for table, record in zip(
                ORDER_ROWS, (order, order.order_line), strict=True
            ):
                env.cr.execute(
                    f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", [record.id]
                )
                found[table] = env.cr.fetchone()[0]
            raise _Undo
    except _Undo:
        env.invalidate_all()
    # the product has been rolled back
    found["sale_order_line"]["product_id"] = None
    found["sale_order_line"]["display_type"] = None
    return found


def _partners(cr, models, customers, first):
    base = first["res_partner"]
    company = f"{base} + n"
    rows.insert_like(
        cr,
        "res_partner",
        models["partner"],
        f"generate_series(1, {customers}) n",
        {
            "id": company,
            "commercial_partner_id": company,
            "name": "'Customer ' || md5(n::text)",
            "complete_name": "'Customer ' || md5(n::text)",
            "commercial_company_name": "'Customer ' || md5(n::text)",
            "customer_rank": "1",
            # a few large countries and many small ones, like tiers
            "country_id": f"(ARRAY{models['countries']})"
            f"[1 + floor({COUNTRIES} * power(random(), 3))::int]",
        },
    )
    contact = f"{base + customers} + n"
    rows.insert_like(
        cr,
        "res_partner",
        models["partner"],
        f"generate_series(1, {customers // 3}) n",
        {
            "id": contact,
            "parent_id": f"{base} + 3 * n",
            "commercial_partner_id": f"{base} + 3 * n",
            "name": "'Contact ' || md5(n::text)",
            "complete_name": "'Contact ' || md5(n::text)",
            "is_company": "FALSE",
        },
    )
    first["contact"] = base + customers


class _Watch:
    def __init__(self):
        self.start = time.monotonic()

    def lap(self, what):
        _logger.info("Shop, %.1f s: %s", time.monotonic() - self.start, what)
