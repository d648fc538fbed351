"""Which customers are held back from a plan's gifts: a random but repeatable draw.

The lot of a customer is a hash of the plan's seed and the customer's id. So the draw
does not depend on the order of the rows, the machine or the day, and can be repeated.
In each stratum (tier and salesperson) the customers with the lowest lots are held back.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mixed = TypeVar("Mixed", np.uint64, NDArray[np.uint64])


def lots(ids: Sequence[int] | np.ndarray, seed: int) -> NDArray[np.uint64]:
    """A pseudo-random number per id: SplitMix64 of ``ids`` and ``seed``.

    >>> lots([1, 2], 7).tolist() == lots([2, 1], 7).tolist()[::-1]
    True
    """
    with np.errstate(over="ignore"):
        mixed = _mix(np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15))
        return _mix(np.asarray(ids, dtype=np.uint64) * np.uint64(2) + mixed)


def draw(
    ids: Sequence[int] | np.ndarray,
    strata: Sequence[int] | np.ndarray,
    percent: float,
    seed: int,
) -> np.ndarray:
    """Whom to hold back, as a boolean array: ``percent`` of each stratum.

    ``ids`` are distinct integers, ``strata`` a number per row. Each stratum holds back
    its share, rounded down or up; so does the total over all strata. Which strata round
    up is random, so that every customer has exactly the same probability, even where a
    salesperson has only three customers in a tier.

    >>> int(draw([11, 12, 13, 14], [1, 1, 2, 2], 50, seed=3).sum())
    2
    >>> bool(draw([11, 12], [1, 1], 0, seed=3).any())
    False
    """
    ids = np.asarray(ids)
    if not len(ids) or percent <= 0:
        return np.zeros(len(ids), dtype=bool)
    codes, names = pd.factorize(np.asarray(strata))
    sizes = np.bincount(codes)
    # strata in a random order that does not depend on the order of the rows
    order = np.argsort(lots(names, seed ^ 0x5DEECE66D), kind="stable")
    # in integers of a ten-thousandth, so that float rounding decides nothing
    share = round(percent * 100)
    offset = int(lots([0], seed ^ 0xB5026F5AA)[0] % np.uint64(10_000))
    ends = (np.cumsum(sizes[order]) * share + offset) // 10_000
    quota = np.empty(len(sizes), dtype=np.int64)
    quota[order] = np.diff(ends, prepend=0)
    rows = np.lexsort((ids, lots(ids, seed), codes))
    starts = np.cumsum(sizes) - sizes
    place = np.empty(len(ids), dtype=np.int64)
    place[rows] = np.arange(len(ids)) - starts[codes[rows]]
    return place < quota[codes]


def _mix(value: Mixed) -> Mixed:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
