"""Check that the .pot of an addon is what Odoo would export today."""

import re

from . import say
from .databases import Databases, own
from .places import BESIDE, GLUE
from .templates import Templates
from .workbench import Workbench

HEADER = re.compile(r'^"[A-Za-z-]+: .*\\n"$', re.M)


def check(bench: Workbench, addon: str, fix: bool) -> str:
    """Empty if it is current or was just written, else a sentence on what to do."""
    path = bench.places.root / addon / "i18n" / f"{addon}.pot"
    fresh = export(bench, addon)
    kept = path.read_text() if path.exists() else ""
    if essence(fresh) == essence(kept):
        return ""
    if fix:
        path.parent.mkdir(exist_ok=True)
        path.write_text(fresh)
        say.line(f"  wrote {path.relative_to(bench.places.root)}")
        return ""
    missing = sorted(terms(fresh) - terms(kept))
    gone = sorted(terms(kept) - terms(fresh))
    lines = [f"  + {term}" for term in missing[:5]] + [
        f"  - {term}" for term in gone[:5]
    ]
    summary = f"{path.name} is not current: run `./dev lint --fix-pot`."
    return "\n".join([summary, *lines])


def export(bench: Workbench, addon: str) -> str:
    """What Odoo exports from a database with today's addon."""
    databases = Databases(bench)
    name = databases.called(own("pot"))
    target = bench.places.inside("pot") / f"{name}.pot"
    flavour = "glue" if addon == GLUE else "apps" if addon in BESIDE else "clean"
    databases.copy(Templates(bench, databases).get(flavour), name)
    try:
        bench.odoo(
            ["-d", name, "-o", target, addon],
            command="i18n export",
            what="Exporting the terms to translate",
            log="pot",
        )
        return target.read_text()
    finally:
        databases.drop(name)
        target.unlink(missing_ok=True)


def essence(text: str) -> str:
    """Everything but the header, which contains the date of the export."""
    return HEADER.sub("", text).strip()


def terms(text: str) -> set[str]:
    return set(re.findall(r'^msgid (".+")$', text, re.M))
