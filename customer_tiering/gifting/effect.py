"""The effect of gifts: the difference to the comparison group and its significance.

Sales are so heavy-tailed that a normal interval finds effects where there are none. So
this is a permutation test: within each stratum the gifts are reassigned at random,
thousands of times, and the observed difference must exceed 95 % of the differences that
reassignment produces. If gifts have no effect, that happens in at most 5 % of plans,
whatever the distribution of sales.

Sales on the same days a year earlier are adjusted for as a covariate (CUPED), with one
slope over both groups, so that it cannot favour one. A difference in differences is the
slope 1, which widens the interval where last year predicts little.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

LEAST = 30  # with fewer customers in a group there is no verdict
PERMUTATIONS = 2_000
LEVEL = 0.95
# cells (customers × permutations) in memory at a time
CELLS = 8_000_000

FEW, NONE, MORE, LESS = "few", "none", "more", "less"


@dataclass(frozen=True)
class Effect:
    """The result, for customers in strata with both groups."""

    given: int
    comparison: int
    given_mean: float
    comparison_mean: float
    difference: float
    low: float
    high: float
    verdict: str

    @property
    def reliable(self) -> bool:
        return self.verdict in (MORE, LESS)


def measure(
    sales: ArrayLike,
    given: ArrayLike,
    strata: ArrayLike,
    before: ArrayLike | None,
    rng: Generator,
    permutations: int = PERMUTATIONS,
) -> Effect:
    """The `Effect` on ``sales`` of having been ``given`` a gift, row by row.

    ``before`` holds the sales on the same days a year earlier (or None), ``rng`` is a
    seeded NumPy generator. The interval excludes 0 exactly if the test is significant.
    """
    frame = pd.DataFrame(
        {
            "sales": np.asarray(sales, dtype=float),
            "given": np.asarray(given, dtype=bool),
            "stratum": np.asarray(strata),
            "before": 0.0 if before is None else np.asarray(before, dtype=float),
        }
    )
    share = frame.groupby("stratum")["given"].transform("mean")
    # the order of rows must not influence the permutations
    frame = frame[(share > 0) & (share < 1)].sort_values(
        ["stratum", "given", "sales", "before"], ignore_index=True
    )
    got = frame["given"].to_numpy()
    if not len(frame):
        return Effect(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, FEW)
    codes, names = pd.factorize(frame["stratum"])
    rest = _unforeseen(
        _centred(frame["sales"].to_numpy(), codes),
        _centred(frame["before"].to_numpy(), codes),
    )
    difference, error, critical = _test(rest, got, codes, len(names), rng, permutations)
    spread = critical * error
    low, high = difference - spread, difference + spread
    count = int(got.sum())
    return Effect(
        given=count,
        comparison=len(frame) - count,
        given_mean=float(frame["sales"][got].mean()),
        comparison_mean=float(frame["sales"][~got].mean()),
        difference=float(difference),
        low=float(low),
        high=float(high),
        verdict=_verdict(count, len(frame) - count, low, high),
    )


def _verdict(given: int, comparison: int, low: float, high: float) -> str:
    if min(given, comparison) < LEAST:
        return FEW
    if low > 0:
        return MORE
    return LESS if high < 0 else NONE


def _centred(
    values: NDArray[np.float64], codes: NDArray[np.intp]
) -> NDArray[np.float64]:
    return values - (np.bincount(codes, values) / np.bincount(codes))[codes]


def _unforeseen(sales: np.ndarray, before: np.ndarray) -> np.ndarray:
    weight = before @ before
    return sales - before * (before @ sales / weight) if weight > 0 else sales


def _test(
    rest: np.ndarray,
    got: np.ndarray,
    codes: np.ndarray,
    count: int,
    rng: Generator,
    permutations: int,
) -> tuple[float, float, float]:
    """Difference, its standard error, and the critical value in standard errors.

    The difference is the regression coefficient of “given” with one constant per
    stratum; its error is robust to heteroscedasticity (HC0). Both follow from three
    sums over the comparison group, weighted by stratum, so that a permutation costs
    three sums and no regression.
    """
    sizes = np.bincount(codes)
    p = np.bincount(codes, got) / sizes
    q = 1 - p
    scale = float((sizes * p * q).sum())
    squares = np.bincount(codes, rest**2)
    weights = (p**2 - q**2, -(p**3) - q**3)
    fixed = float((q**2 * squares).sum()), float((sizes * p * q * (q**3 + p**3)).sum())

    def statistic(first: Any, second: Any, third: Any) -> tuple[Any, Any]:
        slope = -first / scale
        variance = fixed[0] + second - 2 * slope * third + slope**2 * fixed[1]
        return slope, np.sqrt(np.maximum(variance, 0)) / scale

    held = ~got
    seen = (
        rest[held].sum(),
        (weights[0][codes] * rest**2)[held].sum(),
        (weights[1][codes] * rest)[held].sum(),
    )
    difference, error = statistic(*seen)
    tiny = 1e-9 * (np.abs(rest).max() or 1.0)
    if abs(difference) <= tiny:
        difference = 0.0
    dealt = np.zeros((3, permutations))
    starts = np.cumsum(sizes) - sizes
    for place in range(count):
        rows = slice(starts[place], starts[place] + sizes[place])
        own = rest[rows]
        number = int(held[rows].sum())
        first, second = _deal(own, min(number, len(own) - number), rng, permutations)
        if number > len(own) - number:
            # the smaller group was drawn; here the comparison group is the rest
            first, second = own.sum() - first, (own**2).sum() - second
        dealt[0] += first
        dealt[1] += weights[0][place] * second
        dealt[2] += weights[1][place] * first
    slopes, errors = statistic(*dealt)
    slopes[np.abs(slopes) <= tiny] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(slopes == 0, 0.0, np.abs(slopes) / errors)
    place = int(np.ceil(LEVEL * (permutations + 1))) - 1
    critical = np.sort(ratios)[place] if place < permutations else np.inf
    if error <= tiny:
        # without variance a critical value has no meaning
        return difference, error, 0.0
    return difference, error, critical


def _deal(
    values: np.ndarray, number: int, rng: Generator, permutations: int
) -> tuple[np.ndarray, np.ndarray]:
    """Sums and sums of squares of ``number`` random ``values``, for many draws.

    The first steps of a Fisher–Yates shuffle, for all draws in parallel; each step
    continues with the deck as the last one left it.
    """
    size = len(values)
    step = max(1, min(permutations, CELLS // size))
    decks = np.repeat(values[:, None], step, axis=1)
    total, squares = np.zeros(permutations), np.zeros(permutations)
    columns = np.arange(step)
    for start in range(0, permutations, step):
        width = min(step, permutations - start)
        mine = columns[:width]
        for card in range(number):
            other = rng.integers(card, size, width)
            drawn = decks[other, mine]
            decks[other, mine] = decks[card, :width]
            decks[card, :width] = drawn
            total[start : start + width] += drawn
            squares[start : start + width] += drawn**2
    return total, squares
