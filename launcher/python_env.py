"""The virtual environment with the locked, hashed requirements.

There is one environment per lock file and Python version.  A marker is written last; it
shows that the environment is complete and was not interrupted by a kill.
"""

import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import apt, say
from .children import die_with_parent, end, run
from .errors import NoPip, WrongPython
from .locks import exclusive
from .places import Places, need_space

OLDEST, NEWEST = (3, 11), (3, 13)
MARKER = "complete"
SPACE_NEEDED = 1_200_000_000
DOWNLOADS = 300_000_000
# Odoo is not in the environment: this line adds it from ODOO_PATH, after the packages
# of the environment.
ODOO_PTH = (
    "import os, sys; sys.path.extend(filter(None, [os.environ.get('ODOO_PATH')]))\n"
)


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    if not OLDEST <= version <= NEWEST:
        too = "old" if version < OLDEST else "new"
        raise WrongPython(".".join(map(str, version)), too)


def key(lock_file: Path) -> str:
    digest = hashlib.sha256(lock_file.read_bytes())
    digest.update(f"{sys.version}{sys.base_prefix}{ODOO_PTH}".encode())
    return (
        f"{sys.version_info.major}.{sys.version_info.minor}-{digest.hexdigest()[:10]}"
    )


def ensure(places: Places) -> Path:
    """The environment's folder, made if it is not there."""
    check_python()
    venv = places.inside("venv") / key(places.lock_file)
    if not _whole(venv):
        with exclusive(places.state / "venv.lock"):
            if not _whole(venv):
                _make(places, venv)
    return venv


@contextmanager
def made_beside(places: Places, wanted: bool) -> Iterator[None]:
    """Make the environment in a process of its own while the caller downloads Odoo.

    Only with ``wanted``. What it said is shown at the end. If it fails, `ensure` will
    fail as well and say why.
    """
    if not wanted or _whole(places.inside("venv") / key(places.lock_file)):
        yield
        return
    log = places.log("venv-beside")
    with log.open("w") as sink:
        child = subprocess.Popen(
            [sys.executable, "-m", "launcher.python_env"],
            cwd=places.root,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=die_with_parent,  # safe: the launcher has no threads
        )
    try:
        yield
        if not child.wait():
            say.line(log.read_text().rstrip())
    finally:
        end(child)


def _whole(venv: Path) -> bool:
    return (venv / MARKER).is_file() and os.access(venv / "bin" / "python", os.X_OK)


def _make(places: Places, venv: Path) -> None:
    for other in venv.parent.iterdir():
        if not (other / MARKER).exists():  # cut short; nobody can be using it
            shutil.rmtree(other, ignore_errors=True)
    need_space(venv.parent, SPACE_NEEDED)
    need_space(places.cache, DOWNLOADS)
    log = places.log("venv")
    python = venv / "bin" / "python"
    env = installer_environment(places)
    with say.step(
        f"Python {sys.version_info.major}.{sys.version_info.minor}: new environment"
    ):
        pip = _venv_with_pip(places, venv, log)
        lock = venv / "uv.txt"
        lock.write_text(uv_lines(places.lock_file.read_text()))
        run(
            [*pip, "install", "-q", "--require-hashes", "--no-deps", "-r", lock],
            what="Installing uv",
            log=log,
            env=env,
            needs_network=True,
        )
    with say.step("Python: installing the locked requirements"):
        run(
            [
                *(venv / "bin" / "uv", "pip", "install", "--python", python),
                *("--require-hashes", "--no-deps", "-r", places.lock_file),
            ],
            what="Installing the requirements",
            log=log,
            env=env,
            needs_network=True,
        )
        purelib = next((venv / "lib").glob("python3.*/site-packages"))
        (purelib / "odoo_path.pth").write_text(ODOO_PTH)
        (venv / MARKER).touch()


def has_ensurepip() -> bool:
    """Whether this Python has ensurepip; on Debian it is in python3-venv."""
    return importlib.util.find_spec("ensurepip") is not None


def _venv_with_pip(places: Places, venv: Path, log: Path) -> list:
    """Create the empty environment and return the command of its pip."""
    python = venv / "bin" / "python"
    own = [sys.executable, "-m", "venv", "--clear", venv]
    if has_ensurepip():
        run(own, what="Creating a virtual environment", log=log)
        return [python, "-m", "pip"]
    if not apt.available():
        raise NoPip()
    run([*own, "--without-pip"], what="Creating a virtual environment", log=log)
    suite = "bookworm"
    source = apt.PrivateApt(suite, places.cached("apt", suite), places.log("apt-pip"))
    source.update()
    deb = source.download(["python3-pip-whl"], places.cached("debs"))[0]
    folder = venv / "pip-whl"
    run(["dpkg-deb", "-x", deb, folder], what="Unpacking pip", log=log)
    wheel = next(folder.glob("usr/share/python-wheels/pip-*.whl"))
    return [python, f"{wheel}/pip"]


def uv_lines(lock: str) -> str:
    """The entry of uv in the lock file with its hashes, for installing uv with pip."""
    return re.search(r"^uv==.*?(?=^\S)", lock + "\nend", re.M | re.S)[0]


def installer_environment(places: Places) -> dict:
    """Downloads go to the cache; uv gets the package index that pip is set to use."""
    env = {
        **os.environ,
        "PIP_CACHE_DIR": str(places.cached("pip")),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_CACHE_DIR": str(places.cached("uv")),
    }
    if not env.get("UV_DEFAULT_INDEX") and (index := _pip_setting("index-url")):
        env["UV_DEFAULT_INDEX"] = index
    if not env.get("SSL_CERT_FILE") and (certificates := _pip_setting("cert")):
        env["SSL_CERT_FILE"] = certificates
    return env


@functools.cache
def _pip_setting(name: str) -> str | None:
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True
    )
    found = re.findall(rf"^(?::env:|global)\.{name}='(.*)'$", listed.stdout, re.M)
    return found[-1] if found else None


if __name__ == "__main__":
    ensure(Places())
