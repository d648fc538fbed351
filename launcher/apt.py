"""Debian packages without root and without touching the system's apt.

apt itself checks signatures and sums.  Everything it reads and writes is redirected
into one private folder per suite by the file in APT_CONFIG, which apt reads first.
The mirrors are those of the machine; none is named here.
"""

import getpass
import os
import re
import subprocess
from pathlib import Path

from .children import run, which
from .errors import BadSignature, CommandFailed, NoKeyring, NoOdoo, NoSuchSuite

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SIGNATURE = re.compile(
    r"NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|"
    r"signatures? (couldn't be verified|were invalid)|Sub-process /usr/bin/sqv"
)
MISSING = re.compile(r"does not have a Release file|404 +Not Found")
# The machine's Acquire settings contain its proxy and timeouts. With these four, apt
# would also fetch indexes that nobody reads.
NOT_INHERITED = ("IndexTargets", "CompressionTypes", "Changelogs", "Languages")


def available() -> bool:
    return bool(which("apt-get") and which("apt-config") and which("dpkg-deb"))


def keyring() -> Path:
    return Path(os.environ.get("CUSTOMER_TIERING_KEYRING") or KEYRING)


def mirrors() -> list[str]:
    """The machine's own archives, or the one that the user names."""
    if named := os.environ.get("CUSTOMER_TIERING_MIRROR"):
        return [named]
    listed = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI) $(RELEASE) $(COMPONENT)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
    ).stdout
    found = [parts for line in listed.splitlines() if len(parts := line.split()) == 3]
    return list(
        dict.fromkeys(
            address
            for address, release, component in found
            if component == "main" and "security" not in address + release
        )
    )


class PrivateApt:
    """One suite in one folder; `download` returns checked package files."""

    def __init__(self, suite: str, folder: Path, log: Path):
        if not available():
            raise NoOdoo()
        if not keyring().is_file():
            raise NoKeyring(keyring())
        self.suite, self.folder, self.log = suite, folder, log
        self.env = {**os.environ, "APT_CONFIG": str(folder / "apt.conf"), "LC_ALL": "C"}

    def update(self) -> None:
        """Point at the first mirror that has the suite."""
        self._write_config()
        tried = mirrors()
        for mirror in tried:
            source = f"deb [signed-by={keyring()}] {mirror} {self.suite} main\n"
            (self.folder / "sources.list").write_text(source)
            what = f"Reading the package list of Debian {self.suite}"
            argv = ["apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any"]
            try:
                run(argv, what=what, log=self.log, env=self.env, needs_network=True)
            except Exception:
                said = self.log.read_text(errors="replace")
                if SIGNATURE.search(said):
                    raise BadSignature(self.suite, keyring(), self.log) from None
                if not MISSING.search(said):
                    raise
            else:
                return
        raise NoSuchSuite(self.suite, tried, self.log)

    def download(self, names: list[str], into: Path) -> list[Path]:
        """The newest files of the packages; complete files are not fetched again."""
        into.mkdir(parents=True, exist_ok=True)
        what = f"Downloading {', '.join(names)}"
        env = self.env
        run(
            ["apt-get", "download", "-q", *names],
            what=what,
            log=self.log,
            env=env,
            cwd=into,
            needs_network=True,
        )
        shown = run(
            ["apt-get", "download", "-q", "--print-uris", *names],
            what=what,
            log=self.log,
            env=env,
            cwd=self.folder,
        )
        files = [into / name for name in re.findall(r"^'\S+' (\S+) ", shown, re.M)]
        missing = [path.name for path in files if not path.is_file()]
        if missing or len(files) != len(names):
            raise CommandFailed(what, 0, self.log, [f"missing: {missing}"])
        return files

    def _write_config(self) -> None:
        folders = "parts prefs sources state/lists/partial cache/archives/partial"
        for name in folders.split():
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        dumped = subprocess.run(
            ["apt-config", "dump"], capture_output=True, text=True
        ).stdout
        inherited = [
            line
            for line in dumped.splitlines()
            if line.startswith("Acquire::")
            and not any(word in line for word in NOT_INHERITED)
        ]
        here = self.folder
        own = [
            # Empty, because otherwise hooks of the system would run.
            f'Dir::Etc::parts "{here}/parts";',
            f'Dir::Etc::preferencesparts "{here}/prefs";',
            f'Dir::Etc::sourceparts "{here}/sources";',
            'Dir::Etc::preferences "/dev/null";',
            f'Dir::Etc::sourcelist "{here}/sources.list";',
            f'Dir::State "{here}/state";',
            f'Dir::State::lists "{here}/state/lists";',
            f'Dir::State::status "{here}/status";',
            f'Dir::Cache "{here}/cache";',
            f'Dir::Cache::archives "{here}/cache/archives";',
            f'APT::Sandbox::User "{getpass.getuser()}";',
            'APT::Get::List-Cleanup "0";',
            'Acquire::Languages "none";',
        ]
        (here / "apt.conf").write_text("\n".join(inherited + own) + "\n")
