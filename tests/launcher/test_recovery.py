"""Killed at any moment, the next call recovers; two calls do not harm each other."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from launcher import locks, processes

ONE_TEST = ("test", "--tags", ":TestStandIn", "--no-browser")
PASSED = "1 passed, 0 failed"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def kill_when(checkout, words: str, *arguments, after: float = 0.5) -> str:
    """Start ./dev, and kill it a little after it said `words`."""
    child = checkout.start(*arguments)
    said = ""
    while words not in said:
        letter = child.stdout.read(1)
        assert letter, f"{said!r} ended without {words!r}: {child.stderr.read()}"
        said += letter
    time.sleep(after)
    child.kill()
    child.wait()
    return said


def test_killed_while_a_template_is_built(checkout):
    kill_when(checkout, "Template database", *ONE_TEST, after=4)
    done = checkout.dev(*ONE_TEST)
    assert (done.status, done.last) == (0, PASSED)
    assert "Template database" in done.out, "the half-built one was used"


def test_killed_while_postgresql_is_made(checkout):
    kill_when(checkout, "PostgreSQL: starting", *ONE_TEST, after=0.2)
    done = checkout.dev(*ONE_TEST)
    assert (done.status, done.last) == (0, PASSED)


def test_killed_servers_children_end(checkout):
    """The Odoo that a killed ./dev was waiting for does not go on by itself."""
    kill_when(checkout, "Template database", *ONE_TEST, after=3)
    deadline = time.monotonic() + 20
    while odoos(checkout) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not odoos(checkout)


def odoos(checkout) -> list[str]:
    argv = ["ps", "-eo", "args"]
    shown = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    marks = (str(checkout.root), "-m odoo")
    return [line for line in shown.splitlines() if all(m in line for m in marks)]


def test_two_calls_at_once(checkout):
    first, second = checkout.start(*ONE_TEST), checkout.start(*ONE_TEST)
    for child in (first, second):
        out, err = child.communicate(timeout=900)
        assert out.strip().splitlines()[-1] == PASSED, out + err


def test_demo_stop_and_pids(ready):
    """One life of a demo: served, found again, killed, started again, stopped."""
    port = free_port()
    first = ready.dev("demo", "--port", port)
    assert first.status == 0, first.err
    address = f"http://127.0.0.1:{port}"
    assert address in first.out
    for login in ("sales", "accountant", "admin"):
        assert f"login {login}" in first.out
    assert page(address) == 200

    again = ready.dev("demo")
    assert address in again.out
    assert "starting" not in again.out

    pid_file = ready.state / "servers" / "demo.json"
    os.kill(processes.running(pid_file)["pid"], signal.SIGKILL)
    wait_until(lambda: not processes.running(pid_file))
    begun = time.monotonic()
    assert ready.dev("demo", "--port", port).status == 0
    assert page(address) == 200
    second_start = time.monotonic() - begun

    model = ready.addon_file("models.py")
    kept = model.read_text()
    model.write_text(kept.replace('"Stand-in"', '"Changed"'))
    changed = ready.dev("demo")
    model.write_text(kept)
    assert "updating the changed addon" in changed.out
    assert page(address) == 200

    assert "Stopped." in ready.dev("stop").out
    assert "Nothing was running." in ready.dev("stop").out
    with pytest.raises(OSError):
        page(address)
    assert second_start < 60


def page(address: str) -> int:
    with urllib.request.urlopen(address + "/web/login", timeout=60) as answer:
        return answer.status


def wait_until(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def waiting_process() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)


def test_stop_spares_a_stranger_with_the_same_pid(checkout):
    """After a reboot the pid in our file may be anybody's."""
    stranger = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    )
    pid_file = checkout.state / "servers" / "demo.json"
    pid_file.parent.mkdir(parents=True)
    processes.remember(pid_file, stranger.pid, port=1)
    pid_file.write_text(pid_file.read_text().replace(" ", " 9", 3))
    assert "Nothing was running." in checkout.dev("stop").out
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_stop_ends_what_it_remembers(checkout):
    """The other half of the test above: the same file, unforged."""
    ours = waiting_process()
    pid_file = checkout.state / "servers" / "demo.json"
    pid_file.parent.mkdir(parents=True)
    processes.remember(pid_file, ours.pid, port=1)
    assert "Stopped." in checkout.dev("stop").out
    assert ours.wait(5) == -signal.SIGTERM


def test_interrupt_is_clean(checkout):
    child = checkout.start(*ONE_TEST)
    said = ""
    while "Template database" not in said:
        said += child.stdout.read(1)
    time.sleep(2)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=300)
    assert child.returncode == 130
    assert err.strip() == "./dev: interrupted; the next call continues from here."
    assert not odoos(checkout)


def test_lock_survives_removal_of_its_file(tmp_path):
    """Who waits for a lock on a removed file gets one on the new file."""
    path = tmp_path / "a.lock"
    held = locks.take(path, locks.fcntl.LOCK_EX)
    path.unlink()
    other = locks.take(path, locks.fcntl.LOCK_EX, wait=False)
    assert other is not None
    assert os.path.samestat(os.fstat(other), os.stat(path))
    os.close(held)
    os.close(other)


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("new environment", 1),
        ("locked requirements", 1),
        ("downloading", 3),
        ("unpacking", 2),
        ("PostgreSQL", 0.2),
        ("Template database", 5),
        ("Odoo's tests", 2),
    ],
)
def test_killed_in_the_first_install(bare, words, after):
    """In a fresh folder with an empty cache, at each stage."""
    kill_when(bare, words, *ONE_TEST, after=after)
    done = bare.dev(*ONE_TEST)
    assert (done.status, done.last) == (0, PASSED), done.err
    cache = bare.env["XDG_CACHE_HOME"] / "customer_tiering"
    assert not list(cache.glob("odoo/*.unpacking"))
    shutil.rmtree(cache)
