"""The addons as wheels: what is in them, and that Odoo installs one of them."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from fresh import ROOT, run
from odoo_databases import copied_database, variable

from launcher.places import ADDON, ADDONS, BESIDE, DASHBOARD, GLUE

LOCK = ROOT / "launcher" / "requirements.txt"
SUSPICIOUS = re.compile(r" (WARNING|ERROR|CRITICAL) ")
# they are of the source, not of the addon
LEFT_OUT = {"pyproject.toml"}
REQUIRES = {
    ADDON: {"holidays>=0.75", "lunar_python>=1.4", "pandas>=2.1.4"},
    GLUE: {"odoo-addon-customer_tiering==19.0.*", "odoo-addon-queue_job==19.0.*"},
    # the dashboards are part of Odoo
    DASHBOARD: {"odoo-addon-customer_tiering==19.0.*"},
    # so are the apps beside which ours can be
    **dict.fromkeys(BESIDE, {"odoo-addon-customer_tiering==19.0.*"}),
}


def manifest(addon):
    return ast.literal_eval((ROOT / addon / "__manifest__.py").read_text())


def in_git(addon):
    """The files of an addon that git knows, as paths inside of it."""
    argv = ["git", "-C", ROOT / addon, "ls-files", "-z"]
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this copy of the source has no git to list its files")
    return set(done.stdout.strip("\0").split("\0")) - LEFT_OUT


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Addon -> its wheel, built by the backend that its pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheels")
    uv = Path(sys.executable).with_name("uv")
    for addon in ADDONS:
        # whool packs what is in the folder where the source is no repository
        in_git(addon)
        run(
            *(uv, "build", "--wheel", "--quiet", "--no-build-isolation"),
            *("--python", sys.executable, "--out-dir", folder, ROOT / addon),
        )
    return {addon: next(folder.glob(f"odoo_addon_{addon}-*.whl")) for addon in ADDONS}


@pytest.mark.parametrize("addon", ADDONS)
def test_every_file_is_in_the_wheel(wheels, addon):
    inside = f"odoo/addons/{addon}/"
    with zipfile.ZipFile(wheels[addon]) as wheel:
        names = wheel.namelist()
        assert not wheel.testzip()
    packed = {name.removeprefix(inside) for name in names if name.startswith(inside)}
    known = in_git(addon)
    assert packed == known
    for kind in ("README.rst", "i18n/zh_CN.po", "static/description/icon.png"):
        assert any(name.startswith(kind) for name in packed), kind


@pytest.mark.parametrize("addon", ADDONS)
def test_what_the_wheel_says_of_itself(wheels, addon):
    with zipfile.ZipFile(wheels[addon]) as wheel:
        [path] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        said = Parser().parsestr(wheel.read(path).decode())
    assert said["Name"] == f"odoo-addon-{addon}"
    # whool appends the number of commits since the version was raised
    assert said["Version"].startswith(manifest(addon)["version"])
    requires = set(said.get_all("Requires-Dist"))
    assert requires - {"odoo==19.0.*"} == REQUIRES[addon]
    assert said.get_payload().strip(), "it has a page of its own"


def xmlids(database, module):
    from odoo.sql_db import close_db, db_connect

    with db_connect(database).cursor() as cr:
        cr.execute("SELECT name FROM ir_model_data WHERE module = %s", [module])
        found = {name for (name,) in cr.fetchall()}
        cr.execute(
            "SELECT state, latest_version FROM ir_module_module WHERE name = %s",
            [module],
        )
        state = cr.fetchone()
    close_db(database)
    return state, found


@pytest.fixture(scope="module")
def installed(wheels, new_environment):
    """An environment with Odoo's requirements and both wheels, without the checkout."""
    environment = new_environment()
    environment.install("--require-hashes", "--no-deps", "-r", LOCK)
    # Odoo, which they require, is no package to install
    environment.install("--no-deps", *wheels.values())
    environment.see_odoo()
    return environment


def test_odoo_installs_the_wheel(installed, tmp_path):
    """With the same records as from the checkout."""
    config = tmp_path / "odoo.conf"
    # the checkout is the last folder of the launcher's own path
    kept = [
        line.removesuffix(f",{ROOT}")
        for line in Path(variable("CT_ODOO_CONF")).read_text().splitlines()
    ]
    config.write_text("\n".join(kept) + "\n")
    assert str(ROOT) + "\n" not in config.read_text()
    place = (
        "import importlib.util, json\n"
        f"names = {list(ADDONS)!r}\n"
        "find = importlib.util.find_spec\n"
        "print(json.dumps([find('odoo.addons.' + name).origin for name in names]))"
    )
    found = json.loads(installed.run("-c", place, cwd=tmp_path))
    home = str(installed.python.parents[1])
    assert all(path.startswith(home + os.sep) for path in found), found
    with copied_database("wheel", template=variable("CT_BASE_DB")) as database:
        arguments = ["-d", database, "-i", ADDON, "--stop-after-init", "--no-http"]
        argv = ["-W", "ignore", "-m", "odoo", "-c", config, "--log-level=warn"]
        said = installed.run(*argv, *arguments, cwd=tmp_path)
        assert not [line for line in said.splitlines() if SUSPICIOUS.search(line)]
        state, records = xmlids(database, ADDON)
    assert state == ("installed", manifest(ADDON)["version"])
    with copied_database("wheel") as database:
        assert records == xmlids(database, ADDON)[1]
