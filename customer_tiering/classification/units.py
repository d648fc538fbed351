"""Every figure in its own unit, so that noise never decides (rules K07, K21).

The unit of a figure is the smallest difference that counts: the rounding of a currency,
a hundredth of a day. Figures are rounded once, where they enter a decision. From there
on, equal figures are equal floats, and they equal the decimal that a person enters.

In whole units, figures up to :data:`EXACT` are exact. Above that, floats are coarser
than the unit; the order is still right, and sums are still exact sums of these floats.
"""

import numpy as np

# whole units up to which a float and its rounding are exact: 1e15 and a bit more
EXACT = 2.0**50
# a half that was computed may be slightly below a half
NOISE = 1e-6
# the unit of a figure for which none is given
FINEST = 0.0001
# whole units that int64 can hold with room for one addition
LARGEST = 2**62


def whole(figures: np.ndarray, unit: float) -> np.ndarray:
    """``figures`` as a whole number of units, halves away from zero; gaps stay.

    >>> whole(np.array([0.07, 1.005, -1.005, np.nan]), 0.01).tolist()
    [7.0, 101.0, -101.0, nan]
    >>> whole(np.array([1e15, 999.0]), 5.0).tolist()
    [200000000000000.0, 200.0]
    """
    figures = np.asarray(figures, dtype="float64")
    parts = _parts(unit)
    units = figures * parts if parts else figures / unit
    size = np.abs(units)
    small = size < EXACT
    # adding a half to a large float rounds twice
    rounded = np.floor(size + (0.5 + NOISE), where=small, out=np.rint(size))
    return np.copysign(rounded, units)


def amount(units: np.ndarray | float, unit: float) -> np.ndarray | float:
    """Whole ``units`` as a figure: the float nearest to the decimal.

    >>> amount(7.0, 0.01), amount(3.0, 0.05), amount(3.0, 10.0)
    (0.07, 0.15, 30.0)
    """
    parts = _parts(unit)
    # dividing by 100 rounds once, multiplying by 0.01 twice. The zero has no sign
    return units / parts + 0.0 if parts else units * unit + 0.0


def rounded(figures: np.ndarray, unit: float) -> np.ndarray:
    """``figures`` to the nearest multiple of ``unit``.

    >>> rounded(np.array([0.1 + 0.2, 1 / 3]), 0.01).tolist()
    [0.3, 0.33]
    """
    return np.asarray(amount(whole(figures, unit), unit))


def reaching(asked: float, unit: float) -> float:
    """The least whole number of units that is at or above ``asked``.

    >>> reaching(0.1 * 3, 0.01), reaching(33.335, 0.01), reaching(-0.5, 1)
    (30.0, 3334.0, 0.0)
    """
    parts = _parts(unit)
    units = asked * parts if parts else asked / unit
    if not np.isfinite(units):
        return units
    near = float(np.rint(units))
    noise = max(NOISE, 2 * float(np.spacing(abs(units))))
    return near if abs(units - near) <= noise else float(np.ceil(units)) + 0.0


def integers(units: np.ndarray) -> np.ndarray:
    """Whole ``units`` as int64; beyond :data:`LARGEST` the largest."""
    return np.asarray(np.clip(units, -LARGEST, LARGEST), dtype="int64")


def fitting(units: np.ndarray) -> np.ndarray:
    """int64 ``units`` in a type in which their sum fits.

    Python's integers have no limit, but take ten times as long.
    """
    bound = float(np.abs(units.astype("float64")).sum())
    return units if bound < LARGEST else units.astype(object)


def _parts(unit: float) -> float | None:
    """How many units make one, if that is a whole number."""
    parts = round(1 / unit) if unit < 1 else 0
    return float(parts) if parts and abs(parts * unit - 1) < 1e-9 else None
