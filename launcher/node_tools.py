"""prettier and eslint, which come from npm: in the cache, keyed by their lock.

Node is nobody's duty to have here.  Where it is missing the checks are not run, and
whoever calls says so.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from shutil import which

from . import say
from .children import run
from .errors import LauncherError
from .locks import exclusive
from .places import Places

NPM_FILES = Path(__file__).with_name("lint_npm")
OLDEST = (20, 19)
MARKER = "complete"


class NoNode(LauncherError):
    """Node or npm is missing or too old; its text says which."""


def ensure(places: Places, path: str) -> Path:
    """The folder `node_modules` of the locked tools, installed if it is not there."""
    node, npm = which("node", path=path), which("npm", path=path)
    if not (node and npm):
        raise NoNode("there is no node and npm on PATH")
    check_version(node)
    lock = (NPM_FILES / "package-lock.json").read_bytes()
    home = places.cached("node") / hashlib.sha256(lock).hexdigest()[:10]
    if not (home / MARKER).exists():
        with exclusive(places.cached("node") / "install.lock"):
            if not (home / MARKER).exists():
                _install(places, npm, home)
    return home / "node_modules"


def check_version(node: str) -> None:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = tuple(map(int, re.findall(r"\d+", said)[:2]))
    if found < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise NoNode(f"node is {said.strip() or 'broken'} and {needed} is needed")


def _install(places: Places, npm: str, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(NPM_FILES, home)
    env = {**os.environ, "npm_config_cache": str(places.cached("npm"))}
    with say.step("Node: installing prettier and eslint"):
        run(
            [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit"],
            what="Installing prettier and eslint by npm",
            log=places.log("lint-npm"),
            needs_network=True,
            env=env,
            cwd=home,
        )
        (home / MARKER).touch()
