"""Every expected failure: one clear sentence with what mends it, and no traceback.

All sentences stand in this file, so that they can be read and kept in one voice.
"""

from pathlib import Path


class LauncherError(Exception):
    """An expected failure; its text is the sentence that the user reads."""


def gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"


class NoNetwork(LauncherError):
    def __init__(self, what: str, log: Path | None = None):
        super().__init__(
            f"{what} needs the network and could not reach it: connect this machine, "
            f"or set its proxy or mirror, and run the same command again"
            f"{f' (details in {log})' if log else ''}."
        )


class NoSpace(LauncherError):
    def __init__(
        self, purpose: Path | str, needed: int | None = None, free: int | None = None
    ):
        figures = ""
        if needed is not None and free is not None:
            figures = f" ({gigabytes(needed)} needed, {gigabytes(free)} free)"
        super().__init__(
            f"There is no space left for {purpose}{figures}: free some, or point "
            f"XDG_CACHE_HOME to a larger disk, and run the same command again."
        )


class NotWritable(LauncherError):
    def __init__(self, where: Path):
        super().__init__(
            f"{where} cannot be written by this user: run ./dev as the owner of the "
            f"folder, or in a clone of your own."
        )


class PortTaken(LauncherError):
    def __init__(self, port: int):
        super().__init__(
            f"Port {port} is taken by another program: choose a free one with "
            f"`./dev demo --port {port + 1}`."
        )


class WrongPython(LauncherError):
    def __init__(self, found: str, too: str):
        super().__init__(
            f"Python 3.11, 3.12 or 3.13 is needed and this is too {too}, {found}: run "
            f"it as `python3.12 dev ...` with a Python that you have installed."
        )


class NoPip(LauncherError):
    def __init__(self):
        super().__init__(
            "This Python has no pip and this machine no apt-get to fetch one: install "
            "your system's package python3-venv and run the same command again."
        )


class NoOdoo(LauncherError):
    def __init__(self):
        super().__init__(
            "There is no Odoo 19: this machine has no apt-get and dpkg-deb to download "
            "it with, so set ODOO_PATH to an Odoo 19 of your own (a source checkout or "
            "an installed package)."
        )


class NoSuchSuite(LauncherError):
    def __init__(self, suite: str, tried: list[str], log: Path):
        mirrors = " and ".join(tried) or "no mirror at all"
        super().__init__(
            f"No configured package mirror has the Debian suite {suite} ({mirrors} "
            f"tried): set ODOO_PATH to an Odoo 19 of your own, or "
            f"CUSTOMER_TIERING_MIRROR to a Debian mirror (details in {log})."
        )


class BadSignature(LauncherError):
    def __init__(self, suite: str, keyring: Path, log: Path):
        super().__init__(
            f"The signature of the Debian suite {suite} is not by a key in {keyring}: "
            f"install the current debian-archive-keyring, or name another keyring in "
            f"CUSTOMER_TIERING_KEYRING; nothing was installed (details in {log})."
        )


class NoKeyring(LauncherError):
    def __init__(self, keyring: Path):
        super().__init__(
            f"The keyring {keyring} that Debian's signatures are checked against is "
            f"missing: install debian-archive-keyring, name another one in "
            f"CUSTOMER_TIERING_KEYRING, or set ODOO_PATH to an Odoo 19 of your own."
        )


class DanglingAssets(LauncherError):
    def __init__(self, links: list[str]):
        shown = ", ".join(links[:3]) + (", ..." if len(links) > 3 else "")
        super().__init__(
            f"The unpacked Odoo lacks the files behind {len(links)} of its links "
            f"({shown}): its package has new dependencies, so add them to PACKAGES in "
            f"launcher/odoo_download.py, or set ODOO_PATH to an Odoo 19 of your own."
        )


class NotAnOdoo(LauncherError):
    def __init__(self, path: Path):
        super().__init__(
            f"ODOO_PATH is {path}, which holds no Odoo: set it to a source checkout "
            f"(the folder with odoo/ and addons/) or to the folder of installed "
            f"packages that contains odoo/release.py."
        )


class WrongOdooSeries(LauncherError):
    def __init__(self, path: Path, found: str):
        super().__init__(
            f"The Odoo in {path} is {found} and 19.0 is needed: set ODOO_PATH to an "
            f"Odoo 19.0, or unset it to download one."
        )


class PostgresTooOld(LauncherError):
    def __init__(self, found: str, where: str):
        super().__init__(
            f"The PostgreSQL at {where} is version {found} and Odoo 19 needs 13 or "
            f"newer: upgrade it, or unset PGHOST and its like and leave "
            f"--system-postgres away to use the one that ./dev brings along."
        )


class PostgresUnreachable(LauncherError):
    def __init__(self, where: str, answer: str):
        super().__init__(
            f"The PostgreSQL at {where} does not answer ({answer}): start it or mend "
            f"PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset them to use the one that "
            f"./dev brings along."
        )


class PostgresRole(LauncherError):
    def __init__(self, role: str, lacks: str):
        super().__init__(
            f"The PostgreSQL role {role} {lacks}: create one with "
            f"`createuser --createdb NAME` and set PGUSER to it."
        )


class NoSystemPostgres(LauncherError):
    def __init__(self):
        super().__init__(
            "No PostgreSQL server is installed on this system (no initdb and pg_ctl "
            "found): install one, or leave --system-postgres away."
        )


class PostgresNotStarted(LauncherError):
    def __init__(self, log: Path, why: str):
        super().__init__(
            f"PostgreSQL did not start ({why}): see {log}; `./dev clean` removes its "
            f"data and the next call makes them anew."
        )


class PostgresAsRoot(LauncherError):
    def __init__(self):
        super().__init__(
            "PostgreSQL refuses to run as root and neither unshare nor setpriv may "
            "change the user here: run ./dev as an ordinary user, or set PGHOST to a "
            "server of your own."
        )


class NoBrowser(LauncherError):
    def __init__(self, tried: str):
        super().__init__(
            f"The browser tours need Chromium and none could be had ({tried}): install "
            f"chromium, or leave the tours out with `./dev test --no-browser`."
        )


class NoAddon(LauncherError):
    def __init__(self, manifest: Path):
        super().__init__(f"{manifest} is missing: run ./dev in a whole checkout.")


class Busy(LauncherError):
    def __init__(self):
        super().__init__(
            "Another ./dev is at work in this checkout: let it end, or stop it with "
            "Ctrl-C, and run the same command again."
        )


class SqlError(LauncherError):
    """PostgreSQL's own words."""


class BadUse(LauncherError):
    """A request that makes no sense; the sentence is made where it is found."""


class CommandFailed(LauncherError):
    """A program failed in a way nobody foresaw: show its last words and its log."""

    def __init__(self, what: str, code: int, log: Path, last: list[str]):
        tail = "".join(f"\n    {line}" for line in last)
        super().__init__(f"{what} failed with status {code}; all of it in {log}{tail}")
