"""Who would move: a settled frame compared with the tiers in force."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .frame import CUSTOMER, NET_REVENUE

NOWHERE = -1

ENTERED = "entered"
LEFT = "left"
UP = "up"
DOWN = "down"
SAME = "same"


def moves(
    settled: pd.DataFrame, before: pd.DataFrame, value: str, places: Mapping[int, int]
) -> pd.DataFrame:
    """One row per customer with a tier before or after, ascending by id.

    ``before``  the tiers in force: ``partner_id``, ``tier``, ``net_revenue``
    ``value``   column of ``settled`` with the ranking value
    ``places``  tier -> place among all tiers, the best first

    Columns ``from`` and ``to`` (-1 for no tier), ``steps`` (above 0 is better; 0 for
    customers who enter, leave or stay), ``net_revenue``, ``value`` and ``rank``. The
    revenue is that of ``settled``; customers who leave keep their revenue of before.
    """
    stands = settled[settled["tier"] >= 0]
    old, new = before[CUSTOMER].to_numpy(), stands[CUSTOMER].to_numpy()
    # merging two sorted runs; np.union1d hashes, which takes thirty times as long
    everybody = np.sort(np.concatenate([old, new]), kind="stable")
    everybody = everybody[np.diff(everybody, prepend=-1) > 0]
    was, now = np.searchsorted(everybody, old), np.searchsorted(everybody, new)

    def spread(
        size_of: int, values: np.ndarray, rows: np.ndarray, missing: float
    ) -> np.ndarray:
        column = np.full(size_of, missing, dtype=np.asarray(values).dtype)
        column[rows] = values
        return column

    count = len(everybody)
    result = pd.DataFrame(
        {
            CUSTOMER: everybody,
            "from": spread(count, before["tier"].to_numpy("int64"), was, NOWHERE),
            "to": spread(count, stands["tier"].to_numpy("int64"), now, NOWHERE),
            "value": spread(count, stands[value].to_numpy("float64"), now, 0.0),
            "rank": spread(count, stands["rank"].to_numpy("int64"), now, 0),
        }
    )
    revenue = spread(count, before[NET_REVENUE.name].to_numpy("float64"), was, 0.0)
    revenue[now] = stands[NET_REVENUE.name].to_numpy("float64")
    result[NET_REVENUE.name] = revenue
    # by position in an array: a lookup per customer in a dictionary is slow
    place = np.full(max([*places, NOWHERE]) + 2, np.nan)
    place[list(places)] = list(places.values())
    steps = place[result["from"].to_numpy()] - place[result["to"].to_numpy()]
    result["steps"] = np.nan_to_num(steps).astype("int64")
    return result


def tally(moved: pd.DataFrame) -> pd.DataFrame:
    """Customers and net revenue per ``from`` and ``to`` of :func:`moves`."""
    return (
        moved.groupby(["from", "to"])[NET_REVENUE.name]
        .agg(customers="size", value="sum")
        .reset_index()
    )


def direction(before: int, after: int, places: Mapping[int, int]) -> str:
    """The name of a move between two tiers.

    >>> direction(7, 5, {5: 0, 7: 1}), direction(-1, 5, {5: 0})
    ('up', 'entered')
    """
    if before == after:
        return SAME
    if before == NOWHERE:
        return ENTERED
    if after == NOWHERE:
        return LEFT
    return UP if places[after] < places[before] else DOWN
