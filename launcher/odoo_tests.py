"""Odoo's own test runner on the addon, in a fresh copy of a template database."""

import re

from . import browser, odoo_log, ports, say
from .children import run as run_child
from .databases import Databases, own
from .outcome import Outcome
from .places import Places
from .templates import Templates
from .workbench import ADDON, Workbench

TOUR_TAG = "tour"
# Twice the time they need on a slow machine: a test that hangs is a failure.
PATIENCE_SECONDS = 3000


def test_tags(given: str | None, with_browser: bool) -> str:
    """Odoo's --test-tags, limited to the addon if the user names no module."""
    tags = [_within_addon(tag) for tag in (given or "").split(",") if tag.strip()]
    if not any(not tag.startswith("-") for tag in tags):
        tags.insert(0, f"/{ADDON}")
    if not with_browser:
        tags.append(f"-{TOUR_TAG}")
    return ",".join(tags)


def _within_addon(tag: str) -> str:
    """Limit `:Class.test` and `word` to the addon; `word/module` stays as it is."""
    tag = tag.strip()
    if "/" in tag:
        return tag
    sign, name = re.match(r"([-+]?)(.*)", tag).groups()
    word, dot_or_colon, rest = re.match(r"([^:.]*)([:.]?)(.*)", name).groups()
    return f"{sign}{word}/{ADDON}{dot_or_colon}{rest}"


def run(bench: Workbench, tags: str | None, with_browser: bool) -> Outcome:
    if with_browser:
        found = browser.ensure(bench.places, bench.tools_env()["PATH"])
        say.line(f"  Browser: {found}")
    databases = Databases(bench)
    databases.drop_abandoned()
    # All tests together install the addon. Single tests start from a database with the
    # addon, which is only created again if the addon has changed.
    template = Templates(bench, databases).get("clean" if tags else "tests")
    name = databases.called(own("test"))
    log = bench.places.log("odoo-tests")
    screenshots = bench.places.inside("screenshots")
    arguments = ["-d", name, "--stop-after-init"]
    if not tags:
        arguments += ["-i", ADDON]
    arguments += ["--test-tags", test_tags(tags, with_browser)]
    arguments += ["--http-port", ports.any_free(), "--screenshots", screenshots]
    try:
        with say.step(f"Odoo's tests of the addon (log in {log})"):
            databases.copy(template, name)
            said = run_child(
                bench.odoo_argv(arguments),
                what="Odoo's test runner",
                log=log,
                env=bench.env(),
                check=False,
                patience=PATIENCE_SECONDS,
            )
    finally:
        databases.drop(name)
    outcome = judge(said)
    for file in never_imported(bench.places):
        outcome.fail(f"{file} is never run: tests/__init__.py does not import it")
    return outcome


def never_imported(places: Places) -> list[str]:
    """Test files that Odoo does not run, because nothing imports them."""
    folder = places.addon / "tests"
    imports = folder / "__init__.py"
    text = imports.read_text() if imports.exists() else ""
    files = sorted(folder.rglob("test_*.py"))
    return [
        path.relative_to(folder).as_posix()
        for path in files
        if not re.search(rf"\b{path.stem}\b", text)
    ]


def judge(said: str) -> Outcome:
    """The counts of the tests; each of our own warnings in the log is a failure."""
    found = odoo_log.records(said)
    outcome = odoo_log.tests(found)
    ours, others = odoo_log.complaints(found)
    for record in ours:
        outcome.fail(f"Odoo's log contains a warning: {record}")
    for record in others:
        say.warn(f"in Odoo's log, not from this addon: {record}")
    if not outcome.passed + outcome.failed + outcome.skipped:
        outcome.fail("no test of the addon matches")
    return outcome
