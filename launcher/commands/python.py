"""./dev python ARGS...: the environment's Python with Odoo and PostgreSQL at hand.

ODOO_PATH, PGHOST and CT_ODOO_CONF (an Odoo configuration file) are set.
`--database NAME` first makes NAME a fresh copy of a template (`--template tests`: the
modules that the addon needs; `clean`, the default: with the addon) and passes
`--database NAME` on.
"""

import subprocess

from .. import say
from ..databases import Databases
from ..templates import Templates
from ..workbench import Workbench


def add(parser) -> None:
    parser.add_argument("--database", help="make this database first, and pass it on")
    parser.add_argument("--template", default="clean", help="tests, clean or glue")


def run(bench: Workbench, options) -> int:
    passed = list(options.rest)
    if options.database:
        databases = Databases(bench)
        template = Templates(bench, databases).get(options.template)
        name = databases.users_own(options.database)
        with say.step(f"Database {name}: a fresh copy of the template"):
            databases.copy(template, name)
        passed += ["--database", name]
    argv = [str(bench.python), *passed]
    return subprocess.call(argv, env=bench.env(), cwd=bench.places.root)
