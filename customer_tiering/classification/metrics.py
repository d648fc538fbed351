"""Metrics derived from other metrics: ages, ratios, intervals.

Sources collect figures and dates, never ages: a date stays true when the as-of date
changes, an age does not. A derived metric is computed from collected columns whenever
it is needed for a decision, so a preview does not have to collect again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from .frame import LAST_PURCHASE, NET_REVENUE, PURCHASES, Column, as_dates


@dataclass(frozen=True)
class Derived:
    """A metric computed from the columns ``needs`` of a customer frame.

    ``compute`` gets the frame and the as-of date and returns one value per row, NaN
    without data.
    """

    column: Column
    needs: tuple[str, ...]
    compute: Callable[[pd.DataFrame, date], pd.Series]


DERIVED: dict[str, Derived] = {}


def register(derived: Derived) -> Derived:
    """Register a derived metric under the name of its column."""
    DERIVED[derived.column.name] = derived
    return derived


def collected(names: Iterable[str]) -> set[str]:
    """The columns that must be collected to get ``names``, derived or not.

    >>> sorted(collected(["average_order_value"]))
    ['net_revenue', 'purchase_count']
    """
    result = set()
    for name in names:
        derived = DERIVED.get(name)
        result |= collected(derived.needs) if derived else {name}
    return result


def derive(frame: pd.DataFrame, names: Iterable[str], as_of: date) -> pd.DataFrame:
    """Add the derived metrics among ``names`` to ``frame``, and those they need.

    A column that the frame already has does not change.
    """
    for name in names:
        derived = DERIVED.get(name)
        if derived is None or name in frame:
            continue
        frame = derive(frame, derived.needs, as_of)
        frame = frame.assign(**{name: derived.compute(frame, as_of)})
    return frame


def days_since(days: pd.Series, as_of: date) -> pd.Series:
    """Whole days from each day to ``as_of``, NaN without a day."""
    passed = pd.Timestamp(as_of) - as_dates(days)
    whole: pd.Series = passed.dt.days.astype("float64")
    return whole


def ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """``part / whole``, NaN if the whole is not above zero."""
    whole = whole.astype("float64")
    return part.astype("float64") / whole.where(whole > 0, np.nan)


register(
    Derived(
        Column("days_since_last_purchase", "float", None, "days"),
        (LAST_PURCHASE.name,),
        lambda frame, as_of: days_since(frame[LAST_PURCHASE.name], as_of),
    )
)
register(
    Derived(
        Column("average_order_value", "float", None, "company currency per purchase"),
        (NET_REVENUE.name, PURCHASES.name),
        lambda frame, as_of: ratio(frame[NET_REVENUE.name], frame[PURCHASES.name]),
    )
)
