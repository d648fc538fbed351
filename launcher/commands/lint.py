"""./dev lint [CHECK ...]: style and correctness checks that need no test.

    ruff           style of Python, and its format
    mypy           types of the pure packages, strict
    pylint         OCA's rules for Odoo, in Python and manifests
    oca            OCA's checks of XML, CSV and .po
    prettier       format of XML and JavaScript (needs Node)
    eslint         rules for JavaScript (needs Node)
    readme         README.rst and index.html of each addon, generated from its readme/
    requirements   requirements.txt, generated from the manifests
    pot            whether each addon's .pot is what Odoo would export

All of them if none is named.
"""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .. import node_tools, pot, requirements, say
from ..errors import BadUse
from ..outcome import Outcome
from ..workbench import Workbench

NAMES = (
    "ruff",
    "mypy",
    "pylint",
    "oca",
    "prettier",
    "eslint",
    "readme",
    "requirements",
    "pot",
)
# A model of many concepts stands in several files, one concept each. The rule can be
# silenced here only: in the configuration file the odoolint group switches it on again.
SPLIT = "--disable=consider-merging-classes-inherited"
README = Path(__file__).parents[1] / "addon_readme.py"

# What a check says: empty if it is content, else what is wrong.
Check = Callable[[], str]


def add(parser) -> None:
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="default: all")
    parser.add_argument("--fix", action="store_true", help="fix what can be fixed")
    parser.add_argument("--fix-pot", action="store_true", help="update the .pot files")


def run(bench: Workbench, options) -> int:
    outcome = checks(bench, options.checks, options.fix, options.fix_pot)
    for sentence in outcome.not_run:
        say.line(f"NOT RUN {sentence}")
    bench.closing = outcome.line()
    return 1 if outcome.failed else 0


def checks(
    bench: Workbench,
    names: Iterable[str] = (),
    fix: bool = False,
    fix_pot: bool = False,
) -> Outcome:
    if unknown := set(names) - set(NAMES):
        raise BadUse(
            f"There is no check {', '.join(sorted(unknown))}; there are "
            f"{', '.join(NAMES)}."
        )
    outcome = Outcome()
    for name, title, check in every(bench, fix, fix_pot):
        if not names or name in names:
            settle(outcome, title, check)
    return outcome


def every(
    bench: Workbench, fix: bool, fix_pot: bool
) -> Iterator[tuple[str, str, Check]]:
    """Name, title and check of everything, the quickest first."""
    for name, title, argv in programs(bench.places.addons, fix):
        yield name, title, program(bench, argv)
    for name in ("prettier", "eslint"):
        yield name, name, node_program(bench, name, fix)
    argv = ["python", README, *(["--fix"] if fix else []), *bench.places.addons]
    yield "readme", "README.rst and index.html", program(bench, argv)
    yield (
        "requirements",
        "requirements.txt",
        lambda: requirements.check(bench.places, fix),
    )
    for addon in bench.places.addons:
        title = f"translation template of {addon}"
        yield "pot", title, lambda addon=addon: pot.check(bench, addon, fix_pot)


def programs(addons: list[str], fix: bool) -> list[tuple[str, str, list[str]]]:
    mend = ["--fix"] if fix else []
    return [
        ("ruff", "ruff check", ["ruff", "check", *mend, "."]),
        ("ruff", "ruff format", ["ruff", "format", *([] if fix else ["--check"]), "."]),
        # its settings are in mypy.ini
        ("mypy", "mypy on the pure packages", ["mypy", "--no-error-summary"]),
        ("pylint", "pylint-odoo", ["pylint", "--rcfile=.pylintrc", SPLIT, *addons]),
        ("oca", "OCA's module checks", ["oca-checks-odoo-module", *addons]),
    ]


def of_node(name: str, modules: Path, addons: list[str], fix: bool) -> list:
    """What node is told; the program is in the package of its name."""
    # a checkout need not have any such file
    unmatched = "--no-error-on-unmatched-pattern"
    if name == "eslint":
        mend = ["--fix"] if fix else []
        return [modules / "eslint/bin/eslint.js", unmatched, *mend, *addons]
    return [
        modules / "prettier/bin/prettier.cjs",
        *("--plugin", modules / "@prettier/plugin-xml/src/plugin.js"),
        *(unmatched, "--log-level=warn", "--write" if fix else "--check"),
        *(f"{addon}/**/*.{{js,xml}}" for addon in addons),
    ]


def program(bench: Workbench, argv: list) -> Check:
    """One of the environment's programs."""

    def check() -> str:
        return said(bench, argv, bench.venv / "bin" / argv[0])

    return check


def node_program(bench: Workbench, name: str, fix: bool) -> Check:
    """One of Node's programs; it raises `NoNode` where there is none."""

    def check() -> str:
        modules = node_tools.ensure(bench.places, bench.tools_env()["PATH"])
        return said(bench, ["node", *of_node(name, modules, bench.places.addons, fix)])

    return check


def said(bench: Workbench, argv: list, executable: Path | None = None) -> str:
    """Empty if the program is content, else its words."""
    done = subprocess.run(
        [str(part) for part in argv],
        env=bench.tools_env(),
        cwd=bench.places.root,
        capture_output=True,
        text=True,
        executable=executable,
    )
    words = (done.stdout + done.stderr).strip()
    return (words or f"status {done.returncode}") if done.returncode else ""


def settle(outcome: Outcome, title: str, check: Check) -> None:
    try:
        complaint = check()
    except node_tools.NoNode as error:
        say.line(f"  {title}: NOT RUN, {error}")
        outcome.not_run.append(f"{title}: {error}")
        return
    if complaint:
        say.line(complaint)
        say.line(f"FAILED {title}")
        outcome.fail(title)
    else:
        say.line(f"  {title}: fine")
        outcome.passed += 1
