"""Till orders beside as many invoices, by SQL: what does reading them cost?

The company of the shop gets a till, whose orders are drawn as those of the shop are: as
many orders of the same customers as there are invoices, with two lines and one payment
each. The same scheme is read for an empty company, for the shop, and for the shop with
its till. What the till adds is compared with what the shop adds to nothing.
"""

import logging
import statistics
import time

from bench import bulk, rows, shop

_logger = logging.getLogger(__name__)

LINES = 2
DAYS = 1095
TABLES = ("account_move", "pos_session", "pos_order", "pos_order_line", "pos_payment")


def fill(env, company, as_of, customers):
    """Give the ``company`` a till with orders of its first ``customers``; commits."""
    cr = env.cr
    models = _models(env, company)
    documents = customers * shop.PER_CUSTOMER
    first = {table: rows.highest(cr, table) for table in TABLES}
    ids = _buyers(cr, customers)
    cr.execute("SELECT setseed(%s)", [shop.SEED])
    cr.execute(
        """
        CREATE UNLOGGED TABLE bench_till AS
        SELECT n, (%(buyers)s::int[])[1 + floor(%(bought)s * power(random(), 3))::int]
                   AS partner_id,
               CASE WHEN random() < 0.04 THEN -1 ELSE 1 END AS sign,
               floor(random() * %(days)s)::int AS age,
               round(exp(3 + random() * 3)::numeric, 2) AS amount
          FROM generate_series(1, %(documents)s) n
        """,
        {
            "buyers": ids,
            "bought": int(customers * 0.6),
            "days": DAYS,
            "documents": documents,
        },
    )
    day = f"DATE '{as_of}' - {{}}"
    with bulk.without_indexes(cr, TABLES):
        rows.insert_like(
            cr,
            "account_move",
            models["account_move"],
            f"generate_series(0, {DAYS - 1}) n",
            {
                "id": f"{first['account_move']} + 1 + n",
                "date": day.format("n"),
                "name": "'TILL/' || n",
            },
        )
        rows.insert_like(
            cr,
            "pos_session",
            models["pos_session"],
            f"generate_series(0, {DAYS - 1}) n",
            {
                "id": f"{first['pos_session']} + 1 + n",
                "move_id": f"{first['account_move']} + 1 + n",
                "name": "'TILL/' || n",
                "state": "'closed'",
            },
        )
        rows.insert_like(
            cr,
            "pos_order",
            models["pos_order"],
            "bench_till t",
            {
                "id": f"{first['pos_order']} + t.n",
                "partner_id": "t.partner_id",
                "session_id": f"{first['pos_session']} + 1 + t.age",
                "date_order": day.format("t.age") + " + INTERVAL '12 hours'",
                "state": "'done'",
                "uuid": "'order ' || t.n",
                "amount_total": "t.sign * t.amount * 2",
                "currency_rate": "1",
            },
        )
        rows.insert_like(
            cr,
            "pos_order_line",
            models["pos_order_line"],
            f"bench_till t CROSS JOIN generate_series(1, {LINES}) line",
            {
                "id": f"{first['pos_order_line']} + {LINES} * t.n + line",
                "order_id": f"{first['pos_order']} + t.n",
                "uuid": "'line ' || t.n || ' ' || line",
                "qty": "t.sign",
                "price_unit": "t.amount",
                "price_subtotal": "t.amount",
                "price_subtotal_incl": "t.amount",
            },
        )
        rows.insert_like(
            cr,
            "pos_payment",
            models["pos_payment"],
            "bench_till t",
            {
                "id": f"{first['pos_payment']} + t.n",
                "pos_order_id": f"{first['pos_order']} + t.n",
                "session_id": f"{first['pos_session']} + 1 + t.age",
                "uuid": "'payment ' || t.n",
                "amount": "t.sign * t.amount * 2",
                "payment_date": day.format("t.age") + " + INTERVAL '12 hours'",
            },
        )
    rows.continue_ids(cr, *TABLES)
    cr.execute("DROP TABLE bench_till")
    bulk.vacuum(cr, *TABLES)
    env.invalidate_all()
    _logger.info("Till: %s orders", documents)


def _buyers(cr, customers):
    cr.execute(
        "SELECT ARRAY(SELECT id FROM res_partner WHERE id = commercial_partner_id"
        " AND name LIKE 'Customer %%' ORDER BY id LIMIT %s)",
        [customers],
    )
    return cr.fetchone()[0]


def _models(env, company):
    """A row of each table, as Odoo makes it in a session that it closes; they stay."""
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    order = _order(env, _kept(env, company))
    session = order.session_id
    session.post_closing_cash_details(session.cash_register_balance_end)
    session.update_closing_control_state_session("")
    session.close_session_from_ui()
    env.flush_all()
    found = {}
    for record in (session.move_id, session, order, order.lines, order.payment_ids):
        env.cr.execute(
            f"SELECT to_jsonb(t) FROM {record._table} t WHERE id = %s", [record.id]
        )
        found[record._table] = env.cr.fetchone()[0]
    return found


def _kept(env, company):
    config = env["pos.config"].create({"name": "Till", "company_id": company.id})
    product = env["product.product"].create(
        {"name": "Sold at the till", "type": "service", "taxes_id": False}
    )
    method = config.payment_method_ids.filtered("is_cash_count")[:1]
    return {"config": config, "product": product, "method": method}


def _order(env, kept):
    session = env["pos.session"].create({"config_id": kept["config"].id})
    session.set_opening_control(0, None)
    order = env["pos.order"].create(
        {
            "session_id": session.id,
            "company_id": session.company_id.id,
            "amount_total": 10,
            "amount_tax": 0,
            "amount_paid": 0,
            "amount_return": 0,
            "lines": [
                (
                    0,
                    0,
                    {
                        "product_id": kept["product"].id,
                        "qty": 1,
                        "price_unit": 10,
                        "price_subtotal": 10,
                        "price_subtotal_incl": 10,
                        "tax_ids": [],
                    },
                )
            ],
        }
    )
    order.add_payment(
        {
            "pos_order_id": order.id,
            "amount": 10,
            "payment_method_id": kept["method"].id,
        }
    )
    order.action_pos_order_paid()
    return order


def measure(env, scheme, company, as_of, times, customers):
    """Figures of reading nothing, the shop, and the shop with a till.

    :return: ``till_s`` and ``as_many_invoices_s`` (what each adds, in seconds) and
        ``till_over_invoices``
    """
    empty = env["res.company"].create(
        {"name": "Nothing", "currency_id": company.currency_id.id}
    )
    nothing = _seconds(env, scheme, empty, as_of, times)
    shop_alone = _seconds(env, scheme, company, as_of, times)
    fill(env, company, as_of, customers)
    with_till = _seconds(env, scheme, company, as_of, times)
    added, invoices = with_till - shop_alone, shop_alone - nothing
    return {
        "till_s": added,
        "as_many_invoices_s": invoices,
        "till_over_invoices": added / invoices,
    }


def _seconds(env, scheme, company, as_of, times):
    # Odoo's path holds the addon only once the environment is there
    from odoo.addons.customer_tiering.models.collector.reading import Reading

    scheme.company_id = company
    found = []
    for _ in range(1 + times):
        started = time.perf_counter()
        Reading(env, scheme, as_of).collect()
        found.append(time.perf_counter() - started)
    # the first reading fills the caches
    return statistics.median(found[1:])
