"""./dev bench: measure the speed at different sizes, as ratios within one run.

The package `bench` does the work and gets every option.
"""

import subprocess

from .. import say
from ..databases import Databases
from ..templates import Templates
from ..workbench import Workbench

NAME = "ct_bench"


def add(parser) -> None:
    parser.add_argument(
        "--keep", action="store_true", help="keep the database afterwards"
    )


def run(bench: Workbench, options) -> int:
    databases = Databases(bench)
    argv = [bench.python, "-m", "bench", "--config", bench.config()]
    argv += ["--database", NAME, *options.rest]
    if not {"-h", "--help"} & set(options.rest):
        flavour = "apps" if "--till" in options.rest else "clean"
        template = Templates(bench, databases).get(flavour)
        with say.step(f"Database {NAME}: copying the template with the addon"):
            databases.copy(template, NAME)
    try:
        return subprocess.call(
            [str(part) for part in argv], env=bench.env(), cwd=bench.places.root
        )
    finally:
        if not options.keep:
            databases.drop(NAME)
