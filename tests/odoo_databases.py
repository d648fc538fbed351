"""Copies of the template database; see conftest.py."""

import os
import shutil
import uuid
from contextlib import contextmanager

import pytest


def variable(name):
    value = os.environ.get(name)
    if not value:
        pytest.fail(
            f"{name} is not set: run ./dev test, or see tests/conftest.py",
            pytrace=False,
        )
    return value


@contextmanager
def copied_database(purpose="load", template=None):
    """Yield the name of a copy of the template, `ct_PURPOSE_…`; drop it at the end,
    with the files that were stored in it.

    ``template`` is another database to copy, to which nobody is connected elsewhere.
    """
    from odoo.sql_db import close_db, db_connect
    from odoo.tools import SQL, config

    config.parse_config(
        ["-c", variable("CT_ODOO_CONF"), "--log-level=warn"], setup_logging=False
    )
    template = template or variable("CT_TEMPLATE_DB")
    name = f"ct_{purpose}_{uuid.uuid4().hex[:12]}"

    def execute(statement, *names):
        with db_connect("postgres").cursor() as cr:
            # CREATE and DROP DATABASE cannot run in a transaction.
            cr._cnx.autocommit = True
            cr.execute(SQL(statement, *(SQL.identifier(part) for part in names)))

    close_db(template)
    execute("CREATE DATABASE %s TEMPLATE %s", name, template)
    try:
        yield name
    finally:
        close_db(name)
        execute("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)
        shutil.rmtree(config.filestore(name), ignore_errors=True)
