"""File locks: two calls at once do not harm each other.

flock is released by the kernel when a process ends in whatever way, so a lock never
survives a kill.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import say


def take(path: Path, kind: int, wait: bool = True) -> int | None:
    """Lock the file and return its descriptor, or None if it is taken and not waited.

    The file may be removed by the one who held it (`./dev clean`): the lock then is on
    a file that nobody else sees, so it is taken anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(descriptor)
            return None
        try:
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Only one process at a time inside; tells the user when it has to wait."""
    descriptor = take(path, fcntl.LOCK_EX, wait=False)
    if descriptor is None:
        say.line(f"  waiting for another ./dev ({path.stem}) ...")
        descriptor = take(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


class InUse:
    """Who is at work here: every command, and every server it leaves behind, shares it.

    A server inherits the descriptor, so that the lock lives as long as the server.
    """

    def __init__(self, path: Path):
        self.path = path
        self.descriptor = take(path, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Give up the share; true if nobody else holds one, and then keep all out."""
        self.release()
        self.descriptor = take(self.path, fcntl.LOCK_EX, wait=False)
        return self.descriptor is not None

    def release(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
