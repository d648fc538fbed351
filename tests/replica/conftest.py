"""A shop in a copy of the template, and a standby that streams from its server."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from odoo_databases import copied_database, variable

sys.path.insert(0, str(Path(__file__).resolve().parent))

from standby import PORT, NoStandby, standby

CUSTOMERS = 300


@pytest.fixture(scope="module")
def shop():
    """``env`` (the superuser's) and ``scheme`` of a shop with 300 customers."""
    from bench import shop
    from bench.measures import AS_OF, Measures
    from loader.session import odoo_environment

    with (
        copied_database("jobs_replica") as name,
        odoo_environment(variable("CT_ODOO_CONF"), name) as env,
    ):
        company = env.ref("base.main_company")
        env["account.chart.template"].try_loading("generic_coa", company)
        env = env(context={"allowed_company_ids": company.ids})
        shop.build(env, company.with_env(env), CUSTOMERS, AS_OF)
        scheme = Measures(env, company.with_env(env)).scheme
        yield SimpleNamespace(env=env, scheme=scheme, as_of=AS_OF)


@pytest.fixture(scope="module")
def server(shop, tmp_path_factory):
    """The running standby."""
    cr = shop.env.cr
    cr.execute("SELECT current_setting('server_version_num')::int / 10000")
    try:
        made = standby(tmp_path_factory.mktemp("standby"), cr.fetchone()[0])
        made.start()
    except NoStandby as reason:
        pytest.skip(f"no standby of the server of these tests: {reason}")
    yield made
    made.stop()


@pytest.fixture
def replica(server):
    """The standby, named to Odoo as its replica for the time of one test."""
    from odoo.tools import config

    config["db_replica_host"] = str(server.sockets)
    config["db_replica_port"] = PORT
    yield server
    config["db_replica_host"] = None
    config["db_replica_port"] = None
