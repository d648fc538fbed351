"""./dev lint: check style and correctness without running tests.

Runs ruff, mypy, pylint-odoo and OCA's module checks, and checks that the .pot of each
addon is current.
"""

import subprocess

from .. import pot, say
from ..outcome import Outcome
from ..workbench import Workbench


def add(parser) -> None:
    parser.add_argument("--fix", action="store_true", help="let ruff fix what it can")
    parser.add_argument("--fix-pot", action="store_true", help="update the .pot files")


def run(bench: Workbench, options) -> int:
    outcome = checks(bench, options.fix, options.fix_pot)
    bench.closing = outcome.line()
    return 1 if outcome.failed else 0


# A model with many concepts is split over several files, one concept each. The rule can
# only be disabled here: in the configuration file, the odoolint group enables it again.
SPLIT = "--disable=consider-merging-classes-inherited"


def checks(bench: Workbench, fix: bool = False, fix_pot: bool = False) -> Outcome:
    outcome = Outcome()
    for title, argv in programs(bench.places.addons, fix):
        settle(outcome, title, check(bench, argv))
    for addon in bench.places.addons:
        title = f"translation template of {addon}"
        settle(outcome, title, pot.check(bench, addon, fix_pot))
    return outcome


def programs(addons: list[str], fix: bool) -> list[tuple[str, list[str]]]:
    return [
        ("ruff check", ["ruff", "check", *(["--fix"] if fix else []), "."]),
        ("ruff format", ["ruff", "format", *([] if fix else ["--check"]), "."]),
        # settings in mypy.ini
        ("mypy on the pure packages", ["mypy", "--no-error-summary"]),
        ("pylint-odoo", ["pylint", "--rcfile=.pylintrc", SPLIT, *addons]),
        ("OCA's module checks", ["oca-checks-odoo-module", *addons]),
    ]


def check(bench: Workbench, argv: list[str]) -> str:
    """Empty if the program finds nothing, otherwise its output."""
    done = subprocess.run(
        argv,
        env=bench.tools_env(),
        cwd=bench.places.root,
        capture_output=True,
        text=True,
        executable=str(bench.venv / "bin" / argv[0]),
    )
    said = (done.stdout + done.stderr).strip()
    return (said or f"status {done.returncode}") if done.returncode else ""


def settle(outcome: Outcome, title: str, complaint: str) -> None:
    if complaint:
        say.line(complaint)
        say.line(f"FAILED {title}")
        outcome.fail(title)
    else:
        say.line(f"  {title}: fine")
        outcome.passed += 1
