"""The command line of ./dev: which sub-command, and what its failure looks like."""

import argparse
import errno
import signal
from pathlib import Path

from . import python_env, say
from .commands import bench, clean, demo, lint, load, python, shell, stop, test
from .errors import LauncherError, NoSpace, NotWritable
from .places import Places
from .workbench import Workbench

# name: (module, needs a workbench, passes unknown options on, help)
COMMANDS = {
    "demo": (demo, True, False, "Odoo 19 with the addon and demo data, in a browser"),
    "test": (test, True, False, "all tests, or some: ./dev test --help"),
    "load": (load, True, True, "a sales history of your own: ./dev load FILE.csv"),
    "bench": (bench, True, True, "how fast, at three sizes: ./dev bench --help"),
    "shell": (shell, True, False, "Odoo's Python shell on a database"),
    "python": (python, True, True, "the environment's Python: ./dev python FILE ..."),
    "lint": (lint, True, False, "all checks, or some: ./dev lint --help"),
    "stop": (stop, False, False, "end the servers left in the background"),
    "clean": (clean, False, False, "remove all that was made in this checkout"),
}
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="./dev",
        description="Customer tiers for Odoo 19: everything from an empty machine.",
        epilog="ODOO_PATH names an Odoo 19 of your own; PGHOST, PGPORT, PGUSER and "
        "PGPASSWORD a PostgreSQL of your own.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, needs_bench, passes_on, summary) in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            add_help=not passes_on,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if needs_bench:
            one.add_argument(
                "--system-postgres",
                action="store_true",
                help="start the PostgreSQL that is installed on this system",
            )
        module.add(one)
    return top


def parse(argv: list[str] | None) -> argparse.Namespace:
    top = parser()
    options, rest = top.parse_known_args(argv)
    if rest and not COMMANDS[options.command][2]:
        top.error(f"{options.command} has no {' '.join(rest)}")
    options.rest = rest
    return options


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        return _run(options)
    except LauncherError as error:
        say.error(str(error))
        return 1
    except KeyboardInterrupt:
        say.error("interrupted; the next call goes on from here.")
        return INTERRUPTED
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            say.error(str(NoSpace(Path(error.filename or "the files of ./dev"))))
            return 1
        if error.errno in (errno.EACCES, errno.EROFS) and error.filename:
            say.error(str(NotWritable(Path(error.filename))))
            return 1
        raise


def _run(options: argparse.Namespace) -> int:
    module, needs_bench, *_ = COMMANDS[options.command]
    python_env.check_python()
    places = Places()
    if not needs_bench:
        return module.run(places, options)
    with Workbench(places, options.system_postgres) as bench:
        status = module.run(bench, options)
    if bench.closing:
        say.line(bench.closing)
    return status


def _interrupt(_number, _frame):
    """A polite kill is treated like Ctrl-C: children end, locks open."""
    raise KeyboardInterrupt
