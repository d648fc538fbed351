"""Virtual environments that are made for a test, and programs run in them."""

import os
import subprocess
import sys
from pathlib import Path

from launcher.places import Places
from launcher.python_env import ODOO_PTH, installer_environment

ROOT = Path(__file__).parents[2]


class Environment:
    """A fresh virtual environment, filled by uv from the cache of downloads."""

    def __init__(self, folder):
        self.python = folder / "bin" / "python"
        self._uv = Path(sys.executable).with_name("uv")
        run(self._uv, "venv", "--quiet", "--python", sys.executable, folder)

    def install(self, *arguments):
        env = installer_environment(Places())
        argv = [self._uv, "pip", "install", "--quiet", "--python", self.python]
        run(*argv, *arguments, env=env)

    def see_odoo(self):
        """Make the Odoo of ODOO_PATH importable, as in the launcher's environment."""
        purelib = next(self.python.parents[1].glob("lib/python3.*/site-packages"))
        (purelib / "odoo_path.pth").write_text(ODOO_PTH)

    def run(self, *arguments, **options):
        """What Python says to the arguments; PYTHONPATH is not handed down."""
        env = {**os.environ, **options.pop("env", {})}
        env.pop("PYTHONPATH", None)
        return run(self.python, *arguments, env=env, **options)


def run(*argv, **options):
    """Run to the end; what it said is shown where it failed."""
    options.setdefault("timeout", 600)
    done = subprocess.run(
        [str(word) for word in argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout
