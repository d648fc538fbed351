"""Cohorts: what becomes of the customers who first bought in the same month."""

from datetime import date

import pandas as pd

from .frame import CUSTOMER

COHORT = "cohort"
SINCE = "since"


def cohorts(months: pd.DataFrame, until: date) -> pd.DataFrame:
    """The cohort table: one row per month of first purchase and month since then.

    ``months`` has one row per customer and calendar month with any document:
    ``partner_id``, ``month`` (its first day), ``bought`` (bool) and ``revenue``
    (company currency, refunds netted). Rows after the month of ``until`` do not count,
    nor does a customer who never bought, nor what lies before the first purchase.

    The result is sorted by ``cohort`` (first day of the month) and ``since`` (0 is the
    month of the first purchase), without gaps up to the month of ``until``, which may
    not be over yet:

    ``customers``  size of the cohort
    ``buyers``     how many of them bought in this month, and ``share``, 0..1
    ``revenue``    of the cohort in this month, company currency

    >>> months = pd.DataFrame(
    ...     {
    ...         "partner_id": [1, 1, 2],
    ...         "month": pd.to_datetime(["2026-01-01", "2026-03-01", "2026-01-01"]),
    ...         "bought": [True, True, True],
    ...         "revenue": [10.0, 20.0, 5.0],
    ...     }
    ... )
    >>> table = cohorts(months, date(2026, 3, 15))
    >>> table[["since", "customers", "share", "revenue"]].to_numpy().tolist()
    [[0.0, 2.0, 1.0, 15.0], [1.0, 2.0, 0.0, 0.0], [2.0, 2.0, 0.5, 20.0]]
    """
    last = _number(pd.Series([pd.Timestamp(until)])).iloc[0]
    known = months.assign(number=_number(months["month"]))
    first = known[known["bought"]].groupby(CUSTOMER)["number"].min()
    known = known.assign(**{COHORT: known[CUSTOMER].map(first)}).dropna(subset=[COHORT])
    known[COHORT] = known[COHORT].astype("int64")
    known[SINCE] = known["number"] - known[COHORT]
    cells = known.groupby([COHORT, SINCE]).agg(
        buyers=("bought", "sum"), revenue=("revenue", "sum")
    )
    sizes = first.value_counts().sort_index()
    every = pd.MultiIndex.from_tuples(
        [
            (cohort, since)
            for cohort in sizes.index
            for since in range(last - cohort + 1)
        ],
        names=[COHORT, SINCE],
    )
    # whatever lies before the first purchase or after the end is no cell of these
    table: pd.DataFrame = cells.reindex(every).fillna(0.0).reset_index()
    table["buyers"] = table["buyers"].astype("int64")
    table.insert(2, "customers", table[COHORT].map(sizes).astype("int64"))
    table.insert(4, "share", table["buyers"] / table["customers"])
    table = table.assign(**{COHORT: _month(table[COHORT])})
    return table


def _number(days: pd.Series) -> pd.Series:
    """Months since the year 0, so that a difference is a number of months."""
    months: pd.Series = 12 * days.dt.year.astype("int64") + days.dt.month - 1
    return months.astype("int64")


def _month(numbers: pd.Series) -> pd.Series:
    return pd.to_datetime(
        pd.DataFrame({"year": numbers // 12, "month": numbers % 12 + 1, "day": 1})
    )
