"""./dev load FILE: load a sales history into a new database and classify it.

The package `loader` does the work. It loads into a draft; the database gets its name,
and an older one of this name is dropped, only after everything has been loaded.
"""

import hashlib
import re
import subprocess
from pathlib import Path

from .. import say
from ..databases import Databases, own
from ..errors import BadUse
from ..templates import Templates
from ..workbench import Workbench

STEM, MARK = 20, 8


def add(parser) -> None:
    """All options are the loader's own: it knows which argument is the file."""


def run(bench: Workbench, options) -> int:
    # Only here: the launcher's own tests have no loader.
    from loader import options as loaders

    wanted = loaders.parser().parse_args(options.rest)
    databases = Databases(bench)
    short = wanted.database or derived(wanted.file)
    name = databases.users_own(short)
    if name in databases.names() and not wanted.replace:
        raise BadUse(
            f"The database {short} exists already: add --replace to replace it with "
            "this file, or --database NAME to keep both."
        )
    databases.drop_abandoned()
    template = Templates(bench, databases).get("clean")
    draft = own(name)
    try:
        with say.step(f"Database {short}: copying the template with the addon"):
            databases.copy(template, draft)
        status = _load(bench, draft, options.rest)
        if not status:
            databases.drop(name)
            databases.rename(draft, name)
            say.line(f"Open it with `./dev shell --database {short}`.")
        return status
    finally:
        databases.drop(draft)


def _load(bench: Workbench, database: str, arguments: list[str]) -> int:
    # -P: nothing is imported from the user's folder, to which paths are relative.
    argv = [bench.python, "-P", "-m", "loader", *arguments]
    # The last one counts.
    argv += ["--config", bench.config(), "--database", database]
    env = {**bench.env(), "PYTHONPATH": str(bench.places.root)}
    return subprocess.call([str(part) for part in argv], env=env)


def derived(file: str) -> str:
    """load_, what can be shown of the file's name, and a mark of its whole path.

    Two files never share a name by accident: not those of two folders, and not those
    with names in a script that a database name cannot have.
    """
    from loader.options import EXAMPLE, is_example

    if is_example(file):
        return f"load_{EXAMPLE}"
    path = Path(file).resolve()
    stem = re.sub(r"[^a-z0-9]+", "_", path.stem.lower())[:STEM].strip("_")
    mark = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"load_{stem or 'file'}_{mark[:MARK]}"
