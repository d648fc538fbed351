"""The user's own Odoo and PostgreSQL are used when given, and not harmed."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import new_checkout, share_packages

from launcher import cluster, errors, odoo, postgres
from launcher.cluster import Cluster, major_version
from launcher.commands import stop
from launcher.databases import link_or_copy
from launcher.places import Places

ONE_TEST = ("test", "--tags", ":TestStandIn", "--no-browser")


@pytest.fixture
def own_server(tmp_path_factory):
    """A second, real PostgreSQL, with a database that is none of ./dev's business."""
    root = tmp_path_factory.mktemp("own")
    binaries = postgres.embedded_binaries(Path(sys.prefix))
    server = Cluster(Places(root=root), binaries, major_version(binaries))
    server.start()
    yield {"PGHOST": str(server.sockets), "PGUSER": "odoo"}
    server.stop()


def sql(server: dict, statement: str) -> list:
    script = Path(postgres.__file__).with_name("sql.py")
    argv = [sys.executable, script, "postgres", statement]
    done = subprocess.run(argv, env=server, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def names(server: dict) -> set[str]:
    return {name for (name,) in sql(server, "SELECT datname FROM pg_database")}


def test_server_of_the_user(checkout, own_server):
    """The tests run there; their databases stay; no server of ours is started."""
    sql(own_server, "CREATE DATABASE building_tests_p1")
    before = names(own_server)
    done = checkout.dev(*ONE_TEST, **own_server)
    assert (done.status, done.last) == (0, "1 passed, 0 failed")
    assert "PostgreSQL: starting" not in done.out
    assert not (checkout.state / "postgres").exists()
    made = names(own_server) - before
    assert before <= names(own_server)
    # what is kept for the next time, and nothing else
    kinds = sorted(re.search("template_[a-z]+", name)[0] for name in made)
    assert kinds == ["template_clean", "template_tests"]


def test_role_that_may_not_create(ready, own_server):
    sql(own_server, "CREATE ROLE guest LOGIN")
    sentence = ready.dev(*ONE_TEST, **{**own_server, "PGUSER": "guest"}).sentence
    assert "role guest cannot create databases" in sentence
    assert "createuser --createdb" in sentence


def test_role_that_odoo_refuses(ready, own_server):
    sql(own_server, "CREATE ROLE postgres LOGIN SUPERUSER")
    sentence = ready.dev(*ONE_TEST, **{**own_server, "PGUSER": "postgres"}).sentence
    assert "role postgres is refused by Odoo" in sentence


@pytest.fixture
def source_checkout(tmp_path):
    """The Odoo of this run, laid out as its source repository is."""
    installed = odoo.find(Places())
    root = tmp_path / "odoo-source"

    def copy(source: Path, target: Path, *left_out: str) -> None:
        # Not links to folders: Odoo opens no file outside of its addons paths.
        ignore = shutil.ignore_patterns("__pycache__", *left_out)
        shutil.copytree(source, target, ignore=ignore, copy_function=link_or_copy)

    copy(installed.path / "odoo", root / "odoo", "addons")
    for folder in installed.addons:
        for addon in folder.iterdir():
            if addon.is_dir() and not addon.name.startswith(("l10n_", "__")):
                place = "odoo/addons" if addon.name == "base" else "addons"
                copy(addon, root / place / addon.name)
    return root


def test_source_checkout(checkout, source_checkout):
    done = checkout.dev(*ONE_TEST, ODOO_PATH=source_checkout)
    assert (done.status, done.last) == (0, "1 passed, 0 failed")
    log = next(checkout.state.glob("logs/*/odoo-tests.log")).read_text()
    assert f"{source_checkout}/addons" in log


def test_installed_packages(ready, tmp_path):
    """The folder with the package, or a root that it was unpacked into."""
    path = odoo.find(Places()).path
    done = ready.dev(*ONE_TEST, ODOO_PATH=path, XDG_CACHE_HOME=tmp_path / "cache")
    assert (done.status, done.last) == (0, "1 passed, 0 failed")
    assert not (tmp_path / "cache" / "customer_tiering" / "odoo").exists()
    assert odoo.at(path / "odoo").path == path


@pytest.mark.long
def test_postgres_of_the_system(tmp_path):
    try:
        binaries = postgres.system_binaries()
    except Exception:
        if not shutil.which("apt-get"):
            raise
        subprocess.run(["apt-get", "update", "-q"], check=True)
        argv = ["apt-get", "install", "-q", "-y", "postgresql"]
        subprocess.run(argv, check=True)
        binaries = postgres.system_binaries()
    checkout = new_checkout(tmp_path / "checkout")
    share_packages(checkout)
    done = checkout.dev(*ONE_TEST, "--system-postgres")
    assert (done.status, done.last) == (0, "1 passed, 0 failed")
    major = str(major_version(binaries))
    assert (checkout.state / "postgres" / major / "data" / "PG_VERSION").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_user_namespaces(tmp_path, monkeypatch):
    """As in many containers: the server runs as nobody, outside of root's folders."""
    monkeypatch.setattr(cluster, "works", lambda prefix: prefix == cluster.NOBODY)
    binaries = postgres.embedded_binaries(Path(sys.prefix))
    places = Places(root=tmp_path)
    made = cluster.Cluster(places, binaries, major_version(binaries))
    made.start()
    try:
        server = {"PGHOST": str(made.sockets), "PGUSER": "odoo"}
        assert sql(server, "SELECT current_user") == [["odoo"]]
        owner = (made.data / "PG_VERSION").owner()
        assert owner == "nobody"
        again = cluster.Cluster(places, binaries, major_version(binaries))
        assert again.data == made.data
        assert again.running()
    finally:
        stopped = stop.stop_postgres(places)
        shutil.rmtree(made.home.parent)
    assert stopped == 1
    assert not made.running()


def test_root_who_may_not_become_anybody(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "works", lambda _prefix: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(errors.PostgresAsRoot, match="as an ordinary user"):
        cluster.Cluster(Places(root=tmp_path), tmp_path, 18)
