"""./dev test [PART ...]: run all tests, or some parts of them.

    classification   tests/classification: a pure package, without Odoo
    gifting          tests/gifting: the other pure package
    odoo             Odoo's own runner on the addon, with browser tours in Chromium
    launcher, ...    every other folder of tests/; `root` means all of these
    all              all of the above; the default
    lint             the checks of ./dev lint

Two parts run beside each other, Odoo's tests in two halves; what each has to say is
shown when it is over. Those that measure time come last, one by one.

The last line is the total: N passed, N failed.
"""

from .. import odoo_tests, pytests, say
from ..databases import Databases
from ..errors import BadUse
from ..lanes import LANES, Job, Lanes
from ..outcome import Outcome
from ..places import BESIDE, Places
from ..templates import Templates
from ..workbench import Workbench
from . import lint

PURE = ("classification", "gifting", "house")
# These set up for themselves what they need of Odoo and PostgreSQL.
STAND_ALONE = (*PURE, "launcher")
# What takes longest begins first, beside the quickest answers.
EARLY = ("launcher", *PURE, "odoo", "faults", "load")
# They measure time, or wait until nobody else is at work on the server.
ALONE = ("bench", "replica", "speed")


def add(parser) -> None:
    parser.add_argument("parts", nargs="*", metavar="PART", help="default: all")
    parser.add_argument(
        "--tags",
        help="Odoo's --test-tags within the addon: :Class, :Class.test, word, -word "
        "(only runs the part odoo)",
    )
    parser.add_argument("--long", action="store_true", help="also run the long tests")
    parser.add_argument(
        "--no-browser", action="store_true", help="leave out the browser tours"
    )
    parser.add_argument(
        "-k", metavar="WORDS", help="pytest's -k for all parts except odoo"
    )


def run(bench: Workbench, options) -> int:
    chosen = choose(bench.places, options)
    total = Outcome()
    jobs = [job for part in chosen for job in of_part(bench, part, options, chosen)]
    with Lanes(jobs) as lanes:
        if "lint" in chosen:
            # it speaks at once, and leaves one lane to others
            lanes.fill(LANES - 1)
            total += told("lint", lint.checks(bench))
        for job, outcome in lanes.ended():
            total += told(job.name, outcome)
    for file in odoo_tests.never_imported(bench.places) if "odoo" in chosen else ():
        total.fail(f"{file} is never run: tests/__init__.py does not import it")
    report(total, options)
    bench.closing = total.line()
    return 1 if total.failed or not total.passed else 0


def told(name: str, outcome: Outcome) -> Outcome:
    say.line(f"  {name}: {outcome.line()}")
    return outcome


def of_part(bench: Workbench, part: str, options, chosen: list[str]) -> list[Job]:
    """What is to be started for a part; its words go to a log if there are others."""
    if part == "lint":
        return []
    if part == "odoo":
        return of_odoo(bench, options)
    log = bench.places.log(part) if len(chosen) > 1 else None

    def start():
        return pytests.start(bench, *of_folder(bench, part, options), log=log)

    return [Job(part, start, part in ALONE or options.long)]


def of_odoo(bench: Workbench, options) -> list[Job]:
    """Odoo's runner, twice if all tests are asked for: each with its half of them."""
    with_browser = not options.no_browser
    tags = odoo_tests.test_tags(options.tags, with_browser)
    beside = ""
    if not BESIDE.keys().isdisjoint(bench.places.addons):
        beside = odoo_tests.beside_tags(options.tags, with_browser)
    pieces = [tags] if options.tags else odoo_tests.halves(bench.places, tags)

    def starter(number: int):
        title = f"odoo-tests-{number}" if number else "odoo-tests"

        def start():
            if with_browser and not number:
                odoo_tests.ensure_browser(bench)
            return odoo_tests.start(bench, title, pieces[number], bool(options.tags))

        return start

    jobs = [
        Job("odoo" if not number else "odoo, the other half", starter(number))
        for number in range(len(pieces))
        if tags
    ]
    if beside:
        title = "odoo-tests-beside"
        jobs.append(
            Job(
                "odoo, beside other apps",
                lambda: odoo_tests.start(bench, title, beside, True, "apps"),
            )
        )
    return jobs


def choose(places: Places, options) -> list[str]:
    """The parts in the order in which they begin."""
    found = {path.parent.name for path in (places.root / "tests").glob("*/test_*.py")}
    folders = {name for name in found if name.isidentifier()}
    early = [name for name in EARLY if name in folders or name == "odoo"]
    parts = ["lint", *early, *sorted(folders - set(early))]
    groups = {"all": parts[1:], "root": sorted(folders - set(PURE))}
    asked = options.parts or (["odoo"] if options.tags else ["all"])
    if wrong := set(asked) - {*parts, *groups}:
        known = ", ".join([*parts, *groups])
        raise BadUse(
            f"There is no part {', '.join(sorted(wrong))}; choose from {known}."
        )
    chosen = {part for name in asked for part in groups.get(name, [name])}
    return [part for part in parts if part in chosen]


def of_folder(bench: Workbench, name: str, options) -> tuple:
    """Arguments of `pytests.run`: title, arguments, environment, long tests or not."""
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
    """Print what failed and what was not run; the total is the very last line."""
    say.line()
    for sentence in total.failures:
        say.line(f"FAILED {sentence}")
    if options.no_browser:
        total.not_run.append("the browser tours (--no-browser)")
    for sentence in total.not_run:
        say.line(f"NOT RUN {sentence}")
