"""From figures to tiers: lifecycle, score, rank, cut."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from . import frame as columns
from .cuts import METHODS, OWN_METHODS, SEGMENT, CutContext, Reached
from .lifecycle import EXISTING, contradicts_mark, lifecycle
from .metrics import derive
from .ranking import rank
from .score import SCORE, points, weigh
from .segments import SCORES, Segments, scored
from .settings import POPULATION_EXISTING, TIES_UP, Cut, Settings
from .units import amount, reaching, rounded

REMAINDER = "remainder"
NO_VALUE = "no_value"
NO_DATA = "no_data"
# the column with the ranking value, from whatever metric or score
VALUE = "value"
# the columns of the ranking, and their values for customers who are not ranked
UNRANKED = {
    "rank": 0,
    "share": 0.0,
    "cumulated": 0.0,
    "threshold": 0.0,
    "ranked_count": 0,
}


def decide(
    frame: pd.DataFrame, settings: Settings, prior: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give every customer of ``frame`` a tier of ``settings``.

    Returns one row per customer, ascending by id, with the columns of ``frame``, the
    derived ones that decide, and

    ``lifecycle``       state of :mod:`.lifecycle`
    ``tier``            tier key; -1 if there is no tier for that state
    ``reason``          the cut-off method that gave the tier, ``remainder``,
                        ``no_value`` (no positive value, so the last ranked tier),
                        ``no_data`` (no figure to rank by, so also the last one) or
                        the lifecycle state. The last segment is decided by its scores
                        as well, so it is ``segment``, too
    ``value``           the ranking value; NaN without a figure
    ``rank``            1-based among the existing customers, 0 for others
    ``ranked_count``    number of ranked customers in the group
    ``share``, ``cumulated``   of the value, 0..1
    ``threshold``       places up to the end of the tier (percent of customers), or
                        the threshold that was reached
    ``score``           with criteria: 0..100, NaN without data or rank, and
                        ``points_0`` … for each criterion
    ``recency_score``, ``frequency_score``, ``monetary_score``  with segments: 1..5, 0
                        without a rank
    ``is_new``          first purchase at most ``new_days`` ago
    ``contradicts_mark``  marked *no need*, but buys

    Figures that decide are rounded to their own unit first, see :mod:`.units`.

    ``prior`` (``partner_id``, ``tier``) is only used for cuts with a threshold to
    *keep* a tier. Raises :class:`.frame.FrameError` for a frame that breaks its
    contract and ``KeyError`` for a method that is not registered.
    """
    frame = prepared(frame, settings)
    columns.check(frame, settings.columns)
    decided = _by_customer(frame)
    decided["lifecycle"] = lifecycle(decided)
    decided["is_new"] = _is_new(decided, settings)
    decided["contradicts_mark"] = contradicts_mark(decided)
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    if settings.criteria:
        decided = _scored(decided, existing, settings)
    if settings.segments:
        decided = _segmented(decided, existing, settings.segments, settings)
    figures = decided[settings.value].astype("float64")
    decided[VALUE] = figures.where(np.isfinite(figures), np.nan)
    decided["tier"] = (
        decided["lifecycle"].map(dict(settings.lifecycle)).fillna(-1).astype("int64")
    )
    held = _positions(decided, prior, settings)
    deciding = decided[seen_by_methods(decided, settings)]
    placed = pd.concat(
        _place(deciding.iloc[rows], held[rows], settings, population)
        for rows, population in groups(decided, existing, settings)
    ).reindex(decided.index)
    reason = placed["reason"].where(existing, decided["lifecycle"])
    # the type of a text column depends on the pandas version
    decided["reason"] = reason.astype(object)
    decided["tier"] = placed["tier"].where(existing, decided["tier"]).astype("int64")
    for name, nothing in UNRANKED.items():
        column = placed[name].where(existing, nothing)
        decided[name] = column.astype(type(nothing))
    return decided


def prepared(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """``frame`` with the derived columns that decide, and all that decide rounded.

    Collected figures are rounded before others are derived from them, because standings
    store them rounded: a preview from the standings then decides like an evaluation.
    """
    deciding = settings.columns
    frame = _rounded(frame, [name for name in deciding if name in frame], settings)
    derived = [name for name in deciding if name not in frame]
    frame = derive(frame, derived, settings.as_of)
    return _rounded(frame, [name for name in derived if name in frame], settings)


def _rounded(
    frame: pd.DataFrame, names: Sequence[str], settings: Settings
) -> pd.DataFrame:
    changed = {}
    for name in names:
        if frame[name].dtype.kind == "f":
            figures = frame[name].to_numpy()
            exact = rounded(figures, settings.unit_of(name))
            # most are rounded already, and assigning copies the frame
            if not np.array_equal(exact, figures, equal_nan=True):
                changed[name] = exact
    return frame.assign(**changed) if changed else frame


def seen_by_methods(decided: pd.DataFrame, settings: Settings) -> list[str]:
    """The columns that the cut-off methods of ``settings`` get.

    A method of another package gets all columns. The methods of this package only need
    the columns that decide. Not copying thirty columns of 200,000 customers saves a
    quarter of the time.
    """
    if not {cut.method for cut in settings.cuts} <= OWN_METHODS:
        return list(decided.columns)
    scores = [SCORE] if settings.criteria else []
    scores += SCORES if settings.segments else ()
    return list(dict.fromkeys([*settings.columns, *scores, VALUE]))


def _by_customer(frame: pd.DataFrame) -> pd.DataFrame:
    """Ascending by customer; an assembled frame already is."""
    if frame[columns.CUSTOMER].is_monotonic_increasing:
        return frame.reset_index(drop=True)
    return frame.sort_values(columns.CUSTOMER, ignore_index=True)


def _is_new(decided: pd.DataFrame, settings: Settings) -> pd.Series:
    last = pd.Timestamp(settings.as_of)
    first = decided[columns.FIRST_PURCHASE.name]
    return first.between(last - pd.Timedelta(days=settings.new_days), last)


def _scored(
    decided: pd.DataFrame, existing: np.ndarray, settings: Settings
) -> pd.DataFrame:
    """Add points and score; percentiles only refer to existing customers."""
    earned = points(decided.loc[existing], settings.criteria)
    scores = weigh(earned, settings.criteria).reindex(decided.index)
    earned = earned.reindex(decided.index)
    earned.columns = [f"points_{place}" for place in range(len(settings.criteria))]
    return decided.assign(**{SCORE: scores}).join(earned)


def _segmented(
    decided: pd.DataFrame, existing: np.ndarray, segments: Segments, settings: Settings
) -> pd.DataFrame:
    """Add the scores of recency, frequency and value of existing customers."""
    up = settings.ties == TIES_UP
    scores = scored(decided.loc[existing], segments, settings.value, up)
    return decided.join(scores.reindex(decided.index, fill_value=0))


def _positions(
    decided: pd.DataFrame, prior: pd.DataFrame | None, settings: Settings
) -> np.ndarray:
    """Previous place on the ladder of each customer; one after the last for others."""
    nowhere = len(settings.ladder)
    if prior is None:
        return np.full(len(decided), nowhere)
    tiers = prior.set_index(columns.CUSTOMER)["tier"].reindex(decided[columns.CUSTOMER])
    return tiers.map(dict(settings.position)).fillna(nowhere).to_numpy()


def groups(
    decided: pd.DataFrame, existing: np.ndarray, settings: Settings
) -> Iterator[tuple[np.ndarray, int]]:
    """Per group: row numbers of its existing customers, and the base of percentages.

    Customers without a group form one group. Without grouping, there is only one
    group.
    """
    counted = (
        existing
        if settings.population == POPULATION_EXISTING
        else np.ones(len(decided), dtype=bool)
    )
    if settings.group is None:
        yield np.flatnonzero(existing), int(counted.sum())
        return
    codes = decided[settings.group].fillna(0).to_numpy()
    members: dict[Any, Any] = decided.reset_index().groupby(codes).indices
    if not members:
        # nobody is one group without members, with or without grouping
        yield np.flatnonzero(existing), 0
    for rows in members.values():
        yield rows[existing[rows]], int(counted[rows].sum())


def rankable(customers: pd.DataFrame) -> tuple[pd.Series, np.ndarray]:
    """The values to rank by, and which customers have no figure.

    Customers without a figure are ranked last, with those whose value is zero.
    """
    unknown = customers[VALUE].isna().to_numpy()
    values = customers[VALUE].where(~unknown, np.minimum(customers[VALUE].min(), 0.0))
    return values.fillna(0.0), unknown


def _place(
    customers: pd.DataFrame, held: np.ndarray, settings: Settings, population: int
) -> pd.DataFrame:
    """Rank existing customers and give each the best tier that they reach."""
    values, unknown = rankable(customers)
    ranking = rank(values)
    ranked = customers.assign(**ranking, **{VALUE: values})
    result = ranking.drop(columns="group_end")
    best = np.full(len(customers), len(settings.ladder) - 1)
    reason = np.full(
        len(customers), SEGMENT if settings.segments else REMAINDER, dtype=object
    )
    threshold = np.full(len(customers), float(len(customers)))
    positive = values.to_numpy() > 0
    reason[~positive] = NO_VALUE
    reason[unknown] = NO_DATA
    context = context_of(population, settings)
    for method in dict.fromkeys(cut.method for cut in settings.cuts):
        cuts = sorted(
            (cut for cut in settings.cuts if cut.method == method),
            key=lambda cut: settings.position[cut.tier],
        )
        for cut, found in _reached(ranked, held, cuts, context, settings):
            place = settings.position[cut.tier]
            better = found.customers & positive & minimum(ranked, cut, settings)
            better &= place < best
            best[better] = place
            reason[better] = method
            threshold[better] = found.figure
    result["tier"] = np.asarray(settings.ladder, dtype="int64")[best]
    result["reason"] = reason
    result["threshold"] = threshold
    result["ranked_count"] = len(customers)
    return result


def _reached(
    ranked: pd.DataFrame,
    held: np.ndarray,
    cuts: Sequence[Cut],
    context: CutContext,
    settings: Settings,
) -> Iterator[tuple[Cut, Reached]]:
    """Each cut of one method with the customers who reach it.

    For customers who are already in the tier, the threshold to keep counts, if it is
    set.
    """
    method = METHODS[cuts[0].method]
    entered = method(ranked, cuts, context)
    if all(cut.keep is None for cut in cuts):
        yield from zip(cuts, entered, strict=True)
        return
    kept_by = method(ranked, [kept(cut) for cut in cuts], context)
    for cut, enters, keeps in zip(cuts, entered, kept_by, strict=True):
        stands = held <= settings.position[cut.tier]
        customers = enters.customers | (keeps.customers & stands)
        yield cut, replace(enters, customers=customers)


def context_of(population: int, settings: Settings) -> CutContext:
    """What the cut-off methods are told about the scheme."""
    units = {name: settings.unit_of(name) for name in (*settings.columns, SCORE)}
    units[VALUE] = settings.unit
    return CutContext(population, settings.ties, VALUE, units)


def kept(cut: Cut) -> Cut:
    """The cut as it applies to customers who are already in its tier."""
    return cut if cut.keep is None else replace(cut, threshold=cut.keep)


def minimum(ranked: pd.DataFrame, cut: Cut, settings: Settings) -> np.ndarray:
    """Which customers have the minimum that ``cut`` asks in addition."""
    if cut.minimum is None:
        return np.ones(len(ranked), dtype=bool)
    figures = ranked[cut.minimum_metric or VALUE].to_numpy(dtype="float64")
    unit = settings.unit_of(cut.minimum_metric or settings.value)
    with np.errstate(invalid="ignore"):
        reached: np.ndarray = figures >= amount(reaching(cut.minimum, unit), unit)
    return reached
