"""Customer classification as pure pandas: frame in, frame out.

How to use
----------
1. Build a *customer frame*: one row per customer, columns of :mod:`.frame`.
2. Describe the ladder by :class:`.settings.Settings`.
3. ``decide(frame, settings)`` gives the *decided frame*: lifecycle, tier, rank and
   the figures that explain them.
4. ``compare(decided, prior, as_of)`` tells since when each customer stands where he
   stands, and who moved.

Nothing in here imports Odoo, reads a clock, a file or a database. The same frame and
settings always give the same result, in whatever order the rows come.
"""

from . import (
    cuts,
    frame,
    lifecycle,
    metrics,
    metrics_payment,
    ranking,
    settings,
    window,
)
from .compare import compare
from .decide import decide

__all__ = [
    "compare",
    "cuts",
    "decide",
    "frame",
    "lifecycle",
    "metrics",
    "metrics_payment",
    "ranking",
    "settings",
    "window",
]
