"""The package knows no Odoo, no clock and no outside world."""

import subprocess
import sys
from pathlib import Path

import classification
import pytest
from purity import impurities

PACKAGE = Path(classification.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def test_there_is_something_to_read():
    names = {path.name for path in FILES}
    assert {"__init__.py", "cuts.py", "decide.py", "frame.py"} <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pure(path):
    assert impurities(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import odoo",
        "import odoo.tools",
        "from odoo import models",
        "from odoo.tools import SQL",
        "import time",
        "import random",
        "import os",
        "import requests",
        "import psycopg2",
        "def f():\n    import odoo",
        "from .. import models",
        "from ..models import scheme",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date\ndate.today()",
        "from datetime import datetime\ndatetime.utcnow()",
        "import pandas as pd\npd.Timestamp.now()",
        "import pandas as pd\npd.Timestamp('now')",
        "import numpy as np\nnp.datetime64('today')",
        "open('x')",
        "print('x')",
        "eval('1')",
        "__import__('odoo')",
        "import pandas as pd\npd.read_csv('x')",
        "import pandas as pd\npd.read_sql('x', None)",
        "from pandas import read_csv",
        "frame.to_csv('x')",
        "frame.to_sql('x', None)",
        "frame.sample(3)",
        "import numpy as np\nnp.random.rand()",
        "import numpy as np\nnp.load('x')",
        "from numpy import random",
    ],
)
def test_the_check_sees(source):
    assert impurities(source)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date",
        "from collections.abc import Iterable",
        "import pandas as pd",
        "from . import frame",
        "from .settings import Settings",
        '"""Reads no clock: now and today are unknown."""',
        "frame.to_numpy()",
    ],
)
def test_the_check_lets_pass(source):
    assert impurities(source) == []


def test_it_imports_where_there_is_no_odoo():
    program = (
        "import sys\n"
        f"sys.path.insert(0, {str(PACKAGE.parent)!r})\n"
        "sys.modules['odoo'] = None\n"
        "import classification\n"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] == 'classification'))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error::FutureWarning", "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = {
        "classification" if path.stem == "__init__" else f"classification.{path.stem}"
        for path in FILES
    }
    assert set(done.stdout.split()) == modules


def test_what_the_package_offers_is_there():
    for name in classification.__all__:
        assert getattr(classification, name)
