"""What a budget allows in a whole period, for a preview: totals, no single gifts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .allocation import (
    ask_line,
    left_of,
    limit_amounts,
    money,
    place_lines,
    share_pools,
    split,
    with_columns,
)
from .exact import total as total_of
from .rules import COMPANY, CUSTOMER, LINE, SELLER, SHARE, TIER, Limit, Line, Rules


def year(customers: pd.DataFrame, lines: Mapping[Line, int], rules: Rules) -> pd.Series:
    """The amount per tier if each line is given a number of times in the period.

    ``customers`` as for `allocate`. Limits per salesperson in ``rules`` do not count: a
    preview does not know the salespeople.

    Unlike an allocation, a tier can have several lines here: what they ask for is added
    up before the limits of the period reduce it.
    """
    tiers = {line.tier for line in lines}
    frame = with_columns(customers[customers["tier_id"].isin(tiers)])
    tier = frame["tier_id"].to_numpy()
    limits = [limit for limit in rules.limits if limit.scope not in (SELLER, LINE)]
    total = np.zeros(len(frame), dtype="int64")
    note = np.full(len(frame), None, dtype=object)
    shared = {}
    for line, times in lines.items():
        if line.method == SHARE:
            # a pool is for the whole period, however often the line is given
            shared[line.tier] = line
            continue
        here = np.flatnonzero(tier == line.tier)
        total[here] += _asked_by(frame, here, line, times, rules)
    if shared:
        pools = Rules(
            tuple(shared.values()), rules.limits, shared=COMPANY, unit=rules.unit
        )
        place = place_lines(frame, pools)
        drawn = total.copy()
        share_pools(drawn, note, frame, place, pools)
        total = np.maximum(total, drawn)
    total = limit_amounts(total, note, frame, limits, rules)
    keys, groups = np.unique(tier, return_inverse=True)
    sums = [total_of(total[groups == number]) for number in range(len(keys))]
    return pd.Series(
        money(np.array(sums, dtype="float64"), rules.unit), index=keys.astype("int64")
    )


def _asked_by(
    frame: pd.DataFrame, here: np.ndarray, line: Line, times: int, rules: Rules
) -> np.ndarray:
    """Amount that one line asks for in the period, within its own pool."""
    amount = np.zeros(len(here), dtype="int64")
    amount += ask_line(frame, here, line, rules.unit)[0]
    amount *= times
    pools = [limit for limit in rules.limits if limit.scope == LINE]
    left = left_of(pools, line.key, rules.unit)
    if left is not None and total_of(amount) > left:
        return split(left, amount)
    return amount


def each(
    customers: pd.DataFrame, tier: int, lines: Mapping[Line, int], rules: Rules
) -> np.ndarray:
    """The amount of each customer in the period if all of them were in ``tier``.

    ``customers`` as for `allocate`. Lines that share a pool add nothing, and of the
    limits only those per customer count: the others depend on how many customers the
    tier has, see `at_most`.
    """
    frame = with_columns(customers.assign(tier_id=tier))
    everybody = np.arange(len(frame))
    amount = np.zeros(len(frame), dtype="int64")
    for line, times in lines.items():
        if line.tier == tier and line.method != SHARE:
            amount += ask_line(frame, everybody, line, rules.unit)[0] * times
    limits = [limit for limit in rules.limits if limit.scope == CUSTOMER]
    note = np.full(len(frame), None, dtype=object)
    return money(limit_amounts(amount, note, frame, limits, rules), rules.unit)


def at_most(tier: int, lines: Mapping[Line, int], rules: Rules) -> float | None:
    """The amount that all customers of ``tier`` get together at most; None if no limit.

    It comes from the limits of the tier, or from the pools of its lines if each of them
    has one. A limit of the company applies to all tiers together and is not in it.
    """
    found = [limit.amount for limit in _limits(rules, TIER, tier)]
    pools = [
        min((limit.amount for limit in _limits(rules, LINE, line.key)), default=None)
        for line in lines
        if line.tier == tier and line.method != SHARE
    ]
    if pools and None not in pools:
        found.append(sum(pool for pool in pools if pool is not None))
    return min(found, default=None)


def _limits(rules: Rules, scope: str, key: int) -> list[Limit]:
    return [
        limit
        for limit in rules.limits
        if limit.scope == scope and limit.only in (None, key)
    ]
