"""The order of customers; equal values are never split at random."""

import numpy as np
import pandas as pd


def rank(values: pd.Series) -> pd.DataFrame:
    """Rank ``values``, the highest first; equal values share a place.

    Returns, on the index of ``values``:

    ``rank``       1-based place of the first member of the tied group ("1224" ranking)
    ``group_end``  how many customers have this value or a higher one
    ``share``      the customer's part of the sum of the positive values, 0..1
    ``cumulated``  the part of all customers up to the end of the tied group, 0..1

    Values that are not positive have the share 0, because the total only contains
    positive values.
    """
    order = np.argsort(-values.to_numpy(dtype="float64"), kind="stable")
    sorted_values = values.to_numpy(dtype="float64")[order]
    # first and last place of each run of equal values
    places = np.arange(len(sorted_values))
    starts = np.ones(len(sorted_values), dtype=bool)
    starts[1:] = sorted_values[1:] != sorted_values[:-1]
    first = np.maximum.accumulate(np.where(starts, places, 0))
    group = np.cumsum(starts) - 1
    ends = np.append(np.flatnonzero(starts)[1:], len(sorted_values))
    last = ends[group] if len(ends) else places
    positive = np.clip(sorted_values, 0.0, None)
    total = positive.sum()
    share = positive / total if total > 0 else np.zeros_like(positive)
    running = np.cumsum(share)
    cumulated = running[last - 1] if len(running) else running
    result = pd.DataFrame(
        {
            "rank": first + 1,
            "group_end": last,
            "share": share,
            "cumulated": np.minimum(cumulated, 1.0),
        },
        index=values.index[order],
    )
    return result.reindex(values.index)
