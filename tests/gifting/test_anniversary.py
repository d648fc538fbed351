from datetime import date, timedelta

import pandas as pd
import pytest
from gifting.anniversary import days_within
from hypothesis import given
from hypothesis import strategies as st


def days(first, start, end):
    found = days_within(pd.Series(pd.to_datetime(first)), start, end)
    return [None if pd.isna(day) else day.date() for day in found]


def test_only_those_of_the_month():
    first = ["2021-03-05", "2022-04-05", "2019-03-31", None]
    assert days(first, date(2026, 3, 1), date(2026, 3, 31)) == [
        date(2026, 3, 5),
        None,
        date(2026, 3, 31),
        None,
    ]


def test_the_first_purchase_itself_is_no_anniversary():
    assert days(["2026-03-05"], date(2026, 3, 1), date(2026, 3, 31)) == [None]


@pytest.mark.parametrize(("year", "day"), [(2027, 28), (2028, 29)])
def test_the_29th_of_february(year, day):
    span = date(year, 2, 1), date(year, 3, 1)
    assert days(["2024-02-29"], *span) == [date(year, 2, day)]


def test_over_the_turn_of_the_year():
    first = ["2020-12-20", "2020-01-10"]
    assert days(first, date(2026, 12, 15), date(2027, 1, 15)) == [
        date(2026, 12, 20),
        date(2027, 1, 10),
    ]


def test_nobody():
    assert days([], date(2026, 3, 1), date(2026, 3, 31)) == []


@given(
    st.dates(date(1990, 1, 1), date(2025, 12, 31)),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_a_whole_year_holds_exactly_one(first, start):
    end = start.replace(year=start.year + 1, day=min(start.day, 28)) - timedelta(days=1)
    (day,) = days([first], start, end)
    if day is None:  # at most the last days of a leap February are not in the span
        assert start.month == 2 and start.day == 29
    else:
        assert start <= day <= end
        assert (day.month, day.day) in {(first.month, first.day), (2, 28)}
