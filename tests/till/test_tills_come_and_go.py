"""The addon for tills: it comes with Point of Sale into a database in use, and goes.

Odoo's own runner tests what it does. Needs the environment that ``./dev test`` sets:
see tests/conftest.py.
"""

import re

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

STATE = (
    "SELECT state FROM ir_module_module WHERE name = 'customer_tiering_point_of_sale'"
)
LEFTOVERS = """
SELECT 'xmlid ' || name FROM ir_model_data
 WHERE module = 'customer_tiering_point_of_sale'
UNION ALL
SELECT 'table ' || tablename FROM pg_tables WHERE tablename = 'customer_tier_till_sale'
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE (table_name, column_name) = ('customer_tier_sales_line', 'pos_order_id')
UNION ALL
SELECT 'index ' || indexname FROM pg_indexes
 WHERE indexname LIKE 'pos_order_line%customer_tier%'
UNION ALL
SELECT 'step ' || kind FROM customer_tier_evaluation_bridge WHERE kind LIKE 'till%'
"""
USE = """
company = env.company
env["account.chart.template"].try_loading("generic_coa", company)
customer = env["res.partner"].create({"name": "Customer of both"})
scheme = env.ref("customer_tiering.scheme_pyramid")
env["account.move"].create({
    "move_type": "out_invoice",
    "partner_id": customer.id,
    "invoice_date": scheme._today(),
    "invoice_line_ids": [(0, 0, {"name": "Work", "price_unit": 100, "tax_ids": []})],
}).action_post()
env.cr.commit()
"""
SELL = """
customer = env["res.partner"].search([("name", "=", "Customer of both")])
config = env["pos.config"].create({"name": "Till"})
session = env["pos.session"].create({"config_id": config.id})
session.set_opening_control(0, None)
product = env["product.product"].create({"name": "Nail", "taxes_id": False})
def sell(partner, amount):
    order = env["pos.order"].create({
        "session_id": session.id,
        "partner_id": partner.id,
        "amount_total": amount, "amount_tax": 0, "amount_paid": 0, "amount_return": 0,
        "lines": [(0, 0, {
            "product_id": product.id, "qty": 1, "price_unit": amount,
            "price_subtotal": amount, "price_subtotal_incl": amount, "tax_ids": [],
        })],
    })
    order.add_payment({
        "pos_order_id": order.id, "amount": amount,
        "payment_method_id": config.payment_method_ids.filtered("is_cash_count").id,
    })
    order.action_pos_order_paid()
sell(customer, 40)
sell(env["res.partner"], 7)
session.post_closing_cash_details(session.cash_register_balance_end)
session.update_closing_control_state_session("")
session.close_session_from_ui()
assert session.state == "closed"
env.cr.commit()
"""
EVALUATE = """
scheme = env.ref("customer_tiering.scheme_pyramid")
scheme._queue_evaluation()._run()
env.cr.commit()
last = scheme.last_evaluation_id
own = env["customer.tier.standing"].search([
    ("scheme_id", "=", scheme.id), ("partner_id.name", "=", "Customer of both"),
])
steps = env["customer.tier.evaluation.bridge"].search([("evaluation_id", "=", last.id)])
print("FIGURES", own.net_revenue, own.purchase_count,
      *{line.amount for line in steps if line.kind == "difference"},
      len(steps.filtered(lambda line: line.kind.startswith("till"))))
"""
UNINSTALL = """
env["ir.module.module"].search(
    [("name", "=", "customer_tiering_point_of_sale")]
).button_immediate_uninstall()
"""


@pytest.fixture(scope="module")
def database():
    with copied_database("till") as name:
        yield name


@pytest.fixture(scope="module")
def conf(database):
    return ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]


def figures(conf, script=""):
    said = odoo("shell", *conf, script=script + EVALUATE)
    return re.search(r"FIGURES (.*)", said).group(1).split()


def test_it_comes_with_point_of_sale_and_goes_without_a_trace(database, conf):
    assert figures(conf, USE) == ["100.0", "1", "0.0", "0"]

    odoo(*conf, "-i", "point_of_sale", "--stop-after-init")
    assert rows(database, STATE) == ["installed"]
    # the customer's 40, and the 7 of nobody in both bridges
    assert figures(conf, SELL) == ["140.0", "2", "0.0", "2"]
    assert len(rows(database, LEFTOVERS)) > 5

    odoo("shell", *conf, script=UNINSTALL)
    assert rows(database, LEFTOVERS) == []
    assert figures(conf) == ["100.0", "1", "0.0", "0"]
