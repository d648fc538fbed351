"""./dev bench: how fast, at three sizes, in ratios of one run.

The work is done by the package `bench`, which gets every option.
"""

import subprocess

from .. import say
from ..databases import Databases
from ..templates import Templates
from ..workbench import Workbench

NAME = "ct_bench"


def add(parser) -> None:
    parser.add_argument("--keep", action="store_true", help="leave the database behind")


def run(bench: Workbench, options) -> int:
    databases = Databases(bench)
    argv = [bench.python, "-m", "bench", "--config", bench.config()]
    argv += ["--database", NAME, *options.rest]
    if not {"-h", "--help"} & set(options.rest):
        template = Templates(bench, databases).get("clean")
        with say.step(f"Database {NAME}: a fresh copy with the addon"):
            databases.copy(template, NAME)
    try:
        return subprocess.call(
            [str(part) for part in argv], env=bench.env(), cwd=bench.places.root
        )
    finally:
        if not options.keep:
            databases.drop(NAME)
