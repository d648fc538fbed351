"""A second PostgreSQL in recovery: a streaming copy of the server of the tests.

Everything about starting a server, also as root, is the launcher's own `Cluster`; only
where the data come from differs.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from launcher.cluster import Cluster, major_version
from launcher.errors import NoSystemPostgres
from launcher.places import Places
from launcher.postgres import embedded_binaries, forget, system_binaries

PORT = 5432


class NoStandby(Exception):
    """The server of the tests cannot be copied; only one of the user's own refuses."""


class Standby(Cluster):
    """The copy; each statement that it runs is a line of its log."""

    def _initialise(self):
        if (self.data / "PG_VERSION").exists():
            return
        argv = [*self.prefix, self.binaries / "pg_basebackup", "-D", self.data]
        argv += ["--checkpoint=fast", "--no-sync", "--wal-method=stream"]
        done = subprocess.run(argv, capture_output=True, text=True, cwd=self.home)
        if done.returncode:
            raise NoStandby(done.stderr.strip())
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER"}
        primary = " ".join(f"{word}={os.environ[name]}" for word, name in names.items())
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(f"primary_conninfo = '{primary}'\n")
            conf.write(f"port = {PORT}\nlog_statement = 'all'\n")
        (self.data / "standby.signal").touch()

    def stop(self):
        super().stop()
        forget(self.places)

    def statements(self, word):
        """How many statements that begin with ``word`` it has run."""
        log = self.server_log.read_text(errors="replace")
        return len(re.findall(rf"LOG:  statement: {re.escape(word)}", log))

    def sql(self, statement):
        """The rows of one statement, in a session of its own."""
        session = psycopg2.connect(
            host=self.sockets, port=PORT, user=os.environ["PGUSER"], dbname="postgres"
        )
        session.autocommit = True
        try:
            with session.cursor() as cr:
                cr.execute(statement)
                return cr.fetchall()
        finally:
            session.close()

    def wait_for(self, position):
        """Return when everything before the primary's ``position`` is replayed."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.sql(f"SELECT pg_last_wal_replay_lsn() >= '{position}'")[0][0]:
                return
            time.sleep(0.1)
        raise TimeoutError(f"the standby has not replayed {position}")


def standby(folder, major):
    """A standby in ``folder``, not started yet, of a server of version ``major``."""
    for find in (lambda: embedded_binaries(Path(sys.prefix)), system_binaries):
        try:
            binaries = find()
        except NoSystemPostgres:
            continue
        if major_version(binaries) == major:
            return Standby(Places(root=folder), binaries, major)
    raise NoStandby(f"no programs of PostgreSQL {major} are installed here")
