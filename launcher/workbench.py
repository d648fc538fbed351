"""What every command needs: Python, Odoo and PostgreSQL, ready to use.

    with Workbench(places) as bench:
        bench.odoo(["-d", "name", ...], what="...", log="...")

At the end, the PostgreSQL that it started is stopped, unless another call uses it.
"""

import ast
import hashlib
import json
import os
import subprocess
from functools import cached_property
from pathlib import Path

from . import cluster, odoo, postgres, python_env
from .children import run
from .errors import NoAddon, SqlError
from .locks import InUse
from .places import ADDON, DASHBOARD, GLUE, Places

# These would make Odoo, Python or libpq use something that we did not choose.
NOT_INHERITED = (
    "ODOO_RC",
    "OPENERP_SERVER",
    "PGDATABASE",
    # bytecode goes to our own folder; without it, each start compiles Odoo again
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "VIRTUAL_ENV",
)


class Workbench:
    def __init__(self, places: Places, system_postgres: bool = False):
        self.places = places
        self.system_postgres = system_postgres
        self._server = None
        # The last line of a command, printed after the clean-up.
        self.closing = ""

    def __enter__(self) -> "Workbench":
        python_env.check_python()
        if not (manifest := self.places.addon / "__manifest__.py").is_file():
            raise NoAddon(manifest)
        self.in_use = InUse(self.places.state / "in-use.lock")
        self.cache_in_use = InUse(self.places.cached() / "in-use.lock")
        return self

    def __exit__(self, *failure) -> None:
        server = self._server
        if server and server.ours and self.in_use.alone():
            server.stop()
        self.in_use.release()
        self.cache_in_use.release()

    @cached_property
    def venv(self) -> Path:
        return python_env.ensure(self.places)

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @cached_property
    def odoo_install(self) -> odoo.Odoo:
        with python_env.made_beside(self.places, odoo.to_download(self.places)):
            return odoo.find(self.places)

    @cached_property
    def server(self) -> postgres.Server:
        assert self.odoo_install  # first: no server is needed without an Odoo
        server = postgres.ensure(self.places, self.venv, self.system_postgres)
        self._server = server
        self.__dict__["server"] = server  # `sql` below already needs it
        if not server.ours:
            postgres.check(server, self.sql)
        return server

    def tools_env(self) -> dict:
        """Environment variables for programs that need neither Odoo nor a database."""
        inherited = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        path = [self.venv / "bin", self.places.state / "bin", os.environ.get("PATH")]
        return {
            **inherited,
            "PATH": os.pathsep.join(str(part) for part in path if part),
            "PYTHONNOUSERSITE": "1",
            # Nothing is written into the source folders of the checkout or of Odoo.
            "PYTHONPYCACHEPREFIX": str(self.places.inside("pycache")),
            "CUSTOMER_TIERING_CACHE": str(self.places.cached()),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(self.places.inside("hypothesis")),
        }

    def env(self) -> dict:
        """Environment variables for everything that uses Odoo or the database."""
        return {
            **self.tools_env(),
            **self.server.env,
            "ODOO_PATH": str(self.odoo_install.path),
            "CT_ODOO_CONF": str(self.config()),
        }

    def config(self) -> Path:
        """An Odoo configuration file, named after its content, so it never changes."""
        install = self.odoo_install
        addons = [*install.addons, self.places.root]
        lines = [
            "[options]",
            f"addons_path = {','.join(map(str, addons))}",
            f"data_dir = {self.places.inside('data')}",
            "http_interface = 127.0.0.1",
            "list_db = False",
            # A long evaluation in a request or a scheduled action must not restart the
            # server.
            "limit_time_real = 3600",
            "limit_time_cpu = 3600",
            "limit_memory_soft = 0",
            "limit_memory_hard = 0",
        ]
        server = self.server
        if server.ours:
            lines += [f"db_host = {server.env['PGHOST']}", f"db_user = {cluster.ROLE}"]
            lines += [f"db_port = {server.env['PGPORT']}"]
        text = "\n".join(lines) + "\n"
        name = hashlib.sha256(text.encode()).hexdigest()[:10]
        path = self.places.inside("config") / f"{name}.conf"
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_text(text)
            draft.replace(path)
        return path

    def odoo_argv(self, arguments: list, command: str = "") -> list:
        """`python -m odoo`, with a sub-command before the options."""
        config = ["-c", self.config()]
        return [self.python, "-m", "odoo", *command.split(), *config, *arguments]

    def odoo(self, arguments: list, *, what: str, log: str, **options) -> str:
        """Run Odoo to its end; `options` are those of `children.run`."""
        argv = self.odoo_argv(arguments, options.pop("command", ""))
        return run(argv, what=what, log=self.places.log(log), env=self.env(), **options)

    def sql(self, *statements: str, database: str = "postgres") -> list[list]:
        argv = [self.python, Path(__file__).with_name("sql.py"), database, *statements]
        env = {**self.tools_env(), **self.server.env}
        done = subprocess.run(argv, capture_output=True, text=True, env=env)
        if done.returncode:
            raise SqlError(done.stderr.strip() or f"status {done.returncode}")
        return json.loads(done.stdout)

    def manifest(self) -> dict:
        """The manifest of the addon, read as a Python literal as Odoo does."""
        return ast.literal_eval((self.places.addon / "__manifest__.py").read_text())


NOT_INSTALLED = ("tests", "readme")


def addon_fingerprint(places: Places, *addons: str) -> str:
    """Changes with any file of the addons that an installation reads.

    By default those that are installed together. Tests are read by the test runner, and
    texts for people and translation templates by nobody.
    """
    digest = hashlib.sha256()
    folders = [places.root / addon for addon in addons or (ADDON, DASHBOARD)]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        parts = path.relative_to(places.root).parts
        if (
            path.is_file()
            and "__pycache__" not in parts
            and parts[1] not in NOT_INSTALLED
            and path.suffix not in (".pot", ".rst")
        ):
            digest.update(str(path.relative_to(places.root)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:10]


__all__ = ["ADDON", "GLUE", "Workbench", "addon_fingerprint"]
