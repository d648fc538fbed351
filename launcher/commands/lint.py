"""./dev lint: style and correctness checks that need no test.

ruff, mypy, pylint-odoo, OCA's module checks, and whether each addon's .pot is current.
"""

import subprocess

from .. import pot, say
from ..outcome import Outcome
from ..workbench import Workbench


def add(parser) -> None:
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can")
    parser.add_argument("--fix-pot", action="store_true", help="write the current .pot")


def run(bench: Workbench, options) -> int:
    outcome = checks(bench, options.fix, options.fix_pot)
    bench.closing = outcome.line()
    return 1 if outcome.failed else 0


# A model of many concepts stands in several files, one concept each. The rule can be
# silenced here only: in the configuration file the odoolint group switches it on again.
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
        # its settings are in mypy.ini
        ("mypy on the pure packages", ["mypy", "--no-error-summary"]),
        ("pylint-odoo", ["pylint", "--rcfile=.pylintrc", SPLIT, *addons]),
        ("OCA's module checks", ["oca-checks-odoo-module", *addons]),
    ]


def check(bench: Workbench, argv: list[str]) -> str:
    """Empty if the program is content, else what it said."""
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
