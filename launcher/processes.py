"""Background processes that outlive a command, identified by pid and start time.

A pid alone is not enough: after a reboot, another process may have it. The launcher
only ever ends processes that it started.
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

PATIENCE_SECONDS = 20


def started(pid: int) -> str | None:
    """A text that is the same for the life of a process and for no other process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        if Path("/proc/self/stat").exists():
            return None
        argv = ["ps", "-o", "lstart=", "-p", str(pid)]
        shown = subprocess.run(argv, capture_output=True, text=True).stdout.strip()
        return shown or None
    fields = stat.rpartition(")")[2].split()
    if fields[0] == "Z":
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot} {fields[19]}"


def remember(path: Path, pid: int, **facts) -> None:
    """Store a process; the file is replaced at once, so nobody reads half a file."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"pid": pid, "started": started(pid), **facts}))
    draft.replace(path)


def running(path: Path) -> dict | None:
    """The remembered process with its facts, if it still lives."""
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    begun = started(known["pid"])
    return known if begun and begun == known["started"] else None


def stop(path: Path) -> bool:
    """End the remembered process; true if there was one."""
    known = running(path)
    if known:
        _signal(known["pid"], signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while running(path):
            if time.monotonic() > deadline:
                _signal(known["pid"], signal.SIGKILL)
            time.sleep(0.05)
    path.unlink(missing_ok=True)
    return bool(known)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
