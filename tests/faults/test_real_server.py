"""A whole Odoo server, of which nobody takes care: the evaluation comes to its end.

The scheduler looks once a minute; what wakes it here at once is the word that Odoo
sends when anything is triggered.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from conftest import NEW
from ladder import EVALUATIONS
from server import gone, kill, until

ODOO = [sys.executable, "-W", "ignore", "-m", "odoo"]
PROCESS = "SELECT application_name FROM pg_stat_activity WHERE pid = %s"


@contextmanager
def serving(options, database, log: Path):
    """An Odoo with processes of its own for scheduled actions."""
    argv = [*ODOO, *options, "-d", database, "--no-http"]
    argv += ["--workers=1", "--max-cron-threads=1", "--pidfile="]
    with log.open("w") as sink:
        process = subprocess.Popen(
            argv, stdout=sink, stderr=sink, start_new_session=True
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wake(server, database):
    server.rows("postgres", "SELECT pg_notify('cron_trigger', %s)", [database])


def waited_for(server, database):
    """The backend that waits for the row, and the Odoo process it works for."""

    def waiting():
        wake(server, database)
        return server.waiting(database)

    until(waiting, "the scheduler has begun")
    (backend,) = server.waiting(database)
    ((name,),) = server.rows(database, PROCESS, [backend])
    return backend, int(name.removeprefix("odoo-"))


def comes_to_an_end(server, database):
    def done():
        try:
            wake(server, database)
            return server.rows(database, EVALUATIONS, [NEW])[0][1] == "done"
        except psycopg2.DatabaseError as error:  # going down, or still in recovery
            if not gone(error):
                raise
            return False

    until(done, "the evaluation is done", patience=150)


@pytest.mark.parametrize("victim", ["Odoo process", "PostgreSQL backend"])
def test_nobody_has_to_do_anything(
    server, odoo_options, database, middle, observer, settled, tally, tmp_path, victim
):
    with serving(odoo_options, database, tmp_path / "odoo.log"):
        with server.held_row(database, "customer_tier_standing", middle):
            backend, process = waited_for(server, database)
            kill(process if victim == "Odoo process" else backend)
            tally[f"kill -9 of a {victim}, under a server"] += 1
        comes_to_an_end(server, database)
        until(lambda: followed(server, database), "the followers are done")
    # the server has been ended, which PostgreSQL may be slow to notice
    server.alone(database)
    settled()


def followed(server, database):
    pending = "SELECT 1 FROM customer_tier_follower WHERE state = 'pending'"
    return not server.rows(database, pending)
