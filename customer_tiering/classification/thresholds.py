"""The tier of one customer alone, by the thresholds of the last evaluation.

How to use
----------
1. At the evaluation, ``find(decided, settings)`` returns the value at which each tier
   ended, and ``scale(decided, settings)`` the figures to which percentiles and shares
   refer.
2. Later, ``alone(frame, settings, kept, scale_of, stood)`` returns settings that place
   the one customer of ``frame`` as ``decide`` would if only this customer had changed:
   the ends of ranks and shares become values, and percentiles become points.
   ``decide`` and ``settle`` do the rest, as for all customers.

Where a tier by rank ended is told by two values. Customers who were not among the first
``n`` must get ahead of the customer in place n. Customers who were must stay ahead of
the one in place n + 1. Where a share ended depends on the customer's own value, so it
needs the values of all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from . import cuts
from .decide import VALUE, context_of, prepared
from .ends import Line, Sums, all_others, by_places, found
from .kept import find, scale, segments_place
from .ranking import rank
from .scales import criterion_alone
from .score import BANDS, LOOKUP, MIN_MAX, PERCENTILE, SCORE, Criterion, score
from .segments import SCORES, Segments, scored
from .segments import alone as segments_alone
from .settings import POPULATION_ALL, TIES_UP, Cut, Settings
from .units import amount, rounded, whole

__all__ = ["NoThreshold", "Stood", "alone", "asked", "find", "scale"]

# the method of a cut whose end was turned into a value
AT_VALUE = "at_value"
OWN_SCORINGS = frozenset((PERCENTILE, BANDS, MIN_MAX, LOOKUP))


class NoThreshold(Exception):
    """The stored thresholds are not enough to place the customer; ``why`` is one of

    ``not_kept``   the evaluation is older than this feature and stored no thresholds
    ``group``      no customer was ranked in the group
    ``cut``        a cut-off method counts no places and compares several columns, or
                   is not registered any more
    ``criterion``  a scoring method of another package, or a scale that was not stored
    ``figure``     the frame lacks a column that decides
    """

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Stood:
    """One customer at the time of the evaluation.

    ``ranked``   whether the customer was ranked
    ``counted``  whether they belonged to the population, ranked or not
    ``value``    the ranking value, None without data
    ``group``    key of the group of the customer, 0 without groups
    ``figures``  metric -> figure, None without data; unknown metrics are left out
    """

    ranked: bool = False
    counted: bool = False
    value: float | None = None
    group: int = 0
    figures: Mapping[str, float | None] = field(default_factory=dict)


def alone(
    frame: pd.DataFrame,
    settings: Settings,
    kept_thresholds: Mapping[str, Any] | None,
    scale_of: Callable[[int], np.ndarray | None],
    stood: Stood,
) -> Settings:
    """``settings`` that place the one existing customer of ``frame``.

    ``frame`` has all columns that decide, including derived ones. ``kept_thresholds``
    is the result of :func:`.kept.find`, or None if it was not stored. ``scale_of``
    returns the entry of :func:`.kept.scale` for a place in it, or None if it was not
    stored.

    Raises :class:`NoThreshold` if this is not enough.
    """
    if not set(settings.columns) <= set(frame):
        raise NoThreshold("figure")
    frame = prepared(frame, settings)
    criteria = tuple(
        _criterion_alone(frame, criterion, settings, scale_of, place, stood)
        for place, criterion in enumerate(settings.criteria)
    )
    settings = replace(settings, criteria=criteria)
    if settings.segments:
        segments = _segments_alone(frame, settings.segments, settings, scale_of, stood)
        settings = replace(settings, segments=segments)
    ours = _Ends.of(frame, settings, kept_thresholds, scale_of, stood)
    if ours is None:
        return settings
    # a lower threshold to keep one tier also moves the ends of the tiers below it
    kept_apart = any(cut.keep is not None for cut in settings.cuts)
    return replace(
        settings,
        cuts=tuple(
            replace(
                cut,
                method=AT_VALUE,
                threshold=ours.asked("enter", place),
                keep=ours.asked("keep", place) if kept_apart else None,
            )
            if ours.compares(place)
            else cut
            for place, cut in enumerate(settings.cuts)
        ),
    )


@dataclass(frozen=True)
class _Ends:
    """Where the tiers of one group ended, for one customer.

    ``ours``    the entry of :func:`.kept.find`
    ``places``  for each cut whether it compares customers with each other
    ``value``   the ranking value now, and ``own`` the one at the evaluation, both in
                whole units; 0 for customers who were not ranked
    ``others``  the value of all others if it is one, else NaN
    ``summed``  returns the sums of the values of the group
    """

    ours: Mapping[str, Any]
    places: Sequence[bool]
    value: np.ndarray
    own: np.ndarray
    others: np.ndarray
    summed: Callable[[], Sums]
    stood: Stood
    settings: Settings

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        settings: Settings,
        kept_thresholds: Mapping[str, Any] | None,
        scale_of: Callable[[int], np.ndarray | None],
        stood: Stood,
    ) -> "_Ends | None":
        """None if no cut compares customers with each other."""
        places = _compared(frame, settings)
        if not any(places):
            return None
        if kept_thresholds is None:
            raise NoThreshold("not_kept")
        key = 0
        if settings.group is not None:
            key = int(frame[settings.group].fillna(0).iloc[0])
        ours = kept_thresholds.get(str(key))
        if ours is None:
            raise NoThreshold("group")
        if "lowest" not in ours:
            raise NoThreshold("not_kept")
        if stood.group != key:
            stood = replace(stood, ranked=False, counted=False)
        highest, lowest = (
            whole(ours[name], settings.unit) for name in ("highest", "lowest")
        )
        own = np.array([np.nan])
        if stood.ranked:
            # customers without a figure are ranked with the last ones
            own = lowest[:1]
            if stood.value is not None:
                own = whole(np.array([stood.value]), settings.unit)

        # read and summed up once, and only for cuts that need it
        @cache
        def summed() -> Sums:
            found = scale_of(ours["values"])
            if found is None:
                raise NoThreshold("not_kept")
            return Sums(whole(found, settings.unit))

        return cls(
            ours=ours,
            places=places,
            value=whole(
                _scored(frame, settings)[settings.value].to_numpy(), settings.unit
            ),
            own=np.nan_to_num(own),
            others=all_others(highest, lowest, own),
            summed=summed,
            stood=stood,
            settings=settings,
        )

    def compares(self, place: int) -> bool:
        return self.places[place]

    def asked(self, name: str, place: int) -> float:
        """The least value that reaches the cut; infinite if none does."""
        least = self._least(self.ours[name][place])
        if not np.isnan(self.others[0]):
            bars = (self.value == self.others) | (least == self.others)
            least = np.where(bars, np.maximum(least, self.others + 1), least)
        return float(amount(least[0], self.settings.unit))

    def _least(self, end: Any) -> np.ndarray:
        if isinstance(end, dict):
            return Line(self.summed(), Fraction(end["part"])).least(self.own)
        if not end:
            return np.array([np.inf])
        known = np.array([-np.inf if value is None else value for value in end])
        inner, outer, joined = whole(known, self.settings.unit)
        if not self.stood.ranked:
            same = self.settings.population == POPULATION_ALL and self.stood.counted
            # somebody new can make one place more
            inner = outer = inner if same else joined
        return by_places(inner, outer, self.own, self.settings.ties)


def _compared(frame: pd.DataFrame, settings: Settings) -> list[bool]:
    """For each cut whether it compares customers, found with the frame of one."""
    if not {cut.method for cut in settings.cuts} <= set(cuts.METHODS):
        raise NoThreshold("cut")
    reached = _found_alone(frame, settings.cuts, settings)
    compared = [one.places is not None or one.part is not None for one in reached]
    for cut, one, by_others in zip(settings.cuts, reached, compared, strict=True):
        if one.column is None and not by_others and cut.method != cuts.SEGMENT:
            raise NoThreshold("cut")
    return compared


def _segments_alone(
    frame: pd.DataFrame,
    segments: Segments,
    settings: Settings,
    scale_of: Callable[[int], np.ndarray | None],
    stood: Stood,
) -> Segments:
    """``segments`` with the scores of the one customer among the others."""
    first = segments_place(settings)
    found = segments_alone(
        frame,
        segments,
        settings.value,
        settings.ties == TIES_UP,
        lambda place: scale_of(first + place),
        _rounded_figures(stood, settings) if stood.ranked else None,
    )
    if found is None:
        raise NoThreshold("not_kept")
    return found


def _rounded_figures(stood: Stood, settings: Settings) -> dict[str, Any]:
    """The figures of then, as they stand in the scale."""
    value = stood.figures.get(settings.value)
    if value is None:
        return dict(stood.figures)
    exact = rounded(np.array([value]), settings.unit_of(settings.value))[0]
    return {**stood.figures, settings.value: float(exact)}


def _scored(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """With the scores of the one customer, if the settings ask for any."""
    if settings.segments and SCORES[0] not in frame:
        up = settings.ties == TIES_UP
        given = scored(frame, settings.segments, settings.value, up)
        frame = frame.join(given)
    if not settings.criteria or SCORE in frame:
        return frame
    return frame.assign(**{SCORE: score(frame, settings.criteria)})


def _found_alone(
    frame: pd.DataFrame, own: Sequence[Cut], settings: Settings
) -> list[cuts.Reached]:
    """What the methods say of the one customer of ``frame``."""
    frame = _scored(frame, settings)
    value = frame[settings.value].astype("float64").fillna(0.0)
    ranked = frame.assign(**rank(value), **{VALUE: value})
    return found(ranked, own, context_of(1, settings), settings.position)


@cuts.register(AT_VALUE)
def at_value(
    ranked: pd.DataFrame, own: Sequence[Cut], context: cuts.CutContext
) -> list[cuts.Reached]:
    """At or above the value at which a cut of the last evaluation ended."""
    values = ranked[context.value].to_numpy(dtype="float64")
    return [
        cuts.Reached(
            values >= cut.threshold,
            float(cut.threshold),
            column=context.value,
            asked=cut.threshold,
        )
        for cut in own
    ]


def _criterion_alone(
    frame: pd.DataFrame,
    criterion: Criterion,
    settings: Settings,
    scale_of: Callable[[int], np.ndarray | None],
    place: int,
    stood: Stood,
) -> Criterion:
    """The criterion for one customer, with the other customers unchanged."""
    if criterion.method not in OWN_SCORINGS:
        raise NoThreshold("criterion")
    figure = float(frame[criterion.metric].astype("float64").iloc[0])
    before = stood.figures.get(criterion.metric, figure) if stood.ranked else None
    if before is not None:
        unit = settings.unit_of(criterion.metric)
        before = float(rounded(np.array([before]), unit)[0])
    result = criterion_alone(figure, criterion, lambda: scale_of(place), before)
    if result is None:
        raise NoThreshold("criterion")
    return result


def asked(
    cut: Cut, settings: Settings, customer: pd.DataFrame
) -> tuple[str, float] | None:
    """The column and the amount that a cut of :func:`alone` needs, as shown to users.

    ``customer`` is the frame of the one customer. None if there is no such amount: no
    customer is ahead, or no amount is enough.
    """
    (reached,) = _found_alone(customer, [cut], settings)
    if reached.column is None or not np.isfinite(reached.asked):
        return None
    amount_asked = reached.asked
    by_value = reached.column in (VALUE, settings.value)
    if cut.method == AT_VALUE and cut.minimum is not None:
        if cut.minimum_metric in (None, settings.value):
            amount_asked = max(amount_asked, cut.minimum)
    return settings.value if by_value else reached.column, amount_asked
