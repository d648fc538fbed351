"""The tier of one customer alone, by the thresholds of the last evaluation.

How to use
----------
1. At the evaluation, ``find(decided, settings)`` returns the value at which each tier
   ended, and ``scale(decided, settings)`` the figures to which percentiles refer.
2. Later, ``alone(frame, settings, kept, scale_of, stood)`` returns settings that place
   the one customer of ``frame`` as ``decide`` would if only this customer had changed:
   thresholds of ranks and shares become values, and percentiles become points.
   ``decide`` and ``settle`` do the rest, as for all customers.

A threshold is a pair. Customers who were not among the first ``n`` must get ahead of
the customer in place n. Customers who were must stay ahead of the one in place n + 1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from . import cuts
from .decide import VALUE, groups, kept, rankable, seen_by_methods
from .lifecycle import EXISTING
from .ranking import rank
from .score import BANDS, LOOKUP, MIN_MAX, PERCENTILE, SCORE, Criterion
from .settings import TIES_UP, Cut, Settings

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
    ``value``    the ranking value, None without data
    ``group``    key of the group of the customer, 0 without groups
    ``figures``  metric -> figure, None without data; unknown metrics are left out
    """

    ranked: bool = False
    value: float | None = None
    group: int = 0
    figures: Mapping[str, float | None] = field(default_factory=dict)


# ---------------------------------------------------------------- kept


def find(decided: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """Where the tiers ended, as plain JSON: group key -> ends, "0" without groups.

    ``enter`` and ``keep`` have one entry per cut: None if the cut does not count
    places, empty if it has no places, else ``[value in place n, value in place n +
    1]``, each None if there is no such place. ``all_equal`` is true if all values were
    equal.
    """
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    seen = decided[seen_by_methods(decided, settings)]
    if settings.group is not None and settings.group not in seen:
        seen = seen.assign(**{settings.group: decided[settings.group]})
    result = {}
    for rows, population in groups(decided, existing, settings):
        if len(rows):
            key = 0
            if settings.group is not None:
                key = decided[settings.group].fillna(0).iloc[rows[0]]
            result[str(int(key))] = _of_group(seen.iloc[rows], population, settings)
    return result


def _of_group(
    customers: pd.DataFrame, population: int, settings: Settings
) -> dict[str, Any]:
    values, _unknown = rankable(customers)
    ranked = customers.assign(**rank(values), **{VALUE: values})
    ordered = -np.sort(-values.to_numpy(dtype="float64"))
    context = cuts.CutContext(population, settings.ties, VALUE)
    lower = [kept(cut) for cut in settings.cuts]
    return {
        "all_equal": len(ordered) > 1 and bool(ordered[0] == ordered[-1]),
        "enter": _ends(ranked, ordered, settings.cuts, context),
        "keep": _ends(ranked, ordered, lower, context),
    }


def _ends(
    ranked: pd.DataFrame,
    ordered: np.ndarray,
    own: Sequence[Cut],
    context: cuts.CutContext,
) -> list[list[float | None] | None]:
    """For each cut of ``own``: the values on both sides of its end."""
    ends: list[list[float | None] | None] = []
    for found in _found(ranked, own, context):
        count = found.places
        if count is None:
            ends.append(None)
        else:
            sides = [_at(ordered, count - 1), _at(ordered, count)]
            ends.append(sides if count else [])
    return ends


def _found(
    ranked: pd.DataFrame, own: Sequence[Cut], context: cuts.CutContext
) -> list[cuts.Reached]:
    """What each cut of ``own`` reaches, in the order of ``own``."""
    ladder = list(dict.fromkeys(cut.tier for cut in own))
    result: dict[int, cuts.Reached] = {}
    for method in dict.fromkeys(cut.method for cut in own):
        chosen = [place for place, cut in enumerate(own) if cut.method == method]
        chosen.sort(key=lambda place: ladder.index(own[place].tier))
        found = cuts.METHODS[method](ranked, [own[place] for place in chosen], context)
        result |= dict(zip(chosen, found, strict=True))
    return [result[place] for place in range(len(own))]


def _at(ordered: np.ndarray, place: int) -> float | None:
    return float(ordered[place]) if place < len(ordered) else None


def scale(decided: pd.DataFrame, settings: Settings) -> list[np.ndarray | None]:
    """For each criterion: the known figures of the existing customers, ascending.

    None if the method does not depend on other customers. Only the two ends if the
    method needs no more.
    """
    existing = decided["lifecycle"] == EXISTING
    result: list[np.ndarray | None] = []
    for criterion in settings.criteria:
        if not _refers_to_others(criterion):
            result.append(None)
            continue
        figures = decided.loc[existing, criterion.metric].to_numpy(dtype="float64")
        figures = np.sort(figures[np.isfinite(figures)])
        if criterion.method == MIN_MAX and len(figures):
            figures = figures[[0, -1]]
        result.append(figures)
    return result


def _refers_to_others(criterion: Criterion) -> bool:
    if criterion.method == MIN_MAX:
        return criterion.low is None or criterion.high is None
    return criterion.method == PERCENTILE


# ---------------------------------------------------------------- used


def alone(
    frame: pd.DataFrame,
    settings: Settings,
    kept_thresholds: Mapping[str, Any] | None,
    scale_of: Callable[[int], np.ndarray | None],
    stood: Stood,
) -> Settings:
    """``settings`` that place the one existing customer of ``frame``.

    ``frame`` has all columns that decide, including derived ones. ``kept_thresholds``
    is the result of :func:`find`, or None if it was not stored. ``scale_of`` returns
    the entry of :func:`scale` for the place of a criterion, or None if it was not
    stored.

    Raises :class:`NoThreshold` if this is not enough.
    """
    if not set(settings.columns) <= set(frame):
        raise NoThreshold("figure")
    return replace(
        settings,
        cuts=_cuts_at_thresholds(frame, settings, kept_thresholds, stood),
        criteria=tuple(
            _criterion_alone(frame, criterion, scale_of, place, stood)
            for place, criterion in enumerate(settings.criteria)
        ),
    )


def _cuts_at_thresholds(
    frame: pd.DataFrame,
    settings: Settings,
    kept_thresholds: Mapping[str, Any] | None,
    stood: Stood,
) -> tuple[Cut, ...]:
    by_place = _by_place(frame, settings)
    if not any(by_place):
        return settings.cuts
    if kept_thresholds is None:
        raise NoThreshold("not_kept")
    key = 0
    if settings.group is not None:
        key = int(frame[settings.group].fillna(0).iloc[0])
    ours = kept_thresholds.get(str(key))
    if ours is None:
        raise NoThreshold("group")
    strict = ours["all_equal"] or settings.ties != TIES_UP
    if stood.group != key:
        stood = replace(stood, ranked=False)
    # a lower threshold to keep one tier also moves the ends of the tiers below it
    kept_apart = any(cut.keep is not None for cut in settings.cuts)
    result = []
    for place, cut in enumerate(settings.cuts):
        if not by_place[place]:
            result.append(cut)
            continue
        enter, keep = (
            _value_asked(ours[name][place], ours["all_equal"], strict, stood)
            for name in ("enter", "keep")
        )
        result.append(
            replace(
                cut,
                method=AT_VALUE,
                threshold=enter,
                keep=keep if kept_apart else None,
            )
        )
    return tuple(result)


def _value_asked(
    ends: Sequence[float | None], all_equal: bool, strict: bool, stood: Stood
) -> float:
    """The least value that reaches the cut; with ``strict``, equal is not enough."""
    if not ends:
        return np.inf
    inner, outer = (-np.inf if end is None else end for end in ends)
    was_inside = stood.ranked and (
        inner == -np.inf or (stood.value is not None and stood.value >= inner)
    )
    asked = outer if was_inside and not all_equal else inner
    return float(np.nextafter(asked, np.inf)) if strict else float(asked)


def _by_place(frame: pd.DataFrame, settings: Settings) -> list[bool]:
    """For each cut whether it counts places, found with the frame of one customer."""
    if not {cut.method for cut in settings.cuts} <= set(cuts.METHODS):
        raise NoThreshold("cut")
    if settings.criteria:
        frame = frame.assign(**{SCORE: 0.0})
    value = frame[settings.value].astype("float64").fillna(0.0)
    ranked = frame.assign(**rank(value), **{VALUE: value})
    found = _found(ranked, settings.cuts, cuts.CutContext(1, settings.ties, VALUE))
    if any(one.places is None and one.column is None for one in found):
        raise NoThreshold("cut")
    return [one.places is not None for one in found]


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
    scale_of: Callable[[int], np.ndarray | None],
    place: int,
    stood: Stood,
) -> Criterion:
    """The criterion for one customer, with the other customers unchanged."""
    if criterion.method not in OWN_SCORINGS:
        raise NoThreshold("criterion")
    if not _refers_to_others(criterion):
        return criterion
    figures = scale_of(place)
    if figures is None:
        raise NoThreshold("criterion")
    figure = float(frame[criterion.metric].astype("float64").iloc[0])
    if not np.isfinite(figure):
        return criterion
    if criterion.method == MIN_MAX:
        ends = figures if len(figures) else np.array([figure])
        return replace(
            criterion,
            low=ends[0] if criterion.low is None else criterion.low,
            high=ends[-1] if criterion.high is None else criterion.high,
        )
    before = stood.figures.get(criterion.metric, figure) if stood.ranked else None
    points = percentile_among(figure, figures, criterion.higher_is_better, before)
    return replace(criterion, method=LOOKUP, table=((figure, points),))


def asked(cut: Cut, settings: Settings) -> tuple[str, float] | None:
    """The column and the amount that a cut of :func:`alone` needs, as shown to users.

    If a value has to be exceeded, this is the next amount above it. None if there is no
    such amount: no customer is ahead, or no amount is enough.
    """
    if cut.method == cuts.SCORE:
        return SCORE, cut.threshold
    if cut.method == cuts.THRESHOLD:
        return cut.metric or settings.value, cut.threshold * cut.times
    if not np.isfinite(cut.threshold):
        return None
    amount = round(cut.threshold, 6)
    if amount < cut.threshold and round(amount / settings.unit, 6).is_integer():
        amount = round(amount + settings.unit, 6)
    if cut.minimum is not None and cut.minimum_metric in (None, settings.value):
        amount = max(amount, cut.minimum)
    return settings.value, amount


def percentile_among(
    figure: float,
    figures: np.ndarray,
    higher_is_better: bool = True,
    before: float | None = None,
) -> float:
    """Points of ``figure`` among ``figures`` (ascending), with the customer's old one.

    ``before`` is that old figure; None if the customer was not among them.

    >>> others = np.array([10.0, 30.0, 30.0, 50.0, 70.0])
    >>> percentile_among(50.0, others, before=50.0)
    75.0
    >>> percentile_among(60.0, others, before=30.0)
    75.0
    >>> percentile_among(60.0, others)
    80.0
    """
    count = len(figures)
    if higher_is_better:
        worse = int(np.searchsorted(figures, figure, side="left"))
    else:
        worse = count - int(np.searchsorted(figures, figure, side="right"))
    if before is not None and np.isfinite(before):
        count -= 1
        worse -= before < figure if higher_is_better else before > figure
    return 100.0 * worse / count if count > 0 else 100.0
