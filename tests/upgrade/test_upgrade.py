"""A database of 19.0.1.0.0 that has been lived in, updated: every row is still there.

The old addon comes from git's own history. In a copy without it nothing of this runs,
and ./dev test says so.
"""

import io
import json
import os
import re
import subprocess
import zipfile
from configparser import ConfigParser
from pathlib import Path
from types import SimpleNamespace

import expected
import pytest
import reading
from odoo_databases import copied_database, variable
from odoo_runs import IN_USE, LEFTOVERS, UNINSTALL, odoo, rows

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# the commit of version 19.0.1.0.0
OLD = "19b988b01150b4b94eaf63fcd9abaf7f2f9a8dbc"
YEAR = """
import json
from year import Year
print("LIVED", json.dumps(Year.live(env)))
"""
STATES = {
    *("proposed", "approved", "ordered", "given", "declined", "returned", "cancelled")
}


def old_addon(folder):
    """The addon of then, unpacked into ``folder``; skips where git has none of it."""
    git = ["git", "-C", ROOT, "archive", "--format=zip", OLD, "customer_tiering"]
    try:
        done = subprocess.run(git, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no git to get the addon of version 19.0.1.0.0 from")
    if done.returncode:
        pytest.skip(
            "no update from version 19.0.1.0.0 was tried, for the history of this copy "
            f"does not go back to commit {OLD[:7]}: {done.stderr.decode().strip()}"
        )
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder)


def told(log, word):
    """What a script has printed as JSON after ``word``."""
    return json.loads(re.search(rf"^{word} (.*)$", log, re.MULTILINE).group(1))


def read(database, how, *arguments):
    from odoo.sql_db import close_db, db_connect

    with db_connect(database).cursor() as cr:
        found = how(cr, *arguments)
    close_db(database)
    return found


def forget_addons_of_today(cr):
    """Addons beside ours install themselves; at the time there were none of them."""
    ours = r"LIKE 'customer\_tiering\_%'"
    cr.execute(
        "DELETE FROM ir_model_data WHERE model = 'ir.module.module' AND res_id IN"
        f" (SELECT id FROM ir_module_module WHERE name {ours})"
    )
    cr.execute(f"DELETE FROM ir_module_module WHERE name {ours}")
    cr.commit()


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """``database``, after a year with the old addon and an update; ``old`` and ``new``.

    These two are the readings before and after, ``lived`` what the year has told.
    """
    folder = tmp_path_factory.mktemp("old")
    old_addon(folder)
    conf = variable("CT_ODOO_CONF")
    config = ConfigParser(interpolation=None)
    config.read(conf)
    paths = [
        str(folder) if Path(path) == ROOT else path
        for path in config["options"]["addons_path"].split(",")
    ]
    # no bytecode of a folder that goes away
    unwritten = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(HERE), variable("PYTHONPATH")]),
    }
    with copied_database("upgrade", variable("CT_BASE_DB")) as name:
        new_code = ["-c", conf, "-d", name, "--no-http"]
        old_code = [*new_code, f"--addons-path={','.join(paths)}"]
        install = ["-i", "customer_tiering", "--stop-after-init"]
        read(name, forget_addons_of_today)
        odoo(*old_code, *install, env=unwritten)
        lived = odoo("shell", *old_code, script=YEAR, env=unwritten)
        old = read(name, reading.before)
        odoo(*new_code, "-u", "customer_tiering", "--stop-after-init")
        yield SimpleNamespace(
            database=name,
            code=new_code,
            lived=told(lived, "LIVED"),
            old=old,
            new=read(name, reading.after, old),
        )


def test_the_year_has_filled_every_table(upgraded):
    """Else the comparison would say nothing of what is empty."""
    old, wizards = upgraded.old, {*upgraded.lived["wizards"]}
    found = {}
    for part, rows_ in zip(old.parts, old.rows, strict=True):
        found.setdefault(part.table, []).extend(rows_.values())
    assert {table for table in found if not found[table]} <= wizards
    assert {gift["state"] for gift in found["customer_gift"]} == STATES


def test_every_row_is_still_there(upgraded):
    found = reading.differences(upgraded.old, upgraded.new)
    assert not found, "\n".join([f"{len(found)} differences", *found[:50]])


def test_who_asked_is_known(upgraded):
    """Who had a plan propose its gifts, and what was approved."""
    makers = rows(
        upgraded.database,
        "SELECT u.login FROM customer_gift_request r"
        " JOIN res_users u ON u.id = r.user_id"
        " WHERE r.plan_id IS NOT NULL AND r.kind = 'planned'",
    )
    assert any("manager" in login for login in makers)
    approved = "FROM customer_gift WHERE approver_id IS NOT NULL AND cost > 0"
    assert rows(upgraded.database, f"SELECT id {approved}")
    unknown = f"SELECT id {approved} AND approved_cost IS DISTINCT FROM cost"
    assert rows(upgraded.database, unknown) == []


def test_work_goes_on_and_an_uninstall_leaves_nothing(upgraded):
    script = (HERE / "work_after.py").read_text()
    log = odoo("shell", *upgraded.code, script=script)
    went_on, lived = told(log, "WENT_ON"), upgraded.lived
    assert went_on["photos"] == lived["photos"]
    names = went_on["public names"]
    assert (names["TOP"], names["SMALL"]) == ("Platinum", "Customer")
    assert not names["PROSPECT"]
    if expected.OLD_EVALUATION_CAN_BE_UNDONE:
        assert went_on["undone"] == lived["ladder"]
    else:
        assert "cannot be undone" in went_on["undone"]
    assert went_on["again undone"] == went_on["before"] != went_on["evaluated"]
    assert went_on["approved"] == "approved"
    assert went_on["number"] == lived["next number"]
    odoo("shell", *upgraded.code, script=UNINSTALL, allowed=IN_USE)
    assert rows(upgraded.database, LEFTOVERS) == []
