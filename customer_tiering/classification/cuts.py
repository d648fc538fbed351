"""Cut-off methods: where one tier ends and the next begins.

A method answers one question for each cut it is given: *which customers reach this tier
or a better one?* It gets the ranked customers (all columns of the customer frame and
those of :func:`.ranking.rank`) and the cuts of its own kind, best tier first, and
returns one :class:`Reached` per cut, which also says where the cut ends: after a number
of places, at a share of the value, or at an amount of a figure. The gap to the next
tier, the margin to keep and the tier of one customer alone are computed from this.
Customers who reach several tiers get the best of them, so methods do not need to know
each other, and alternatives combine automatically.

Another package can add a method with :func:`register`; cut-offs store its name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from .score import SCORE as SCORE_COLUMN
from .segments import SCORES as SEGMENT_SCORES
from .settings import TIES_UP, Cut
from .units import FINEST, amount, fitting, integers, reaching, whole

PERCENT_OF_CUSTOMERS = "percent_of_customers"
SHARE_OF_VALUE = "share_of_value"
NUMBER_OF_CUSTOMERS = "number_of_customers"
THRESHOLD = "threshold"
# named for the column that it reads
SCORE = SCORE_COLUMN
SEGMENT = "segment"

OWN_METHODS = frozenset(
    (
        PERCENT_OF_CUSTOMERS,
        SHARE_OF_VALUE,
        NUMBER_OF_CUSTOMERS,
        THRESHOLD,
        SCORE,
        SEGMENT,
    )
)


@dataclass(frozen=True)
class CutContext:
    """What a method gets in addition to the customers.

    ``population`` is the number to which percentages refer, ``ties`` the rule for tied
    groups, and ``value`` the name of the column that ranked the customers. ``units``
    has the smallest difference of the figures per column, to which they are rounded.
    """

    population: int
    ties: str
    value: str
    units: Mapping[str, float] = field(default_factory=dict)

    def unit_of(self, column: str) -> float:
        return self.units.get(column, FINEST)


@dataclass(frozen=True)
class Reached:
    """The customers who reach one cut, and where that cut ends.

    ``customers``  boolean array over the ranked customers
    ``figure``     the figure to show with the tier: places, percent or an amount
    ``places``     number of places in the order of the ranking value; None for a cut
                   that does not count places
    ``part``       the part of the value, 0..1, that those ahead of a customer must
                   not have reached; None for a cut that adds up no values
    ``column``     the column that the cut compares instead; None if it compares several
                   columns, so that no single figure can tell what is missing
    ``asked``      the least amount of that column that reaches the cut
    """

    customers: np.ndarray
    figure: float
    places: int | None = None
    part: Fraction | None = None
    column: str | None = None
    asked: float = np.nan


# (ranked customers, cuts best first, context) -> what each cut reaches
Method = Callable[[pd.DataFrame, Sequence[Cut], CutContext], list[Reached]]

METHODS: dict[str, Method] = {}


def register(name: str) -> Callable[[Method], Method]:
    """Decorator that registers a cut-off method under ``name``."""

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
    """The decimal as entered: 0.1 is exactly one tenth, not a binary fraction."""
    return Fraction(str(percent))


def _own_thresholds(cuts: Sequence[Cut]) -> list[tuple[Fraction, Fraction]]:
    """``(threshold, sum of the thresholds of better tiers)`` per cut, best first.

    If a tier has alternatives, the largest one counts for the tiers below.
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
    """The customers in the first ``places``; a tied group counts as a whole.

    With ties *down* the group is in if its last member still fits, with ties *up* if
    its first member does.
    """
    if _all_equal(ranked):
        return np.zeros(len(ranked), dtype=bool)
    if ties == TIES_UP:
        return ranked["rank"].to_numpy() - 1 < places
    return ranked["group_end"].to_numpy() <= places


def _all_equal(ranked: pd.DataFrame) -> bool:
    """Whether all customers have the same value, so that none is better (rule K07).

    A single customer is simply the first one.
    """
    return len(ranked) > 1 and bool((ranked["group_end"] == len(ranked)).all())


@register(PERCENT_OF_CUSTOMERS)
def percent_of_customers(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At most the best n percent by rank (rule K08).

    The thresholds are the tiers' own shares, which add up from tier to tier in the
    given order. The figure is the number of customers that fit.
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
    """At most the first n by rank: own numbers, which add up like shares."""
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
    """Customers who bring the first n percent of the value (ABC analysis, rule K09).

    A customer is in if the share before their tied group is below this line. The total
    is the sum of the positive values. The figure is the line in percent.
    """
    # whole numbers: a sum of floats may be slightly below the line that it equals
    values = whole(ranked[context.value].to_numpy(), context.unit_of(context.value))
    positive = np.clip(values, 0, None)
    descending = fitting(integers(-np.sort(-positive)))
    # before[n]: the value of the first n customers
    before = np.append(np.zeros(1, descending.dtype), np.cumsum(descending))
    results = []
    for share, above in _own_thresholds(cuts):
        percent = above + share
        line = capacity(int(before[-1]), percent)
        # the values add up, so those below the line are the first ones
        below = int(np.searchsorted(before[:-1], line))
        reached = ranked["rank"].to_numpy() - 1 < below
        if _all_equal(ranked):
            reached = np.zeros(len(ranked), dtype=bool)
        results.append(Reached(reached, float(percent), part=percent / 100))
    return results


@register(THRESHOLD)
def threshold(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At or above the threshold (rule K10), independent of other customers.

    ``cut.metric`` is the column (None: the ranking value). ``cut.times`` is how many of
    the threshold's units it spans: 12 if a threshold of 10,000 a month is compared with
    the sum of twelve months. Customers without data never reach a threshold.
    """
    results = []
    for cut in cuts:
        column = cut.metric or context.value
        figures = ranked[column].to_numpy(dtype="float64")
        unit = context.unit_of(column)
        # a threshold times twelve has noise, too
        asked = float(amount(reaching(cut.threshold * cut.times, unit), unit))
        with np.errstate(invalid="ignore"):
            reached = (figures >= asked) & np.isfinite(figures)
        results.append(
            Reached(reached, float(cut.threshold), column=column, asked=asked)
        )
    return results


@register(SCORE)
def score(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At or above this number of points; the scheme needs criteria."""
    scores = ranked[SCORE_COLUMN].to_numpy(dtype="float64")
    unit = context.unit_of(SCORE_COLUMN)
    asked = [float(amount(reaching(cut.threshold, unit), unit)) for cut in cuts]
    return [
        Reached(scores >= least, float(cut.threshold), column=SCORE_COLUMN, asked=least)
        for cut, least in zip(cuts, asked, strict=True)
    ]


@register(SEGMENT)
def segment(
    ranked: pd.DataFrame, cuts: Sequence[Cut], context: CutContext
) -> list[Reached]:
    """At least these scores of recency, frequency and value, see :mod:`.segments`.

    The rules of a scheme are tried in the order of the ladder, the best segment first,
    and the first one that fits decides. As each asks for *at least* some scores, a
    better recency, frequency or value never leads to a worse segment.
    """
    scores = ranked[list(SEGMENT_SCORES)].to_numpy()
    return [
        Reached(np.asarray((scores >= cut.scores).all(axis=1)), 0.0) for cut in cuts
    ]
