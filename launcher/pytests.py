"""Run pytest on folders of `tests/`, and count the results in its report.

Long tests are marked `long`; pytest itself prints how many it deselected.
"""

import signal
import subprocess
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from . import say
from .children import die_with_parent, end
from .outcome import Outcome
from .workbench import Workbench

NO_TESTS_COLLECTED = 5
# A test that hangs shows where, and ends its part; the other parts still run.
PATIENCE_SECONDS, PATIENCE_SECONDS_LONG = 900, 7200
PATIENCE_SECONDS_STOP = 30


@dataclass
class Started:
    """A running pytest; its output goes to ``log``, or to the terminal without one."""

    title: str
    report: Path
    child: subprocess.Popen
    log: Path | None

    def over(self) -> bool:
        return self.child.poll() is not None

    def outcome(self) -> Outcome:
        """Wait until it ends, then show the output in ``log``."""
        try:
            status = self.child.wait()
        except BaseException:
            self.stop()
            raise
        if self.log:
            say.line(self.log.read_text(errors="replace"))
        outcome = read(self.report) if self.report.exists() else Outcome()
        if status == NO_TESTS_COLLECTED:
            outcome.fail(f"{self.title}: pytest found no test")
        elif status and not outcome.failed:
            outcome.fail(f"{self.title}: pytest ended with status {status}")
        return outcome

    def stop(self) -> None:
        """Interrupt it like Ctrl-C, so that pytest ends what its tests have started."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            try:
                self.child.wait(PATIENCE_SECONDS_STOP)
            except subprocess.TimeoutExpired:
                end(self.child)


def run(
    bench: Workbench, title: str, arguments: list, env: dict, long: bool = False
) -> Outcome:
    """Run pytest with its output on the terminal, and return the counts."""
    say.line(f"  pytest: {title}")
    return start(bench, title, arguments, env, long).outcome()


def start(
    bench: Workbench,
    title: str,
    arguments: list,
    env: dict,
    long: bool = False,
    log: Path | None = None,
) -> Started:
    """Like `run`, but do not wait; the output goes to ``log``, if there is one."""
    report = bench.places.log(f"pytest-{title}").with_suffix(".xml")
    argv = [bench.python, "-m", "pytest", "-q", "--junitxml", report]
    argv += ["-o", f"cache_dir={bench.places.inside('pytest')}"]
    patience = PATIENCE_SECONDS_LONG if long else PATIENCE_SECONDS
    argv += ["-o", f"faulthandler_timeout={patience}"]
    argv += ["-o", "faulthandler_exit_on_timeout=true"]
    if not long:
        argv += ["-m", "not long"]
    with log.open("w") if log else nullcontext() as sink:
        child = subprocess.Popen(
            [str(part) for part in [*argv, *arguments]],
            env=env,
            cwd=bench.places.root,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            # Ctrl-C goes to the launcher, which passes it on. With a second one from
            # the terminal, pytest would stop its own clean-up.
            start_new_session=True,
            preexec_fn=_hear_the_launcher,  # safe: the launcher has no threads
        )
    return Started(title, report, child, log)


def _hear_the_launcher() -> None:
    """Accept interrupts from the launcher, also when it is killed.

    A shell makes its background processes and their children ignore interrupts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent(signal.SIGINT)


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
