"""One unpacked, checked, immutable Odoo 19 in the user's cache folder.

It comes from Debian's package, which lives in one suite only.  Nobody sees it before
it is whole: it is unpacked into a temporary folder, checked, and renamed.
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

# suite: packages.  bookworm's fonts, because later ones are laid out differently.
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
# The build that this project was made with; the suite may have moved on since.
KNOWN_ODOO_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
PYTHON_DIR = Path("usr/lib/python3/dist-packages")
# Debian leaves this library out; every page that asks for it logs an error then.
LEFT_OUT = PYTHON_DIR / (
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)
SPACE_NEEDED = 2_000_000_000


def recipe() -> str:
    """Names what is in the cache: another list of packages is another folder."""
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
            "Debian's Odoo package is a newer build than the one this project was made "
            "with; if something is odd, set ODOO_PATH to an Odoo 19.0 of your own."
        )
    # A name of its own: what a killed call was unpacking may go on for a moment.
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
    """What killed calls had begun; the lock is ours, so nobody is at it."""
    for leftover in home.parent.glob("*.unpacking"):
        shutil.rmtree(leftover, ignore_errors=True)


def check_links(root: Path) -> None:
    """Every link must lead to a file inside: another package's assets are missing."""
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
    """Files are read-only; folders stay removable, for whoever empties his cache."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, os.stat(path).st_mode & ~0o222)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
