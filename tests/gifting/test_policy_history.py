"""Sums over days against the plain way of adding them up."""

from datetime import date, timedelta

import numpy as np
from dateutil.relativedelta import relativedelta
from gifting.policy_history import History, day_numbers, years
from hypothesis import given
from hypothesis import strategies as st

EPOCH = date(1970, 1, 1)


def number(day):
    return (day - EPOCH).days


ENTRIES = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        st.integers(0, 100_000).map(lambda cents: cents / 100),
    ),
    max_size=12,
)


def history_of(entries):
    keys, days, values = zip(*entries, strict=True) if entries else ((), (), ())
    return History(
        np.array(keys, "int64"), np.array([number(day) for day in days]), values
    )


@given(ENTRIES, st.integers(1, 3), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_sums_and_numbers_are_those_of_adding_up(entries, key, day):
    history = history_of(entries)
    first, last = day - timedelta(30), day + timedelta(30)
    inside = [v for k, d, v in entries if k == key and first <= d <= last]
    period = (np.array([key]), np.array([number(first)]), np.array([number(last)]))
    assert abs(history.total(*period)[0] - sum(inside)) < 1e-6
    assert history.number(*period)[0] == len(inside)


@given(ENTRIES, st.integers(1, 3), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_peak_is_that_of_all_twelve_months_around(entries, key, day):
    entries = [*entries, (key, day, 1.0)]
    history = history_of(entries)
    peak = history.peak(np.array([key]), np.array([number(day)]))[0]
    own = [(d, v) for k, d, v in entries if k == key]
    sums = [
        sum(v for d, v in own if end - relativedelta(months=12) < d <= end)
        for end, _value in own
        if day <= end < day + relativedelta(months=12)
    ]
    assert abs(peak - max(sums)) < 1e-6


def test_the_year_of_a_day():
    first, last = years(day_numbers([date(2024, 2, 29), date(2025, 12, 31)]))
    assert first.tolist() == [number(date(2024, 1, 1)), number(date(2025, 1, 1))]
    assert last.tolist() == [number(date(2024, 12, 31)), number(date(2025, 12, 31))]


def test_cents_add_up_exactly():
    history = history_of([(1, date(2025, 1, 1), 0.1)] * 3)
    day = np.array([number(date(2025, 1, 1))])
    assert history.total(np.array([1]), day, day)[0] == 0.3
