"""The least value that reaches a cut, if the value of one customer alone changes.

This is what a full decision on the changed figures would say, without deciding again
for each customer. All values here are whole units, see :mod:`.units`. A customer who
was not ranked before is one whose own value was 0 and who joins the others.

Reaching a cut is monotonic: with more value, customers still reach it. There is one
exception. If all customers have the same value, none of them is better (rule K07), so
with exactly the value of all others nobody reaches a rank or a share.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from . import cuts
from .settings import TIES_UP, Cut
from .units import LARGEST, fitting, integers


def found(
    ranked: pd.DataFrame,
    own: Sequence[Cut],
    context: cuts.CutContext,
    position: Mapping[int, int],
) -> list[cuts.Reached]:
    """What each cut of ``own`` reaches, in the order of ``own``.

    ``position`` is the place of each tier on the ladder.

    Raises ``KeyError`` for a method that is not registered.
    """
    result: dict[int, cuts.Reached] = {}
    for method in dict.fromkeys(cut.method for cut in own):
        chosen = [place for place, cut in enumerate(own) if cut.method == method]
        chosen.sort(key=lambda place: position[own[place].tier])
        reached = cuts.METHODS[method](
            ranked, [own[place] for place in chosen], context
        )
        result |= dict(zip(chosen, reached, strict=True))
    return [result[place] for place in range(len(own))]


def sides(ordered: np.ndarray, places: int) -> tuple[float, float]:
    """The values in the last of ``places`` and in the one after it.

    ``ordered`` has the values of all ranked customers, the highest first. A place that
    does not exist is infinitely good (none at all) or bad (after the last customer).

    >>> sides(np.array([100.0, 80.0, 70.0]), 1), sides(np.array([100.0]), 1)
    ((100.0, 80.0), (100.0, -inf))
    """
    if places <= 0:
        return np.inf, np.inf
    inner, outer = (
        float(ordered[place]) if place < len(ordered) else -np.inf
        for place in (places - 1, places)
    )
    return inner, outer


def by_places(inner: float, outer: float, values: np.ndarray, ties: str) -> np.ndarray:
    """The least value of each customer among the first n, from the two :func:`sides`.

    Customers who are not inside have to get ahead of the one in place n, and those who
    are inside ahead of the one in place n + 1. If ties go up, beside is enough.
    """
    ahead = np.where(values >= inner, outer, inner)
    return ahead if ties == TIES_UP else ahead + 1


class Sums:
    """The different positive values, and what the customers up to each one add up to.

    ``values``   the highest first
    ``ahead``    one entry more: nothing, then the sum up to each of them
    """

    def __init__(self, ordered: np.ndarray):
        """``ordered`` as for :func:`sides`."""
        positive = integers(ordered[ordered > 0])
        last = np.append(positive[1:] != positive[:-1], True)[: len(positive)]
        self.values = positive[last]
        summed = fitting(positive)
        zero = np.zeros(1, summed.dtype)
        self.ahead = np.append(zero, np.cumsum(summed)[last])


class Line:
    """A part of the value, for :func:`.cuts.share_of_value`.

    The whole changes with the value of the customer: if ``others`` is the value of all
    others and ``ahead`` that of the ones above ``x``, then ``x`` reaches the line if
    ``ahead < part * (others + x)``. Between two values of other customers, ``ahead`` is
    constant, so the least ``x`` there follows by division; the condition gets harder
    from each such interval to the one below it, so one search finds the right interval.
    """

    def __init__(self, sums: Sums, part: Fraction):
        self.upper, self.lower = part.numerator, part.denominator
        whole = int(sums.ahead[-1])
        fits = whole * self.lower < LARGEST
        ahead = (sums.ahead if fits else sums.ahead.astype(object)) * self.lower
        self.values = sums.values.astype(ahead.dtype, copy=False)
        if self.upper:
            reached = ahead // self.upper
            self.needed, self.rest = reached - whole, ahead - reached * self.upper

    def least(self, values: np.ndarray) -> np.ndarray:
        """The least value of customers whose values in ``ordered`` are ``values``."""
        least = np.full(len(values), np.inf)
        if self.upper:
            # searches for sorted values are much faster, as one is near the next
            order = np.argsort(values)
            least[order] = self._least(values[order])
        return least

    def _least(self, values: np.ndarray) -> np.ndarray:
        own = integers(np.clip(values, 0, None)).astype(self.values.dtype)
        above = np.searchsorted(-self.values, -own)
        result = np.maximum(self._from(own, above), 1)
        below = self._below(own, above)
        return np.where(below < own, below, result).astype("float64")

    def _from(self, own: np.ndarray, above: np.ndarray) -> np.ndarray:
        """The least value that is not below the customer's own.

        ``above`` is the number of different values above it.
        """
        limit = self.values - self.needed[1:] - 1
        count = np.minimum(np.searchsorted(-limit, -own), above)
        following = np.append(self.values, np.zeros(1, self.values.dtype))[count]
        start = np.where(count < above, following, own)
        return np.asarray(np.maximum(start, self.needed[count] + own + 1))

    def _below(self, own: np.ndarray, above: np.ndarray) -> np.ndarray:
        """The least value below the customer's own; their own if there is none.

        The customer does not count among those ahead any more.
        """
        freed, rest = own * self.lower // self.upper, own * self.lower % self.upper
        limit = self.needed[1:] + 1 - self.values
        count = np.searchsorted(limit, freed - own)
        # equal but for the remainders of the division
        at = np.minimum(count, max(len(limit) - 1, 0))
        if len(limit):
            equal = (count < len(limit)) & (limit[at] == freed - own)
            count = count + (equal & (self.rest[1:][at] < rest))
        following = np.append(self.values, np.ones(1, self.values.dtype))[count]
        asked = self.needed[count] - freed - (rest > self.rest[count]) + own + 1
        return np.where(count > above, np.maximum(following, asked), own)


def all_others(
    highest: Sequence[float] | np.ndarray,
    lowest: Sequence[float] | np.ndarray,
    values: np.ndarray,
) -> np.ndarray:
    """For each of ``values``: the value of all other customers if it is one, else NaN.

    ``highest`` and ``lowest`` have the two highest and the two lowest values of all
    customers, the extreme first, or less if there are not so many.
    """
    ends = []
    for extreme in (highest, lowest):
        first, second = [*extreme, np.nan, np.nan][:2]
        ends.append(np.where(values == first, second, first))
    return np.where(ends[0] == ends[1], ends[0], np.nan)


def around(
    least: np.ndarray, values: np.ndarray, others: np.ndarray, always: np.ndarray
) -> np.ndarray:
    """``least`` where the value of all ``others`` reaches nothing, and ``always`` does.

    ``always`` is the least value by cuts that do not compare customers.
    """
    bars = ~np.isnan(others) & ~(always <= others)
    bars &= (values >= others) | (least >= others)
    least = np.where(bars, np.maximum(least, others + 1), least)
    return np.asarray(np.fmin(least, always))
