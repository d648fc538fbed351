"""What recipients received before, summed over any period without a loop."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .policy import SCALE, Setting

# days reserved per key: 2,800 years
ROOM = 1 << 20


class History:
    """Dated amounts by key (a recipient, an account), with sums over days.

    Days are numbers (days since 1970), periods include both ends. Sums are exact to the
    fourth decimal.
    """

    def __init__(self, keys: np.ndarray, days: np.ndarray, values: np.ndarray):
        places = _places(keys, days)
        order = np.argsort(places, kind="stable")
        self._places = places[order]
        self._days = np.asarray(days, "int64")[order]
        self._keys = np.asarray(keys, "int64")[order]
        amounts = np.rint(np.asarray(values, "float64")[order] * SCALE)
        self._running: NDArray[np.int64] = np.concatenate(
            ([0], np.cumsum(amounts.astype("int64")))
        )

    def _range(
        self, keys: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return (
            np.searchsorted(self._places, _places(keys, first), "left"),
            np.searchsorted(self._places, _places(keys, last), "right"),
        )

    def total(
        self, keys: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> NDArray[np.float64]:
        """Sum for each of ``keys`` from ``first`` to ``last``."""
        low, high = self._range(keys, first, last)
        return (self._running[high] - self._running[low]) / SCALE

    def number(
        self, keys: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> NDArray[np.int64]:
        """Number of entries for each of ``keys`` from ``first`` to ``last``."""
        low, high = self._range(keys, first, last)
        return high - low

    def peak(self, keys: np.ndarray, days: np.ndarray) -> np.ndarray:
        """The highest sum over any twelve months that contain the day."""
        if not len(self._places):
            return np.zeros(len(keys))
        ends = self.total(self._keys, _shifted(self._days, -12) + 1, self._days)
        # a maximum is reached by twelve months that end on an entry
        low, high = self._range(keys, days, _shifted(days, 12) - 1)
        return _range_max(ends, low, high)


def _places(keys: np.ndarray, days: np.ndarray) -> NDArray[np.int64]:
    return np.asarray(keys, np.int64) * ROOM + np.asarray(days, np.int64)


def _shifted(days: np.ndarray, months: int) -> np.ndarray:
    """The same day of another month, or the last day of a shorter month."""
    stamps = pd.DatetimeIndex(np.asarray(days, "int64").astype("datetime64[D]"))
    return day_numbers(stamps + pd.DateOffset(months=months))


def _range_max(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Maximum of ``values[low:high]`` for each pair, 0 if empty."""
    levels = [np.asarray(values, "float64")]
    width = 1
    while 2 * width <= len(values):
        last = levels[-1]
        levels.append(np.maximum(last[:-width], last[width:]))
        width *= 2
    length = high - low
    result = np.zeros(len(low))
    level = np.zeros(len(low), "int64")
    level[length > 0] = np.log2(length[length > 0]).astype("int64")
    for number, table in enumerate(levels):
        rows = (length > 0) & (level == number)
        start, end = low[rows], high[rows] - (1 << number)
        result[rows] = np.maximum(table[start], table[end])
    return result


def day_numbers(days: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    """Days since 1970."""
    stamps = pd.DatetimeIndex(pd.to_datetime(days))
    return stamps.to_numpy().astype("datetime64[D]").astype("int64")


def years(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of the calendar year of each day."""
    year = np.asarray(days, "int64").astype("datetime64[D]").astype("datetime64[Y]")
    first = year.astype("datetime64[D]").astype("int64")
    last = (year + 1).astype("datetime64[D]").astype("int64") - 1
    return first, last


def history(gifts: pd.DataFrame, setting: Setting, key: str) -> History:
    """`History` of earlier gifts together with ``gifts``, by the column ``key``.

    Without cards, brochures and samples.
    """
    known: dict[str, History] = setting.cache
    if key not in known:
        own = gifts.loc[gifts["gift"], [key, "date", "value"]]
        parts = [own]
        if setting.past is not None and len(setting.past):
            parts.append(setting.past[[key, "date", "value"]])
        known[key] = History(
            np.concatenate([part[key].to_numpy("int64") for part in parts]),
            np.concatenate([day_numbers(part["date"]) for part in parts]),
            np.concatenate([part["value"].to_numpy("float64") for part in parts]),
        )
    return known[key]
