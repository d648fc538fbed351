"""On which day of a span each customer's anniversary falls."""

import datetime

import numpy as np
import pandas as pd


def days_within(
    first: pd.Series, start: datetime.date, end: datetime.date
) -> pd.Series:
    """The anniversary of each day of ``first`` from ``start`` to ``end``, else NaT.

    The earliest one if the span holds several. The day itself is no anniversary, and
    29 February has its day on the 28th in the years without one.
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
