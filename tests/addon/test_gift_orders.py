"""Gifts are ordered by what is installed: the tests that need Purchase and Inventory.

The addon depends on neither, so they are installed here, into a copy of the database.
"""

import re

import pytest
from odoo_databases import variable
from odoo_runs import odoo
from test_life_of_the_addon import database  # noqa: F401 (a fixture)

TAGS = "/customer_tiering:TestGiftPurchase,/customer_tiering:TestGiftStock"


@pytest.mark.long
def test_requests_for_quotation_and_deliveries(database):  # noqa: F811 (the fixture)
    conf = ["-c", variable("CT_ODOO_CONF"), "-d", database, "--no-http"]
    odoo(*conf, "-i", "purchase_stock", "--stop-after-init")
    # without an update, so that the tests of all installed addons are at hand
    wanted = ["--test-tags", TAGS, "--log-level=info"]
    log = odoo(*conf, *wanted, "--stop-after-init")
    assert int(re.search(r"(\d+) post-tests", log).group(1)) == 6, log[-3000:]
    assert "skipped" not in log
    assert "0 failed, 0 error(s) of 6 tests" in log
