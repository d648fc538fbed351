"""Faults: a PostgreSQL of the tests' own, with a shop on it whose ladder is in force.

The template of the other tests (CT_TEMPLATE_DB) is copied onto that server once. There
it gets a shop and the ladder of `OLD`; each test works in a fresh copy, in which the
evaluation of `NEW` waits.
"""

import os
import shutil
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ladder import (
    EVALUATIONS,
    LOG,
    MIDDLE,
    ROWS,
    STANDINGS,
    WOKEN,
    Observer,
    Outcome,
    differences,
)
from odoo_databases import variable
from server import Server
from workers import CRON, Worker, scheduled, to_the_end

import bench.shop
from launcher.places import Places
from launcher.postgres import embedded_binaries

OLD, NEW = date(2025, 1, 31), date(2026, 1, 31)
CUSTOMERS = 5_000
BATCH = 500  # of the followers
# One name for all copies: the registry that the workers are forked with has it.
EMPTY, SHOP, DATABASE = "ct_faults_empty", "ct_faults_shop", "ct_faults"
TALLY = Counter()
LINES = []
# the standings of an undisturbed run, row by row
EXPECTED = []


def pytest_terminal_summary(terminalreporter):
    for line in LINES:
        terminalreporter.write_line(line)
    for what, number in TALLY.items():
        terminalreporter.write_line(f"{what}: {number:,}")


@pytest.fixture(scope="session")
def tally():
    """Counts to be printed when all tests have run."""
    return TALLY


@pytest.fixture(scope="session")
def lines():
    """Lines to be printed when all tests have run."""
    return LINES


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL with a copy of the other tests' template, twice."""
    folder = Path(tempfile.mkdtemp(prefix="ct-faults-"))
    places = Places(root=folder, cache=folder)
    made = Server(places, embedded_binaries(Path(sys.prefix)), major=0)
    made.start()
    try:
        dump = str(folder / "template")
        template = variable("CT_TEMPLATE_DB")
        made.tool("pg_dump", "-Fd", "-Z0", "-f", dump, template, env=dict(os.environ))
        made.tool("createdb", EMPTY)
        made.tool("pg_restore", "-j2", "--no-owner", "-d", EMPTY, dump)
        made.copy(EMPTY, DATABASE)
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def odoo_options(server):
    """Options of an Odoo on this server; this process has its registry."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    options = ["-c", variable("CT_ODOO_CONF"), "--db_host", str(server.sockets)]
    options += ["--db_user", "odoo", "--db_port", "5432"]
    config.parse_config([*options, "--log-level=critical"], setup_logging=True)
    Registry(DATABASE)
    return options


@pytest.fixture(scope="session")
def empty(odoo_options):
    """The name of a database with the addon and no trade."""
    return EMPTY


@pytest.fixture(scope="session")
def shop(server, odoo_options):
    """The name of a database with trade, the ladder of OLD, and NEW in the queue."""
    Worker(DATABASE, build, CUSTOMERS).result()
    server.alone(DATABASE)
    server.rows(DATABASE, LOG)
    server.rows(DATABASE, "VACUUM ANALYZE")
    server.copy(DATABASE, SHOP)
    return SHOP


@pytest.fixture
def database(server, shop, undisturbed):
    """A fresh copy of the shop."""
    server.copy(shop, DATABASE)
    return DATABASE


@pytest.fixture
def middle(server, database):
    """Id of the standing of the customer in the middle of those written."""
    return server.rows(database, MIDDLE)[0][0]


@pytest.fixture(scope="session")
def undisturbed(server, shop):
    """(ladder of OLD, `Outcome` of an evaluation of NEW to which nothing happens)."""
    server.copy(shop, DATABASE)
    before = server.rows(DATABASE, STANDINGS)[0]
    Worker(DATABASE, to_the_end).result()
    outcome = Outcome.seen(server, DATABASE, NEW)
    moved = len(outcome.changes)
    # or the tests below would show nothing
    assert before[0] == outcome.standings[0] >= CUSTOMERS
    assert before != outcome.standings
    assert moved > BATCH + 1
    assert outcome.announced == (moved, moved)
    EXPECTED[:] = server.rows(DATABASE, ROWS)
    return before, outcome


@pytest.fixture
def observer(server, database, undisturbed, tally):
    """Somebody looks on all the time; they never see anything but whole ladders."""
    made = Observer(server, database)
    yield made
    looks, ladders = made.end()
    before, outcome = undisturbed
    whole = [before, outcome.standings]
    tally["looks at the ladder"] += looks
    tally["mixtures of two ladders seen"] += sum(x not in whole for x in ladders)
    assert looks > 0
    assert ladders in ([before], whole)


@pytest.fixture
def state(server, database):
    """A function: (state, error) of the evaluation of NEW."""

    def read():
        ((_id, state, error),) = server.rows(database, EVALUATIONS, [NEW])
        return state, error

    return read


@pytest.fixture
def woken(server, database):
    """A function: whether the scheduled action is due "now", "later", or not at all."""

    def read():
        now, later = server.rows(database, WOKEN)[0]
        return "now" if now else "later" if later else None

    return read


@pytest.fixture
def settled(server, database, undisturbed, tally):
    """A function: run what is left; then all is as after an undisturbed run."""

    def check():
        _before, expected = undisturbed
        Worker(database, to_the_end).result()
        seen = Outcome.seen(server, database, NEW)
        evaluations = server.rows(database, EVALUATIONS, [NEW])
        assert [state for _id, state, _error in evaluations] == ["done"]
        rows = server.rows(database, ROWS)
        lost = dict(EXPECTED).keys() - dict(rows).keys()
        tally["customers compared with an undisturbed run"] += len(rows)
        tally["customers lost"] += len(lost)
        tally["changes lost or doubled"] += len(
            set(seen.changes) ^ set(expected.changes)
        ) + (len(seen.changes) - len(set(seen.changes)))
        tally["announcements doubled"] += seen.announced[1] - seen.announced[0]
        assert differences(EXPECTED, rows) == {}
        assert seen == expected

    return check


def build(env, customers):
    """Trade of three years, the ladder of OLD, and NEW queued; commits."""
    company = env.ref("base.main_company")
    env["account.chart.template"].try_loading("generic_coa", company)
    env = env(context={"allowed_company_ids": company.ids})
    bench.shop.build(env, company.with_env(env), customers, NEW)
    env.cr.commit()
    scheme = env.ref("customer_tiering.scheme_pyramid")
    scheme.write(
        {
            "in_force": True,
            "tz": "UTC",
            "company_id": company.id,
            # nothing is evaluated but what the tests put in the queue
            "refresh_nightly": False,
            "next_date": False,
        }
    )
    scheme._queue_evaluation(OLD)
    env.cr.commit()
    scheduled(env)
    env.cr.commit()
    env.invalidate_all()
    assert scheme.last_evaluation_id.as_of == OLD
    scheme._queue_evaluation(NEW)
    env.ref(CRON)._trigger()
