"""Databases for the loader's tests.

``pytest tests/load`` needs two environment variables, which ``./dev test`` sets:

CT_ODOO_CONF    path of an odoo.conf: db_host, db_user and an addons_path in which
                Odoo's addons and customer_tiering are found
CT_TEMPLATE_DB  a database with customer_tiering installed, without demo data; it
                is only copied (nobody may be connected to it meanwhile)

and the checkout's root as working directory (or on PYTHONPATH), in the Python
environment that Odoo runs in. Each test module works in a copy of the template
(``ct_load_…``), which is dropped afterwards. Nothing is skipped: without the
variables every test that needs them fails with a sentence.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# the pure packages under their own names
sys.path.append(str(Path(__file__).resolve().parents[2] / "customer_tiering"))

from odoo_databases import copied_database, variable


@pytest.fixture(scope="module")
def database():
    with copied_database() as name:
        yield name


@pytest.fixture(scope="session")
def odoo_conf():
    return variable("CT_ODOO_CONF")


@pytest.fixture(scope="module")
def env(database, odoo_conf):
    from loader.session import odoo_environment

    with odoo_environment(odoo_conf, database) as environment:
        yield environment
