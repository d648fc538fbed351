"""What changed against the ladder that was in force before."""

from datetime import date

import numpy as np
import pandas as pd

from .frame import CUSTOMER


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
