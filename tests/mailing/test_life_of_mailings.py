"""The addons for mailings and mail groups, installed and uninstalled where used.

Odoo's own runner tests what they do. Here it is what they leave: a mailing that is not
sent yet keeps its recipients, who opted out stays known, and nothing else remains.
Needs the environment that ``./dev test`` sets: see tests/conftest.py.
"""

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

ADDONS = ("customer_tiering_mass_mailing", "customer_tiering_mail_group")
STATES = f"SELECT state FROM ir_module_module WHERE name IN {ADDONS}"
LEFTOVERS = f"""
SELECT 'xmlid ' || name FROM ir_model_data WHERE module IN {ADDONS}
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE table_name IN ('mailing_filter', 'mailing_list', 'mailing_mailing',
                      'mailing_subscription', 'mail_group_member')
   AND column_name ~ '^customer_'
UNION ALL
SELECT 'table ' || tablename FROM pg_tables
 WHERE tablename ~ '^customer_(tier_mailing|group_refusal)'
UNION ALL
SELECT 'filter ' || name FROM mailing_filter WHERE mailing_domain LIKE '%customer_tier%'
"""
OPTED_OUT = """
SELECT c.email FROM mailing_subscription s JOIN mailing_contact c ON c.id = s.contact_id
 WHERE s.opt_out
"""
ACTIVE_LISTS = "SELECT name FROM mailing_list WHERE active AND name LIKE 'Life%'"
# before our addon for mailings comes: two mailings, one of them waits to be sent
BEFORE = """
model = env["ir.model"]._get_id("res.partner")
env["mailing.mailing"].create([
    {"subject": name, "mailing_model_id": model, "mailing_domain": "[]"}
    for name in ("Old draft", "Old news")
])
env.cr.commit()
"""
SWITCHES = """
SELECT subject FROM mailing_mailing
 WHERE customer_tier_one_each OR customer_tier_hold_back
"""
# three customers, a filter, a list of which one opted out, two groups, and a draft
USE = """
company = env.company
env["account.chart.template"].try_loading("generic_coa", company)
for number, amount in enumerate((800, 400, 200)):
    customer = env["res.partner"].create(
        {"name": f"Customer {number}", "email": f"customer{number}@example.com"})
    env["account.move"].create({
        "move_type": "out_invoice",
        "partner_id": customer.id,
        "invoice_date": env["customer.tier.scheme"].new({})._today(),
        "invoice_line_ids": [
            (0, 0, {"name": "Work", "price_unit": amount, "tax_ids": []})
        ],
    }).action_post()
tier = env.ref("customer_tiering.tier_small")
scheme = env["customer.tier.scheme"].create({
    "name": "Life", "domain": "[('name', 'like', 'Customer ')]", "in_force": True,
    "rule_ids": [(0, 0, {"tier_id": tier.id})],
})
scheme._queue_evaluation()
env.cr.commit()
env["customer.tier.evaluation"]._work_off()
filters = scheme._keep_mailing_filters()
audience = filters.filtered(lambda one: one.customer_tier_id == tier)
followed = env["mailing.list"]._customer_tier_list(audience)
followed._customer_tier_step()
followed.subscription_ids.filtered(
    lambda one: one.contact_id.email == "customer1@example.com").opt_out = True
for kind in ("list", "mail_group"):
    env["customer.group"].create(
        {"name": f"By {kind}", "scheme_id": scheme.id, "kind": kind})
env["mailing.mailing"].create({
    "subject": "Not sent yet",
    "mailing_model_id": audience.mailing_model_id.id,
    "mailing_filter_id": audience.id,
    "mailing_domain": audience.mailing_domain,
})
env.cr.commit()
"""
UNINSTALL = f"""
modules = env["ir.module.module"].search([("name", "in", {list(ADDONS)})])
modules.button_immediate_uninstall()
"""
AFTER = """
mailing = env["mailing.mailing"].search([("subject", "=", "Not sent yet")])
ids = mailing._get_recipients()
print("GOES TO", sorted(env["res.partner"].browse(ids).mapped("name")))
"""


@pytest.fixture(scope="module")
def database():
    with copied_database("mailing") as name:
        yield name


@pytest.fixture(scope="module")
def conf(database):
    return ["-c", variable("CT_ODOO_CONF"), "-d", database]


def test_they_come_where_mailings_are_and_change_none(database, conf):
    """As if Email Marketing had been there first: ours is taken out for a while."""
    install = ("-i", "mass_mailing,mail_group", "--stop-after-init", "--no-http")
    odoo(*conf, *install)
    assert rows(database, STATES) == ["installed"] * 2
    odoo("shell", *conf, "--no-http", script=UNINSTALL)
    odoo("shell", *conf, "--no-http", script=BEFORE)
    odoo(*conf, "-i", ",".join(ADDONS), "--stop-after-init", "--no-http")
    assert rows(database, STATES) == ["installed"] * 2
    assert rows(database, SWITCHES) == []


def test_they_go_and_leave_what_people_said(database, conf):
    odoo("shell", *conf, "--no-http", script=USE)
    assert len(rows(database, LEFTOVERS)) > 20
    odoo("shell", *conf, "--no-http", script=UNINSTALL)
    assert rows(database, LEFTOVERS) == []
    assert rows(database, OPTED_OUT) == ["customer1@example.com"]
    assert rows(database, ACTIVE_LISTS) == []
    log = odoo("shell", *conf, "--no-http", script=AFTER)
    assert "GOES TO ['Customer 0', 'Customer 2']" in log
    kinds = "SELECT kind FROM customer_group WHERE name->>'en_US' LIKE 'By %'"
    assert rows(database, kinds) == ["none", "none"]
