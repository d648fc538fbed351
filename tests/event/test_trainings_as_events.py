"""The addon for Odoo's events: it comes with them, does its work and goes again.

Odoo's own runner tests what it does, in a database in which Events is installed after
ours. Needs the environment that ``./dev test`` sets: see tests/conftest.py.
"""

import re

import pytest
from odoo_databases import copied_database, variable
from odoo_runs import odoo, rows

STATE = "SELECT state FROM ir_module_module WHERE name = 'customer_tiering_event'"
LEFTOVERS = """
SELECT 'xmlid ' || name FROM ir_model_data WHERE module = 'customer_tiering_event'
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE (table_name, column_name) IN (
     ('customer_tier_benefit', 'event_tag_id'),
     ('customer_tier_entitlement', 'event_id'),
     ('event_registration', 'customer_tier_entitlement_id'))
"""
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "customer_tiering_event")])
module.button_immediate_uninstall()
"""
# a sentence of Odoo's runner at its end
TESTS = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
LEAST = 18


@pytest.fixture(scope="module")
def database():
    with copied_database("event") as name:
        yield name


@pytest.fixture(scope="module")
def conf(database):
    return ["-c", variable("CT_ODOO_CONF"), "-d", database]


def test_it_comes_with_events_and_works(database, conf):
    log = odoo(
        *conf,
        *("-i", "event", "--stop-after-init", "--http-port", "0"),
        *("--test-tags", "/customer_tiering_event"),
    )
    assert rows(database, STATE) == ["installed"]
    failed, errors, number = (int(one) for one in TESTS.findall(log)[-1])
    assert (failed, errors) == (0, 0)
    assert number >= LEAST


def test_it_goes_without_a_trace(database, conf):
    assert len(rows(database, LEFTOVERS)) > 5
    odoo("shell", *conf, "--no-http", script=UNINSTALL)
    assert rows(database, LEFTOVERS) == []
