"""How well an expectation has done: what it said, beside what came.

The expectation is made from the history up to half a year ago, and compared with the
purchases and the revenue of the half year since, which it has not seen. The rule that
it has to beat is the customer's own rhythm: whoever is not quiet goes on buying at
their average interval, and whoever is quiet has stopped.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from .window import Window

HELD_BACK_MONTHS = 6
BINS = 10
# quiet: so many of the own average intervals have passed without a purchase
QUIET_INTERVALS = 2
# repeat purchases from which on there is a rhythm
RHYTHM = 2


@dataclass(frozen=True)
class Bin:
    """A tenth of the customers, by how much was expected of them.

    ``customers``, and their ``expected`` and actual (``came``) purchases and revenue
    (company currency) in the days that were held back.
    """

    customers: int
    expected: float
    came: int
    revenue_expected: float
    revenue_came: float


@dataclass(frozen=True)
class Card:
    """The report card.

    ``until``         last day of what the expectation was made from
    ``days``          how many days were held back
    ``error``         by how many purchases the expectation was off per customer whose
                      rhythm is known (root of the mean square); None without any
    ``rhythm_error``  the same for the rule of the own rhythm
    ``bins``          tenths of the customers, those with the most expected last
    """

    until: date
    days: int
    error: float | None
    rhythm_error: float | None
    bins: tuple[Bin, ...]

    @property
    def customers(self) -> int:
        return sum(one.customers for one in self.bins)

    @property
    def expected(self) -> float:
        """All expected purchases."""
        return sum(one.expected for one in self.bins)

    @property
    def came(self) -> int:
        """All purchases that came."""
        return sum(one.came for one in self.bins)

    @property
    def revenue_expected(self) -> float:
        """Company currency."""
        return sum(one.revenue_expected for one in self.bins)

    @property
    def revenue_came(self) -> float:
        """Company currency."""
        return sum(one.revenue_came for one in self.bins)

    @property
    def beats_rhythm(self) -> bool:
        """Whether it did better than the rule, or the rule had nothing to say."""
        if self.error is None or self.rhythm_error is None:
            return True
        return self.error < self.rhythm_error

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self) | {"until": self.until.isoformat()}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Card":
        """The card that was made plain."""
        bins = tuple(Bin(**one) for one in plain["bins"])
        until = date.fromisoformat(plain["until"])
        return cls(**(plain | {"until": until, "bins": bins}))


def held_back(as_of: date) -> Window:
    """The days that are held back from an expectation as of ``as_of``.

    >>> held_back(date(2026, 11, 22)).first
    datetime.date(2026, 5, 23)
    """
    return Window.of_months(as_of, HELD_BACK_MONTHS)


def rhythm(x: np.ndarray, t_x: np.ndarray, T: np.ndarray, weeks: float) -> np.ndarray:
    """Purchases in the coming ``weeks`` by the rule of the own rhythm.

    Arguments as in :mod:`.alive`; NaN with fewer repeat purchases than :data:`RHYTHM`.

    >>> rhythm(np.array([4, 4, 1]), np.array([40.0, 40.0, 40.0]),
    ...        np.array([60.0, 60.1, 41.0]), 26.0).tolist()
    [2.6, 0.0, nan]
    """
    known = x >= RHYTHM
    interval = t_x / np.where(known, x, 1)
    quiet = T - t_x > QUIET_INTERVALS * interval
    usual = weeks / np.where(interval > 0, interval, np.inf)
    return np.where(known, np.where(quiet, 0.0, usual), np.nan)


def report_card(outcome: pd.DataFrame, window: Window) -> Card:
    """The card of the days ``window`` that were held back.

    ``outcome`` has one row per customer known before: ``expected``, ``came``,
    ``revenue_expected``, ``revenue_came`` and ``rhythm`` (purchases by the rule, NaN if
    it has nothing to say).
    """
    ordered = outcome.sort_values(
        ["expected", "revenue_expected", "came", "revenue_came"], ignore_index=True
    )
    tenths = np.arange(len(ordered)) * BINS // max(len(ordered), 1)
    sums = ordered.groupby(tenths)[
        ["expected", "came", "revenue_expected", "revenue_came"]
    ].sum()
    bins = tuple(
        Bin(int(customers), float(expected), int(came), float(hoped), float(paid))
        for customers, (expected, came, hoped, paid) in zip(
            np.bincount(tenths)[sums.index], sums.to_numpy(dtype="float64"), strict=True
        )
    )
    ruled = ordered[ordered["rhythm"].notna()]
    error = rhythm_error = None
    if len(ruled):
        error = _root_mean_square(ruled["expected"] - ruled["came"])
        rhythm_error = _root_mean_square(ruled["rhythm"] - ruled["came"])
    days = (window.last - window.first).days + 1
    until = window.first - timedelta(days=1)
    return Card(until, days, error, rhythm_error, bins)


def _root_mean_square(off: pd.Series) -> float:
    return float(np.sqrt((off.to_numpy() ** 2).mean()))
