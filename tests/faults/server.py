"""A PostgreSQL of the tests' own, to be killed, crashed and filled up.

As the launcher's, but with what a real server promises: a commit that was answered
outlives a crash.
"""

import os
import signal
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from launcher.children import run
from launcher.cluster import ROLE, Cluster
from launcher.processes import started

# The disk itself is not at fault here: what the kernel has, it keeps.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}
PATIENCE_SECONDS = 60


class Server(Cluster):
    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _start(self) -> None:
        # nobody may have collected the dead, whose numbers then still look alive
        self._forget_the_dead()
        for lock in self.sockets.glob("*.lock"):
            lock.unlink()
        settings = {**SETTINGS, "unix_socket_directories": self.sockets}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        argv = [*self.prefix, self.binaries / "pg_ctl", "-D", self.data, "-w"]
        argv += ["-l", self.server_log, "-o", options, "start"]
        said = {"what": "Starting PostgreSQL", "log": self.log}
        run(argv, env=self._env(), cwd=self.home, **said)

    def crash(self) -> None:
        """All of its processes end at once, as when the machine loses power."""
        pid = self.pid
        victims = [pid, *children_of(pid)]
        for victim in victims:
            kill(victim)
        until(lambda: not any(map(started, victims)), "PostgreSQL is dead")

    def tool(self, name: str, *arguments: str, env: dict | None = None) -> None:
        """Run one of PostgreSQL's own programs to its end."""
        subprocess.run(
            [self.binaries / name, *arguments],
            env=env or {**os.environ, "PGHOST": str(self.sockets), "PGUSER": ROLE},
            check=True,
        )

    def connect(self, database: str):
        """A connection that sees at each statement what is committed by then."""
        connection = psycopg2.connect(
            host=str(self.sockets), user=ROLE, dbname=database
        )
        connection.autocommit = True
        return connection

    def rows(self, database: str, statement: str, parameters=None) -> list[tuple]:
        with closing(self.connect(database)) as connection:
            with connection.cursor() as cr:
                cr.execute(statement, parameters)
                return cr.fetchall() if cr.description else []

    def copy(self, template: str, name: str) -> None:
        self.rows("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # The other strategy copies sequences with numbers that were logged for the
        # template alone: after a crash they would be given out a second time.
        making = f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'
        self.rows("postgres", making)

    def sessions(self, database: str, pid: int | None = None) -> list[int]:
        """The backends of Odoo, or of its process ``pid`` alone."""
        found = self.rows(
            "postgres",
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND application_name LIKE %s",
            [database, f"odoo-{pid or '%'}"],
        )
        return [pid for (pid,) in found]

    def alone(self, database: str) -> None:
        """Wait until PostgreSQL has noticed that Odoo is gone."""
        until(lambda: not self.sessions(database), "the last session is over")

    @contextmanager
    def held_row(self, database: str, table: str, row: int):
        """Hold the lock of one row: who writes to it waits, however long."""
        with closing(self.connect(database)) as connection:
            connection.autocommit = False
            with connection.cursor() as cr:
                cr.execute(f"SELECT FROM {table} WHERE id = %s FOR UPDATE", [row])
                yield

    def waiting(self, database: str) -> list[int]:
        """The backends that wait for a lock."""
        found = self.rows(
            "postgres",
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND wait_event_type = 'Lock'",
            [database],
        )
        return [pid for (pid,) in found]

    def wait_for_a_waiter(self, database: str) -> int:
        until(lambda: self.waiting(database), "somebody waits for the row")
        return self.waiting(database)[0]


def gone(error: psycopg2.DatabaseError) -> bool:
    """Whether the server went away, not that it refused a statement.

    Mostly an OperationalError; DatabaseError itself, none of its kinds, where the
    connection broke within an answer.
    """
    return (
        isinstance(error, psycopg2.OperationalError)
        or type(error) is psycopg2.DatabaseError
    )


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def children_of(pid: int) -> list[int]:
    """Of a process of this machine, by /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found.append(int(stat.parent.name))
    return found


def until(condition, what: str, patience: float = PATIENCE_SECONDS) -> None:
    """Wait for it; fails with ``what`` if it does not come."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"in vain waited for this: {what}"
        time.sleep(0.02)
