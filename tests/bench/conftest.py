"""The benchmark's own tests: a small shop in a copy of the template database."""

import sys
from pathlib import Path

import pytest
from odoo_databases import copied_database, variable

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def env():
    from loader.session import odoo_environment

    with (
        copied_database("bench") as name,
        odoo_environment(variable("CT_ODOO_CONF"), name) as env,
    ):
        yield env
