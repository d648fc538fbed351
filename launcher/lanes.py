"""Parts of the tests beside each other, as many at once as there are lanes.

    with Lanes(jobs) as lanes:
        for job, outcome in lanes.ended(): ...

The launcher has no threads: what has been started is asked now and then whether it is
over. What it says meanwhile goes to its log and is shown when it is over, so that no
two of them mix. On leaving, whatever still runs is stopped.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from . import say
from .errors import LauncherError
from .outcome import Outcome

# Each part keeps about one core busy: Odoo, its browser and PostgreSQL take turns.
LANES = 2
ASKED_EVERY_SECONDS = 0.2


class Started(Protocol):
    """What `pytests.start` and `odoo_tests.start` return."""

    def over(self) -> bool: ...

    def outcome(self) -> Outcome: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Job:
    """``alone``: it measures time, or needs a server at which nobody else works."""

    name: str
    start: Callable[[], Started]
    alone: bool = False


@dataclass
class Lanes:
    """Jobs in their order, the lonely ones last."""

    jobs: list[Job]
    running: dict[Job, Started] = field(default_factory=dict)
    broken: list[tuple[Job, Outcome]] = field(default_factory=list)

    def __post_init__(self):
        self.waiting = sorted(self.jobs, key=lambda job: job.alone)

    def __enter__(self) -> "Lanes":
        return self

    def __exit__(self, *failure) -> None:
        with ExitStack() as each:
            for started in self.running.values():
                each.callback(started.stop)

    def fill(self, lanes: int = LANES) -> None:
        """Start what there is room for."""
        while self.waiting and self._fits(self.waiting[0], lanes):
            job = self.waiting.pop(0)
            try:
                self.running[job] = job.start()
            except LauncherError as error:
                if len(self.jobs) == 1:
                    raise
                outcome = Outcome()
                outcome.fail(f"{job.name}: {error}")
                self.broken.append((job, outcome))
            else:
                say.line(f"{job.name}: begun")

    def _fits(self, job: Job, lanes: int) -> bool:
        alone = job.alone or any(other.alone for other in self.running)
        return len(self.running) < (1 if alone else lanes)

    def ended(self) -> Iterator[tuple[Job, Outcome]]:
        """Start all of them, and yield each one's outcome when it is over."""
        while self.waiting or self.running or self.broken:
            self.fill()
            while self.broken:
                yield self.broken.pop(0)
            for job in [job for job, one in self.running.items() if one.over()]:
                # still among the running ones while it is asked: Ctrl-C stops it
                outcome = self.running[job].outcome()
                del self.running[job]
                yield job, outcome
            time.sleep(ASKED_EVERY_SECONDS)
