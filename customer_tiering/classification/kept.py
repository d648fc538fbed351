"""What an evaluation keeps of its tiers, to place one customer alone later.

See :mod:`.thresholds` for how to use it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from . import cuts
from .decide import VALUE, context_of, groups, kept, rankable, seen_by_methods
from .ends import found, sides
from .lifecycle import EXISTING
from .ranking import rank
from .scales import scales
from .segments import SCORES
from .segments import scales as segment_scales
from .settings import Cut, Settings

ADDS_NOTHING_UP = cuts.OWN_METHODS - {cuts.SHARE_OF_VALUE}


def find(decided: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """Where the tiers ended, as plain JSON: group key -> ends, "0" without groups.

    ``highest``, ``lowest``   the two highest and the two lowest values
    ``values``   place of the values of the group in :func:`scale`
    ``enter``, ``keep``   one entry per cut: None if the cut compares a column;
        ``{"part": "13/20"}`` for a part of the value; else ``[value in place n, value
        in place n + 1, value in the last place if there is one customer more]``, each
        None if there is no such place, or empty if the cut has no places
    """
    result = {}
    first = segments_place(settings) + (len(SCORES) if settings.segments else 0)
    for number, (key, rows, population) in enumerate(_groups(decided, settings)):
        ends = _of_group(rows, population, settings)
        result[str(key)] = {**ends, "values": first + number}
    return result


def segments_place(settings: Settings) -> int:
    """Place of the figures of segments in :func:`scale`."""
    return len(settings.criteria)


def scale(decided: pd.DataFrame, settings: Settings) -> list[np.ndarray | None]:
    """The figures of the criteria, see :func:`.scales.scales`, and those of each group.

    Between them are those of segments, see :func:`.segments.scales`. The figures of a
    group are its ranking values, the highest first. They are only there if a cut adds
    values up, or if that is unknown of its method.
    """
    result = scales(decided, settings.criteria)
    if settings.segments:
        existing = decided[decided["lifecycle"] == EXISTING]
        result += segment_scales(existing, settings.value)
    if not {cut.method for cut in settings.cuts} <= ADDS_NOTHING_UP:
        for _key, rows, _population in _groups(decided, settings):
            result.append(_ordered(rankable(rows)[0]))
    return result


def _groups(
    decided: pd.DataFrame, settings: Settings
) -> list[tuple[int, pd.DataFrame, int]]:
    """``(key, ranked customers, population)`` of each group with ranked customers."""
    existing = (decided["lifecycle"] == EXISTING).to_numpy()
    seen = decided[seen_by_methods(decided, settings)]
    if settings.group is not None and settings.group not in seen:
        seen = seen.assign(**{settings.group: decided[settings.group]})
    result = []
    for rows, population in groups(decided, existing, settings):
        if len(rows):
            key = 0
            if settings.group is not None:
                key = int(decided[settings.group].fillna(0).iloc[rows[0]])
            result.append((key, seen.iloc[rows], population))
    return result


def _ordered(values: pd.Series) -> np.ndarray:
    ordered: np.ndarray = -np.sort(-values.to_numpy(dtype="float64"))
    return ordered


def _of_group(
    customers: pd.DataFrame, population: int, settings: Settings
) -> dict[str, Any]:
    values, _unknown = rankable(customers)
    ranked = customers.assign(**rank(values), **{VALUE: values})
    ordered = _ordered(values)
    ends = {
        name: _ends(ranked, ordered, own, population, settings)
        for name, own in (
            ("enter", settings.cuts),
            ("keep", [kept(cut) for cut in settings.cuts]),
        )
    }
    return {
        "highest": ordered[:2].tolist(),
        "lowest": ordered[::-1][:2].tolist(),
        **ends,
    }


def _ends(
    ranked: pd.DataFrame,
    ordered: np.ndarray,
    own: Sequence[Cut],
    population: int,
    settings: Settings,
) -> list[Any]:
    """For each cut of ``own`` where it ended, see :func:`find`."""
    now, joined = (
        found(ranked, own, context_of(number, settings), settings.position)
        for number in (population, population + 1)
    )
    ends: list[Any] = []
    for one, other in zip(now, joined, strict=True):
        if one.part is not None:
            ends.append({"part": str(one.part)})
        elif one.places is None or other.places is None:
            ends.append(None)
        else:
            values = [*sides(ordered, one.places), sides(ordered, other.places)[0]]
            plain = [None if value == -np.inf else value for value in values]
            ends.append([] if np.inf in values[:2] else plain)
    return ends
