"""Every expected failure: one clear sentence that says how to fix it, no traceback.

All sentences are in this file, so that they can be read together and sound alike.
"""

from pathlib import Path


class LauncherError(Exception):
    """An expected failure; its text is the sentence that the user reads."""


def gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"


class NoNetwork(LauncherError):
    def __init__(self, what: str, log: Path | None = None):
        super().__init__(
            f"{what} needs the network, but cannot reach it: connect this machine, or "
            f"set its proxy or mirror, and run the same command again"
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
            f"There is no space left for {purpose}{figures}: free some space, or set "
            f"XDG_CACHE_HOME to a larger disk, and run the same command again."
        )


class NotWritable(LauncherError):
    def __init__(self, where: Path):
        super().__init__(
            f"{where} cannot be written by this user: run ./dev as the owner of the "
            f"folder, or in your own clone."
        )


class PortTaken(LauncherError):
    def __init__(self, port: int):
        super().__init__(
            f"Port {port} is taken by another program: choose a free port, for example "
            f"`./dev demo --port {port + 1}`."
        )


class WrongPython(LauncherError):
    def __init__(self, found: str, too: str):
        super().__init__(
            f"Python 3.11, 3.12 or 3.13 is needed, but this one is too {too}, {found}: "
            f"run it as `python3.12 dev ...`, with a Python that is installed here."
        )


class NoPip(LauncherError):
    def __init__(self):
        super().__init__(
            "This Python has no pip, and this machine has no apt-get to download it: "
            "install the package python3-venv of your system and run the same command "
            "again."
        )


class NoOdoo(LauncherError):
    def __init__(self):
        super().__init__(
            "There is no Odoo 19, and this machine has no apt-get and dpkg-deb to "
            "download it: set ODOO_PATH to your own Odoo 19 (a source checkout or an "
            "installed package)."
        )


class NoSuchSuite(LauncherError):
    def __init__(self, suite: str, tried: list[str], log: Path):
        mirrors = " and ".join(tried) or "no mirror at all"
        super().__init__(
            f"No configured package mirror has the Debian suite {suite} (tried "
            f"{mirrors}): set ODOO_PATH to your own Odoo 19, or "
            f"CUSTOMER_TIERING_MIRROR to a Debian mirror (details in {log})."
        )


class BadSignature(LauncherError):
    def __init__(self, suite: str, keyring: Path, log: Path):
        super().__init__(
            f"The signature of the Debian suite {suite} was not made with a key in "
            f"{keyring}: install the current debian-archive-keyring, or set "
            f"CUSTOMER_TIERING_KEYRING to another keyring. Nothing was installed "
            f"(details in {log})."
        )


class NoKeyring(LauncherError):
    def __init__(self, keyring: Path):
        super().__init__(
            f"The keyring {keyring}, which is needed to check Debian's signatures, is "
            f"missing: install debian-archive-keyring, set CUSTOMER_TIERING_KEYRING to "
            f"another keyring, or set ODOO_PATH to your own Odoo 19."
        )


class DanglingAssets(LauncherError):
    def __init__(self, links: list[str]):
        shown = ", ".join(links[:3]) + (", ..." if len(links) > 3 else "")
        super().__init__(
            f"The unpacked Odoo lacks the files behind {len(links)} of its links "
            f"({shown}): its package has new dependencies. Add them to PACKAGES in "
            f"launcher/odoo_download.py, or set ODOO_PATH to your own Odoo 19."
        )


class NotAnOdoo(LauncherError):
    def __init__(self, path: Path):
        super().__init__(
            f"ODOO_PATH is {path}, but there is no Odoo: set it to a source checkout "
            f"(the folder with odoo/ and addons/) or to the folder of installed "
            f"packages that contains odoo/release.py."
        )


class WrongOdooSeries(LauncherError):
    def __init__(self, path: Path, found: str):
        super().__init__(
            f"The Odoo in {path} is {found}, but 19.0 is needed: set ODOO_PATH to an "
            f"Odoo 19.0, or unset it to download one."
        )


class PostgresTooOld(LauncherError):
    def __init__(self, found: str, where: str):
        super().__init__(
            f"The PostgreSQL at {where} is version {found}, but Odoo 19 needs 13 or "
            f"newer: upgrade it, or use the PostgreSQL that ./dev downloads (unset "
            f"PGHOST and similar variables, and leave out --system-postgres)."
        )


class PostgresUnreachable(LauncherError):
    def __init__(self, where: str, answer: str):
        super().__init__(
            f"The PostgreSQL at {where} does not answer ({answer}): start it, correct "
            f"PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset them to use the "
            f"PostgreSQL that ./dev downloads."
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
            "No PostgreSQL server is installed on this system (initdb and pg_ctl were "
            "not found): install one, or leave out --system-postgres."
        )


class PostgresNotStarted(LauncherError):
    def __init__(self, log: Path, why: str):
        super().__init__(
            f"PostgreSQL did not start ({why}): see {log}. `./dev clean` removes its "
            f"data, and the next call creates them again."
        )


class PostgresAsRoot(LauncherError):
    def __init__(self):
        super().__init__(
            "PostgreSQL refuses to run as root, and neither unshare nor setpriv can "
            "change the user here: run ./dev as an ordinary user, or set PGHOST to "
            "your own server."
        )


class NoBrowser(LauncherError):
    def __init__(self, tried: str):
        super().__init__(
            f"The browser tours need Chromium, but it cannot be installed ({tried}): "
            f"install chromium, or leave out the tours with `./dev test --no-browser`."
        )


class NoAddon(LauncherError):
    def __init__(self, manifest: Path):
        super().__init__(f"{manifest} is missing: run ./dev in a whole checkout.")


class Busy(LauncherError):
    def __init__(self):
        super().__init__(
            "Another ./dev is at work in this checkout: wait until it has finished, or "
            "stop it with Ctrl-C, and run the same command again."
        )


class SqlError(LauncherError):
    """An error message of PostgreSQL."""


class BadUse(LauncherError):
    """A request that makes no sense; the sentence is written where it is found."""


class CommandFailed(LauncherError):
    """A program failed unexpectedly: show its last lines and where its log is."""

    def __init__(self, what: str, code: int, log: Path, last: list[str]):
        tail = "".join(f"\n    {line}" for line in last)
        super().__init__(f"{what} failed with status {code}; full log in {log}{tail}")
