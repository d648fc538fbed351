"""What changed compared with the tiers that were in force before."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .frame import CUSTOMER, as_dates

# what a customer carries from one evaluation to the next, see :mod:`.transition`
STATE = ("earned", "earned_since", "missed", "missed_since", "missed_on")


def compare(decided: pd.DataFrame, prior: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add to ``decided`` since when each customer has been in their tier.

    ``prior`` has one row per customer with a tier *before the as-of day*, with
    ``partner_id``, ``tier`` and ``since`` (date). Customers who keep their tier keep
    their date; for all others it is ``as_of``. Because ``prior`` is the state before
    the day, a second run for the same day gives the same dates (rule K16).

    Adds ``prior_tier`` (-1 for customers who had no tier) and ``since``, which stays
    empty for customers who had no tier and still have none.
    """
    before = prior.set_index(CUSTOMER).reindex(decided[CUSTOMER])
    # to_numeric: the column of an empty frame has no type
    prior_tier = pd.to_numeric(before["tier"]).fillna(-1).to_numpy().astype("int64")
    kept = prior_tier == decided["tier"].to_numpy()
    since = np.where(
        kept,
        as_dates(before["since"]).to_numpy(dtype="datetime64[s]"),
        np.datetime64(as_of, "s"),
    )
    return decided.assign(prior_tier=prior_tier, since=since)


def remember(settled: pd.DataFrame, prior: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add the state from which a second run for the same day starts (rule K16).

    If the state of a customer differs from the one before the day, ``state_on`` is
    ``as_of`` and ``state_before`` is the earlier state as JSON. Otherwise both are
    empty, and also for customers who had no tier: there was no state, and their change
    says on which day they entered.
    """
    before = prior.set_index(CUSTOMER).reindex(settled[CUSTOMER])
    before = before[list(STATE)].set_axis(settled.index)
    differs = np.zeros(len(settled), dtype=bool)
    for name in STATE:
        differs |= _comparable(before[name]) != _comparable(settled[name])
    differs &= settled[CUSTOMER].isin(prior[CUSTOMER]).to_numpy()
    day = np.where(differs, np.datetime64(as_of, "s"), np.datetime64("NaT", "s"))
    text = pd.Series(None, index=settled.index, dtype=object)
    text[differs] = _texts(before[differs])
    return settled.assign(state_on=day, state_before=text)


def _texts(states: pd.DataFrame) -> np.ndarray:
    """Each of the ``states`` as JSON; there are few, of many customers."""
    codes = states.groupby(list(STATE), dropna=False, sort=False).ngroup()
    few = states.loc[~codes.duplicated(), list(STATE)].astype(object)
    texts = [
        json.dumps(dict(zip(STATE, map(_plain, state), strict=True)))
        for state in few.itertuples(index=False)
    ]
    return np.array(texts, dtype=object)[codes.to_numpy(dtype="int64")]


def _is_day(values: pd.Series) -> bool:
    return values.dtype.kind == "M" or str(values.name).endswith(("since", "_on"))


def _comparable(values: pd.Series) -> np.ndarray:
    """The values as numbers; a missing value becomes a number that never occurs."""
    if _is_day(values):
        days = as_dates(values).to_numpy(dtype="datetime64[D]")
        return days.astype("int64")
    return pd.to_numeric(values).fillna(np.iinfo("int64").min).to_numpy(dtype="int64")


def _plain(value: Any) -> str | int | None:
    """For JSON: a day as text, a number as int, a missing value as None."""
    if pd.isna(value):
        return None
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else int(value)
