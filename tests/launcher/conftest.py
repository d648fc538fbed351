"""A checkout of the launcher's own, with a small addon in place of the real one.

The tests run ./dev as a user would, in a temporary folder: the real addon needs 67 of
Odoo's modules, the stand-in a few.  The environment of packages is shared with the
checkout that runs the tests where a test is not about making it.
"""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from launcher.places import Places  # noqa: E402 (found by the path above)
from launcher.python_env import key  # noqa: E402 (as well)

# Its tests are for Odoo's runner.
collect_ignore = ["stand_in"]
STAND_IN = Path(__file__).with_name("stand_in")
# What ./dev test set for us, and what a user may have set, would decide for ./dev.
NOT_INHERITED = ("PG", "CT_", "CUSTOMER_TIERING_", "PYTHON", "PYTEST", "HYPOTHESIS")


@dataclass
class Result:
    """What one call of ./dev came to."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.strip().splitlines()[-1]

    @property
    def sentence(self) -> str:
        """The one sentence of a failure; anything else on stderr is a bug."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1 and lines[0].startswith("./dev: "), self.err
        assert self.status == 1
        assert "Traceback" not in self.out
        return lines[0]


@dataclass
class Checkout:
    """A folder with ./dev, the launcher and the stand-in addon."""

    root: Path
    env: dict = field(default_factory=dict)

    def environment(self, changes: dict) -> dict:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(NOT_INHERITED)
        }
        merged = {**inherited, **self.env, **changes}
        return {name: str(value) for name, value in merged.items() if value is not None}

    def start(self, *arguments, before=(), python=sys.executable, **changes):
        argv = [*before, python, self.root / "dev", *arguments]
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(changes),
            cwd=self.root,
            # a job in the background is started deaf to it, and hands that down
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def dev(self, *arguments, **options) -> Result:
        """Run ./dev to its end; keywords in capitals change the environment."""
        child = self.start(*arguments, **options)
        out, err = child.communicate(timeout=900)
        return Result(child.returncode, out, err)

    @property
    def state(self) -> Path:
        return self.root / ".dev"

    def addon_file(self, name: str) -> Path:
        return self.root / "customer_tiering" / name


def new_checkout(root: Path) -> Checkout:
    root.mkdir(parents=True, exist_ok=True)
    for name in ("dev", "ruff.toml", ".pylintrc"):
        shutil.copy(ROOT / name, root)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "launcher", root / "launcher", ignore=ignore)
    shutil.copytree(STAND_IN, root / "customer_tiering", ignore=ignore)
    return Checkout(root)


def share_packages(checkout: Checkout) -> None:
    """Use the environment of packages that these tests run in."""
    venv = Path(sys.prefix)
    name = key(Places(root=checkout.root).lock_file)
    assert venv.name == name, "run these tests with ./dev test launcher"
    (checkout.state / "venv").mkdir(parents=True)
    (checkout.state / "venv" / name).symlink_to(venv)


@pytest.fixture
def checkout(tmp_path):
    """A checkout with packages; its servers are stopped afterwards."""
    made = new_checkout(tmp_path / "checkout")
    share_packages(made)
    yield made
    made.dev("stop")


@pytest.fixture(scope="session")
def ready(tmp_path_factory):
    """One checkout for all tests that only need some ./dev that works."""
    made = new_checkout(tmp_path_factory.mktemp("ready") / "checkout")
    share_packages(made)
    yield made
    made.dev("stop")


@pytest.fixture
def bare(tmp_path):
    """A checkout with nothing at all, and a cache folder of its own."""
    made = new_checkout(tmp_path / "checkout")
    made.env = {"XDG_CACHE_HOME": tmp_path / "cache", "ODOO_PATH": None}
    yield made
    made.dev("stop")
