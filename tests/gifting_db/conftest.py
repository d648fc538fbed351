"""What needs several connections at once, and so a database of its own.

Needs the environment that ``./dev test`` sets: see tests/load/conftest.py.
"""

import os
import uuid
from contextlib import closing

import pytest


def needed(name):
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: run ./dev test", pytrace=False)
    return value


@pytest.fixture(scope="module")
def database():
    """A copy of the template with the addon, dropped afterwards."""
    import odoo.sql_db
    from odoo.tools import SQL, config

    name = f"ct_gifting_{uuid.uuid4().hex[:12]}"
    config.parse_config(
        ["-c", needed("CT_ODOO_CONF"), "-d", name, "--log-level=warn"],
        setup_logging=False,
    )

    def execute(statement, *names):
        with closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
            cr.rollback()
            cr._cnx.autocommit = True
            cr.execute(SQL(statement, *map(SQL.identifier, names)))

    execute("CREATE DATABASE %s TEMPLATE %s", name, needed("CT_TEMPLATE_DB"))
    try:
        yield name
    finally:
        odoo.sql_db.close_all()
        execute("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)


@pytest.fixture(scope="module")
def registry(database):
    from odoo.modules.registry import Registry

    return Registry(database)
