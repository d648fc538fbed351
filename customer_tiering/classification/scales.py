"""Criteria of one customer alone: the figures to which points refer.

Points by percentile, or between the ends of all figures, depend on the figures of the
other customers. They are kept at the evaluation; later they give the points that the
one customer would get among the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from .lifecycle import EXISTING
from .score import LOOKUP, MIN_MAX, PERCENTILE, Criterion


def scales(
    decided: pd.DataFrame, criteria: Sequence[Criterion]
) -> list[np.ndarray | None]:
    """For each criterion: the known figures of the existing customers, ascending.

    None if the method does not depend on other customers. Only the two lowest and the
    two highest if the method needs no more.
    """
    existing = decided["lifecycle"] == EXISTING
    result: list[np.ndarray | None] = []
    for criterion in criteria:
        if not _refers_to_others(criterion):
            result.append(None)
            continue
        figures = decided.loc[existing, criterion.metric].to_numpy(dtype="float64")
        figures = np.sort(figures[np.isfinite(figures)])
        if criterion.method == MIN_MAX and len(figures) > 4:
            figures = figures[[0, 1, -2, -1]]
        result.append(figures)
    return result


def _refers_to_others(criterion: Criterion) -> bool:
    if criterion.method == MIN_MAX:
        return criterion.low is None or criterion.high is None
    return criterion.method == PERCENTILE


def criterion_alone(
    figure: float,
    criterion: Criterion,
    scale: Callable[[], np.ndarray | None],
    before: float | None,
) -> Criterion | None:
    """The criterion for one customer, with the other customers unchanged.

    ``scale`` returns the entry of :func:`scales`. ``before`` is the figure that the
    customer has in it, None if there is none. The result is None without a scale.
    """
    if not _refers_to_others(criterion) or not np.isfinite(figure):
        return criterion
    figures = scale()
    if figures is None:
        return None
    if criterion.method == MIN_MAX:
        ends = np.append(_without(figures, before), figure)
        return replace(
            criterion,
            low=ends.min() if criterion.low is None else criterion.low,
            high=ends.max() if criterion.high is None else criterion.high,
        )
    points = percentile_among(figure, figures, criterion.higher_is_better, before)
    return replace(criterion, method=LOOKUP, table=((figure, points),))


def _without(figures: np.ndarray, before: float | None) -> np.ndarray:
    """Ascending ``figures`` without one of those that are ``before``."""
    if before is None:
        return figures
    place = int(np.searchsorted(figures, before))
    among = place < len(figures) and figures[place] == before
    return np.delete(figures, place) if among else figures


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
