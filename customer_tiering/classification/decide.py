"""From figures to tiers: lifecycle, rank, cut."""

import numpy as np
import pandas as pd

from . import frame as columns
from .cuts import METHODS, CutContext
from .lifecycle import EXISTING, contradicts_mark, lifecycle
from .ranking import rank
from .settings import POPULATION_EXISTING, Settings

REMAINDER = "remainder"
NO_VALUE = "no_value"


def decide(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Place every customer of ``frame`` on the ladder of ``settings``.

    Returns one row per customer, ascending by id, with the columns of ``frame`` and

    ``lifecycle``       state of :mod:`.lifecycle`
    ``tier``            tier key; -1 where the ladder has no tier for that state
    ``reason``          the cut-off method that placed him, ``remainder``,
                        ``no_value`` (nothing positive, so the last ranked tier) or the
                        lifecycle state
    ``rank``            1-based among the existing customers, 0 for others
    ``ranked_count``    how many were ranked
    ``share``, ``cumulated``   of the value, 0..1
    ``bar``             places up to the end of his tier (percent of customers)
    ``is_new``          first purchase at most ``new_days`` ago
    ``contradicts_mark``  marked *no need*, yet buys

    Raises :class:`.frame.FrameError` for a frame that breaks its contract and
    ``KeyError`` for a cut-off method nobody registered.
    """
    columns.check(frame, settings.value)
    decided = frame.sort_values(columns.CUSTOMER, ignore_index=True)
    decided["lifecycle"] = lifecycle(decided)
    decided["is_new"] = _is_new(decided, settings)
    decided["contradicts_mark"] = contradicts_mark(decided)
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    placed = _place(decided.loc[existing], settings, _population(decided, settings))
    decided["tier"] = (
        decided["lifecycle"].map(dict(settings.lifecycle)).fillna(-1).astype("int64")
    )
    decided["reason"] = decided["lifecycle"]
    for name in ("rank", "share", "cumulated", "bar"):
        decided[name] = 0 if name == "rank" else 0.0
    decided["ranked_count"] = int(existing.sum())
    for name in ("tier", "reason", "rank", "share", "cumulated", "bar"):
        decided.loc[existing, name] = placed[name]
    return decided


def _population(decided: pd.DataFrame, settings: Settings) -> int:
    if settings.population == POPULATION_EXISTING:
        return int((decided["lifecycle"] == EXISTING).sum())
    return len(decided)


def _is_new(decided: pd.DataFrame, settings: Settings) -> pd.Series:
    last = pd.Timestamp(settings.as_of)
    first = decided[columns.FIRST_PURCHASE.name]
    return first.between(last - pd.Timedelta(days=settings.new_days), last)


def _place(
    customers: pd.DataFrame, settings: Settings, population: int
) -> pd.DataFrame:
    """Rank the existing customers and give each the best tier he reaches."""
    values = customers[settings.value]
    ranking = rank(values)
    ranked = customers.assign(**ranking)
    result = ranking.drop(columns="group_end")
    best = np.full(len(customers), len(settings.ladder) - 1)
    reason = np.full(len(customers), REMAINDER, dtype=object)
    bar = np.full(len(customers), float(len(customers)))
    positive = values.to_numpy() > 0
    reason[~positive] = NO_VALUE
    context = CutContext(population, settings.ties, settings.value)
    for method in dict.fromkeys(cut.method for cut in settings.cuts):
        cuts = sorted(
            (cut for cut in settings.cuts if cut.method == method),
            key=lambda cut: settings.position[cut.tier],
        )
        for cut, (reached, figure) in zip(
            cuts, METHODS[method](ranked, cuts, context), strict=True
        ):
            reaches = reached & positive
            if cut.minimum is not None:
                reaches &= values.to_numpy() >= cut.minimum
            better = reaches & (settings.position[cut.tier] < best)
            best[better] = settings.position[cut.tier]
            reason[better] = method
            bar[better] = figure
    result["tier"] = np.asarray(settings.ladder, dtype="int64")[best]
    result["reason"] = reason
    result["bar"] = bar
    return result
