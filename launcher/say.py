"""Progress on the terminal: what is being done, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def line(text: str = "") -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    line(f"  ! {text}")


@contextmanager
def step(text: str) -> Iterator[None]:
    """Show one step on one line; steps cannot be nested."""
    print(f"  {text} ... ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def error(text: str) -> None:
    print(f"./dev: {text}", file=sys.stderr, flush=True)
