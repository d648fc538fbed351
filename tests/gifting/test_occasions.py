"""The days of occasions, against astronomy and against the calendar on the wall."""

import csv
import doctest
import warnings
from datetime import date
from pathlib import Path

import holidays
import pytest
from gifting import occasions
from gifting.occasions import (
    LAST,
    ORTHODOX,
    ByHand,
    CountryHoliday,
    Day,
    EasterDay,
    EveryMonths,
    FixedDay,
    LunisolarDay,
    Missing,
    PartnerDay,
    WeekdayOfMonth,
    find,
)
from hypothesis import given
from hypothesis import strategies as st

# computed with ephem at UTC+8
TRUE_DAYS = [
    {
        name: value if name == "year" else date.fromisoformat(value)
        for name, value in row.items()
    }
    for row in csv.DictReader(
        (Path(__file__).parent / "lunar_festivals_2020_2050.csv").open()
    )
]
FEASTS = {
    "spring_festival": LunisolarDay(1, 1),
    "dragon_boat": LunisolarDay(5, 5),
    "mid_autumn": LunisolarDay(8, 15),
    "double_ninth": LunisolarDay(9, 9),
}


def days(rule, first, last=None):
    """ISO days of ``rule`` in the year ``first``, or in the years up to ``last``."""
    found = find(rule, date(first, 1, 1), date(last or first, 12, 31))
    assert found.missing == []
    return [day.first.isoformat() for day in found.days]


def missing(rule, year):
    found = find(rule, date(year, 1, 1), date(year, 12, 31))
    assert found.days == []
    [absence] = found.missing
    return absence


def test_examples():
    result = doctest.testmod(occasions)
    assert result.attempted > 6
    assert result.failed == 0


@pytest.mark.parametrize("feast", FEASTS)
def test_lunisolar_against_astronomy(feast):
    assert len(TRUE_DAYS) == 31
    assert days(FEASTS[feast], 2020, 2050) == [
        row[feast].isoformat() for row in TRUE_DAYS
    ]


@pytest.mark.parametrize(
    ("feast", "name"),
    [
        ("mid_autumn", "Mid-Autumn Festival"),
        ("spring_festival", "Chinese New Year (Spring Festival)"),
    ],
)
def test_holidays_of_china_against_astronomy(feast, name):
    assert days(CountryHoliday("CN", (name,)), 2020, 2040) == [
        row[feast].isoformat() for row in TRUE_DAYS if int(row["year"]) <= 2040
    ]


def test_lunisolar_never_in_a_leap_month():
    # 2025 has a sixth month twice, the second from 25 July on
    assert days(LunisolarDay(6, 1), 2025) == ["2025-06-25"]


def test_lunisolar_last_day_of_the_year():
    # month 12 has 29 days before 2026-02-17 and 30 before 2024-02-10
    assert days(LunisolarDay(12, 30), 2024, 2026) == [
        "2024-02-09",
        "2025-01-28",
        "2026-02-16",
    ]


def test_lunisolar_day_that_is_none():
    assert missing(LunisolarDay(8, 31), 2026).reason == occasions.NO_SUCH_DAY
    assert missing(LunisolarDay(13, 1), 2026).reason == occasions.NO_SUCH_DAY


def test_fixed():
    assert days(FixedDay(10, 1), 2026, 2027) == ["2026-10-01", "2027-10-01"]
    assert days(FixedDay(2, 29), 2027, 2028) == ["2027-02-28", "2028-02-29"]
    assert missing(FixedDay(4, 31), 2026) == Missing(2026, occasions.NO_SUCH_DAY)


def test_weekday_of_month():
    # Mother's Day, Thanksgiving, Memorial Day of 2026
    assert days(WeekdayOfMonth(5, 6, 2), 2026) == ["2026-05-10"]
    assert days(WeekdayOfMonth(11, 3, 4), 2026) == ["2026-11-26"]
    assert days(WeekdayOfMonth(5, 0, LAST), 2026) == ["2026-05-25"]
    # February 2026 has four Mondays
    assert missing(WeekdayOfMonth(2, 0, 5), 2026).reason == occasions.NO_SUCH_DAY


def test_easter():
    assert days(EasterDay(), 2024, 2026) == ["2024-03-31", "2025-04-20", "2026-04-05"]
    assert days(EasterDay(-2), 2026) == ["2026-04-03"]
    # 5 April 2026 and 300 days
    assert days(EasterDay(300), 2027) == ["2027-01-30"]
    assert days(EasterDay(0, ORTHODOX), 2024, 2026) == [
        "2024-05-05",
        "2025-04-20",
        "2026-04-12",
    ]


def test_every_months():
    quarterly = EveryMonths(3, date(2026, 3, 15))
    assert days(quarterly, 2026) == [
        "2026-03-15",
        "2026-06-15",
        "2026-09-15",
        "2026-12-15",
    ]
    assert days(EveryMonths(5, date(2026, 10, 31)), 2027) == [
        "2027-03-31",
        "2027-08-31",
    ]
    assert days(quarterly, 2025) == []


def test_partner_day_is_a_month_each():
    found = find(PartnerDay(), date(2027, 2, 10), date(2027, 3, 1))
    assert found.days == [
        Day(date(2027, 2, 1), date(2027, 2, 28)),
        Day(date(2027, 3, 1), date(2027, 3, 31)),
    ]


def test_by_hand():
    assert days(ByHand(), 2026) == []


def test_day_of_a_block():
    name = ("Chinese New Year (Spring Festival)",)
    assert days(CountryHoliday("CN", name, nth=1), 2026) == ["2026-02-17"]
    assert days(CountryHoliday("CN", name, nth=2), 2026) == ["2026-02-18"]
    assert days(CountryHoliday("CN", name, nth=LAST), 2026) == ["2026-02-19"]
    assert missing(CountryHoliday("CN", name, nth=9), 2026).reason == "no_such_name"


def test_two_feasts_on_one_day():
    # 3 October 2028 is both
    assert days(CountryHoliday("CN", ("Mid-Autumn Festival",)), 2028) == ["2028-10-03"]
    assert days(CountryHoliday("CN", ("national day",), nth=LAST), 2028) == [
        "2028-10-03"
    ]


def test_any_of_the_names():
    rule = CountryHoliday("HK", ("Chung Yeung Festival", "Double Ninth Festival"))
    assert days(rule, 2026) == ["2026-10-18"]


def test_estimated_is_carried():
    [day] = find(
        CountryHoliday("ID", ("Eid al-Fitr",)), date(2027, 1, 1), date(2027, 12, 31)
    ).days
    assert day.estimated
    # an estimate moves from one version of the library to the next
    assert date(2027, 3, 9) <= day.first <= date(2027, 3, 11)
    [day] = find(
        CountryHoliday("CN", ("National Day",)), date(2027, 1, 1), date(2027, 12, 31)
    ).days
    assert not day.estimated


def test_unknown_name_says_which_there_are():
    absence = missing(CountryHoliday("CN", ("Moon Cake Day",)), 2026)
    assert absence.reason == occasions.NO_SUCH_NAME
    assert "Mid-Autumn Festival" in absence.detail


def test_warning_becomes_the_reason():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        absence = missing(CountryHoliday("IN", ("Diwali",)), 2037)
    assert "2001 to 2035" in absence.detail


@pytest.mark.parametrize(
    "rule",
    [
        CountryHoliday("XX", ("Any",)),
        CountryHoliday("US", ("Any",), subdivision="QQ"),
        CountryHoliday("CN", ("Any",), categories=("such",)),
    ],
)
def test_unknown_place(rule):
    assert missing(rule, 2026).reason == occasions.UNKNOWN_PLACE


def test_years_without_data():
    assert missing(CountryHoliday("CN", ("National Day",)), 2150).reason == "no_data"


def test_a_block_across_new_year(monkeypatch):
    """Its second day is found, and neither year is told to have none."""
    listed = {
        2026: [(date(2026, 12, 31), "Feast; Other")],
        2027: [(date(2027, 1, 1), "Feast (estimated)"), (date(2027, 5, 1), "May")],
        2028: [(date(2028, 5, 1), "May")],
    }
    monkeypatch.setattr(
        holidays,
        "country_holidays",
        lambda _country, years, **_options: dict(listed.get(years, [])),
    )
    rule = CountryHoliday("CN", ("Feast",), nth=2)
    assert days(rule, 2026, 2027) == ["2027-01-01"]
    assert missing(rule, 2028).reason == occasions.NO_SUCH_NAME


RULES = st.one_of(
    st.builds(FixedDay, st.integers(1, 12), st.integers(1, 28)),
    st.builds(
        WeekdayOfMonth,
        st.integers(1, 12),
        st.integers(0, 6),
        st.sampled_from([1, 2, 3, 4, -1]),
    ),
    st.builds(EasterDay, st.integers(-60, 60)),
    st.builds(LunisolarDay, st.integers(1, 10), st.integers(1, 30)),
    st.builds(
        EveryMonths, st.integers(1, 24), st.dates(date(2020, 1, 1), date(2026, 1, 1))
    ),
    st.just(PartnerDay()),
)


@given(RULES, st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_any_rule(rule, first):
    """Ascending, each once, within the period; a part is a part of the whole."""
    last = date(first.year + 2, first.month, 1)
    found = [day.first for day in find(rule, first, last).days]
    assert found == sorted(set(found))
    whole = find(rule, date(first.year, 1, 1), date(last.year, 12, 31)).days
    assert found == [
        day.first
        for day in whole
        if day.first <= last and (day.last or day.first) >= first
    ]
