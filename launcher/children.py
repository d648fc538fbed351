"""Running other programs: the output goes to a log, a failure becomes a sentence."""

import ctypes
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from .errors import CommandFailed, NoNetwork, NoSpace

NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded|os error 28\b")
NO_NETWORK = re.compile(
    r"Temporary failure (in name resolution|resolving)|Could not resolve|"
    r"Network is unreachable|No route to host|dns error|Failed to resolve|"
    r"Name or service not known|NewConnectionError|error sending request|"
    r"Connection (refused|timed out|reset)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|"
    r"Could not connect|Unable to connect|Failed to fetch|tunneling socket|"
    r"ProxyError|network unreachable"
)
LAST_LINES = 12
PATIENCE_SECONDS = 15


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """On Linux, a child process ends when the launcher is killed."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, by)


def run(
    argv: list,
    *,
    what: str,
    log: Path,
    env: dict | None = None,
    cwd: Path | None = None,
    script: str | None = None,
    needs_network: bool = False,
    check: bool = True,
    patience: float | None = None,
) -> str:
    """Run to the end and return the output; `script` is its standard input.

    :param what: start of the sentence about a failure ("Installing the requirements")
    :param needs_network: look for network errors in the output
    :param patience: seconds after which the program is ended; no limit by default
    """
    with log.open("a", errors="replace") as sink:
        begin = sink.tell()
        sink.write(f"$ {' '.join(map(str, argv))}\n")
        sink.flush()
        child = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL if script is None else subprocess.PIPE,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            text=True,
            preexec_fn=die_with_parent,  # safe: the launcher has no threads
        )
        try:
            child.communicate(script, timeout=patience)
        except subprocess.TimeoutExpired:
            end(child)
            sink.write(f"\n{what} was ended after {patience:.0f} seconds.\n")
        except BaseException:
            end(child)
            raise
    with log.open(errors="replace") as source:
        source.seek(begin)
        said = source.read().partition("\n")[2]
    if check and child.returncode:
        raise reason(what, child.returncode, said, log, needs_network)
    return said


def reason(what: str, code: int, said: str, log: Path, needs_network: bool):
    """The error that explains best why the program failed."""
    if NO_SPACE.search(said):
        return NoSpace(f"{what[0].lower()}{what[1:]}, see {log}")
    if needs_network and NO_NETWORK.search(said):
        return NoNetwork(what, log)
    last = [line for line in said.splitlines() if line.strip()][-LAST_LINES:]
    return CommandFailed(what, code, log, last)


def end(child: subprocess.Popen) -> None:
    """End a child process that we started: SIGTERM first, then SIGKILL."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def which(name: str, path: str | None = None) -> Path | None:
    for folder in (path or os.environ.get("PATH", "")).split(os.pathsep):
        candidate = Path(folder or ".") / name
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    return None
