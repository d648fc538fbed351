"""The package knows no Odoo and no clock; a calendar is no clock."""

from pathlib import Path

import gifting
import pytest
from purity import impurities

FILES = sorted(Path(gifting.__file__).parent.rglob("*.py"))
CALENDARS = {"calendar", "holidays", "lunar_python", "re", "warnings"}
# lots are drawn from a seed that is given
SEEDED = {"default_rng"}


def test_there_is_something_to_read():
    names = {path.name for path in FILES}
    assert {"__init__.py", "allocation.py", "occasions.py", "policy.py"} <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pure(path):
    source = path.read_text(encoding="utf-8")
    assert impurities(source, CALENDARS, SEEDED) == []


def test_a_clock_is_seen():
    assert impurities("import time\nx = date.today()", CALENDARS, SEEDED)
