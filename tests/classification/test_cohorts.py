"""The cohort table against a count by hand and one without pandas."""

from datetime import date

import pandas as pd
import pytest
from classification.cohorts import cohorts
from hypothesis import given
from hypothesis import strategies as st

UNTIL = date(2026, 4, 10)
MONTHS = [date(2025, 11 + n, 1) if n < 2 else date(2026, n - 1, 1) for n in range(7)]

cells = st.dictionaries(
    st.tuples(st.integers(1, 6), st.sampled_from(MONTHS)),
    st.tuples(st.booleans(), st.integers(-500, 9999)),
    max_size=30,
)


def frame_of(months):
    return pd.DataFrame(
        {
            "partner_id": pd.Series([one[0] for one in months], dtype="int64"),
            "month": pd.Series([one[1] for one in months], dtype="datetime64[s]"),
            "bought": pd.Series([one[2] for one in months], dtype="bool"),
            "revenue": pd.Series([one[3] for one in months], dtype="float64"),
        }
    )


def rows(table):
    return [
        (c.cohort.date(), c.since, c.customers, c.buyers, c.share, c.revenue)
        for c in table.itertuples()
    ]


def test_two_cohorts_by_hand():
    january, february, april = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)
    table = cohorts(
        frame_of(
            [
                (1, january, True, 100),
                (2, january, True, 50),
                (2, february, True, 30),
                # a refund alone is no purchase, but money
                (1, february, False, -20),
                (3, april, True, 70),
                (1, april, True, 10),
                # never bought
                (4, january, False, -5),
                # before their first purchase
                (3, february, False, -1),
                # not yet
                (5, date(2026, 5, 1), True, 999),
            ]
        ),
        UNTIL,
    )
    assert rows(table) == [
        (january, 0, 2, 2, 1.0, 150),
        (january, 1, 2, 1, 0.5, 10),
        (january, 2, 2, 0, 0.0, 0),
        (january, 3, 2, 1, 0.5, 10),
        (april, 0, 1, 1, 1.0, 70),
    ]


@given(cells)
def test_like_counting_one_by_one(cells):
    months = [(who, month, *cell) for (who, month), cell in cells.items()]
    expected = []
    known = [one for one in months if one[1] <= UNTIL]
    first = {}
    for who, month, bought, _revenue in known:
        if bought:
            first[who] = min(first.get(who, month), month)
    for cohort in sorted(set(first.values())):
        members = {who for who, month in first.items() if month == cohort}
        for since, month in enumerate(MONTHS[MONTHS.index(cohort) : 6]):
            now = [one for one in known if one[0] in members and one[1] == month]
            buyers = sum(one[2] for one in now)
            revenue = sum(one[3] for one in now)
            share = buyers / len(members)
            expected.append((cohort, since, len(members), buyers, share, revenue))
    assert rows(cohorts(frame_of(months), UNTIL)) == expected


def test_nobody():
    table = cohorts(frame_of([]), UNTIL)
    assert list(table) == [
        *("cohort", "since", "customers", "buyers", "share", "revenue")
    ]
    assert table.empty


@pytest.mark.parametrize("order", [1, -1])
def test_the_whole_history_of_a_cohort_is_there(order):
    months = [(1, date(2024, 12, 1), True, 5), (1, date(2026, 4, 1), True, 7)][::order]
    table = cohorts(frame_of(months), UNTIL)
    assert table["since"].tolist() == list(range(17))
    assert table["buyers"].sum() == 2 and table["revenue"].sum() == 12
