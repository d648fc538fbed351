"""A user at work beside the evaluations, and evaluations without end."""

import time
from datetime import timedelta
from functools import partial

from workers import scheduled

GROUPS = ("sales_team.group_sale_salesman_all_leads", "account.group_account_invoice")


def people_and_goods(env):
    """Ids of the user, the product and the customers to trade with; committed."""
    groups = [env.ref(name).id for name in GROUPS]
    user = env["res.users"].with_context(no_reset_password=True)
    user = user.create(
        {"name": "Ida", "login": "faults", "group_ids": [(6, 0, groups)]}
    )
    product = env["product.product"].create({"name": "Anvil", "type": "service"})
    env.cr.execute(
        "SELECT id FROM res_partner WHERE name LIKE 'Customer %%' AND is_company"
        " ORDER BY md5(name) LIMIT 2000"
    )
    return user.id, product.id, [id_ for (id_,) in env.cr.fetchall()]


def edit(env, day, product, customer, done):
    env["res.partner"].browse(customer).write(
        {"street": f"High Street {time.monotonic_ns()}", "phone": "555-0100"}
    )


def order(env, day, product, customer, done):
    line = {"product_id": product, "product_uom_qty": 1, "price_unit": 10.0}
    values = {"partner_id": customer, "order_line": [(0, 0, line)]}
    env["sale.order"].create(values).action_confirm()


def post(env, day, product, customer, done):
    line = {"product_id": product, "quantity": 1, "price_unit": 10.0}
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer,
            "invoice_date": day,
            "invoice_line_ids": [(0, 0, line)],
        }
    )
    invoice.action_post()
    done["invoice"] = invoice.id


def pay(env, day, product, customer, done):
    wizard = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=[done["invoice"]]
    )
    wizard.create({"payment_date": day}).action_create_payments()


SAVES = (edit, order, post, pay)


def trade(env, rounds, day, given):
    """Each of the SAVES ``rounds`` times, each in a request of its own.

    ``given``  what `people_and_goods` has made

    Returns (seconds of each save, sentences of those that failed).
    """
    from odoo import api
    from odoo.service.model import retrying

    user, product, customers = given
    seconds, failed = [], []
    for number in range(rounds):
        done = {}
        for save in SAVES:
            started = time.perf_counter()
            try:
                # as Odoo's web server does it
                with env.registry.cursor() as cr:
                    mine = api.Environment(cr, user, {"lang": "en_US"})
                    customer = customers[number % len(customers)]
                    retrying(partial(save, mine, day, product, customer, done), mine)
            except Exception as error:  # counted: the test wants none
                failed.append(f"{save.__name__}: {error}")
            seconds.append(time.perf_counter() - started)
    return seconds, failed


def evaluate_until(env, stop, day):
    """Evaluate ``day``, the next day and so on, until ``stop``; (runs, customers)."""
    scheme = env.ref("customer_tiering.scheme_pyramid")
    runs = 0
    while not stop.is_set() or not runs:
        scheme._queue_evaluation(day + timedelta(days=runs))
        env.cr.commit()
        scheduled(env)
        env.cr.commit()
        runs += 1
    return runs
