"""The command line of ./dev: its sub-commands, and how a failure is shown."""

import argparse
import errno
import signal
from pathlib import Path

from . import python_env, say
from .commands import bench, clean, demo, lint, load, python, shell, stop, test
from .errors import LauncherError, NoSpace, NotWritable
from .places import Places
from .workbench import Workbench

# name: (module, needs a workbench, passes on unknown options, help)
COMMANDS = {
    "demo": (demo, True, False, "open Odoo 19 with the addon and demo data"),
    "test": (test, True, False, "run all tests or some of them: ./dev test --help"),
    "load": (load, True, True, "load your own sales history: ./dev load --help"),
    "bench": (
        bench,
        True,
        True,
        "measure the speed at different sizes: ./dev bench --help",
    ),
    "shell": (shell, True, False, "open Odoo's Python shell on a database"),
    "python": (
        python,
        True,
        True,
        "run the environment's Python: ./dev python FILE ...",
    ),
    "lint": (lint, True, False, "run all checks or some of them: ./dev lint --help"),
    "stop": (stop, False, False, "stop the servers in the background"),
    "clean": (
        clean,
        False,
        False,
        "remove everything that was created in this checkout",
    ),
}
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="./dev",
        description="Customer tiers for Odoo 19: everything from an empty machine.",
        epilog="Set ODOO_PATH to use your own Odoo 19, and PGHOST, PGPORT, PGUSER and "
        "PGPASSWORD to use your own PostgreSQL.",
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
                help="use the PostgreSQL that is installed on this system",
            )
        module.add(one)
    return top


def parse(argv: list[str] | None) -> argparse.Namespace:
    top = parser()
    options, rest = top.parse_known_args(argv)
    if rest and not COMMANDS[options.command][2]:
        top.error(f"{options.command} does not know {' '.join(rest)}")
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
        say.error("interrupted; the next call continues from here.")
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
    """SIGTERM and SIGHUP act like Ctrl-C: child processes end, locks are released."""
    raise KeyboardInterrupt
