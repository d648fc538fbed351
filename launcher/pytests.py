"""pytest on folders of `tests/`, counted from its own report.

Long tests are marked `long`; pytest itself says how many it deselected.
"""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

from . import say
from .outcome import Outcome
from .workbench import Workbench

NO_TESTS_COLLECTED = 5
# A test that hangs says where, and ends its part; the other parts still run.
PATIENCE_SECONDS, PATIENCE_SECONDS_LONG = 900, 7200


def run(
    bench: Workbench,
    title: str,
    arguments: list,
    env: dict,
    long: bool = False,
) -> Outcome:
    """pytest's words go to the terminal, its counts into the outcome."""
    report = bench.places.log(f"pytest-{title}").with_suffix(".xml")
    argv = [bench.python, "-m", "pytest", "-q", "--junitxml", report]
    argv += ["-o", f"cache_dir={bench.places.inside('pytest')}"]
    patience = PATIENCE_SECONDS_LONG if long else PATIENCE_SECONDS
    argv += ["-o", f"faulthandler_timeout={patience}"]
    argv += ["-o", "faulthandler_exit_on_timeout=true"]
    if not long:
        argv += ["-m", "not long"]
    argv += arguments
    say.line(f"  pytest: {title}")
    status = subprocess.call(
        [str(part) for part in argv], env=env, cwd=bench.places.root
    )
    outcome = read(report) if report.exists() else Outcome()
    if status == NO_TESTS_COLLECTED:
        outcome.fail(f"{title}: pytest found no test")
    elif status and not outcome.failed:
        outcome.fail(f"{title}: pytest ended with status {status}")
    return outcome


def read(report: Path) -> Outcome:
    """A JUnit report: a test with any error or failure failed, once."""
    outcome = Outcome()
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        bad = [child for child in case if child.tag in ("failure", "error")]
        skipped = case.find("skipped")
        if bad:
            why = bad[0].get("message", "").strip().partition("\n")[0]
            outcome.fail(f"{name}: {why}")
        elif skipped is not None:
            outcome.skipped += 1
            outcome.not_run.append(f"{name}: {skipped.get('message')}")
        else:
            outcome.passed += 1
    return outcome
