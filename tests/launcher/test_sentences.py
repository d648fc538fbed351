"""Every expected failure is one clear sentence with the mend, and status 1."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Checkout

from launcher import browser, errors, postgres, python_env
from launcher.children import run
from launcher.odoo_download import check_links
from launcher.places import Places, need_space


def may_unshare(*flags) -> bool:
    argv = ["unshare", *flags, "true"]
    return bool(shutil.which("unshare")) and not subprocess.run(argv).returncode


@pytest.fixture
def empty_path(tmp_path):
    """A PATH on which nothing is found, so no apt-get, npm or browser."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("version", "too"), [((3, 10), "old"), ((3, 14), "new")])
def test_python_of_the_script(checkout, version, too):
    """`dev` itself tells, before it imports anything that such a Python cannot read."""
    fake = f"import sys, runpy; sys.version_info = {(*version, 0, 'final', 0)}; "
    fake += "runpy.run_path('dev', run_name='__main__')"
    argv = [sys.executable, "-c", fake]
    done = subprocess.run(argv, cwd=checkout.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"too {too}, {version[0]}.{version[1]}" in done.stderr
    assert "python3.12 dev" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("version", "too"), [((3, 10), "old"), ((3, 14), "new")])
def test_python_of_the_launcher(version, too):
    with pytest.raises(errors.WrongPython, match=f"too {too}, 3.1"):
        python_env.check_python(version)


def test_port_taken(ready):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = ready.dev("demo", "--port", port).sentence
    assert f"Port {port} is taken" in sentence
    assert f"--port {port + 1}" in sentence


def test_language_that_odoo_does_not_know(ready):
    """Before anything is built or changed."""
    sentence = ready.dev("demo", "--lang", "xx_XX").sentence
    assert "Odoo knows no language 'xx_XX'" in sentence
    assert "zh_CN" in sentence


def test_no_odoo_without_apt(checkout, tmp_path, empty_path):
    """Packages are there, Odoo is not, and the machine is no Debian."""
    cache = tmp_path / "cache"
    done = checkout.dev(
        "test", "odoo", "--no-browser",
        PATH=empty_path, XDG_CACHE_HOME=cache, ODOO_PATH=None,
    )  # fmt: skip
    assert "no apt-get" in done.sentence
    assert "ODOO_PATH" in done.sentence


def test_wrong_series(checkout, tmp_path):
    release = tmp_path / "odoo18" / "odoo" / "release.py"
    release.parent.mkdir(parents=True)
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    done = checkout.dev("test", "odoo", "--no-browser", ODOO_PATH=tmp_path / "odoo18")
    assert "is 18.0, but 19.0 is needed" in done.sentence


def test_odoo_path_without_odoo(checkout, tmp_path):
    done = checkout.dev("test", "odoo", "--no-browser", ODOO_PATH=tmp_path)
    assert str(tmp_path) in done.sentence
    assert "odoo/release.py" in done.sentence


@pytest.mark.skipif(not shutil.which("apt-get"), reason="needs apt-get")
def test_wrong_signature(checkout, tmp_path):
    """A keyring without Debian's keys: apt refuses, and nothing is unpacked."""
    keyring = tmp_path / "other.gpg"
    keyring.touch()
    done = checkout.dev(
        "test", "odoo", "--no-browser",
        CUSTOMER_TIERING_KEYRING=keyring, XDG_CACHE_HOME=tmp_path / "c", ODOO_PATH=None,
    )  # fmt: skip
    assert "signature" in done.sentence
    assert str(keyring) in done.sentence
    assert not list((tmp_path / "c").glob("**/odoo-19*.deb"))


@pytest.mark.skipif(not shutil.which("apt-get"), reason="needs apt-get")
def test_no_keyring(checkout, tmp_path):
    done = checkout.dev(
        "test", "odoo", "--no-browser",
        CUSTOMER_TIERING_KEYRING=tmp_path / "none.gpg",
        XDG_CACHE_HOME=tmp_path / "c", ODOO_PATH=None,
    )  # fmt: skip
    assert "none.gpg" in done.sentence
    assert "ODOO_PATH" in done.sentence


@pytest.mark.skipif(not shutil.which("apt-get"), reason="needs apt-get")
def test_mirror_without_the_suite(checkout, tmp_path):
    """As on Ubuntu: the mirror answers, and has no such suite."""
    (tmp_path / "mirror").mkdir()
    done = checkout.dev(
        "test", "odoo", "--no-browser",
        CUSTOMER_TIERING_MIRROR=f"file:{tmp_path}/mirror",
        XDG_CACHE_HOME=tmp_path / "c", ODOO_PATH=None,
    )  # fmt: skip
    assert "has the Debian suite unstable" in done.sentence
    assert "ODOO_PATH" in done.sentence


@pytest.mark.skipif(not may_unshare("-rn"), reason="may not make a network namespace")
def test_no_network_for_odoo(checkout, tmp_path):
    done = checkout.dev(
        "test", "odoo", "--no-browser",
        before=["unshare", "-rn"], XDG_CACHE_HOME=tmp_path / "c", ODOO_PATH=None,
    )  # fmt: skip
    assert "needs the network" in done.sentence


@pytest.mark.skipif(not may_unshare("-rn"), reason="may not make a network namespace")
def test_no_network_for_packages(bare):
    done = bare.dev("lint", "ruff", before=["unshare", "-rn"])
    assert "Installing uv needs the network" in done.sentence


@pytest.mark.skipif(not may_unshare("-rm"), reason="may not mount a small disk")
def test_no_space(bare, tmp_path):
    """The cache is on a disk of 20 MB."""
    small = tmp_path / "small"
    small.mkdir()
    mount = f'mount -t tmpfs -o size=20m none {small} && exec "$@"'
    done = bare.dev(
        "test", "odoo", "--no-browser",
        before=["unshare", "-rm", "sh", "-c", mount, "sh"],
        XDG_CACHE_HOME=small,
    )  # fmt: skip
    assert "no space left" in done.sentence
    assert "needed" in done.sentence


def test_no_space_in_the_middle(tmp_path):
    """A program that meets the full disk, where looking beforehand did not help."""
    argv = ["dd", "if=/dev/zero", "of=/dev/full", "count=1"]
    with pytest.raises(errors.NoSpace, match="free some"):
        run(argv, what="Writing", log=tmp_path / "log")


def test_space_is_looked_at(tmp_path):
    with pytest.raises(errors.NoSpace, match=r"needed, .* free"):
        need_space(tmp_path, 10**18)
    need_space(tmp_path, 1)


def test_dangling_assets(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "jquery.js").touch()
    (tmp_path / "fine.js").symlink_to("lib/jquery.js")
    check_links(tmp_path)
    (tmp_path / "gone.js").symlink_to("lib/gone.js")
    with pytest.raises(errors.DanglingAssets, match=r"behind 1 of its links \(gone.js"):
        check_links(tmp_path)


def test_assets_outside_are_dangling(tmp_path):
    """A link into this machine's own files would dangle on another machine."""
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "machine.js").touch()
    (root / "machine.js").symlink_to(tmp_path / "machine.js")
    with pytest.raises(errors.DanglingAssets, match="machine.js"):
        check_links(root)


def test_postgres_too_old_server():
    server = postgres.Server({}, "db.example port 5432")
    with pytest.raises(errors.PostgresTooOld, match="version 12, .*13 or newer"):
        postgres.check(server, lambda _statement: [[120022, "me", True]])
    postgres.check(server, lambda _statement: [[130001, "me", True]])


def test_postgres_too_old_binaries(tmp_path, monkeypatch):
    for name in ("postgres", "initdb", "pg_ctl"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 12.22'\n")
        program.chmod(0o755)
    monkeypatch.setattr(postgres, "system_binaries", lambda: tmp_path)
    with pytest.raises(errors.PostgresTooOld, match="version 12"):
        postgres.clusters(Places(root=tmp_path), tmp_path, system=True)


def test_postgres_does_not_answer(ready, tmp_path):
    sentence = ready.dev("test", "odoo", "--no-browser", PGHOST=tmp_path).sentence
    assert str(tmp_path) in sentence
    assert "unset them" in sentence


def test_no_browser(tmp_path, monkeypatch, empty_path):
    monkeypatch.setenv("PATH", str(empty_path))
    with pytest.raises(errors.NoBrowser, match="--no-browser"):
        browser.ensure(Places(root=tmp_path), str(empty_path))


def test_no_addon(checkout):
    checkout.addon_file("__manifest__.py").unlink()
    assert "in a whole checkout" in checkout.dev("test", "odoo").sentence


def test_unknown_part(ready):
    sentence = ready.dev("test", "odo").sentence
    assert "no part odo;" in sentence
    assert "odoo" in sentence


def test_clean_while_at_work(checkout):
    """The other call holds the folder; taking it away would harm it."""
    from launcher.locks import InUse

    at_work = InUse(checkout.state / "in-use.lock")
    assert "Another ./dev is at work" in checkout.dev("clean").sentence
    assert checkout.state.exists()
    at_work.release()
    assert checkout.dev("clean").status == 0
    assert not checkout.state.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user")
def test_folder_of_somebody_else(checkout: Checkout):
    shutil.rmtree(checkout.state)
    for folder in checkout.root.parents:
        if folder == Path("/tmp"):
            break
        folder.chmod(0o755)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    python = Path(sys.base_prefix) / "bin" / "python3"
    if subprocess.run([*nobody, python, "-c", ""]).returncode:
        python = Path("/usr/bin/python3")
    done = checkout.dev("test", "odoo", before=nobody, python=python)
    assert "cannot be written by this user" in done.sentence


def test_a_program_that_hangs_is_ended(tmp_path):
    argv = [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"]
    said = {"what": "Waiting", "log": tmp_path / "log", "patience": 2}
    assert run(argv, check=False, **said).splitlines() == [
        "1",
        "",
        "Waiting was ended after 2 seconds.",
    ]
    with pytest.raises(errors.CommandFailed, match="Waiting"):
        run(argv, **said)
