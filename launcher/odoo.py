"""Find Odoo: the user's own (ODOO_PATH), else the cached one, else a download.

All other files only know an `Odoo` and pass it on as ODOO_PATH.
"""

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import odoo_download
from .errors import NotAnOdoo, WrongOdooSeries
from .places import Places

SERIES = "19.0"
VERSION_INFO = re.compile(r"^version_info\s*=\s*\(([^)]*)\)", re.M)


@dataclass(frozen=True)
class Odoo:
    """An Odoo 19: the folder from which `odoo` is imported, and its version."""

    path: Path
    version: str

    @property
    def addons(self) -> list[Path]:
        """The folders of its addons.

        An installed Odoo has all of them in `odoo/`, a source checkout has most of them
        next to it. Debian's package also has such a folder, with the Python files only.
        """
        beside = self.path / "addons"
        inside = self.path / "odoo" / "addons"
        return [inside] if (inside / "sale").is_dir() else [beside, inside]

    @property
    def identity(self) -> str:
        """Changes with this Odoo, so that no template of another Odoo is used."""
        changed = (self.path / "odoo" / "release.py").stat().st_mtime_ns
        return f"{self.path} {self.version} {changed}"

    @property
    def languages(self) -> set[str]:
        """The codes of the languages that it knows, such as ``zh_CN``."""
        known = self.path / "odoo" / "addons" / "base" / "data" / "res.lang.csv"
        with known.open(encoding="utf-8", newline="") as rows:
            return {row["code"] for row in csv.DictReader(rows)}


def to_download(places: Places) -> bool:
    named = os.environ.get("ODOO_PATH")
    return not named and not odoo_download.location(places).is_dir()


def find(places: Places) -> Odoo:
    if named := os.environ.get("ODOO_PATH"):
        return at(Path(named).expanduser().absolute())
    return at(odoo_download.cached_or_downloaded(places))


def at(path: Path) -> Odoo:
    """The Odoo in a folder: source checkout, site-packages, or an unpacked root."""
    candidates = [path, path / odoo_download.PYTHON_DIR, path.parent]
    candidates += sorted(path.glob("lib/python3*/site-packages"))
    for candidate in candidates:
        release = candidate / "odoo" / "release.py"
        if release.is_file() and (candidate != path.parent or path.name == "odoo"):
            return Odoo(candidate, _version(candidate, release))
    raise NotAnOdoo(path)


def _version(path: Path, release: Path) -> str:
    found = VERSION_INFO.search(release.read_text(errors="replace"))
    parts = [part.strip(" '\"") for part in found[1].split(",")] if found else ["?"]
    series = ".".join(parts[:2])
    if series != SERIES:
        raise WrongOdooSeries(path, series)
    return ".".join(parts[:3])
