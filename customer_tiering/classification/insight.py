"""How value is spread over the customers: curve, concentration, totals per tier.

Everything is about net revenue, which every user of tiers may see. A customer who
returned more than they bought counts as zero, so that the whole is the sum of what the
others brought (as in the cut-off by share of value).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .frame import NET_REVENUE
from .lifecycle import EXISTING

# how many points a drawn curve has at most, half of them among the first customers
POINTS = 200
# the first so many percent of the customers
FIRST = (1, 5, 20)
DIGITS = 6


def insight(settled: pd.DataFrame, ladder: Sequence[int]) -> dict[str, Any]:
    """What a settled frame says about all its customers, as JSON knows it.

    ``settled`` needs ``tier``, ``lifecycle`` and ``net_revenue``; ``ladder`` has the
    ids of the ranked tiers, the best first.

    ``tiers``      per tier ``tier``, ``customers`` and ``value``, lifecycle included
    ``customers``  how many existing customers the rest is about
    ``value``      the sum of their net revenue above zero
    ``curve``      ``[share of customers, share of value]`` from (0, 0) to (1, 1), the
                   highest net revenue first; empty if nobody brought anything
    ``cuts``       per ranked tier the same two shares at its lower end: ``tier``,
                   ``customers`` (cumulated), ``share``, ``value_share``. They lie on
                   the curve where net revenue ranks, and below it elsewhere
    ``first``      per percentage of `FIRST`: ``percent``, ``customers``, ``value``,
                   ``share`` and ``at_least``, the least net revenue among them
    ``gini``       0 if all bring the same, near 1 if one brings all; None for nobody
    ``ratio``      average net revenue of the best tier over that of the last one
    """
    existing = settled[settled["lifecycle"] == EXISTING]
    values = existing[NET_REVENUE.name].to_numpy("float64").clip(min=0)
    ordered = -np.sort(-values)
    whole = _total(ordered)
    return {
        "tiers": _tiers(settled),
        "customers": len(ordered),
        "value": whole,
        "curve": _curve(ordered, whole),
        "cuts": _cuts(existing["tier"].to_numpy(), values, whole, ladder),
        "first": [_first(ordered, whole, percent) for percent in FIRST],
        "gini": _gini(ordered, whole),
        "ratio": _ratio(existing, ladder),
    }


def _tiers(settled: pd.DataFrame) -> list[dict[str, Any]]:
    tiers = settled["tier"].to_numpy("int64")
    values = settled[NET_REVENUE.name].to_numpy("float64")
    return [
        {
            "tier": tier,
            "customers": int((tiers == tier).sum()),
            "value": _total(values[tiers == tier]),
        }
        for tier in np.unique(tiers).tolist()
    ]


def _total(values: np.ndarray | pd.Series) -> float:
    """The sum, the same for any order of the values."""
    return round(float(np.sort(np.asarray(values, dtype="float64")).sum()), DIGITS)


def _curve(ordered: np.ndarray, whole: float) -> list[list[float]]:
    if not whole:
        return []
    count = len(ordered)
    places = np.unique(
        np.concatenate(
            [
                [0],
                np.geomspace(1, count, POINTS // 2).round(),
                np.linspace(1, count, POINTS // 2 - 1).round(),
            ]
        ).astype("int64")
    )
    cumulated = np.concatenate([[0.0], np.cumsum(ordered)])[places] / whole
    return [
        [round(place / count, DIGITS), round(min(share, 1.0), DIGITS)]
        for place, share in zip(places.tolist(), cumulated.tolist(), strict=True)
    ]


def _cuts(
    tiers: np.ndarray, values: np.ndarray, whole: float, ladder: Sequence[int]
) -> list[dict[str, Any]]:
    if not whole:
        return []
    result, customers, brought = [], 0, 0.0
    for tier in ladder:
        chosen = tiers == tier
        customers += int(chosen.sum())
        brought += _total(values[chosen])
        result.append(
            {
                "tier": int(tier),
                "customers": customers,
                "share": round(customers / len(tiers), DIGITS),
                "value_share": round(min(brought / whole, 1.0), DIGITS),
            }
        )
    return result


def _first(ordered: np.ndarray, whole: float, percent: int) -> dict[str, Any]:
    """The first ``percent`` of the customers; equal ones are not split (rule K07)."""
    place = -(-len(ordered) * percent // 100)
    if place < len(ordered) and ordered[place] == ordered[place - 1]:
        place = int(np.searchsorted(-ordered, -ordered[place], side="left"))
    place = min(place, int((ordered > 0).sum()))
    value = _total(ordered[:place])
    return {
        "percent": percent,
        "customers": place,
        "value": value,
        "share": round(value / whole, DIGITS) if whole else 0.0,
        "at_least": float(ordered[place - 1]) if place else None,
    }


def _gini(ordered: np.ndarray, whole: float) -> float | None:
    """The area between the curve and that of equals, in parts of the largest one.

    >>> _gini(np.array([3.0, 1.0, 0.0, 0.0]), 4.0)
    0.625
    """
    if not whole:
        return None
    count = len(ordered)
    # the highest first, so its place counts least
    places = np.arange(count, 0, -1)
    area = 2 * float(places @ (ordered / whole)) / count - (count + 1) / count
    return round(max(area, 0.0), DIGITS)


def _ratio(existing: pd.DataFrame, ladder: Sequence[int]) -> float | None:
    means = existing.groupby("tier")[NET_REVENUE.name].mean()
    best, last = (means.get(tier) for tier in (ladder[0], ladder[-1]))
    if best is None or last is None or last <= 0:
        return None
    return round(float(best / last), 2)
