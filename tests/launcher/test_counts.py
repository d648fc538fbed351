"""The sum at the end is true: every kind of outcome of Odoo's own runner is counted.

One real run of Odoo on a stand-in whose tests end in every possible way.
"""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from conftest import ROOT

from launcher import odoo_log, odoo_tests, pytests
from launcher.places import ADDON, BESIDE, DASHBOARD, Places

EVERY_WAY = """
import logging
import unittest
from odoo.tests import TransactionCase, tagged

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestWays(TransactionCase):
    def test_passes(self):
        pass

    def test_passes_with_subtests(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertTrue(True)

    def test_fails(self):
        self.assertEqual(1, 2)

    def test_raises(self):
        raise ValueError("an error of the test")

    def test_fails_in_two_subtests(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertEqual(number, 1)

    def test_skips_itself(self):
        self.skipTest("no reason at all")

    @unittest.skip("by decorator")
    def test_skipped(self):
        pass

    def test_complains(self):
        _logger.warning("a warning of ours")


@tagged("post_install", "-at_install")
class TestNeverStarts(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        raise ValueError("cannot be set up")

    def test_one(self):
        pass

    def test_two(self):
        pass


class TestEarly(TransactionCase):
    def test_at_install(self):
        pass
"""


@pytest.fixture(scope="module")
def every_way(ready):
    file = ready.addon_file("tests/test_stand_in.py")
    kept = file.read_text()
    file.write_text(EVERY_WAY)
    done = ready.dev("test", "odoo", "--no-browser")
    file.write_text(kept)
    return done


def test_sum(every_way):
    """Passed: passes, with_subtests, complains, at_install.  Failed: fails, raises,
    two subtests of one test, a class that cannot be set up, a warning of ours."""
    assert every_way.last == "4 passed, 5 failed, 2 skipped"
    assert every_way.status == 1


@pytest.mark.parametrize(
    "words",
    [
        "FAILED test_stand_in:TestWays.test_fails: AssertionError: 1 != 2",
        "FAILED test_stand_in:TestWays.test_raises: ValueError: an error of the test",
        "FAILED test_stand_in:TestWays.test_fails_in_two_subtests",
        "TestNeverStarts): ValueError: cannot be set up",
        "FAILED Odoo's log contains a warning: WARNING",
        "NOT RUN test_stand_in:TestWays.test_skips_itself: no reason at all",
        "NOT RUN test_stand_in:TestWays.test_skipped: by decorator",
        "NOT RUN the browser tours (--no-browser)",
    ],
)
def test_named(every_way, words):
    assert words in every_way.out


def test_tags_choose_and_all_pass(ready):
    done = ready.dev("test", "--tags", ":TestStandIn.test_there", "--no-browser")
    assert (done.status, done.last) == (0, "1 passed, 0 failed")


def test_tags_that_match_nothing_fail(ready):
    done = ready.dev("test", "--tags", ":TestNowhere", "--no-browser")
    assert (done.status, done.last) == (1, "0 passed, 1 failed")
    assert "no test of the addon matches" in done.out


def test_file_that_nobody_imports(ready):
    file = ready.addon_file("tests/gift/test_forgotten.py")
    file.parent.mkdir()
    file.touch()
    done = ready.dev("test", "odoo", "--no-browser")
    file.unlink()
    file.parent.rmdir()
    assert done.last == "2 passed, 1 failed"
    assert "FAILED gift/test_forgotten.py is never run" in done.out


def test_addon_that_cannot_be_installed(ready):
    file = ready.addon_file("models.py")
    kept = file.read_text()
    file.write_text("raise ValueError('broken')\n")
    done = ready.dev("test", "odoo", "--no-browser")
    file.write_text(kept)
    assert done.status == 1
    assert done.last.startswith("0 passed, ")
    assert "ValueError: broken" in done.out


@pytest.mark.parametrize(
    ("given", "with_browser", "expected"),
    [
        (None, True, f"/{ADDON},/{DASHBOARD}"),
        (None, False, f"/{ADDON},/{DASHBOARD},-tour"),
        (":A.test_b", True, f"/{ADDON}:A.test_b,/{DASHBOARD}:A.test_b"),
        (".test_b", True, f"/{ADDON}.test_b,/{DASHBOARD}.test_b"),
        ("slow", True, f"slow/{ADDON},slow/{DASHBOARD}"),
        (
            "-slow",
            True,
            f"/{ADDON},/{DASHBOARD},-slow/{ADDON},-slow/{DASHBOARD}",
        ),
        ("/sale:TestSale", True, "/sale:TestSale"),
    ],
)
def test_tags_are_within_our_addons(given, with_browser, expected):
    assert odoo_tests.test_tags(given, with_browser) == expected


@pytest.mark.parametrize("addon", BESIDE)
def test_tags_of_an_addon_beside_another_app(addon):
    every = ",".join(f"/{one}" for one in BESIDE)
    assert odoo_tests.beside_tags(None, True) == every
    assert odoo_tests.beside_tags(None, False) == f"{every},-tour"
    assert odoo_tests.beside_tags(":A.test_b", True) == ""
    assert odoo_tests.beside_tags(f"/{addon}:A,slow", True) == f"/{addon}:A"
    # nothing of ours is run then
    assert odoo_tests.test_tags(f"/{addon}:A", True) == ""


def test_a_word_that_only_tests_beside_another_app_carry():
    tills = "customer_tiering_point_of_sale"
    assert odoo_tests.test_tags("till", True) == ""
    assert f"till/{tills}" in odoo_tests.beside_tags("till", True).split(",")
    assert "till/customer_tiering_stock" not in odoo_tests.beside_tags("till", True)
    # both have tests of playbooks
    assert odoo_tests.test_tags("playbook", True).startswith("playbook/")
    assert "playbook/" in odoo_tests.beside_tags("playbook", True)
    # a word that leaves out chooses nothing
    assert odoo_tests.beside_tags("truth,-tour", True) == ""


def test_a_run_that_breaks_off_has_failed():
    """No summary: the runner died, whatever passed before."""
    line = (
        "2026-01-01 00:00:00,000 7 INFO db odoo.addons.customer_tiering.tests.test_a: "
        "Starting TestA.test_a ... "
    )
    outcome = odoo_log.tests(odoo_log.records(line))
    assert outcome.failed == 1
    assert "before it printed the summary" in outcome.failures[0]


def test_lines_that_odoo_does_not_sum_up_are_noticed():
    lines = [
        "2026-01-01 00:00:00,000 7 INFO db odoo.addons.customer_tiering.tests.test_a: "
        "Starting TestA.test_a ... ",
        "2026-01-01 00:00:00,000 7 INFO db odoo.tests.result: "
        "0 failed, 0 error(s) of 2 tests when loading database 'db' ",
    ]
    outcome = odoo_log.tests(odoo_log.records("\n".join(lines)))
    assert "counted 2 tests, but its log shows 1" in outcome.failures[0]


def test_every_allowed_warning_has_a_reason():
    lines = [
        line
        for line in odoo_log.ALLOWED.read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert lines
    assert all(line.partition(" # ")[2].strip() for line in lines)


def test_pytest_report_counts_a_test_once(tmp_path):
    """A test that fails and whose teardown errors is one failed test."""
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        "<testcase classname='a' name='fine'/>"
        "<testcase classname='a' name='bad'><failure message='x'/><error/></testcase>"
        "<testcase classname='a' name='left'><skipped message='why'/></testcase>"
        "</testsuite></testsuites>"
    )
    assert pytests.read(report).line() == "1 passed, 1 failed, 1 skipped"


@pytest.fixture
def bench(tmp_path):
    places = Places(root=tmp_path, cache=tmp_path)
    return SimpleNamespace(places=places, python=sys.executable)


def a_test(folder, text):
    """A folder with one test file, and the environment to run it in."""
    folder.mkdir()
    (folder / "test_it.py").write_text(text)
    return [folder], dict(os.environ)


def test_a_test_that_hangs_ends_its_part_and_says_where(
    bench, tmp_path, monkeypatch, capfd
):
    monkeypatch.setattr(pytests, "PATIENCE_SECONDS", 1)
    hangs = "import time\n\n\ndef test_for_ever():\n    time.sleep(60)\n"

    outcome = pytests.run(bench, "hanging", *a_test(tmp_path / "tests", hangs))

    assert outcome.failures == ["hanging: pytest ended with status 1"]
    assert "in test_for_ever" in capfd.readouterr().err


def test_what_runs_beside_speaks_when_its_turn_comes(bench, tmp_path, capfd):
    given = a_test(tmp_path / "tests", "def test_it():\n    pass\n")
    started = pytests.start(bench, "beside", *given, log=tmp_path / "log")
    started.child.wait()
    assert capfd.readouterr().out == ""
    assert started.outcome().line() == "1 passed, 0 failed"
    assert "1 passed" in capfd.readouterr().out


class Database:
    """Stands in for the databases of the tests: none has been made."""

    def drop(self, name):
        self.dropped = name


def a_runner(tmp_path, script):
    """What `odoo_tests.start` returns, of a program that writes to its log."""
    log = tmp_path / "log"
    with log.open("w") as sink:
        child = subprocess.Popen([sys.executable, "-uc", script], stdout=sink)
    return odoo_tests.Started("test", Database(), child, log)


NAMES = """
print("2026-01-01 10:00:00,000 1 INFO db odoo.addons.x.tests.test_y: "
      "Starting TestY.test_{} ...", flush=True)
"""


def test_an_odoo_that_says_no_more_is_ended_and_its_last_words_are_shown(
    tmp_path, monkeypatch, capfd
):
    monkeypatch.setattr(odoo_tests, "SILENCE_SECONDS", 1)
    waits = "import time\n" + NAMES.format("for_ever") + "time.sleep(60)"
    runner = a_runner(tmp_path, waits)
    wait_until(lambda: runner.log.stat().st_size)

    outcome = runner.outcome()

    assert outcome.failures == [
        "Odoo ended before it printed the summary of its tests, "
        "in test_y:TestY.test_for_ever",
        "Odoo's tests hang: no word for 1 seconds",
    ]
    assert "test_for_ever" in capfd.readouterr().out


def test_an_odoo_that_takes_long_is_not_ended_while_it_says_something(
    tmp_path, monkeypatch
):
    # together longer than the silence, each far shorter even on a busy machine
    monkeypatch.setattr(odoo_tests, "SILENCE_SECONDS", 4)
    steps = [NAMES.format(step) + "time.sleep(0.5)" for step in range(10)]
    runner = a_runner(tmp_path, "import time\n" + "\n".join(steps))

    outcome = runner.outcome()

    assert not runner.hangs
    assert outcome.passed == 10


STARTS = """
import os, sys
from pathlib import Path
from types import SimpleNamespace

from launcher import pytests
from launcher.places import ADDON, DASHBOARD, Places

folder = Path(sys.argv[1])
bench = SimpleNamespace(
    places=Places(root=folder, cache=folder), python=sys.executable
)
started = pytests.start(
    bench, "stopped", [folder / "tests"], dict(os.environ), log=folder / "log"
)
try:
    started.outcome()
finally:
    started.stop()
"""


@pytest.mark.parametrize("how", ["by the launcher", "Ctrl-C", "kill -9"])
def test_stopped_it_puts_away_what_it_has_made(tmp_path, how):
    """Ctrl-C in a terminal is for all programs in the foreground at once."""
    made, gone = tmp_path / "made", tmp_path / "gone"
    a_test(
        tmp_path / "tests",
        "import pathlib, time, pytest\n\n\n@pytest.fixture\ndef made():\n"
        "    yield\n    time.sleep(1)\n"
        f"    pathlib.Path({str(gone)!r}).touch()\n\n\n"
        # what is made is put away from here on, and not a moment earlier
        f"def test_it(made):\n    pathlib.Path({str(made)!r}).touch()\n"
        "    time.sleep(60)\n",
    )
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS, tmp_path], cwd=ROOT, start_new_session=True
    )
    wait_for(made)
    if how == "by the launcher":
        child.send_signal(signal.SIGINT)
    elif how == "Ctrl-C":
        os.killpg(child.pid, signal.SIGINT)
    else:
        child.kill()
    assert child.wait(40)
    wait_for(gone)
    assert "Traceback" not in (tmp_path / "log").read_text()


def wait_for(path):
    wait_until(path.exists)


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
