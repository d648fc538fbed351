"""The ranked customers as a curve, and the tiers that cut-offs make of it.

How to use
----------
1. ``curve(values, unit, amounts)`` turns the customers into points: where each tied
   group ends, the value there, and sums of amounts up to there.
2. ``recount(points, ladder, cuts, population, ties)`` counts the tiers.

A person who drags a cut-off on the picture gets their counts from the same arithmetic
in the browser, `static/src/cutoffs/recount.js`; a test compares the two. It is that of
:mod:`.cuts` for cut-offs that compare the ranking value only: ties are never split, and
no tier exceeds its share (rules K07, K08, K09, K10). Between two points that leave
groups out, counts are interpolated and marked as *about*.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import cuts as methods
from .cuts import capacity, exact_percent
from .settings import TIES_UP, Cut
from .units import integers, reaching, whole

# so many tied groups at the top have a point each; with few more, all have
DENSE = 600
# points for the rest, half of them close to the top
SPREAD = 400
# decimals of a threshold
DIGITS = 4
# decimals of a sum
SUM_DIGITS = 6
DRAWN = methods.OWN_METHODS - {methods.SEGMENT}


def curve(
    values: np.ndarray, unit: float, amounts: Mapping[str, np.ndarray]
) -> dict[str, Any]:
    """The points of the customers with these ranking ``values``, as JSON knows them.

    ``values`` may have gaps (NaN), which rank with zero at best. ``amounts`` are arrays
    in the same order. Every list of the result has one item per point; the first point
    is that of nobody.

    ``places``    how many customers there are up to the end of the tied group
    ``values``    the value of that group in whole units; None for the first point
    ``summed``    the sum of the positive values up to there, in whole units
    ``amounts``   the sum of each amount up to there
    ``dense``     up to this index, no group lies between two points
    ``positive``  how many customers have a value above zero
    ``groups``    how many tied groups there are
    ``unit``      as given

    >>> points = curve(np.array([5.0, 9.0, 5.0]), 1.0, {"revenue": np.array([5, 9, 6])})
    >>> points["places"], points["values"], points["summed"], points["amounts"]
    ([0, 1, 3], [None, 9, 5], [0, 9, 19], {'revenue': [0.0, 9.0, 20.0]})
    """
    known = np.isfinite(values)
    lowest = min(float(np.min(values[known], initial=0.0)), 0.0)
    units = integers(whole(np.where(known, values, lowest), unit))
    order = np.argsort(-units, kind="stable")
    units = units[order]
    ends = np.flatnonzero(np.append(units[1:] != units[:-1], len(units) > 0)) + 1
    positive = int((units > 0).sum())
    kept = _kept(ends, positive)
    places = np.concatenate([[0], ends[kept]]).astype("int64")
    return {
        "places": places.tolist(),
        "values": [None, *units[places[1:] - 1].tolist()],
        "summed": _sums(np.clip(units, 0, None))[places].tolist(),
        "amounts": {
            name: _sums(amount.astype("float64")[order])[places]
            .round(SUM_DIGITS)
            .tolist()
            for name, amount in amounts.items()
        },
        "dense": len(ends) if len(kept) == len(ends) else DENSE,
        "positive": positive,
        "groups": len(ends),
        "unit": unit,
    }


def _sums(amounts: np.ndarray) -> np.ndarray:
    """The sum of the first n, for every n from 0."""
    return np.append(np.zeros(1, amounts.dtype), np.cumsum(amounts))


def _kept(ends: np.ndarray, positive: int) -> np.ndarray:
    """The groups that have a point, of those that end at ``ends``."""
    count = len(ends)
    if count <= DENSE + SPREAD:
        return np.arange(count)
    # where the positive values end, a cut-off can
    last = np.searchsorted(ends, positive)
    rest = [
        np.geomspace(DENSE, count - 1, SPREAD // 2).round(),
        np.linspace(DENSE, count - 1, SPREAD - SPREAD // 2).round(),
        [min(last, count - 1)],
    ]
    return np.unique(np.concatenate([np.arange(DENSE), *rest]).astype("int64"))


@dataclass(frozen=True)
class Part:
    """The customers of one tier: how many, whether only about, and their amounts."""

    tier: int
    customers: float
    about: bool
    amounts: Mapping[str, float]


def recount(
    points: Mapping[str, Any],
    ladder: Sequence[int],
    cuts: Sequence[Cut],
    population: int,
    ties: str,
) -> list[Part]:
    """The tiers of ``ladder``, best first, that ``cuts`` make of the ``points``.

    ``cuts`` have a method of `DRAWN`, one per tier at most, and ask for nothing but the
    ranking value. ``population`` is the number to which percentages refer.
    """
    reached = ends(points, ladder, cuts, population, ties)
    # the last tier takes the rest
    reached[ladder[-1]] = points["places"][-1], False
    result = []
    before, about_before = 0.0, False
    for tier in ladder:
        end, about = reached.get(tier, (before, about_before))
        if end < before:
            end, about = before, about_before
        result.append(
            Part(
                tier,
                end - before,
                about or about_before,
                {
                    name: _at(points["places"], sums, end)
                    - _at(points["places"], sums, before)
                    for name, sums in points["amounts"].items()
                },
            )
        )
        before, about_before = end, about
    return result


def ends(
    points: Mapping[str, Any],
    ladder: Sequence[int],
    cuts: Sequence[Cut],
    population: int,
    ties: str,
) -> dict[int, tuple[float, bool]]:
    """``{tier: (place up to which customers reach it, whether only about)}``."""
    result = {}
    above: dict[str, float] = {}
    for cut in sorted(cuts, key=lambda cut: ladder.index(cut.tier)):
        upto = round(above.get(cut.method, 0.0) + cut.threshold, DIGITS)
        above[cut.method] = upto
        end, about = _end(points, cut, upto, population, ties)
        limits = [(points["positive"], False)]
        if cut.minimum is not None:
            limits.append(_by_value(points, reaching(cut.minimum, points["unit"])))
        for limit in limits:
            if limit[0] < end:
                end, about = limit
        result[cut.tier] = (end, about)
    return result


def _end(
    points: Mapping[str, Any], cut: Cut, upto: float, population: int, ties: str
) -> tuple[float, bool]:
    if cut.method in (methods.THRESHOLD, methods.SCORE):
        asked = reaching(cut.threshold * cut.times, points["unit"])
        return _by_value(points, asked)
    if points["groups"] == 1 and points["places"][-1] > 1:
        # all are equal, so nobody is better
        return 0, False
    percent = exact_percent(upto)
    if cut.method == methods.SHARE_OF_VALUE:
        return _by_sum(points, capacity(points["summed"][-1], percent))
    if cut.method == methods.PERCENT_OF_CUSTOMERS:
        return _by_places(points, capacity(population, percent), ties)
    return _by_places(points, int(percent), ties)


def _by_places(points: Mapping[str, Any], wanted: int, ties: str) -> tuple[float, bool]:
    """The end of the last group that still fits; with ties *up*, that still begins."""
    places = points["places"]
    if wanted >= places[-1]:
        return places[-1], False
    after = bisect_right(places, wanted)
    if places[after - 1] == wanted:
        return wanted, False
    if after <= points["dense"]:
        return places[after if ties == TIES_UP else after - 1], False
    return wanted, True


def _by_sum(points: Mapping[str, Any], line: int) -> tuple[float, bool]:
    """The end of the last group before which the sum is below ``line``."""
    if line <= 0:
        return 0, False
    places, summed = points["places"], points["summed"]
    place = bisect_left(summed, line)
    if place <= points["dense"] or summed[place] == line:
        return places[place], False
    part = (line - summed[place - 1]) / (summed[place] - summed[place - 1])
    return _between(places, place, part), True


def _by_value(points: Mapping[str, Any], asked: float) -> tuple[float, bool]:
    """The end of the last group with at least ``asked`` whole units."""
    places, values = points["places"], points["values"]
    # the values fall, so their opposites rise
    place = bisect_right(values, -asked, lo=1, key=lambda value: -value) - 1
    if place == len(places) - 1 or place < points["dense"] or values[place] == asked:
        return places[place], False
    part = (values[place] - asked) / (values[place] - values[place + 1])
    return _between(places, place + 1, part), True


def _between(places: Sequence[int], place: int, part: float) -> float:
    """A whole number of customers between the point before ``place`` and that one."""
    step = places[place] - places[place - 1]
    return float(places[place - 1] + np.floor(step * part + 0.5))


def _at(places: Sequence[int], sums: Sequence[float], place: float) -> float:
    return float(np.interp(place, places, sums))
