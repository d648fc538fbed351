"""Template databases: built once, copied in a second, never seen half-built.

    tests   the modules that the addon depends on, no demo data
    clean   tests + the addon, and with it the one for Odoo's dashboards
    glue    clean + OCA's job queue, and with it the addon that joins the two
    apps    clean + other apps of Odoo, and the addons that join them with ours
    shop    clean + those of them that a store needs

A template is keyed by what went into it and built under another name; the rename at
the end is what makes it exist.
"""

import hashlib

from . import say
from .databases import Databases, own
from .errors import BadUse
from .locks import exclusive
from .places import BESIDE, SHOP_ADDONS
from .workbench import ADDON, GLUE, Workbench, addon_fingerprint

# Templates for two states of the requirements or the addon can exist at a time.
KEPT = 2
BASES = {"tests": None, "clean": "tests"}
BASES |= dict.fromkeys(("glue", "apps", "shop"), "clean")


class Templates:
    def __init__(self, bench: Workbench, databases: Databases):
        self.bench, self.databases = bench, databases

    def get(self, flavour: str) -> str:
        """The name of a finished template, which is built now if there is none."""
        if flavour not in BASES:
            raise BadUse(
                f"There is no template {flavour!r}: choose one of {', '.join(BASES)}."
            )
        name = self.databases.called(f"template_{flavour}_{self._key(flavour)}")
        if name not in self.databases.names():
            base = self.get(BASES[flavour]) if BASES[flavour] else None
            lock = self.bench.places.state / f"template-{flavour}.lock"
            with exclusive(lock):
                if name not in self.databases.names():
                    self._build(flavour, name, base)
        return name

    def _key(self, flavour: str) -> str:
        bench = self.bench
        parts = [
            bench.places.lock_file.read_text(),
            bench.odoo_install.identity,
            repr(sorted(bench.manifest().get("depends", []))),
        ]
        if flavour in ("clean", "apps", "shop"):
            parts.append(addon_fingerprint(bench.places))
        if flavour == "apps":
            parts.append(addon_fingerprint(bench.places, *BESIDE))
        if flavour == "shop":
            parts.append(addon_fingerprint(bench.places, *SHOP_ADDONS))
        if flavour == "glue":
            # only its own terms are read from it: it stays valid if the addon changes
            parts.append(addon_fingerprint(bench.places, GLUE))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]

    def _build(self, flavour: str, name: str, base: str | None) -> None:
        databases = self.databases
        databases.drop_abandoned()
        draft = databases.called(own(f"building_{flavour}"))
        depends = ",".join(sorted(self.bench.manifest()["depends"]))
        modules, what = {
            "tests": (depends, "Odoo's modules"),
            "clean": (ADDON, "the addon"),
            "glue": ("queue_job", "OCA's job queue"),
            "apps": (",".join(BESIDE.values()), "other apps of Odoo"),
            "shop": (",".join(BESIDE[one] for one in SHOP_ADDONS), "till and web shop"),
        }[flavour]
        with say.step(f"Template database: installing {what}"):
            if base:
                databases.copy(base, draft)
            else:
                databases.drop(draft)
            arguments = ["-d", draft, "-i", modules, "--stop-after-init", "--no-http"]
            what = f"Installing {modules}"
            self.bench.odoo(arguments, what=what, log=f"template-{flavour}")
            # a copy has the statistics of its template; the planner uses them
            self.bench.sql("VACUUM ANALYZE", database=draft)
            databases.rename(draft, name)
        self._drop_older(flavour, name)

    def _drop_older(self, flavour: str, name: str) -> None:
        """Drop templates with other keys, which are no longer needed."""
        prefix = self.databases.called(f"template_{flavour}_")
        older = [
            n for n in self.databases.names() if n.startswith(prefix) and n != name
        ]
        for old in older[: -(KEPT - 1)]:
            self.databases.drop(old)
