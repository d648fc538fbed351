"""The day within a period on which each customer's anniversary falls."""

import datetime

import numpy as np
import pandas as pd


def days_within(
    first: pd.Series, start: datetime.date, end: datetime.date
) -> pd.Series:
    """The anniversary of each day in ``first`` from ``start`` to ``end``, else NaT.

    The earliest one if the period contains several. The day itself is no anniversary;
    29 February counts as the 28th in other years.
    """
    first = pd.to_datetime(first)
    found = pd.Series(np.datetime64("NaT", "ns"), index=first.index)
    for year in range(start.year, end.year + 1):
        leap = pd.Timestamp(year, 1, 1).is_leap_year
        day = first.dt.day.where(
            leap | (first.dt.month != 2) | (first.dt.day != 29), 28
        )
        days = pd.to_datetime(
            pd.DataFrame({"year": year, "month": first.dt.month, "day": day})
        )
        inside = (
            (days >= pd.Timestamp(start))
            & (days <= pd.Timestamp(end))
            & (days > first)
            & found.isna()
        )
        found = found.where(~inside, days)
    return found
