"""Databases together with their file stores: list, copy, rename, drop.

On the user's own server, every name starts with a prefix of this checkout. So databases
of the user or of another checkout are never touched.
"""

import hashlib
import os
import platform
import re
import shutil
from pathlib import Path

from .errors import BadUse, NoSpace, SqlError
from .workbench import Workbench

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
# Names that ./dev itself uses; users have to choose other names.
OURS = re.compile(r"demo|postgres|(template|building|test|pot)[_0-9].*")
# The tables of the addon have storage parameters of their own, which tests look at.
KEEP_FROM_AUTOVACUUM = """
DO $$
DECLARE found regclass;
BEGIN
    FOR found IN
        SELECT oid FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
           AND relname NOT LIKE 'customer%'
    LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', found);
    END LOOP;
END $$
"""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Databases:
    def __init__(self, bench: Workbench):
        self.bench = bench
        self.prefix = "" if bench.server.ours else f"ct_{self._mark()}_"

    def _mark(self) -> str:
        here = f"{platform.node()} {self.bench.places.root}"
        return hashlib.sha256(here.encode()).hexdigest()[:6]

    def called(self, name: str) -> str:
        """The full name for a short one."""
        if not NAME.fullmatch(name):
            raise BadUse(
                f"{name!r} is not a valid database name: use up to 41 small letters, "
                f"digits, - and _."
            )
        return self.prefix + name

    def users_own(self, name: str) -> str:
        """The full name of a database that the user asked for and that is created."""
        if OURS.fullmatch(name):
            raise BadUse(f"./dev uses the name {name} itself: choose another one.")
        return self.called(name)

    def names(self) -> list[str]:
        """This checkout's databases, the oldest first."""
        rows = self.bench.sql("SELECT datname FROM pg_database ORDER BY oid")
        return [name for (name,) in rows if name.startswith(self.prefix)]

    def filestore(self, name: str) -> Path:
        return self.bench.places.inside("data", "filestore") / name

    def copy(self, template: str, name: str) -> None:
        """`name` becomes a copy of `template`; an older `name` is dropped."""
        self.drop(name)
        source = self.filestore(template)
        if source.is_dir():
            shutil.copytree(source, self.filestore(name), copy_function=link_or_copy)
        self._do(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")

    def keep_from_autovacuum(self, name: str) -> None:
        """Let autovacuum leave the tables of Odoo in a database for tests alone.

        What a test fills in is never committed. On a slow machine autovacuum comes in
        between and notes that the tables are empty, and a statement of Odoo that takes
        a tenth of a second then takes hours.
        """
        self._do(KEEP_FROM_AUTOVACUUM, database=name)

    def rename(self, old: str, new: str) -> None:
        """Rename the database last: only then is the new name valid."""
        shutil.rmtree(self.filestore(new), ignore_errors=True)
        if self.filestore(old).is_dir():
            self.filestore(old).rename(self.filestore(new))
        self._do(f"ALTER DATABASE {quoted(old)} RENAME TO {quoted(new)}")

    def drop(self, name: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def drop_abandoned(self) -> None:
        """Drop databases named after a process that no longer exists (a kill)."""
        for name in self.names():
            found = re.search(r"_p(\d+)$", name)
            if found and not _alive(int(found[1])):
                self.drop(name)

    def _do(self, statement: str, database: str = "postgres") -> None:
        try:
            self.bench.sql(statement, database=database)
        except SqlError as error:
            if "No space left" in str(error):
                raise NoSpace(self.bench.places.state) from error
            raise BadUse(f"PostgreSQL refuses `{statement}`: {error}.") from error


def link_or_copy(source: str, target: str) -> None:
    """A link is enough: Odoo never changes a file in a file store."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def own(name: str) -> str:
    """A name that contains the id of this process."""
    return f"{name}_p{os.getpid()}"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
