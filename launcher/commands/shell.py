"""./dev shell: open Odoo's Python shell on the demo database or another one."""

import subprocess

from ..databases import Databases
from ..errors import BadUse
from ..workbench import Workbench


def add(parser) -> None:
    parser.add_argument(
        "--database", default="demo", help="name of the database (default: demo)"
    )


def run(bench: Workbench, options) -> int:
    databases = Databases(bench)
    name = databases.called(options.database)
    if name not in databases.names():
        raise BadUse(
            f"There is no database {options.database}: run `./dev demo` first."
        )
    argv = bench.odoo_argv(["-d", name, "--no-http"], "shell")
    return subprocess.call([str(part) for part in argv], env=bench.env())
