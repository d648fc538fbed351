"""The gap to the next tier and the margin to keep the tier.

Both are amounts of the ranking value: the smallest change with which a full decision,
with the other customers unchanged, gives the next tier, and the largest loss up to
which it still gives the present one. If a tier is only reached by another figure, an
amount of the value says nothing and the result is NaN.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from . import cuts
from .decide import VALUE, context_of, groups, kept, minimum, seen_by_methods
from .ends import Line, Sums, all_others, around, by_places, found, sides
from .lifecycle import EXISTING
from .ranking import rank
from .settings import Cut, Settings
from .units import amount, reaching, whole


def gaps(decided: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add ``gap_up`` and ``margin_to_keep`` to a decided frame.

    ``gap_up``  how much more value the customer needs to reach the next better tier;
                NaN in the best tier and outside the ladder
    ``margin_to_keep``  how much value the customer can lose and still reach the tier;
                below zero if grace or a manual tier keeps it; NaN in the last ranked
                tier and outside the ladder
    """
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    seen = decided[[*seen_by_methods(decided, settings), "tier"]]
    seen = seen.loc[:, ~seen.columns.duplicated()]
    parts = [
        _of_group(seen.iloc[rows], population, settings)
        for rows, population in groups(decided, existing, settings)
    ]
    return decided.join(pd.concat(parts).reindex(decided.index))


@dataclass(frozen=True)
class _Least:
    """The least values of the customers, in whole units.

    ``compared`` by cuts that compare customers with each other, ``always`` by others.
    """

    compared: np.ndarray
    always: np.ndarray

    def or_by(self, other: "_Least") -> "_Least":
        return _Least(
            np.fmin(self.compared, other.compared), np.fmin(self.always, other.always)
        )


def _of_group(
    customers: pd.DataFrame, population: int, settings: Settings
) -> pd.DataFrame:
    figures = customers[VALUE].fillna(0.0)
    values = whole(figures.to_numpy(), settings.unit)
    ordered = -np.sort(-values)
    others = all_others(ordered[:2], ordered[::-1][:2], values)
    ranked = customers.assign(**rank(figures), **{VALUE: figures})
    stands = customers["tier"].map(dict(settings.position)).fillna(-1).to_numpy()
    context = context_of(population, settings)
    nothing = np.full(len(customers), np.nan)
    up, down = nothing, nothing
    entry = _Least(nothing, nothing)
    found_by_tier = list(_by_cut(ranked, values, ordered, context, settings))
    for place, tier in enumerate(settings.ladder[:-1]):
        own = [(enter, keep) for cut, enter, keep in found_by_tier if cut.tier == tier]
        for enter, _keep in own:
            # less value for a better tier is also enough for this one
            entry = entry.or_by(enter)
        kept_by = entry
        for _enter, keep in own:
            kept_by = kept_by.or_by(keep)
        enters, keeps = (
            around(least.compared, values, others, least.always)
            for least in (entry, kept_by)
        )
        up = np.where(stands == place + 1, enters - values, up)
        down = np.where(stands == place, values - keeps, down)
    return pd.DataFrame(
        {
            "gap_up": _amounts(np.maximum(up, 0.0), settings),
            "margin_to_keep": _amounts(down, settings),
        },
        index=customers.index,
    )


def _amounts(units: np.ndarray, settings: Settings) -> np.ndarray:
    known = np.where(np.isfinite(units), units, np.nan)
    return np.asarray(amount(known, settings.unit))


def _by_cut(
    ranked: pd.DataFrame,
    values: np.ndarray,
    ordered: np.ndarray,
    context: cuts.CutContext,
    settings: Settings,
) -> Iterator[tuple[Cut, _Least, _Least]]:
    """Per cut: the values with which each customer would enter it, and keep it."""

    # only cuts that add values up need the sums, and they share them
    summed = cache(lambda: Sums(ordered))

    def least(own: Sequence[Cut]) -> list[_Least]:
        return [
            _least(cut, one, ranked, values, ordered, summed, settings)
            for cut, one in zip(
                own, found(ranked, own, context, settings.position), strict=True
            )
        ]

    lower = [kept(cut) for cut in settings.cuts]
    enter = least(settings.cuts)
    # a lower threshold to keep one tier also moves the ends of the tiers below it
    keep = enter if lower == list(settings.cuts) else least(lower)
    return zip(settings.cuts, enter, keep, strict=True)


def _least(
    cut: Cut,
    reached: cuts.Reached,
    ranked: pd.DataFrame,
    values: np.ndarray,
    ordered: np.ndarray,
    summed: Callable[[], Sums],
    settings: Settings,
) -> _Least:
    nothing = np.full(len(values), np.nan)
    floor = _floor(cut, ranked, settings)
    if reached.part is not None:
        line = Line(summed(), reached.part)
        return _Least(np.maximum(line.least(values), floor), nothing)
    if reached.places is not None:
        ends = sides(ordered, reached.places)
        asked = by_places(*ends, values, settings.ties)
        return _Least(np.maximum(asked, floor), nothing)
    if reached.column in (VALUE, settings.value):
        return _Least(
            nothing, np.maximum(reaching(reached.asked, settings.unit), floor)
        )
    return _Least(nothing, nothing)


def _floor(cut: Cut, ranked: pd.DataFrame, settings: Settings) -> np.ndarray:
    """The least positive value, or the minimum; NaN if another minimum is missed."""
    floor = np.ones(len(ranked))
    if cut.minimum is None:
        return floor
    if cut.minimum_metric in (None, VALUE, settings.value):
        return np.maximum(floor, reaching(cut.minimum, settings.unit))
    return np.where(minimum(ranked, cut, settings), floor, np.nan)
