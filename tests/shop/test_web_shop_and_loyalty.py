"""The addons for the web shop and for loyalty: they come with the apps, and go again.

Odoo's own runner tests what they do, see ``./dev test``. Here they are used, and taken
out of a database in which others go on. Needs the environment that ``./dev test`` sets:
see tests/conftest.py.
"""

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

ADDONS = ("customer_tiering_loyalty", "customer_tiering_website_sale")
NAMES = ", ".join(f"'{name}'" for name in ADDONS)
INSTALLED = f"""
SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN ({NAMES})
 ORDER BY name
"""
LEFTOVERS = f"""
SELECT 'xmlid ' || name FROM ir_model_data WHERE module IN ({NAMES})
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE (table_name, column_name) IN (
     ('customer_tier_shop_stage', 'crown_level'),
     ('customer_tier_standing', 'loyalty_points'))
UNION ALL
SELECT 'table ' || tablename FROM pg_tables
 WHERE tablename = 'customer_tier_loyalty_program_rel'
UNION ALL
SELECT 'playbook ' || id FROM customer_playbook WHERE trigger = 'cart'
UNION ALL
SELECT 'view ' || id FROM ir_ui_view
 WHERE arch_db::text LIKE '%_customer_tier_words%'
"""
# a customer with a tier, a cart that was left, a playbook, a programme and points
USE = """
company = env.company
env["account.chart.template"].try_loading("generic_coa", company)
customer = env["res.partner"].create({"name": "Customer", "is_company": True})
today = env["customer.tier.scheme"].new({})._today()
env["account.move"].create({
    "move_type": "out_invoice",
    "partner_id": customer.id,
    "invoice_date": today,
    "invoice_line_ids": [(0, 0, {"name": "Work", "price_unit": 9, "tax_ids": []})],
}).action_post()
opened = env["customer.tier.setup"].create({}).action_set_up()
scheme = env[opened["res_model"]].browse(opened["res_id"])
scheme.metric_ids += env.ref(
    "customer_tiering_loyalty.customer_tier_metric_loyalty_points")
scheme.action_apply()
env["customer.tier.evaluation"]._work_off()
tier = env["customer.tier.standing"].search([("scheme_id", "=", scheme.id)]).tier_id
program = env["loyalty.program"].create({
    "name": "For some", "program_type": "loyalty", "applies_on": "both",
    "customer_tier_ids": tier.ids})
env["loyalty.card"].create({
    "program_id": program.id, "partner_id": customer.id, "points": 7})
product = env["product.product"].create({"name": "Hammer", "list_price": 10})
cart = env["sale.order"].create({
    "partner_id": customer.id, "website_id": env["website"].search([], limit=1).id,
    "date_order": "2024-01-01 10:00:00",
    "order_line": [(0, 0, {"product_id": product.id})]})
playbook = env.ref("customer_tiering_website_sale.playbook_cart")
copied = playbook.copy({"name": "Of somebody"})
for one in playbook + copied:
    one.write({"scheme_id": scheme.id, "tier_ids": False, "active": True})
    one.first_occurrence_from = "2024-01-01"
    one._open_due()
    while one._work_batch():
        pass
env.cr.commit()
plays = env["customer.playbook.play"].search([("res_id", "=", cart.id)])
activities = env["mail.activity"].search(
    [("res_model", "=", "sale.order"), ("res_id", "=", cart.id)])
print("USED", tier.code != False, len(plays), len(activities))
"""
UNINSTALL = f"""
modules = env["ir.module.module"].search([("name", "in", [{NAMES}])])
modules.button_immediate_uninstall()
"""
# the scheme decides by nothing of theirs, so it goes on; what is to be done stays
AFTER = """
cart = env["sale.order"].search([("date_order", "=", "2024-01-01 10:00:00")])
activities = env["mail.activity"].search(
    [("res_model", "=", "sale.order"), ("res_id", "=", cart.id)])
scheme = env["customer.tier.scheme"].search([("in_force", "=", True)], limit=1)
scheme._queue_evaluation(scheme._today())
env["customer.tier.evaluation"]._work_off()
order = env["sale.order"].create({"partner_id": cart.partner_id.id})
order._update_programs_and_rewards()
env["customer.playbook"].with_context(active_test=False).search([])._triggers()
print("AFTER", len(activities), scheme.last_evaluation_id.state)
"""


@pytest.fixture(scope="module")
def database():
    with copied_database("shop") as name:
        yield name


@pytest.fixture(scope="module")
def conf(database):
    return ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]


def test_they_come_with_the_apps_and_are_used(database, conf):
    odoo(*conf, "-i", "website_sale,loyalty", "--stop-after-init")
    assert rows(database, INSTALLED) == [*ADDONS]
    said = odoo("shell", *conf, script=USE)
    assert "USED True 2 2" in said


def test_they_go_without_a_trace(database, conf):
    assert len(rows(database, LEFTOVERS)) > 10
    odoo("shell", *conf, script=UNINSTALL)
    assert rows(database, INSTALLED) == []
    assert rows(database, LEFTOVERS) == []
    said = odoo("shell", *conf, script=AFTER)
    assert "AFTER 2 done" in said
