"""The counts of a test run, and how they are added up."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """The result of one part of the tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # One sentence for each failure, and for each test that was not run.
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
