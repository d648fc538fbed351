"""Parts of the tests beside each other: how many, in which order, and what if one."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from launcher import lanes, odoo_tests
from launcher.errors import BadUse
from launcher.lanes import Job, Lanes
from launcher.outcome import Outcome


@dataclass
class Stage:
    """Where fake jobs run; each is over when it has been asked so often."""

    running: list = field(default_factory=list)
    together: list = field(default_factory=list)
    stopped: list = field(default_factory=list)

    def job(self, name, asked=1, alone=False):
        def start():
            self.running.append(name)
            self.together.append("".join(self.running))
            return SimpleNamespace(over=over, outcome=outcome, stop=stop)

        def over():
            nonlocal asked
            asked -= 1
            return asked < 0

        def outcome():
            self.running.remove(name)
            return Outcome(passed=1)

        def stop():
            self.stopped.append(name)

        return Job(name, start, alone)


@pytest.fixture
def stage(monkeypatch):
    monkeypatch.setattr(lanes, "ASKED_EVERY_SECONDS", 0)
    return Stage()


def names(jobs):
    with Lanes(jobs) as made:
        return "".join(job.name for job, _outcome in made.ended())


def test_two_at_once_in_their_order(stage):
    jobs = [stage.job("a", 9), stage.job("b", 1), stage.job("c", 1), stage.job("d", 1)]
    assert names(jobs) == "bcda"
    assert stage.together == ["a", "ab", "ac", "ad"]


def test_the_lonely_come_last_and_one_by_one(stage):
    jobs = [stage.job("a", alone=True), stage.job("b", 1), stage.job("c", 3)]
    jobs.append(stage.job("d", alone=True))
    assert names(jobs) == "bcad"
    assert stage.together == ["b", "bc", "a", "d"]


def test_what_runs_is_stopped_when_it_is_broken_off(stage):
    jobs = [stage.job("a", 9), stage.job("b", 1), stage.job("c", 9)]
    with pytest.raises(KeyboardInterrupt), Lanes(jobs) as made:
        for _ended in made.ended():
            raise KeyboardInterrupt
    assert stage.stopped == ["a"]


def cannot():
    raise BadUse("It cannot be started.")


def test_what_cannot_be_started_has_failed_and_the_others_run(stage):
    with Lanes([Job("a", cannot), stage.job("b")]) as made:
        outcomes = {job.name: outcome for job, outcome in made.ended()}
    assert outcomes["a"].failures == ["a: It cannot be started."]
    assert outcomes["b"].passed == 1


def test_the_only_one_that_cannot_be_started_says_so_itself():
    with pytest.raises(BadUse), Lanes([Job("a", cannot)]) as made:
        list(made.ended())


IMPORTS = """
from odoo.tests import TransactionCase, tagged
"""
ONE = """

@tagged("post_install", "-at_install")
class Test{name}(TransactionCase):
    def test_it(self):
        pass
"""


def test_two_runners_share_many_classes(ready):
    """Each test runs once, in one of them or the other."""
    count = odoo_tests.WORTH_HALVING
    file = ready.addon_file("tests/test_stand_in.py")
    kept = file.read_text()
    classes = (ONE.format(name=f"No{number}") for number in range(count))
    file.write_text(IMPORTS + "".join(classes))
    done = ready.dev("test", "odoo", "--no-browser")
    file.write_text(kept)
    assert done.last == f"{count} passed, 0 failed"
    assert f"odoo: {count // 2} passed, 0 failed" in done.out
    assert f"odoo, the other half: {count // 2} passed, 0 failed" in done.out
