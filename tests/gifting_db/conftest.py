"""What needs several connections at once, and so a database of its own."""

import pytest
from odoo_databases import copied_database


@pytest.fixture(scope="module")
def database():
    """A copy of the template with the addon, dropped afterwards."""
    with copied_database("gifting") as name:
        yield name


@pytest.fixture(scope="module")
def registry(database):
    from odoo.modules.registry import Registry

    return Registry(database)
