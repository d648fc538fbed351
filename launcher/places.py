"""Where files are: the checkout, its one ignored folder, and the user's cache.

The cache contains what all checkouts can share and nobody changes (downloads, the
unpacked Odoo).  Everything else is in `.dev/` of the checkout, which
`./dev clean` removes.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from .errors import NoSpace, NotWritable

CALLS_KEPT = 20
# A Unix socket's address must fit into 108 bytes on Linux, 104 elsewhere.
SOCKET_ADDRESS_LIMIT = 100
ADDON = "customer_tiering"
# connects our addon with one that is not part of Odoo, and needs both
GLUE = "customer_tiering_queue_job"
# connects our addon with Odoo's dashboards. They come with Sales, so that it is there
# wherever ours is
DASHBOARD = "customer_tiering_spreadsheet_dashboard"
# connects our addon with an app of Odoo that it does not need -> the app, and others
# whose data it reads
BESIDE = {
    "customer_tiering_event": "event",
    "customer_tiering_loyalty": "loyalty",
    "customer_tiering_mail_group": "mail_group",
    "customer_tiering_mass_mailing": "mass_mailing",
    "customer_tiering_point_of_sale": "point_of_sale",
    "customer_tiering_rating": "rating",
    "customer_tiering_stock": "stock",
    "customer_tiering_survey": "survey",
    "customer_tiering_web_hierarchy": "web_hierarchy",
    "customer_tiering_website_sale": "website_sale,im_livechat",
}
ADDONS = (ADDON, GLUE, DASHBOARD, *BESIDE)
# those of a store that sells at a till and on the web
SHOP_ADDONS = ("customer_tiering_point_of_sale", "customer_tiering_website_sale")


def user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).absolute() / "customer_tiering"


@dataclass
class Places:
    """All paths that the launcher uses; folders are created on first use."""

    root: Path = field(default_factory=lambda: Path(__file__).resolve().parents[1])
    cache: Path = field(default_factory=user_cache)

    @property
    def state(self) -> Path:
        return made(self.root / ".dev")

    @property
    def addon(self) -> Path:
        return self.root / ADDON

    @property
    def addons(self) -> list[str]:
        """The names of all addons of this checkout."""
        return [name for name in ADDONS if (self.root / name).is_dir()]

    @property
    def lock_file(self) -> Path:
        return self.root / "launcher" / "requirements.txt"

    def inside(self, *parts: str) -> Path:
        """A folder of the checkout's state."""
        return made(self.state.joinpath(*parts))

    def cached(self, *parts: str) -> Path:
        """A folder of the user's cache."""
        return made(self.cache.joinpath(*parts))

    @cached_property
    def logs(self) -> Path:
        """The log folder of this call; only those of the last calls are kept."""
        logs = self.inside("logs")
        for old in sorted(p for p in logs.iterdir() if p.is_dir())[:-CALLS_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return made(logs / f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}")

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def sockets(self) -> Path:
        """A folder that only this user can enter, short enough for a socket address."""
        folder = self.root / ".dev" / "sock"
        if len(os.fsencode(folder / ".s.PGSQL.54321")) > SOCKET_ADDRESS_LIMIT:
            mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:10]
            folder = Path(tempfile.gettempdir()) / f"ct-{os.getuid()}-{mark}"
            if folder.exists() and folder.lstat().st_uid != os.getuid():
                raise NotWritable(folder)
        made(folder).chmod(0o700)
        return folder


def made(folder: Path) -> Path:
    """Create the folder if needed; `NotWritable` if this is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if isinstance(error, (PermissionError, FileExistsError)) or error.errno == 30:
            raise NotWritable(folder) from error
        raise
    return folder


def need_space(folder: Path, needed: int) -> None:
    """Raise `NoSpace` if less than ``needed`` bytes are free."""
    free = shutil.disk_usage(made(folder)).free
    if free < needed:
        raise NoSpace(folder, needed, free)
