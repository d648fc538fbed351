"""./dev load FILE.csv: load a sales history into a new database and classify it.

The package `loader` does the work and gets all other options.
"""

import re
import subprocess
from pathlib import Path

from .. import say
from ..databases import Databases
from ..templates import Templates
from ..workbench import Workbench

LONGEST = 30


def add(parser) -> None:
    parser.add_argument("--database", help="created again (default: load_FILE)")


def run(bench: Workbench, options) -> int:
    databases = Databases(bench)
    name = databases.users_own(options.database or derived(options.rest))
    if wants_help := bool({"-h", "--help"} & set(options.rest)):
        name = "none"
    else:
        template = Templates(bench, databases).get("clean")
        with say.step(f"Database {name}: copying the template with the addon"):
            databases.copy(template, name)
    argv = [bench.python, "-m", "loader", "--config", bench.config()]
    argv += ["--database", name, *options.rest]
    status = subprocess.call(
        [str(part) for part in argv], env=bench.env(), cwd=bench.places.root
    )
    if not status and not wants_help:
        say.line(f"Open it with `./dev shell --database {name}`.")
    return status


def derived(arguments: list[str]) -> str:
    """load_<name of the first file>, with only the characters a database can have."""
    named = next((a for a in arguments if not a.startswith("-")), "file")
    stem = re.sub(r"[^a-z0-9]+", "_", Path(named).stem.lower()).strip("_")
    return f"load_{stem or 'file'}"[:LONGEST]
