"""The PostgreSQL of this checkout, with data, socket and log in its ignored folder.

It listens on a Unix socket that only this user can access, so it needs no port and no
password. Its data can be created again, so nothing waits for the disk (fsync off).
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import say
from .children import run
from .errors import CommandFailed, PostgresAsRoot, PostgresNotStarted
from .locks import exclusive
from .places import Places, made
from .processes import started

ROLE = "odoo"
# PostgreSQL refuses to run as root; in a user namespace, root has another user id.
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
SMALL_SHARED_MEMORY = 512_000_000


def major_version(binaries: Path) -> int:
    argv = [binaries / "postgres", "--version"]
    said = subprocess.run(argv, capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def works(prefix: list[str]) -> bool:
    try:
        return not subprocess.run([*prefix, "true"], capture_output=True).returncode
    except OSError:
        return False


class Cluster:
    """One data folder and its server; `start` and `stop` can be called repeatedly."""

    def __init__(self, places: Places, binaries: Path, major: int):
        self.places, self.binaries = places, binaries
        self.home = places.inside("postgres", str(major))
        self.sockets = places.sockets()
        self.log = places.log("postgres")
        self.prefix = self._prefix()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def server_log(self) -> Path:
        return self.home / "server.log"

    def running(self) -> bool:
        """Whether the process in the pid file is a server on this folder."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid, ready = int(lines[0]), len(lines) > 7 and lines[7].strip() == "ready"
        except (OSError, ValueError, IndexError):
            return False
        return ready and started(pid) is not None and is_server_on(self.data, pid)

    def start(self) -> None:
        if self.running():
            return
        with exclusive(self.places.state / "postgres.lock"):
            if not self.running():
                with say.step("PostgreSQL: starting"):
                    self._initialise()
                    self._start()

    def stop(self) -> None:
        end_by_pid_file(self.data / "postmaster.pid")

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        for abandoned in self.home.glob("draft*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        # A unique name: the initdb of a killed call may still be writing.
        draft = self.home / f"draft-{os.getpid()}"
        argv = [*self.prefix, self.binaries / "initdb", "-D", draft, "-U", ROLE]
        argv += ["-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync"]
        run(
            argv,
            what="Creating a PostgreSQL cluster",
            log=self.log,
            env=self._env(),
            cwd=self.home,
        )
        draft.rename(self.data)

    def _start(self) -> None:
        self._forget_the_dead()
        # the server of a killed call may have started in the meantime
        if self.running():
            return
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.sockets}'",
            "unix_socket_permissions": "0700",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "jit": "off",
            "shared_buffers": f"{self._shared_buffers()}MB",
            "work_mem": "32MB",
            "maintenance_work_mem": "256MB",
            "max_wal_size": "4GB",
            "max_connections": "200",
        }
        if shutil.disk_usage("/dev/shm").free < SMALL_SHARED_MEMORY:
            settings["dynamic_shared_memory_type"] = "mmap"
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        config = self.data / "postgresql.auto.conf"
        config.write_text("".join(lines))
        argv = [*self.prefix, self.binaries / "pg_ctl", "-D", self.data]
        argv += ["-l", self.server_log, "-t", "120", "-w", "start"]
        try:
            run(
                argv,
                what="Starting PostgreSQL",
                log=self.log,
                env=self._env(),
                cwd=self.home,
            )
        except CommandFailed as error:
            words = self.server_log.read_text(errors="replace").splitlines()
            telling = [w for w in words if re.search("FATAL|PANIC|ERROR", w)] or words
            why = re.sub(r".*(FATAL|PANIC|ERROR): +", "", (telling or ["?"])[-1])
            raise PostgresNotStarted(self.server_log, why) from error

    def _forget_the_dead(self) -> None:
        """Remove a pid file whose number now belongs to another program."""
        path = self.data / "postmaster.pid"
        try:
            pid = int(path.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        deadline = time.monotonic() + 30
        while (
            started(pid)
            and is_server_on(self.data, pid)
            and time.monotonic() < deadline
        ):
            if self.running():
                return
            time.sleep(0.1)
        path.unlink(missing_ok=True)

    def _shared_buffers(self) -> int:
        """An eighth of the memory, in megabytes, between 128 and 1024."""
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        return max(128, min(1024, total // 8))

    def _env(self) -> dict:
        keep = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {**keep, "LC_ALL": "C.UTF-8"}

    def _prefix(self) -> list[str]:
        """How to become a user that PostgreSQL accepts; the first choice is kept."""
        if os.geteuid() != 0:
            return []
        kept = self.home / "as.json"
        if kept.exists():
            facts = json.loads(kept.read_text())
        elif works(NAMESPACE):
            facts = {"prefix": NAMESPACE, "home": str(self.home)}
        elif works(NOBODY):
            home = Path(tempfile.mkdtemp(prefix="customer-tiering-postgres-"))
            home.chmod(0o755)
            facts = {"prefix": NOBODY, "home": str(home)}
        else:
            raise PostgresAsRoot()
        if not kept.exists():
            kept.write_text(json.dumps(facts))
        if facts["prefix"] == NOBODY:
            self._move_to_a_readable_place(Path(facts["home"]))
        return facts["prefix"]

    def _move_to_a_readable_place(self, home: Path) -> None:
        """Move to a folder that the user `nobody` can enter, unlike those of root."""
        made(home)
        package = self.binaries.parents[1]
        if "site-packages" in package.parts:
            copy = home / "program"
            if not copy.exists():
                draft = copy.with_suffix(".draft")
                # The libraries of the programs are in a folder next to the package.
                for folder in package.parent.glob(f"{package.name}*"):
                    shutil.copytree(folder, draft / folder.name, dirs_exist_ok=True)
                draft.rename(copy)
            self.binaries = copy / self.binaries.relative_to(package.parent)
        self.home, self.sockets = made(home / "cluster"), made(home / "sockets")
        for folder in (self.home, self.sockets):
            shutil.chown(folder, "nobody", "nogroup")
            folder.chmod(0o700)


def is_server_on(data: Path, pid: int) -> bool:
    """Whether the process is a PostgreSQL server on this very data folder."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        argv = ["ps", "-o", "args=", "-p", str(pid)]
        said = subprocess.run(argv, capture_output=True, text=True).stdout
    return str(data) in said


def end_by_pid_file(path: Path) -> bool:
    """Stop the server of a pid file; true if there was one."""
    try:
        pid = int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    if not started(pid) or not is_server_on(path.parent, pid):
        return False
    with say.step("PostgreSQL: stopping"):
        os.kill(pid, signal.SIGINT)  # the server's own "fast" shutdown
        deadline = time.monotonic() + 60
        while started(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                break
            time.sleep(0.05)
    return True


def home_elsewhere(facts_file: Path) -> Path | None:
    """The folder of the cluster if it could not be in the checkout."""
    facts = json.loads(facts_file.read_text())
    home = Path(facts["home"])
    return home if facts["prefix"] == NOBODY else None
