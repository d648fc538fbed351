"""Customer classification as pure pandas: frame in, frame out.

How to use
----------
1. Build a *customer frame*: one row per customer, columns of :mod:`.frame`.
2. Describe the ladder by :class:`.settings.Settings`.
3. ``decide(frame, settings)`` gives the *decided frame*: lifecycle, tier, rank and
   the figures that explain them.
4. ``settle(decided, prior, overrides, settings)`` lets nobody fall too fast, and lets
   caps and manual tiers have their say.
5. ``gaps(decided, settings)`` adds what is missing to the next tier.
6. ``compare(decided, prior, as_of)`` tells since when each customer stands where he
   stands, and who moved; ``remember`` what a second run for the day starts from.
7. For a preview, ``moves(settled, before, value, places)`` compares with the ladder in
   force, and ``tally`` counts.
8. To place one customer alone, against the thresholds of an evaluation, see
   :mod:`.thresholds`.

Nothing in here imports Odoo, reads a clock, a file or a database. The same frame and
settings always give the same result, in whatever order the rows come.
"""

from . import (
    thresholds,
    cuts,
    forecast,
    frame,
    lifecycle,
    metrics,
    metrics_payment,
    metrics_sales,
    ranking,
    score,
    settings,
    window,
)
from .compare import compare, remember
from .decide import decide
from .gaps import gaps
from .moves import moves, tally
from .transition import settle

__all__ = [
    "thresholds",
    "compare",
    "cuts",
    "decide",
    "forecast",
    "frame",
    "gaps",
    "lifecycle",
    "metrics",
    "metrics_payment",
    "metrics_sales",
    "moves",
    "ranking",
    "remember",
    "score",
    "settings",
    "settle",
    "tally",
    "window",
]
