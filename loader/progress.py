"""Progress lines: what is being done, and how long it took."""

import sys
import time
from contextlib import contextmanager


@contextmanager
def step(text, out=None):
    """Print ``text`` at once, and the seconds when the block ends.

    Yields a function for notes, which are shown after the seconds.
    """
    out = out or sys.stdout
    notes = []
    started = time.perf_counter()
    print(f"  {text} ...", end="", flush=True, file=out)
    try:
        yield notes.append
    except BaseException:
        print(" failed", flush=True, file=out)
        raise
    seconds = time.perf_counter() - started
    note = f"  {', '.join(notes)}" if notes else ""
    print(f" {seconds:.1f} s{note}", flush=True, file=out)


def silent_step(text, out=None):
    """``step`` without output, for tests and benchmarks."""
    return _silent()


@contextmanager
def _silent():
    yield lambda note: None
