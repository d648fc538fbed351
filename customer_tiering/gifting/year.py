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
from .rules import COMPANY, LINE, SELLER, SHARE, Line, Rules


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
