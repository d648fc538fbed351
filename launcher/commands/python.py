"""./dev python ARGS...: run the environment's Python with Odoo and PostgreSQL.

ODOO_PATH, PGHOST and CT_ODOO_CONF (an Odoo configuration file) are set.
`--database NAME` first creates NAME as a copy of a template and passes on
`--database NAME`. Templates: `--template tests` has the modules that the addon needs,
`clean` (the default) also has the addon.
"""

import subprocess

from .. import say
from ..databases import Databases
from ..templates import Templates
from ..workbench import Workbench


def add(parser) -> None:
    parser.add_argument("--database", help="create this database first, and pass it on")
    parser.add_argument(
        "--template", default="clean", help="tests, clean (default) or glue"
    )


def run(bench: Workbench, options) -> int:
    passed = list(options.rest)
    if options.database:
        databases = Databases(bench)
        template = Templates(bench, databases).get(options.template)
        name = databases.users_own(options.database)
        with say.step(f"Database {name}: copying the template"):
            databases.copy(template, name)
        passed += ["--database", name]
    argv = [str(bench.python), *passed]
    return subprocess.call(argv, env=bench.env(), cwd=bench.places.root)
