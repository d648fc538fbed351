"""A database of 200,000 classified customers, and an ORM on it.

CT_ODOO_CONF     an Odoo configuration file: server, addons
CT_TEMPLATE_DB   a database on it in which the addon is installed; it is copied
"""

import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from filling import fill
from odoo_databases import copied_database

TABLE = []


def pytest_terminal_summary(terminalreporter):
    for line in TABLE:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def table():
    """Lines to be printed when all tests have run."""
    return TABLE


@pytest.fixture(scope="session")
def database():
    """The name of a fresh copy of the template, dropped at the end."""
    with copied_database("speed") as name:
        yield name


@pytest.fixture(scope="session")
def env(database):
    """An ordinary salesperson's environment on the filled database."""
    from odoo import api
    from odoo.modules.registry import Registry

    with closing(Registry(database).cursor()) as cr:
        admin = api.Environment(cr, api.SUPERUSER_ID, {})
        fill(admin)
        group = admin.ref("sales_team.group_sale_salesman_all_leads")
        user = admin["res.users"].with_context(no_reset_password=True)
        user = user.create(
            {"name": "Sal", "login": "speed", "group_ids": [(6, 0, group.ids)]}
        )
        cr.commit()
        yield admin(user=user.id)
