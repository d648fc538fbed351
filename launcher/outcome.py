"""Counts of a test run, added up truthfully."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What one part of the tests came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # Names or sentences of what failed, and of what was not run and why.
    failures: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def fail(self, sentence: str) -> None:
        self.failed += 1
        self.failures.append(sentence)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
            self.not_run + other.not_run,
        )

    def line(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return text + (f", {self.skipped} skipped" if self.skipped else "")
