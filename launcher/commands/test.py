"""./dev test [PART ...]: all tests, or some parts of them.

    classification   tests/classification: a pure package, without Odoo
    gifting          tests/gifting: the other one
    odoo             Odoo's own runner on the addon, browser tours in Chromium
    launcher, ...    each further folder of tests/; `root` means all of these
    all              all of the above, as without a PART
    lint             the checks of ./dev lint

The last line is the sum: N passed, N failed.
"""

from contextlib import contextmanager

from .. import odoo_tests, pytests, say
from ..databases import Databases
from ..errors import BadUse, LauncherError
from ..outcome import Outcome
from ..places import Places
from ..templates import Templates
from ..workbench import Workbench
from . import lint

PURE = ("classification", "gifting", "house")
# These make for themselves what they need of Odoo and PostgreSQL.
STAND_ALONE = (*PURE, "launcher")
# It installs Odoo a dozen times, each on one core: it may do so beside the other parts.
BESIDE = "launcher"


def add(parser) -> None:
    parser.add_argument("parts", nargs="*", metavar="PART", help="all if none is given")
    parser.add_argument(
        "--tags",
        help="Odoo's --test-tags, within the addon: :Class, :Class.test, word, -word "
        "(then only the part odoo runs)",
    )
    parser.add_argument("--long", action="store_true", help="also the long tests")
    parser.add_argument(
        "--no-browser", action="store_true", help="leave the browser tours out"
    )
    parser.add_argument("-k", metavar="WORDS", help="pytest's -k, for the other parts")


def run(bench: Workbench, options) -> int:
    chosen = choose(bench.places, options)
    total = Outcome()
    with beside(bench, chosen, options) as started:
        for part in chosen:
            say.line(f"\n{part}")
            try:
                outcome = one(bench, part, options, started)
            except LauncherError as error:
                if len(chosen) == 1:
                    raise
                outcome = Outcome()
                outcome.fail(f"{part}: {error}")
            say.line(f"  {part}: {outcome.line()}")
            total += outcome
    report(total, options)
    bench.closing = total.line()
    return 1 if total.failed or not total.passed else 0


@contextmanager
def beside(bench: Workbench, chosen: list[str], options):
    """Part -> what was started of it already, to be waited for when its turn comes."""
    if BESIDE not in chosen or "odoo" not in chosen:
        yield {}
        return
    started = pytests.start(
        bench, *of_folder(bench, BESIDE, options), log=bench.places.log(BESIDE)
    )
    say.line(f"{BESIDE}: begun, beside the other parts")
    try:
        yield {BESIDE: started}
    finally:
        started.stop()


def one(bench: Workbench, part: str, options, started: dict) -> Outcome:
    if part in started:
        return started[part].outcome()
    if part == "lint":
        return lint.checks(bench)
    if part == "odoo":
        return odoo_tests.run(bench, options.tags, not options.no_browser)
    return pytests.run(bench, *of_folder(bench, part, options))


def choose(places: Places, options) -> list[str]:
    """The parts in the order in which they run: the quickest answers first."""
    found = {path.parent.name for path in (places.root / "tests").glob("*/test_*.py")}
    folders = sorted(name for name in found if name.isidentifier())
    others = [name for name in folders if name not in PURE]
    groups = {"all": [*PURE, "odoo", *others], "root": others}
    parts = ["lint", *groups["all"]]
    asked = options.parts or (["odoo"] if options.tags else ["all"])
    if wrong := set(asked) - {*parts, *groups}:
        known = ", ".join([*parts, *groups])
        raise BadUse(f"There is no part {', '.join(sorted(wrong))}; there are {known}.")
    chosen = {part for name in asked for part in groups.get(name, [name])}
    return [part for part in parts if part in chosen]


def of_folder(bench: Workbench, name: str, options) -> tuple:
    """What pytest is told: title, arguments, environment, and whether of long tests."""
    tests = bench.places.root / "tests" / name
    env = bench.tools_env() if name in STAND_ALONE else environment(bench)
    words = ["-k", options.k] if options.k else []
    return name, [tests, *words], env, options.long


def environment(bench: Workbench) -> dict:
    """What tests/conftest.py describes: an Odoo, a server, templates to copy."""
    templates = Templates(bench, Databases(bench))
    return {
        **bench.env(),
        "PYTHONPATH": str(bench.places.root),
        "CT_TEMPLATE_DB": templates.get("clean"),
        "CT_BASE_DB": templates.get("tests"),
    }


def report(total: Outcome, options) -> None:
    """What failed and what was not run; the sum follows as the very last line."""
    say.line()
    for sentence in total.failures:
        say.line(f"FAILED {sentence}")
    if options.no_browser:
        total.not_run.append("the browser tours (--no-browser)")
    for sentence in total.not_run:
        say.line(f"NOT RUN {sentence}")
