"""What changed against the ladder that was in force before."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .frame import CUSTOMER

# what a customer carries from one evaluation to the next, see :mod:`.transition`
STATE = ("earned", "earned_since", "missed", "missed_since", "missed_on")


def compare(decided: pd.DataFrame, prior: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add to ``decided`` since when each customer stands in his tier.

    ``prior`` has one row per customer that stood on the ladder *before the as-of day*,
    with ``partner_id``, ``tier`` and ``since`` (date). Customers who keep their tier
    keep their date, all others stand there since ``as_of``. As the prior state is that
    of before the day, a second run for the same day gives the same dates (rule K16).

    Adds ``prior_tier`` (-1 for a customer not on the ladder before) and ``since``,
    which stays empty for a customer who was on no tier and still is on none.
    """
    before = prior.set_index(CUSTOMER).reindex(decided[CUSTOMER])
    # to_numeric: the column of an empty prior has no type of its own
    prior_tier = pd.to_numeric(before["tier"]).fillna(-1).to_numpy().astype("int64")
    kept = prior_tier == decided["tier"].to_numpy()
    since = np.where(
        kept,
        pd.to_datetime(before["since"]).to_numpy(dtype="datetime64[s]"),
        np.datetime64(as_of, "s"),
    )
    return decided.assign(prior_tier=prior_tier, since=since)


def remember(settled: pd.DataFrame, prior: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add what a second run for the same day has to start from (rule K16).

    ``state_on`` is ``as_of`` where the state of a customer differs from that before the
    day, and ``state_before`` that state as JSON; both are empty for all others.
    """
    before = prior.set_index(CUSTOMER).reindex(settled[CUSTOMER])
    before = before[list(STATE)].set_axis(settled.index)
    differs = np.zeros(len(settled), dtype=bool)
    for name in STATE:
        differs |= _comparable(before[name]) != _comparable(settled[name])
    day = np.where(differs, np.datetime64(as_of, "s"), np.datetime64("NaT", "s"))
    # few states, many customers: each is written once
    codes = before.groupby(list(STATE), dropna=False, sort=False).ngroup()
    states = before.loc[~codes.duplicated(), list(STATE)].astype(object)
    texts = [
        json.dumps(dict(zip(STATE, map(_plain, state), strict=True)))
        for state in states.itertuples(index=False)
    ]
    text = pd.Series(np.array(texts, dtype=object)[codes], index=settled.index)
    return settled.assign(state_on=day, state_before=text.where(differs, None))


def _is_day(values: pd.Series) -> bool:
    return values.dtype.kind == "M" or str(values.name).endswith(("since", "_on"))


def _comparable(values: pd.Series) -> np.ndarray:
    """As numbers, of which that for what is missing is none that occurs."""
    if _is_day(values):
        days = pd.to_datetime(values).to_numpy(dtype="datetime64[D]")
        return days.astype("int64")
    return pd.to_numeric(values).fillna(np.iinfo("int64").min).to_numpy(dtype="int64")


def _plain(value: Any) -> str | int | None:
    """For JSON: a day as text, a number as int, what is missing as None."""
    if pd.isna(value):
        return None
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else int(value)
