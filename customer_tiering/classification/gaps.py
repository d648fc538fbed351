"""The gap to the next tier and the margin to keep the tier.

Both are amounts of the ranking value, with the other customers unchanged. If a tier is
only reached by another figure, an amount of the value says nothing and the result is
NaN.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from . import cuts
from .decide import VALUE, groups, kept, seen_by_methods
from .lifecycle import EXISTING
from .ranking import rank
from .settings import TIES_UP, Cut, Settings


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


def _of_group(
    customers: pd.DataFrame, population: int, settings: Settings
) -> pd.DataFrame:
    figures = customers[VALUE].fillna(0.0)
    values = figures.to_numpy(dtype="float64")
    ranked = customers.assign(**rank(figures), **{VALUE: figures})
    stands = customers["tier"].map(dict(settings.position)).fillna(-1).to_numpy()
    context = cuts.CutContext(population, settings.ties, VALUE)
    up = np.full(len(customers), np.nan)
    down = np.full(len(customers), np.nan)
    entry = keep = np.full(len(customers), np.nan)
    thresholds = sorted(
        _thresholds(ranked, context, settings),
        key=lambda threshold: settings.position[threshold[0].tier],
    )
    for place, tier in enumerate(settings.ladder[:-1]):
        for cut, enters, keeps in thresholds:
            if cut.tier == tier:
                # less value for a better tier is also enough for this one
                entry, keep = np.fmin(entry, enters), np.fmin(keep, keeps)
        up = np.where(stands == place + 1, entry - values, up)
        down = np.where(stands == place, values - keep, down)
    return pd.DataFrame(
        {"gap_up": np.maximum(up, 0.0).round(4), "margin_to_keep": down.round(4)},
        index=customers.index,
    )


def _thresholds(
    ranked: pd.DataFrame, context: cuts.CutContext, settings: Settings
) -> Iterator[tuple[Cut, np.ndarray, np.ndarray]]:
    """Per cut: the values with which each customer would enter it, and keep it."""
    for method in dict.fromkeys(cut.method for cut in settings.cuts):
        own = [cut for cut in settings.cuts if cut.method == method]
        own.sort(key=lambda cut: settings.position[cut.tier])
        lower = [kept(cut) for cut in own]
        for cut, low, enter, keep in zip(
            own,
            lower,
            _needed(method, ranked, own, context, settings),
            _needed(method, ranked, lower, context, settings),
            strict=True,
        ):
            yield (
                cut,
                _least(cut, ranked, enter[0], settings),
                _least(low, ranked, np.where(keep[1], keep[2], keep[0]), settings),
            )


def _needed(
    method: str,
    ranked: pd.DataFrame,
    own: Sequence[Cut],
    context: cuts.CutContext,
    settings: Settings,
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Per cut: the value to enter it, whether inside, and the value to keep it."""
    values = ranked[context.value].to_numpy(dtype="float64")
    ordered = np.append(-np.sort(-values), -np.inf)
    # how far to be ahead of another customer; equal is enough if ties go up
    ahead = 0.0 if settings.ties == TIES_UP else settings.unit
    for found in cuts.METHODS[method](ranked, own, context):
        if found.places is None:
            by_value = found.column in (context.value, settings.value)
            asked = np.full(len(values), found.asked if by_value else np.nan)
            yield asked, values >= asked, asked
            continue
        places = min(found.places, len(values))
        last = ordered[places - 1] if places else np.nan
        yield (
            np.full(len(values), last + ahead),
            found.customers,
            np.full(len(values), ordered[places] + ahead),
        )


def _least(
    cut: Cut, ranked: pd.DataFrame, threshold: np.ndarray, settings: Settings
) -> np.ndarray:
    """``threshold``, but at least the minimum and at least a positive value."""
    least = settings.unit
    if cut.minimum is not None:
        if cut.minimum_metric in (None, settings.value):
            least = max(least, cut.minimum)
        else:
            figures = ranked[cut.minimum_metric].to_numpy(dtype="float64")
            threshold = np.where(figures >= cut.minimum, threshold, np.nan)
    asked: np.ndarray = np.maximum(threshold, least)
    return asked
