"""Odoo's own test runner on the addon, in a fresh copy of a template database."""

import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import browser, odoo_log, ports, say
from .children import die_with_parent, end
from .databases import Databases, own
from .outcome import Outcome
from .places import BESIDE, DASHBOARD, Places
from .templates import Templates
from .workbench import ADDON, Workbench

TOUR_TAG = "tour"
# they have tests for Odoo's runner; those of the second are few
TESTED = (ADDON, DASHBOARD)
# A test that hangs ends its part. How long all of them take says nothing: Odoo names
# each test as it begins, so a log that stands still tells the one that hangs.
SILENCE_SECONDS = 900
ASKED_EVERY_SECONDS = 0.2
LAST_LINES = 40
TEST_CLASS = re.compile(r"^class (Test\w+)\b", re.M)
WORTH_HALVING = 20
ROOT = Path(__file__).resolve().parents[1]
WORD = re.compile(r"[-+]?\w+")
TAGGED = re.compile(r"^@tagged\(.*?\)$", re.M | re.S)


def test_tags(given: str | None, with_browser: bool) -> str:
    """Odoo's --test-tags, limited to our addons if the user names no module.

    Empty if the user only names addons beside other apps, see `beside_tags`.
    """
    asked = _split(given)
    ours = [tag for tag in asked if not _is_beside(tag) and not _is_only_beside(tag)]
    if _chosen_beside(asked) and all(tag.startswith("-") for tag in ours):
        return ""
    tags = [one for tag in ours for one in _within_addons(tag)]
    if not any(not tag.startswith("-") for tag in tags):
        tags[:0] = [f"/{addon}" for addon in TESTED]
    if not with_browser:
        tags.append(f"-{TOUR_TAG}")
    return ",".join(tags)


def beside_tags(given: str | None, with_browser: bool) -> str:
    """The same for addons beside other apps: all of them, or those the user names.

    A word that their tests carry, such as `till`, names them too.
    """
    asked = _split(given)
    tags = _chosen_beside(asked)
    if not asked:
        tags = [f"/{addon}" for addon in BESIDE]
    if tags and not with_browser:
        tags.append(f"-{TOUR_TAG}")
    return ",".join(tags)


def _split(given: str | None) -> list[str]:
    return [tag.strip() for tag in (given or "").split(",") if tag.strip()]


def _chosen_beside(asked: list[str]) -> list[str]:
    tags = [
        one
        for tag in asked
        for one in (
            [tag]
            if _is_beside(tag)
            else [f"{tag}/{addon}" for addon in BESIDE if _is_word_of(tag, addon)]
        )
    ]
    return tags if any(not tag.startswith("-") for tag in tags) else []


def _is_only_beside(tag: str) -> bool:
    """Whether ``tag`` is a word that only tests beside other apps are tagged with."""
    return any(_is_word_of(tag, addon) for addon in BESIDE) and not any(
        _is_word_of(tag, addon) for addon in TESTED
    )


def _is_word_of(tag: str, addon: str) -> bool:
    """Whether ``tag`` is a word that tests of ``addon`` are tagged with."""
    if not WORD.fullmatch(tag):
        return False
    tests = (ROOT / addon / "tests").rglob("test_*.py")
    return any(
        f'"{tag.lstrip("+-")}"' in decorator
        for path in tests
        for decorator in TAGGED.findall(path.read_text())
    )


def _is_beside(tag: str) -> bool:
    return any(re.search(rf"/{addon}\b", tag) for addon in BESIDE)


def _within_addons(tag: str) -> list[str]:
    """Limit `:Class.test` and `word` to our addons; `word/module` stays as it is."""
    if "/" in tag:
        return [tag]
    sign, name = re.match(r"([-+]?)(.*)", tag).groups()
    word, dot_or_colon, rest = re.match(r"([^:.]*)([:.]?)(.*)", name).groups()
    return [f"{sign}{word}/{addon}{dot_or_colon}{rest}" for addon in TESTED]


@dataclass
class Started:
    """Odoo's runner at work on a database of its own, which goes with it."""

    name: str
    databases: Databases
    child: subprocess.Popen
    log: Path
    size: int = 0
    grown: float = field(default_factory=time.monotonic)
    hangs: bool = False

    def over(self) -> bool:
        """It has ended, or is ended now because it hangs."""
        now, size = time.monotonic(), self.log.stat().st_size
        if size > self.size:
            self.size, self.grown = size, now
        elif now - self.grown > SILENCE_SECONDS and self.child.poll() is None:
            self.hangs = True
            # Odoo writes the stacks of its threads
            self.child.send_signal(signal.SIGQUIT)
            time.sleep(ASKED_EVERY_SECONDS)
            end(self.child)
        return self.child.poll() is not None

    def outcome(self) -> Outcome:
        """Wait for its end and count."""
        try:
            while not self.over():
                time.sleep(ASKED_EVERY_SECONDS)
        finally:
            self.stop()
        said = self.log.read_text(errors="replace")
        outcome = judge(said)
        if self.hangs:
            outcome.fail(f"Odoo's tests hang: no word for {SILENCE_SECONDS} seconds")
        if self.hangs or not odoo_log.is_whole(said):
            say.line(f"  Odoo ended with {self.child.returncode}, and these words:")
            say.line("\n".join(said.splitlines()[-LAST_LINES:]))
        return outcome

    def stop(self) -> None:
        end(self.child)
        self.databases.drop(self.name)


def start(
    bench: Workbench, title: str, tags: str, installed: bool, template: str = "clean"
) -> Started:
    """Let Odoo's runner work in a fresh copy of a template database.

    ``tags`` are Odoo's own. All tests install the addon. Some of them, while somebody
    works on the code, begin where it is ``installed``: that database is made again
    only when needed. Its ``template`` may have more apps.
    """
    databases = Databases(bench)
    databases.drop_abandoned()
    base = Templates(bench, databases).get(template if installed else "tests")
    number = title.removeprefix("odoo-tests").replace("-", "_")
    name = databases.called(own(f"test{number}"))
    log = bench.places.log(title)
    arguments = ["-d", name, "--stop-after-init"]
    if not installed:
        arguments += ["-i", ADDON]
    arguments += ["--test-tags", tags, "--http-port", ports.any_free()]
    arguments += ["--screenshots", bench.places.inside("screenshots")]
    argv = [str(part) for part in bench.odoo_argv(arguments)]
    databases.copy(base, name)
    databases.keep_from_autovacuum(name)
    say.line(f"  Odoo's tests of the addon (log in {log})")
    with log.open("w", errors="replace") as sink:
        sink.write(f"$ {' '.join(argv)}\n")
        sink.flush()
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=bench.env(),
            preexec_fn=die_with_parent,  # safe: the launcher has no threads
        )
    return Started(name, databases, child, log)


def ensure_browser(bench: Workbench) -> None:
    found = browser.ensure(bench.places, bench.tools_env()["PATH"])
    say.line(f"  Browser: {found}")


def halves(places: Places, tags: str) -> list[str]:
    """``tags`` twice, each for every other class of tests, so that two can share them.

    The second names its classes and the first leaves them out: together they are what
    ``tags`` are, whatever else there is. A few classes stay together, because each
    Odoo takes its time to start.
    """
    found = (
        name
        for file in (places.addon / "tests").rglob("test_*.py")
        for name in TEST_CLASS.findall(file.read_text())
    )
    named = [f"/{ADDON}:{name}" for name in sorted(set(found))]
    if len(named) < WORTH_HALVING:
        return [tags]
    second = named[1::2]
    ours, others, *more = tags.split(",")
    assert [ours, others] == [f"/{addon}" for addon in TESTED], "only all are halved"
    return [
        ",".join([ours, others, *more, *(f"-{tag}" for tag in second)]),
        ",".join([*second, *more]),
    ]


def never_imported(places: Places) -> list[str]:
    """Test files that Odoo does not run, because nothing imports them."""
    return [
        path.relative_to(folder).as_posix()
        for addon in (*TESTED, *BESIDE)
        for folder in [places.root / addon / "tests"]
        for path in _not_imported(folder)
    ]


def _not_imported(folder: Path) -> list[Path]:
    imports = folder / "__init__.py"
    text = imports.read_text() if imports.exists() else ""
    return [
        path
        for path in sorted(folder.rglob("test_*.py"))
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
