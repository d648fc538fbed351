"""How much each customer can be given, exact to the rounding of the currency.

From the first step to the last, all amounts are integer multiples of the currency's
rounding. So sums are exact, and the order of rows changes nothing. What does not fit
into 64 bits is computed with Python's integers, see :mod:`.exact`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .exact import SAFE, at_least, at_most, nearest, times, total
from .rules import (
    ALL,
    AT_MAXIMUM,
    AT_MINIMUM,
    CAPPED,
    COLUMN,
    COMPANY,
    CUSTOMER,
    FIXED,
    FREE_FORMS,
    LINE,
    MARGIN,
    NO_FIGURE,
    NO_LINE,
    NO_POOL,
    NOTHING,
    POOL_SCALED,
    REVENUE,
    SCOPES,
    SHARE,
    TIER,
    Limit,
    Line,
    Rules,
)

# weights are counted in this fraction
WEIGHT_UNIT = 0.001


def allocate(customers: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """``customers`` with ``amount``, ``form``, ``budget_line_id``, ``amount_note``.

    ``customers`` has ``partner_id``, ``tier_id``, ``user_id``, ``net_revenue`` and
    ``gross_margin``; a missing column counts as missing figures.

    The limits reduce what lines ask for, in the order of `SCOPES`; customers who share
    a limit are reduced in proportion, see `split`. A customer who gets nothing has the
    form None; a card, brochure or sample that asks for no money is still given.
    """
    frame = with_columns(customers)
    place = place_lines(frame, rules)
    asked, note = ask(frame, place, rules)
    limits = sorted(rules.limits, key=_order)
    early = [limit for limit in limits if limit.scope in (LINE, CUSTOMER)]
    amount = limit_amounts(asked, note, frame, early, rules)
    share_pools(amount, note, frame, place, rules)
    amount = limit_amounts(amount, note, frame, limits, rules)
    given = [None if line.form == NOTHING else line.form for line in rules.lines]
    free = [
        line.form in FREE_FORMS and line.method == FIXED and line.amount == 0
        for line in rules.lines
    ]
    form = np.array([*given, None], dtype=object)[place]
    form[(amount == 0) & ~np.array([*free, False])[place]] = None
    return customers.assign(
        amount=money(amount, rules.unit),
        form=form,
        budget_line_id=frame[COLUMN[LINE]],
        amount_note=note,
    )


def split(pool: int, weights: np.ndarray) -> np.ndarray:
    """``pool`` in proportion to ``weights``, in whole units (largest remainder).

    Equal weights get equal parts: units that cannot be split equally among them stay in
    the pool. A larger weight never gets less than a smaller one.
    """
    values, place, count = np.unique(weights, return_inverse=True, return_counts=True)
    # largest first, so that of equal remainders the largest is served first
    values, count, place = values[::-1], count[::-1], len(values) - 1 - place
    if not len(values) or pool <= 0 or values[0] <= 0:
        return np.zeros(len(weights), dtype="int64")
    whole = int((values.astype(object) * count).sum())
    largest = max(int(values[0]) * pool, whole, pool)
    exact = (values if largest < SAFE else values.astype(object)) * pool
    part, rest = exact // whole, exact % whole
    left = pool - int((part.astype(object) * count).sum())
    order = np.argsort(-rest, kind="stable")
    order = order[rest[order] > 0]
    # up to the first group of equals that cannot all get a unit
    part[order[np.cumsum(count[order]) <= left]] += 1
    return part.astype("int64")[place]


def with_columns(customers: pd.DataFrame) -> pd.DataFrame:
    columns = (*list(COLUMN.values())[1:], REVENUE, MARGIN)
    return pd.DataFrame(
        {
            name: (
                pd.to_numeric(customers[name]).astype("float64")
                if name in customers
                else np.nan
            )
            for name in columns
        },
        index=customers.index,
    )


def place_lines(frame: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Index of each customer's line in ``rules.lines``, -1 for none."""
    tiers = {line.tier: number for number, line in enumerate(rules.lines)}
    place = frame["tier_id"].map(tiers).fillna(-1).to_numpy().astype("int64")
    keys = pd.array([line.key for line in rules.lines] + [None], dtype="Int64")
    frame[COLUMN[LINE]] = keys[place]
    return place


def ask(
    frame: pd.DataFrame, place: np.ndarray, rules: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """Units that lines with a fixed amount or a percentage ask for, and the notes."""
    amount = np.zeros(len(frame), dtype="int64")
    note = np.full(len(frame), None, dtype=object)
    note[place < 0] = NO_LINE
    for number, line in enumerate(rules.lines):
        here = np.flatnonzero(place == number)
        amount[here], note[here] = ask_line(frame, here, line, rules.unit)
    return amount, note


def ask_line(
    frame: pd.DataFrame, here: np.ndarray, line: Line, unit: float
) -> tuple[np.ndarray | int, np.ndarray | str | None]:
    """Units that ``line`` asks for at the positions ``here``, and the notes."""
    if line.form == NOTHING:
        return 0, NOTHING
    if line.method == FIXED:
        return _units(line.amount, unit), None
    if line.method == SHARE:
        return 0, None
    return _percent(frame, here, line, unit)


def _percent(
    frame: pd.DataFrame, here: np.ndarray, line: Line, unit: float
) -> tuple[np.ndarray, np.ndarray]:
    figure = frame[line.base].to_numpy()[here]
    unknown = ~(figure > 0)
    exact = np.where(unknown, 0.0, figure) * (line.percent / 100.0 / unit)
    amount = nearest(exact).astype("int64")
    note = np.full(len(here), None, dtype=object)
    lower = _units(line.lower, unit)
    note[amount < lower] = AT_MINIMUM
    if line.upper is not None:
        upper = _units(line.upper, unit)
        note[amount > upper] = AT_MAXIMUM
        amount = np.minimum(amount, upper)
    note[unknown] = NO_FIGURE
    return np.maximum(amount, lower), note


def share_pools(
    amount: np.ndarray,
    note: np.ndarray,
    frame: pd.DataFrame,
    place: np.ndarray,
    rules: Rules,
) -> None:
    """Divide pools among the lines that share them, after all other lines."""
    weights = np.zeros(len(frame), dtype="int64")
    own = np.zeros(len(frame), dtype=bool)
    pools = {limit.only for limit in rules.limits if limit.scope == LINE}
    upper = np.full(len(frame), np.iinfo("int64").max)
    for number, line in enumerate(rules.lines):
        if line.method != SHARE or line.form == NOTHING:
            continue
        here = np.flatnonzero(place == number)
        weight = _units(line.weight, WEIGHT_UNIT)
        if line.base:
            figure = np.nan_to_num(frame[line.base].to_numpy()[here], nan=0.0)
            units = nearest(np.clip(figure, 0, None) / rules.unit).astype("int64")
            weighted = times(units, weight)
            if weighted.dtype == object:
                weights = weights.astype(object)
            weights[here] = weighted
            note[here[weights[here] == 0]] = NO_FIGURE
        else:
            weights[here] = weight
        own[here] = line.key in pools
        if line.upper is not None:
            upper[here] = _units(line.upper, rules.unit)
    for scope, mine in ((LINE, own), (rules.shared, ~own)):
        chosen = mine & (weights > 0)
        if not chosen.any():
            continue
        limits = [limit for limit in rules.limits if limit.scope == scope]
        note[chosen] = NO_POOL
        for key, members in _groups(frame, scope):
            left = left_of(limits, key, rules.unit)
            here = members[chosen[members]]
            if left is None or not len(here):
                continue
            left -= total(amount[members])
            note[here] = None
            amount[here] = split(left, weights[here])
            note[here[amount[here] > upper[here]]] = AT_MAXIMUM
            note[here[amount[here] == 0]] = POOL_SCALED
            amount[here] = np.minimum(amount[here], upper[here])


def limit_amounts(
    amount: np.ndarray,
    note: np.ndarray,
    frame: pd.DataFrame,
    limits: Sequence[Limit],
    rules: Rules,
) -> np.ndarray:
    """``amount`` reduced to ``limits``; changes ``note`` in place."""
    amount = amount.copy()
    for limit in limits:
        if limit.scope == CUSTOMER:
            _cap_each(amount, note, frame, limit, rules.unit)
            continue
        for key, members in _groups(frame, limit.scope):
            left = left_of([limit], key, rules.unit)
            if left is None or total(amount[members]) <= left:
                continue
            part = split(left, amount[members])
            note[members[part < amount[members]]] = limit.note or CAPPED + limit.scope
            amount[members] = part
    return amount


def _cap_each(
    amount: np.ndarray, note: np.ndarray, frame: pd.DataFrame, limit: Limit, unit: float
) -> None:
    whole = at_most(limit.amount, unit)
    left = np.full(len(frame), whole, dtype="int64")
    if limit.used:
        used = {key: whole - at_least(sum_, unit) for key, sum_ in limit.used.items()}
        known = frame[COLUMN[CUSTOMER]].map(used)
        left = np.where(known.isna(), left, known.fillna(0)).astype("int64")
    left = np.clip(left, 0, None)
    if limit.only is not None:
        elsewhere = (frame[COLUMN[TIER]] != limit.only).to_numpy()
        left[elsewhere] = np.iinfo("int64").max
    note[amount > left] = limit.note or CAPPED + CUSTOMER
    np.minimum(amount, left, out=amount)


def _groups(frame: pd.DataFrame, scope: str) -> list[tuple[int, np.ndarray]]:
    """``(key, positions of the rows)`` for each group that shares a limit."""
    if scope == COMPANY:
        return [(ALL, np.arange(len(frame)))]
    column = frame[COLUMN[scope]].reset_index(drop=True)
    groups: dict[Any, Any] = column.groupby(column, sort=True).indices
    return [(int(key), places) for key, places in groups.items()]


def left_of(limits: Sequence[Limit], key: int, unit: float) -> int | None:
    """What the tightest of ``limits`` leaves for ``key``; None without a limit."""
    found = [
        max(at_most(limit.amount, unit) - at_least(limit.used.get(key, 0.0), unit), 0)
        for limit in limits
        if limit.only is None or limit.only == key
    ]
    return min(found) if found else None


def _order(limit: Limit) -> tuple[int, float, int]:
    only = -1 if limit.only is None else limit.only
    return SCOPES.index(limit.scope), limit.amount, only


def _units(amount: float, unit: float) -> int:
    return int(nearest(np.array([amount / unit]))[0])


def money(units: np.ndarray, unit: float) -> np.ndarray:
    """``units`` as an amount of currency, without float noise."""
    parts = round(1 / unit) if unit < 1 else 0
    if parts and abs(parts * unit - 1) < 1e-9:
        # dividing by 100 rounds once, multiplying by 0.01 twice
        return np.asarray(units, dtype="float64") / parts
    digits = max(0, int(np.ceil(-np.log10(unit) - 1e-9)))
    return np.round(np.asarray(units, dtype="float64") * unit, digits)
