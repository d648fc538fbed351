"""Customer classification as pure pandas: frame in, frame out.

How to use
----------
1. Build a *customer frame*: one row per customer, columns of :mod:`.frame`.
2. Describe the ladder with :class:`.settings.Settings`.
3. ``decide(frame, settings)`` rounds the figures that decide to their own unit and
   gives the *decided frame*: lifecycle, tier, rank and the figures that explain them.
4. ``settle(decided, prior, overrides, settings)`` delays falls and applies caps and
   manual tiers.
5. ``gaps(decided, settings)`` adds the gap to the next tier and the margin to keep.
6. ``compare(decided, prior, as_of)`` adds since when each customer has been in their
   tier, and their tier before; ``remember`` adds the state from which a second run for
   the same day starts.
7. For a preview, ``moves(settled, before, value, places)`` compares with the tiers in
   force, and ``tally`` counts the moves.
8. To place one customer alone with the thresholds of an evaluation, see
   :mod:`.thresholds`.
9. What customers are expected to buy is learned from all of them by
   ``expected.learn``; ``expected.Expectation.add`` adds the figures.
10. ``insight(settled, ladder)`` tells how value is spread over all customers.
11. ``curve.curve`` and ``curve.recount`` count tiers again while a cut-off is dragged.
12. Segments are tiers by recency, frequency and value: see :mod:`.segments`.

This package does not import Odoo and reads no clock, file or database. The same frame
and settings always give the same result, in any order of the rows.
"""

from . import (
    alive,
    cohorts,
    curve,
    cuts,
    expected,
    forecast,
    frame,
    lifecycle,
    metrics,
    metrics_payment,
    metrics_sales,
    ranking,
    report_card,
    schedule,
    score,
    segments,
    settings,
    spend,
    thresholds,
    units,
    window,
)
from .compare import compare, remember
from .decide import decide
from .gaps import gaps
from .insight import insight
from .moves import moves, tally
from .transition import settle

__all__ = [
    "alive",
    "cohorts",
    "compare",
    "curve",
    "cuts",
    "decide",
    "expected",
    "forecast",
    "frame",
    "gaps",
    "insight",
    "lifecycle",
    "metrics",
    "metrics_payment",
    "metrics_sales",
    "moves",
    "ranking",
    "remember",
    "report_card",
    "schedule",
    "score",
    "segments",
    "settings",
    "settle",
    "spend",
    "tally",
    "thresholds",
    "units",
    "window",
]
