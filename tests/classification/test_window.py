"""K03: first day = as-of day - n months + 1 day, last day = as-of day."""

from datetime import date, timedelta

import pytest
from classification.window import Window
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("as_of", "months", "first"),
    [
        # the example of the rule
        (date(2026, 11, 22), 12, date(2025, 11, 23)),
        (date(2026, 11, 22), 1, date(2026, 10, 23)),
        (date(2026, 11, 22), 3, date(2026, 8, 23)),
        (date(2026, 11, 22), 36, date(2023, 11, 23)),
        # a whole calendar year, quarter and month
        (date(2026, 12, 31), 12, date(2026, 1, 1)),
        (date(2026, 3, 31), 3, date(2026, 1, 1)),
        (date(2026, 1, 31), 1, date(2026, 1, 1)),
        # the day n months ago does not exist: that month's last day, plus one
        (date(2026, 3, 31), 1, date(2026, 3, 1)),
        (date(2026, 3, 30), 1, date(2026, 3, 1)),
        (date(2026, 7, 31), 1, date(2026, 7, 1)),
        (date(2026, 5, 31), 6, date(2025, 12, 1)),
        # a month end that does exist, in a longer month
        (date(2026, 4, 30), 1, date(2026, 3, 31)),
        (date(2026, 2, 28), 1, date(2026, 1, 29)),
        # leap days
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2024, 2, 29), 48, date(2020, 3, 1)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 3, 31), 1, date(2024, 3, 1)),
        (date(2024, 2, 28), 12, date(2023, 3, 1)),
        # over the turn of a year
        (date(2026, 1, 1), 1, date(2025, 12, 2)),
        (date(2026, 1, 1), 12, date(2025, 1, 2)),
    ],
)
def test_first_and_last_day(as_of, months, first):
    assert Window.of_months(as_of, months) == Window(first, as_of)


def test_a_year_holds_365_days_and_a_leap_year_366():
    year = Window.of_months(date(2026, 11, 22), 12)
    leap = Window.of_months(date(2024, 11, 22), 12)
    assert (year.last - year.first).days + 1 == 365
    assert (leap.last - leap.first).days + 1 == 366


@pytest.mark.parametrize("months", [0, -1, -12])
def test_a_period_without_a_month_is_refused(months):
    with pytest.raises(ValueError, match=f"at least one month, not {months}"):
        Window.of_months(date(2026, 11, 22), months)


def test_one_month_is_enough():
    window = Window.of_months(date(2026, 11, 22), 1)
    assert (window.last - window.first).days + 1 == 31


@given(
    as_of=st.dates(date(1980, 1, 1), date(2100, 12, 31)),
    months=st.integers(1, 120),
)
def test_windows_are_never_empty_and_grow_with_the_months(as_of, months):
    window = Window.of_months(as_of, months)
    longer = Window.of_months(as_of, months + 1)
    assert longer.first < window.first <= window.last == as_of
    assert 28 * months <= (window.last - window.first).days + 1 <= 31 * months


@given(as_of=st.dates(date(1980, 1, 1), date(2100, 12, 31)), months=st.integers(1, 60))
def test_two_windows_in_a_row_leave_no_gap(as_of, months):
    window = Window.of_months(as_of, months)
    earlier = Window.of_months(window.first - timedelta(days=1), months)
    assert earlier.last + timedelta(days=1) == window.first
