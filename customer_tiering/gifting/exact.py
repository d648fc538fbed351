"""Whole units of money: from floats, and in sums and products of any size."""

import numpy as np

# what does not fit below this is computed with Python integers
SAFE = 2**62
# slightly below a half is float noise of a half
NOISE = 1e-7
# from here on, a float has no half, and adding one would round twice
NO_HALVES = 2.0**51


def nearest(units: np.ndarray) -> np.ndarray:
    """The nearest whole number of units, halves up.

    >>> nearest(np.array([0.5, 1.4999999999, 2.4, 9e15 + 1])).tolist()
    [1.0, 2.0, 2.0, 9000000000000001.0]
    """
    small = np.abs(units) < NO_HALVES
    rounded: np.ndarray = np.where(small, np.floor(units + 0.5 + NOISE), np.rint(units))
    return rounded


def at_most(amount: float, unit: float) -> int:
    """Whole units in ``amount``, rounded down but for noise.

    >>> at_most(0.3 - 0.1, 0.1), at_most(0.29, 0.1), at_most(9e13, 0.01)
    (2, 2, 9000000000000000)
    """
    units = amount / unit
    near = np.rint(units)
    return int(near if abs(units - near) <= _noise(units) else np.floor(units))


def at_least(amount: float, unit: float) -> int:
    """Whole units in ``amount``, rounded up but for noise.

    >>> at_least(0.1 + 0.2, 0.1), at_least(0.31, 0.1)
    (3, 4)
    """
    units = amount / unit
    near = np.rint(units)
    return int(near if abs(units - near) <= _noise(units) else np.ceil(units))


def _noise(units: float) -> float:
    return max(1e-6, 2 * float(np.spacing(abs(units))))


def total(units: np.ndarray) -> int:
    """The sum of whole ``units``.

    >>> total(np.full(3000, 9 * 10**15))
    27000000000000000000
    """
    if not len(units):
        return 0
    fits = max(abs(int(units.min())), abs(int(units.max()))) * len(units) < SAFE
    return int(units.sum()) if fits else int(units.astype(object).sum())


def times(units: np.ndarray, factor: int) -> np.ndarray:
    """``units * factor``: int64 if it fits, otherwise Python integers.

    >>> times(np.array([9 * 10**15]), 5000).tolist()
    [45000000000000000000]
    """
    largest = max(int(units.max()), 1) if len(units) else 1
    return (units if largest * factor < SAFE else units.astype(object)) * factor
