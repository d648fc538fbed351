"""Reading Odoo's log: which tests ran, which failed, and which lines are warnings.

Odoo's own summary counts a skipped test as passed; here it counts as skipped.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .outcome import Outcome
from .places import ADDON

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) (?P<database>\S+) "
    r"(?P<logger>[\w.]+): (?P<text>.*)$"
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
STARTING = re.compile(r"Starting (?P<test>[\w.<>]+) \.\.\.")
SKIPPED = re.compile(r"skipped (?P<test>[\w.<>]+) : (?P<why>.*)")
BROKEN = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>[\w.<>]+(?: \([\w.]+\))?)")
SUMMARY = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
TESTS = re.compile(r"odoo\.(addons\.\w+\.tests|tests)\b")
COMPLAINTS = ("WARNING", "ERROR", "CRITICAL")
ALLOWED = Path(__file__).with_name("log_allowed.txt")


@dataclass
class Record:
    level: str
    logger: str
    text: str
    more: list[str] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        whole = "\n".join([self.logger, self.text, *self.more])
        return ADDON in whole

    def __str__(self) -> str:
        """One line: the text and, if there is a traceback, its last line."""
        last = next((line.strip() for line in reversed(self.more) if line.strip()), "")
        return f"{self.level} {self.logger}: {self.text}{f' | {last}' if last else ''}"


def records(text: str) -> list[Record]:
    """Log records, each with the lines that follow it (a traceback)."""
    found: list[Record] = []
    for line in ANSI.sub("", text).splitlines():
        if match := RECORD.match(line):
            found.append(Record(match["level"], match["logger"], match["text"].strip()))
        elif found:
            found[-1].more.append(line)
    return found


def tests(found: list[Record]) -> Outcome:
    """Count each test as passed, failed or skipped; Odoo's own total must agree."""
    started: dict[str, int] = {}
    broken: dict[str, str] = {}
    skipped: dict[str, str] = {}
    summary = None
    for record in found:
        name = record.logger.rpartition(".")[2]
        if match := STARTING.match(record.text):
            key = f"{name}:{match['test']}"
            started[key] = started.get(key, 0) + 1
        elif record.level == "INFO" and (match := SKIPPED.match(record.text)):
            skipped[f"{name}:{match['test']}"] = match["why"]
        elif record.level == "ERROR" and (match := BROKEN.match(record.text)):
            broken.setdefault(f"{name}:{match['test']}", str(record).split(" | ")[-1])
        elif match := SUMMARY.match(record.text):
            summary = [int(number) for number in match.groups()]
    outcome = Outcome(failed=len(broken))
    outcome.failures = [f"{test}: {why}" for test, why in broken.items()]
    not_run = {test: why for test, why in skipped.items() if test not in broken}
    outcome.skipped = len(not_run)
    outcome.not_run = [f"{test}: {why}" for test, why in not_run.items()]
    total = sum(started.values())
    clean = total - sum(started.get(test, 0) for test in {*broken, *not_run})
    outcome.passed = clean
    if summary is None:
        last = f", in {list(started)[-1]}" if started else ""
        outcome.fail(f"Odoo ended before it printed the summary of its tests{last}")
    elif summary[2] != total:
        outcome.fail(f"Odoo counted {summary[2]} tests, but its log shows {total}")
    elif summary[0] + summary[1] and not broken:
        outcome.fail(
            f"Odoo counted {summary[0] + summary[1]} failures, but its log shows none"
        )
    return outcome


def is_whole(text: str) -> bool:
    """The summary of the tests is there, so Odoo has run all of them."""
    return bool(SUMMARY.search(text))


def allowed() -> list[re.Pattern]:
    """One regular expression per line of log_allowed.txt, its reason after ` # `."""
    lines = ALLOWED.read_text().splitlines()
    rules = [line.partition(" # ")[0].strip() for line in lines]
    return [re.compile(rule) for rule in rules if rule and not rule.startswith("#")]


def complaints(found: list[Record]) -> tuple[list[Record], list[Record]]:
    """(ours, others'): warnings and errors that are not allowed; no test failures."""
    rules = allowed()
    ours, others = [], []
    for record in found:
        if record.level not in COMPLAINTS or is_test_report(record):
            continue
        if any(rule.search(str(record)) for rule in rules):
            continue
        (ours if record.ours else others).append(record)
    return ours, others


def is_test_report(record: Record) -> bool:
    """A failure is already counted; Odoo's summary at the end repeats it."""
    if SUMMARY.match(record.text):
        return True
    return bool(TESTS.match(record.logger) and BROKEN.match(record.text))
