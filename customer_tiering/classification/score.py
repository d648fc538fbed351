"""Criteria: from a metric to points, and from points to a score.

Each criterion turns one metric into points from 0 to 100. The score is their weighted
mean. The criterion defines what a customer without data gets; there is no silent zero
(rule K11).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .ranking import rank
from .units import rounded

SCORE = "score"
# the smallest difference of two scores
UNIT = 0.01

PERCENTILE = "percentile"
BANDS = "bands"
MIN_MAX = "min_max"
LOOKUP = "lookup"

MISSING_SKIP = "skip"
MISSING_WORST = "worst"
MISSING_MIDDLE = "middle"
MISSING_BEST = "best"
MISSING_POINTS = {MISSING_WORST: 0.0, MISSING_MIDDLE: 50.0, MISSING_BEST: 100.0}


@dataclass(frozen=True)
class Criterion:
    """One metric, the method that turns it into points, and its weight.

    ``metric``   column of the customer frame, collected or derived
    ``weight``   above 0; the weights of a scheme can have any sum
    ``method``   name of a scoring method
    ``higher_is_better``   False if less is better, as with days late
    ``missing``  without data: ``skip`` (the other criteria decide), ``worst`` (0),
                 ``middle`` (50) or ``best`` (100 points)
    ``table``    pairs (figure, points). Bands: the points from this figure on;
                 lookup: the points for exactly this figure
    ``low``, ``high``   min-max: the figures with 0 and 100 points (100 and 0 if less
                 is better); None for the lowest and highest figure of the customers
    """

    metric: str
    weight: float
    method: str = PERCENTILE
    higher_is_better: bool = True
    missing: str = MISSING_SKIP
    table: tuple[tuple[float, float], ...] = ()
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not self.weight > 0:
            raise ValueError(f"a weight must be above 0, not {self.weight}")
        if self.missing not in (MISSING_SKIP, *MISSING_POINTS):
            raise ValueError(f"unknown choice for missing data: {self.missing!r}")


# (figures without gaps, criterion) -> points, 0..100
Scoring = Callable[[np.ndarray, Criterion], np.ndarray]

SCORINGS: dict[str, Scoring] = {}


def register(name: str) -> Callable[[Scoring], Scoring]:
    """Decorator that registers a scoring method under ``name``."""

    def add(scoring: Scoring) -> Scoring:
        SCORINGS[name] = scoring
        return scoring

    return add


@register(PERCENTILE)
def percentile(figures: np.ndarray, criterion: Criterion) -> np.ndarray:
    """The share of the *other* customers who are worse, in percent.

    Equal figures get equal points. A single customer gets 100.

    >>> percentile(np.array([10.0, 30.0, 30.0, 50.0, 70.0]), Criterion("m", 1)).tolist()
    [0.0, 25.0, 25.0, 75.0, 100.0]
    """
    if len(figures) < 2:
        return np.full(len(figures), 100.0)
    signed = figures if criterion.higher_is_better else -figures
    not_worse = rank(pd.Series(signed))["group_end"].to_numpy()
    return 100.0 * (len(figures) - not_worse) / (len(figures) - 1)


@register(BANDS)
def bands(figures: np.ndarray, criterion: Criterion) -> np.ndarray:
    """Points of the highest band that a figure reaches; 0 below the first band.

    >>> table = ((0, 20.0), (1000, 60.0), (5000, 100.0))
    >>> c = Criterion("m", 1, BANDS, table=table)
    >>> bands(np.array([-1.0, 999.0, 1000.0, 8000.0]), c).tolist()
    [0.0, 20.0, 60.0, 100.0]
    """
    starts, points = zip(*sorted(criterion.table), strict=True)
    place = np.searchsorted(np.asarray(starts, dtype="float64"), figures, side="right")
    return np.asarray((0.0, *points), dtype="float64")[place]


@register(MIN_MAX)
def min_max(figures: np.ndarray, criterion: Criterion) -> np.ndarray:
    """Points on the straight line from ``low`` to ``high``, between 0 and 100.

    >>> c = Criterion("days_late", 1, MIN_MAX, higher_is_better=False, low=0, high=60)
    >>> min_max(np.array([-5.0, 0.0, 15.0, 60.0, 90.0]), c).tolist()
    [100.0, 100.0, 75.0, 0.0, 0.0]
    """
    if not len(figures):
        return figures
    low = figures.min() if criterion.low is None else criterion.low
    high = figures.max() if criterion.high is None else criterion.high
    if high <= low:
        # there is no line between two equal ends, so the result is either 100 or 0
        at_best = figures >= high if criterion.higher_is_better else figures <= low
        return np.where(at_best, 100.0, 0.0)
    part = np.clip((figures - low) / (high - low), 0.0, 1.0)
    return 100.0 * (part if criterion.higher_is_better else 1.0 - part)


@register(LOOKUP)
def lookup(figures: np.ndarray, criterion: Criterion) -> np.ndarray:
    """The points listed for exactly this figure; 0 for any other.

    >>> c = Criterion("stars", 1, LOOKUP, table=((3, 60.0), (5, 100.0)))
    >>> lookup(np.array([0.0, 3.0, 4.0, 5.0]), c).tolist()
    [0.0, 60.0, 0.0, 100.0]
    """
    return pd.Series(figures).map(dict(criterion.table)).fillna(0.0).to_numpy()


def points(frame: pd.DataFrame, criteria: Sequence[Criterion]) -> pd.DataFrame:
    """One column of points per criterion, in their order; NaN if it is skipped.

    An infinite figure, which a metric of another addon may return, counts as no data.
    """
    result = {}
    for place, criterion in enumerate(criteria):
        figures = frame[criterion.metric].to_numpy(dtype="float64")
        known = np.isfinite(figures)
        column = np.full(len(figures), MISSING_POINTS.get(criterion.missing, np.nan))
        column[known] = SCORINGS[criterion.method](figures[known], criterion)
        result[place] = np.clip(column, 0.0, 100.0)
    return pd.DataFrame(result, index=frame.index)


def score(frame: pd.DataFrame, criteria: Sequence[Criterion]) -> pd.Series:
    """Weighted mean of the points, 0..100, rounded to :data:`UNIT`.

    If a criterion is skipped for a customer, neither its points nor its weight count.
    If all criteria are skipped, the score is NaN.
    """
    return weigh(points(frame, criteria), criteria)


def weigh(points: pd.DataFrame, criteria: Sequence[Criterion]) -> pd.Series:
    """The score from the points of :func:`points`."""
    gained, total = np.zeros(len(points)), np.zeros(len(points))
    # column by column: the sum of a row must not depend on the rows beside it, as that
    # of a matrix product does
    for place, criterion in enumerate(criteria):
        column = points.iloc[:, place].to_numpy(dtype="float64")
        known = ~np.isnan(column)
        gained += np.where(known, column, 0.0) * criterion.weight
        total += known * criterion.weight
    nothing = np.full(len(points), np.nan)
    mean = np.divide(gained, total, out=nothing, where=total > 0)
    return pd.Series(rounded(mean, UNIT), index=points.index)
