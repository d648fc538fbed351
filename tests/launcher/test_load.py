"""./dev load: the name of the database, and that an old one stays until all is loaded.

The checkout has the loader's options and, in place of the rest, a loader that stores
the text of the file, and fails in the middle if it reads "bad".
"""

import shutil

import pytest
from conftest import ROOT, new_checkout, share_packages

LOADER = """
import os, sys
import psycopg2
from loader.options import parser

options = parser().parse_args()
text = open(options.file).read()
with psycopg2.connect(dbname=options.database) as connection:
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE loaded AS SELECT %s AS text", [text])
if "bad" in text:
    print("Error: bad", file=sys.stderr)
    sys.exit(1)
"""
SHOW = """
import psycopg2

def ask(name, statement):
    connection = psycopg2.connect(dbname=name)
    try:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall()
    finally:
        connection.close()

for (name,) in ask("postgres", "SELECT datname FROM pg_database ORDER BY oid"):
    if "load_" in name or "mine" in name:
        print("is", name, ask(name, "SELECT text FROM loaded")[0][0])
"""


@pytest.fixture
def loading(tmp_path):
    made = new_checkout(tmp_path / "checkout")
    share_packages(made)
    folder = made.root / "loader"
    folder.mkdir()
    (folder / "__init__.py").touch()
    shutil.copy(ROOT / "loader" / "options.py", folder)
    (folder / "__main__.py").write_text(LOADER)
    yield made
    made.dev("stop")


def databases(checkout):
    """{name: the text that was loaded}"""
    done = checkout.dev("python", "-c", SHOW)
    lines = [line.split() for line in done.out.splitlines()]
    return {line[1]: line[2] for line in lines if line[:1] == ["is"]}


def file(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def test_each_file_has_its_database_and_keeps_it(loading, tmp_path):
    first = file(tmp_path / "jan", "一月.csv", "one")
    second = file(tmp_path / "feb", "二月.csv", "two")
    namesake = file(tmp_path / "feb", "january.csv", "three")
    other = file(tmp_path / "jan", "january.csv", "four")
    # the value of an option is no file
    for path in (first, second, namesake, other):
        assert loading.dev("load", "--currency", "EUR", path).status == 0
    found = databases(loading)
    assert sorted(found.values()) == ["four", "one", "three", "two"]
    stems = sorted(name.rpartition("_")[0] for name in found)
    assert stems == ["load_file", "load_file", "load_january", "load_january"]

    # the same file again: only when told to, and only if all of it can be loaded
    first.write_text("five")
    sentence = loading.dev("load", first).sentence
    assert "exists already: add --replace" in sentence
    assert databases(loading) == found
    first.write_text("bad")
    assert loading.dev("load", first, "--replace").status == 1
    assert databases(loading) == found
    first.write_text("five")
    assert loading.dev("load", "--replace", first).status == 0
    assert sorted(databases(loading).values()) == ["five", "four", "three", "two"]

    assert loading.dev("load", first, "--database", "mine").status == 0
    assert databases(loading)["mine"] == "five"
    assert "exists" in loading.dev("load", second, "--database", "mine").sentence


def test_help_needs_no_database(loading):
    done = loading.dev("load", "--help")
    assert (done.status, "--replace" in done.out, done.err) == (0, True, "")
    assert not (loading.state / "postgres").exists()
