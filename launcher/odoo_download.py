"""An Odoo 19 in the user's cache folder: unpacked, checked and read-only.

It comes from Debian's package, which is only in one suite. It is unpacked into a
temporary folder, checked and then renamed, so an incomplete one is never used.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from . import apt, say
from .children import run
from .errors import DanglingAssets, NoOdoo
from .locks import exclusive
from .places import Places, need_space

# suite: packages.  Fonts from bookworm, because later packages have other folders.
PACKAGES = {
    "unstable": [
        "odoo-19",
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
        "fonts-roboto-unhinted",
        "fonts-montserrat",
        "fonts-ocr-b",
    ],
    "bookworm": ["fonts-font-awesome", "fonts-inconsolata"],
}
# The build that this project was tested with; the suite may have a newer one now.
KNOWN_ODOO_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
PYTHON_DIR = Path("usr/lib/python3/dist-packages")
# Debian leaves out this library, and every page that loads it would log an error.
LEFT_OUT = PYTHON_DIR / (
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)
SPACE_NEEDED = 2_000_000_000


def recipe() -> str:
    """The key of the folder in the cache: each list of packages has its own folder."""
    return hashlib.sha256(repr(sorted(PACKAGES.items())).encode()).hexdigest()[:10]


def location(places: Places) -> Path:
    return places.cache / "odoo" / f"19.0-{recipe()}"


def cached_or_downloaded(places: Places) -> Path:
    """The folder that holds Debian's `odoo` package; downloaded if it is not there."""
    home = location(places)
    if not home.is_dir():
        if not apt.available():
            raise NoOdoo()
        with exclusive(places.cached("odoo") / "download.lock"):
            if not home.is_dir():
                _install(places, home)
    return home / PYTHON_DIR


def _install(places: Places, home: Path) -> None:
    _remove_leftovers(home)
    need_space(home.parent, SPACE_NEEDED)
    files = []
    for suite, names in PACKAGES.items():
        with say.step(f"Odoo 19: downloading from Debian {suite}"):
            log = places.log(f"apt-{suite}")
            source = apt.PrivateApt(suite, places.cached("apt", suite), log)
            source.update()
            files += source.download(names, places.cached("debs"))
    sums = {path.name: _sha256(path) for path in files}
    if KNOWN_ODOO_SHA256 not in sums.values():
        say.warn(
            "Debian's Odoo package is newer than the build that this project was "
            "tested with. If something does not work, set ODOO_PATH to your own Odoo "
            "19.0."
        )
    # A unique name: a killed call may still be unpacking for a moment.
    unpacked = home.with_name(f"{home.name}.{os.getpid()}.unpacking")
    with say.step("Odoo 19: unpacking and checking"):
        unpacked.mkdir()
        for path in files:
            argv = ["dpkg-deb", "-x", path, unpacked]
            run(argv, what=f"Unpacking {path.name}", log=places.log("unpack"))
        left_out = unpacked / LEFT_OUT
        left_out.parent.mkdir(parents=True, exist_ok=True)
        left_out.write_text("/* not shipped by the Debian package */\n")
        check_links(unpacked)
        (unpacked / "sums.json").write_text(json.dumps(sums, indent=1))
        _protect(unpacked)
        unpacked.rename(home)
    _remove_leftovers(home)


def _remove_leftovers(home: Path) -> None:
    """Remove what killed calls left behind; we hold the lock, so nobody uses it."""
    for leftover in home.parent.glob("*.unpacking"):
        shutil.rmtree(leftover, ignore_errors=True)


def check_links(root: Path) -> None:
    """Every link must lead to a file inside ``root``; otherwise files are missing."""
    dangling = []
    inside = os.path.realpath(root) + os.sep
    for folder, folders, names in os.walk(root):
        for name in folders + names:
            path = os.path.join(folder, name)
            if os.path.islink(path):
                target = os.path.realpath(path)
                if not target.startswith(inside) or not os.path.exists(target):
                    dangling.append(os.path.relpath(path, root))
    if dangling:
        raise DanglingAssets(sorted(dangling))


def _protect(root: Path) -> None:
    """Make the files read-only, but not the folders: users can empty the cache."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, os.stat(path).st_mode & ~0o222)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
