"""Cut-off methods: where one tier ends and the next begins.

A method answers one question for each cut it is given: *which customers reach this
tier or a better one?* It gets the ranked customers (all columns of the customer frame
and those of :func:`.ranking.rank`) and the cuts of its own kind, best tier first, and
returns one :class:`Reached` per cut, which also says where the cut ends: after so many
places, or at an amount of a figure. From that follow what is missing to a tier, what
may be lost, and where one customer alone would stand. Whoever reaches several tiers
gets the best of them, so methods need not know each other and alternatives combine by
themselves.

Another package adds a method by :func:`register`; the name is what a rule stores.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from .score import SCORE as SCORE_COLUMN
from .settings import TIES_UP, Cut

PERCENT_OF_CUSTOMERS = "percent_of_customers"
SHARE_OF_VALUE = "share_of_value"
NUMBER_OF_CUSTOMERS = "number_of_customers"
THRESHOLD = "threshold"
# named for the column that it reads
SCORE = SCORE_COLUMN

OWN_METHODS = frozenset(
    (PERCENT_OF_CUSTOMERS, SHARE_OF_VALUE, NUMBER_OF_CUSTOMERS, THRESHOLD, SCORE)
)

# values are money or points: what lies beyond the fourth decimal is noise
SCALE = 10_000


@dataclass(frozen=True)
class CutContext:
    """What a method may know besides the customers it cuts.

    ``population`` is the number that percentages refer to, ``ties`` the rule for tied
    groups, ``value`` the name of the column that ranked them.
    """

    population: int
    ties: str
    value: str


@dataclass(frozen=True)
class Reached:
    """Who reaches one cut, and where that cut ends.

    ``customers``  boolean array over the ranked customers
    ``figure``     what is shown beside the tier: places, percent, or the amount asked
    ``places``     how many places the cut has in the order of the ranking value; None
                   for one that does not count places
    ``column``     the column whose figure it looks at instead; None if it looks at more
                   than one, so that nothing can be said in terms of a single figure
    ``asked``      the least amount of that figure
    """

    customers: np.ndarray
    figure: float
    places: int | None = None
    column: str | None = None
    asked: float = np.nan


# (ranked customers, cuts best first, context) -> what each cut reaches
Method = Callable[[pd.DataFrame, Sequence[Cut], CutContext], list[Reached]]

METHODS: dict[str, Method] = {}


def register(name: str) -> Callable[[Method], Method]:
    """Decorator that makes a cut-off method known under ``name``."""

    def add(method: Method) -> Method:
        METHODS[name] = method
        return method

    return add


def capacity(population: int, percent: Fraction) -> int:
    """``ceil(population x percent / 100)`` without rounding errors.

    >>> [capacity(1000, Fraction(p)) for p in (1, 5, 20, 100)]
    [10, 50, 200, 1000]
    >>> [capacity(30, Fraction(p)) for p in (1, 5, 20, 100)]
    [1, 2, 6, 30]
    """
    return -((-population * percent.numerator) // (100 * percent.denominator))


def exact_percent(percent: float) -> Fraction:
    """The decimal a person wrote: 0.1 is one tenth, not its binary neighbour."""
    return Fraction(str(percent))


def _own_thresholds(cuts: Sequence[Cut]) -> list[tuple[Fraction, Fraction]]:
    """``(threshold, sum of those of better tiers)`` per cut; cuts come best first.

    Of the alternatives of one tier the widest counts for the tiers below.
    """
    result = []
    own: dict[int, Fraction] = {}
    for cut in cuts:
        threshold = exact_percent(cut.threshold)
        above = sum(
            (share for tier, share in own.items() if tier != cut.tier), Fraction(0)
        )
        own[cut.tier] = max(own.get(cut.tier, threshold), threshold)
        result.append((threshold, above))
    return result


def _within(ranked: pd.DataFrame, places: int, ties: str) -> np.ndarray:
    """Who is among the first ``places``; a tied group counts as a whole.

    With ties *down* it is in if its last member still fits, with ties *up* if its first
    does.
    """
    if _all_equal(ranked):
        return np.zeros(len(ranked), dtype=bool)
    if ties == TIES_UP:
        return ranked["rank"].to_numpy() - 1 < places
    return ranked["group_end"].to_numpy() <= places


def _all_equal(ranked: pd.DataFrame) -> bool:
    """One single value throughout is no order at all: nobody stands out (rule K07).

    A customer who is alone is not such a case, he is simply the first.
    """
    return len(ranked) > 1 and bool((ranked["group_end"] == len(ranked)).all())


@register(PERCENT_OF_CUSTOMERS)
def percent_of_customers(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """The best n percent by rank, at most (rule K08).

    The thresholds are own shares and cumulate from tier to tier in the given order. The
    figure returned is the number of customers that fit.
    """
    results = []
    for share, above in _own_thresholds(cuts):
        places = capacity(context.population, above + share)
        within = _within(ranked, places, context.ties)
        results.append(Reached(within, float(places), places=places))
    return results


@register(NUMBER_OF_CUSTOMERS)
def number_of_customers(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """The first n by rank, at most: own numbers, which cumulate like shares."""
    results = []
    for number, above in _own_thresholds(cuts):
        places = int(above + number)
        within = _within(ranked, places, context.ties)
        results.append(Reached(within, float(places), places=places))
    return results


@register(SHARE_OF_VALUE)
def share_of_value(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """Those who make up the first n percent of the value (ABC analysis, rule K09).

    A customer is in if the share before their tied group is below the line; the whole
    is the sum of the positive values. The figure returned is the line in percent.
    """
    # whole numbers: a sum of floats may end a hair below the line it equals
    values = np.rint(ranked[context.value].to_numpy(dtype="float64") * SCALE)
    order = np.argsort(ranked["rank"].to_numpy(), kind="stable")
    positive = np.clip(values, 0, None).astype("int64")[order]
    running = np.concatenate(([0], np.cumsum(positive)))
    before = running[ranked["rank"].to_numpy() - 1]
    whole = int(running[-1])
    results = []
    for share, above in _own_thresholds(cuts):
        percent = above + share
        line = capacity(whole, percent)
        reached = before < line
        if _all_equal(ranked):
            reached = np.zeros(len(ranked), dtype=bool)
        # the first of all is in whatever the value, and so is whoever comes before them
        places = max(int(reached.sum()), 1)
        results.append(Reached(reached, float(percent), places=places))
    return results


@register(THRESHOLD)
def threshold(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At the threshold or above it (rule K10), whatever the others do.

    ``cut.metric`` names the figure, the ranking value if it is None, and ``cut.times``
    how many of the threshold's units the figure spans: 12 where 10,000 a month are
    asked of the sum of twelve months. No data never reaches a threshold.
    """
    results = []
    for cut in cuts:
        column = cut.metric or context.value
        figures = ranked[column].to_numpy(dtype="float64")
        asked = cut.threshold * cut.times
        with np.errstate(invalid="ignore"):
            reached = np.rint(figures * SCALE) >= np.rint(asked * SCALE)
        reached &= np.isfinite(figures)
        results.append(
            Reached(reached, float(cut.threshold), column=column, asked=asked)
        )
    return results


@register(SCORE)
def score(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At so many points or above; asks for criteria in the scheme."""
    scores = ranked[SCORE_COLUMN].to_numpy(dtype="float64")
    return [
        Reached(
            np.rint(scores * SCALE) >= np.rint(cut.threshold * SCALE),
            float(cut.threshold),
            column=SCORE_COLUMN,
            asked=cut.threshold,
        )
        for cut in cuts
    ]
