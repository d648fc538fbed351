"""Recency, frequency and value of a customer, as scores from 1 to 5.

How to use
----------
1. ``Segments`` says how recency is scored and in how many classes.
2. ``scored(customers, segments, value, up)`` adds the scores of all existing customers.
   The cut-off method *segment* of :mod:`.cuts` reads them.
3. ``scales`` keeps the figures that the classes refer to, and ``alone`` gives one
   customer the scores that they would have among the others.
4. ``reaching`` tells from which figure on a customer has a score, and ``facts`` what
   speaks against believing the segments.

A class holds equally many customers, and equal figures are never separated: with *n*
customers and *k* classes, who is ahead of *w* others is in class ``1 + k * w // n``, in
whole numbers. So a tied group that would overfill a class goes down together (rule
K07), or up, and buyers of a single purchase all stand in the first class.

Few classes are spread over the same scale, each to the middle of its part: two are 2
and 4, three are 1, 3 and 5. A rule of a segment therefore asks the same of a shop with
37 buyers as of one with 37,000.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .frame import FIRST_PURCHASE, LAST_PURCHASE, PURCHASES, as_dates

RHYTHM = "rhythm"
DAYS = "days"
BANDS = "bands"
RECENCIES = (RHYTHM, DAYS, BANDS)

# columns of the scores
RECENCY = "recency_score"
FREQUENCY = "frequency_score"
MONETARY = "monetary_score"
SCORES = (RECENCY, FREQUENCY, MONETARY)

# columns that they are made of; the value is that of the scheme. Customers are compared
# by the day of their last purchase: unlike an age, it stays true
LAST = LAST_PURCHASE.name
SINCE = "days_since_last_purchase"
PASSED = "intervals_passed"
OFTEN = PURCHASES.name

# number of classes -> their scores, the lowest first
SCALE = {2: (2, 4), 3: (1, 3, 5), 5: (1, 2, 3, 4, 5)}
LOWEST, HIGHEST = 1, 5
# number of buyers below which there are so many classes
FEWER = ((50, 2), (500, 3))
MOST = 5
# own usual intervals passed, up to which recency is in the best class, the next, ...
# With two, who has missed twice their interval is late, as in the filter *Quiet*
LIMITS = {2: (2.0,), 3: (2.0, 4.0), 5: (1.0, 2.0, 3.0, 4.0)}


@dataclass(frozen=True)
class Segments:
    """How recency, frequency and value are scored.

    ``recency``  :data:`RHYTHM`: how many of the customer's own usual intervals have
                 passed since the last purchase; customers without a rhythm are compared
                 with all others by the day. :data:`DAYS`: all are compared by the day
                 of their last purchase. :data:`BANDS`: fixed numbers of days
    ``classes``  2, 3 or 5; None to choose by the number of buyers
    ``bands``    four numbers of days: up to the first one recency is 5, up to the last
                 one it is 2
    ``given``    the scores of the only customer of a frame, see :func:`alone`
    """

    recency: str = RHYTHM
    classes: int | None = None
    bands: tuple[float, ...] = ()
    given: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.recency not in RECENCIES:
            raise ValueError(f"unknown kind of recency: {self.recency!r}")
        if self.classes is not None and self.classes not in SCALE:
            raise ValueError(f"2, 3 or 5 classes, not {self.classes}")
        if self.recency == BANDS:
            rising = all(
                a < b for a, b in zip(self.bands, self.bands[1:], strict=False)
            )
            if len(self.bands) != HIGHEST - LOWEST or not rising:
                raise ValueError("bands are four rising numbers of days")

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the frame that the scores are made of, without the value."""
        own = {RHYTHM: (PASSED,), DAYS: (), BANDS: (SINCE,)}
        return (LAST, *own[self.recency], OFTEN)

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> "Segments":
        """From the plain JSON of ``dataclasses.asdict``."""
        return cls(
            **{
                **values,
                "bands": tuple(values.get("bands", ())),
                "given": tuple(values.get("given", ())),
            }
        )


def number_of_classes(segments: Segments, buyers: int) -> int:
    """How many classes there are with so many buyers.

    >>> [number_of_classes(Segments(), n) for n in (0, 49, 50, 499, 500)]
    [2, 2, 3, 3, 5]
    >>> number_of_classes(Segments(classes=5), 12)
    5
    """
    if segments.classes is not None:
        return segments.classes
    return next((classes for below, classes in FEWER if buyers < below), MOST)


def quantile_classes(figures: np.ndarray, classes: int, up: bool) -> np.ndarray:
    """The score of each figure, the highest figure the best; ties stay together.

    A missing figure (NaN) has the lowest score.

    >>> quantile_classes(np.array([1.0, 1.0, 1.0, 2.0, 9.0]), 5, up=False).tolist()
    [1, 1, 1, 4, 5]
    >>> quantile_classes(np.array([1.0, 1.0, 1.0, 2.0, 9.0]), 5, up=True).tolist()
    [3, 3, 3, 4, 5]
    >>> quantile_classes(np.array([7.0, 7.0, 7.0]), 3, up=False).tolist()
    [1, 1, 1]
    >>> quantile_classes(np.array([10.0, np.nan, 30.0]), 2, up=False).tolist()
    [2, 2, 4]
    """
    known = np.isfinite(figures)
    ordered = np.sort(figures[known])
    scores = np.full(len(figures), SCALE[classes][0])
    scores[known] = _among(figures[known], ordered, classes, up)
    return scores


def _among(
    figures: np.ndarray, ordered: np.ndarray, classes: int, up: bool
) -> np.ndarray:
    """Scores of ``figures``, each one of ``ordered`` (ascending)."""
    count = max(len(ordered), 1)
    if up:
        better = len(ordered) - np.searchsorted(ordered, figures, side="right")
        place = classes - 1 - classes * better // count
    else:
        place = classes * np.searchsorted(ordered, figures, side="left") // count
    return np.asarray(SCALE[classes])[place]


def _by_limits(figures: np.ndarray, limits: tuple[float, ...]) -> np.ndarray:
    """Scores of figures of which less is better; the limits are still in."""
    scale = np.asarray(SCALE[len(limits) + 1])[::-1]
    return scale[np.searchsorted(limits, figures, side="left")]


def _recency(
    frame: pd.DataFrame, segments: Segments, by_days: np.ndarray
) -> np.ndarray:
    """Scores of recency, if those that compare days are ``by_days``."""
    if segments.recency == DAYS:
        return by_days
    if segments.recency == BANDS:
        days = frame[SINCE].to_numpy(dtype="float64")
        return np.where(np.isfinite(days), _by_limits(days, segments.bands), LOWEST)
    passed = frame[PASSED].to_numpy(dtype="float64")
    limits = LIMITS[number_of_classes(segments, len(frame))]
    return np.where(np.isfinite(passed), _by_limits(passed, limits), by_days)


def scored(
    customers: pd.DataFrame, segments: Segments, value: str, up: bool
) -> pd.DataFrame:
    """The columns :data:`SCORES` (int) for the existing ``customers``, on their index.

    ``value``  column whose figure is the value
    ``up``     whether a tied group that would overfill a class goes up, not down
    """
    if segments.given:
        return pd.DataFrame(
            {name: [one] for name, one in zip(SCORES, segments.given, strict=True)},
            index=customers.index,
        )
    classes = number_of_classes(segments, len(customers))
    since, often, worth = _compared(customers, value)
    by_days = quantile_classes(since, classes, up)
    return pd.DataFrame(
        {
            RECENCY: _recency(customers, replace(segments, classes=classes), by_days),
            FREQUENCY: quantile_classes(often, classes, up),
            MONETARY: quantile_classes(worth, classes, up),
        },
        index=customers.index,
    )


def _compared(customers: pd.DataFrame, value: str) -> list[np.ndarray]:
    """The figures that are compared with those of others, more is better in each."""
    figures = [
        _day_numbers(customers[LAST]),
        *(customers[name].to_numpy(dtype="float64") for name in (OFTEN, value)),
    ]
    return [np.where(np.isfinite(one), one, np.nan) for one in figures]


def _day_numbers(days: pd.Series) -> np.ndarray:
    """Days since 1970 as floats, NaN without a day."""
    passed = as_dates(days) - pd.Timestamp(0)
    return passed.dt.days.to_numpy(dtype="float64")


def scales(customers: pd.DataFrame, value: str) -> list[np.ndarray]:
    """The known figures of the existing ``customers``: recency, frequency and value.

    Each ascending; recency is the day of the last purchase, as a number.
    """
    return [np.sort(one[np.isfinite(one)]) for one in _compared(customers, value)]


def alone(
    customer: pd.DataFrame,
    segments: Segments,
    value: str,
    up: bool,
    scale_of: Callable[[int], np.ndarray | None],
    before: Mapping[str, float | None] | None,
) -> Segments | None:
    """``segments`` with the scores of one customer, the others unchanged.

    ``customer``  frame of one row
    ``scale_of``  returns an entry of :func:`scales`, None if it was not kept
    ``before``    the customer's figures in it by column, the last purchase as a day;
                  None if they were not ranked

    The result is None without a scale.
    """
    found = [scale_of(place) for place in range(len(SCORES))]
    kept = [one for one in found if one is not None]
    if len(kept) < len(found):
        return None
    scores = []
    # recency is known of every buyer
    buyers = len(kept[0]) + (before is None)
    classes = number_of_classes(segments, buyers)
    now = _compared(customer, value)
    was = [np.full(1, np.nan)] * len(now)
    if before is not None:
        old = pd.DataFrame({name: [before.get(name)] for name in (LAST, OFTEN, value)})
        was = _compared(old, value)
    for figures, past, own in zip(kept, was, now, strict=True):
        others = _without(figures, past[0])
        if not np.isfinite(own[0]):
            scores.append(SCALE[classes][0])
            continue
        ordered = np.insert(others, np.searchsorted(others, own[0]), own[0])
        scores.append(int(_among(own, ordered, classes, up)[0]))
    recency = _recency(
        customer, replace(segments, classes=classes), np.array(scores[:1])
    )
    return replace(segments, given=(int(recency[0]), *scores[1:]))


def _without(figures: np.ndarray, before: float) -> np.ndarray:
    """Ascending ``figures`` without one of those that are ``before``, if any is."""
    place = int(np.searchsorted(figures, before))
    among = place < len(figures) and figures[place] == before
    return np.delete(figures, place) if among else figures


def reaching(ordered: np.ndarray, classes: int, up: bool) -> dict[int, float]:
    """``{score: figure}``: what a customer who has less needs for a score.

    ``ordered`` has the figures of all customers, ascending. With ties *down* the
    customer needs more than this figure, with ties *up* at least as much. A score that
    nobody can reach alone is left out.

    >>> reaching(np.array([1.0, 2.0, 3.0, 4.0]), 2, up=False)
    {4: 3.0}
    >>> reaching(np.array([1.0, 2.0, 3.0, 4.0]), 2, up=True)
    {4: 3.0}
    >>> reaching(np.array([5.0]), 2, up=False)
    {}
    """
    count, result = len(ordered), {}
    for place in range(1, classes):
        if up:
            # at most so many others may be ahead
            ahead = -(-count * (classes - place) // classes) - 1
            at = count - 1 - ahead
        else:
            # so many others must be behind, and the customer is one of those in front
            at = -(-count * place // classes)
        if 0 <= at < count:
            result[SCALE[classes][place]] = float(ordered[at])
    return result


def facts(customers: pd.DataFrame, segments: Segments, as_of: date) -> dict[str, Any]:
    """What tells how far segments can be believed, as plain JSON.

    ``customers``  the existing ones
    ``buyers``, ``classes``  how many customers and classes there are
    ``one_time``   the part of the buyers who bought on one day only, ever
    ``months``     whole months since the first purchase of anybody; None without one
    ``no_rhythm``  how many buyers have no usual interval; only if recency needs it
    """
    first = as_dates(customers[FIRST_PURCHASE.name])
    once = first == as_dates(customers[LAST_PURCHASE.name])
    start = first.min()
    result: dict[str, Any] = {
        "buyers": len(customers),
        "classes": number_of_classes(segments, len(customers)),
        "one_time": float(once.mean()) if len(customers) else 0.0,
        "months": None if pd.isna(start) else _months(start.date(), as_of),
    }
    if segments.recency == RHYTHM:
        passed = customers[PASSED].to_numpy(dtype="float64")
        result["no_rhythm"] = int((~np.isfinite(passed)).sum())
    return result


def _months(first: date, last: date) -> int:
    """Whole months from one day to another.

    >>> _months(date(2026, 5, 23), date(2026, 11, 22))
    5
    """
    months = 12 * (last.year - first.year) + last.month - first.month
    return months - (last.day < first.day)
