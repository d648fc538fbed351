"""File locks, so that several calls can run at the same time.

The kernel releases a flock when its process ends for any reason, so no lock is left
after a kill.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import say


def take(path: Path, kind: int, wait: bool = True) -> int | None:
    """Lock the file and return its descriptor; None if it is taken and ``wait`` is off.

    The process that held the lock may have removed the file (`./dev clean`). Nobody
    else would see a lock on that file, so it is taken again on a new one.
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
    """Let in one process at a time, and tell the user if they have to wait."""
    descriptor = take(path, fcntl.LOCK_EX, wait=False)
    if descriptor is None:
        say.line(f"  waiting for another ./dev to finish ({path.stem}) ...")
        descriptor = take(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


class InUse:
    """A lock shared by every command at work, and by every server in the background.

    A server inherits the descriptor, so the lock lasts as long as the server.
    """

    def __init__(self, path: Path):
        self.path = path
        self.descriptor = take(path, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Give up the share and lock the file alone; true if nobody else shares it."""
        self.release()
        self.descriptor = take(self.path, fcntl.LOCK_EX, wait=False)
        return self.descriptor is not None

    def release(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
