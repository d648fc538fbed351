"""K16: since when each customer stands in their tier, from the prior ladder alone."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from classification import compare, decide
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import AS_OF, frames, ladders

EARLIER = date(2026, 3, 1)


def placed(tiers):
    """A decided frame as far as the comparison needs it."""
    return pd.DataFrame({"partner_id": list(tiers), "tier": list(tiers.values())})


def ladder(*rows):
    return pd.DataFrame(rows, columns=["partner_id", "tier", "since"])


def since(compared):
    return [None if pd.isna(day) else day.date() for day in compared["since"]]


def test_who_keeps_his_tier_keeps_his_date_and_who_moves_has_the_day():
    decided = placed({1: 10, 2: 20, 3: 10, 4: 30})
    prior = ladder((1, 10, EARLIER), (2, 10, EARLIER), (3, 20, date(2025, 7, 7)))
    compared = compare(decided, prior, AS_OF)
    assert compared["prior_tier"].tolist() == [10, 10, 20, -1]
    assert since(compared) == [EARLIER, AS_OF, AS_OF, AS_OF]
    assert compared["tier"].tolist() == [10, 20, 10, 30]


def test_the_order_of_the_prior_rows_does_not_matter():
    decided = placed({1: 10, 2: 20, 3: 30})
    rows = [(3, 30, EARLIER), (1, 10, date(2024, 2, 29)), (2, 10, EARLIER)]
    compared = compare(decided, ladder(*rows), AS_OF)
    pd.testing.assert_frame_equal(
        compared, compare(decided, ladder(*rows[::-1]), AS_OF)
    )
    assert since(compared) == [date(2024, 2, 29), AS_OF, EARLIER]


def test_who_left_the_frame_is_left_out():
    compared = compare(
        placed({1: 10}), ladder((1, 10, EARLIER), (9, 10, EARLIER)), AS_OF
    )
    assert compared["partner_id"].tolist() == [1]


@pytest.mark.parametrize(
    "prior",
    [
        pd.DataFrame(columns=["partner_id", "tier", "since"]),
        ladder(),
        pd.DataFrame(
            {
                "partner_id": pd.Series(dtype="int64"),
                "tier": pd.Series(dtype="int64"),
                "since": pd.Series(dtype="datetime64[s]"),
            }
        ),
    ],
    ids=["bare", "built", "typed"],
)
def test_nobody_stood_anywhere_before(prior):
    compared = compare(placed({1: 10, 2: 20}), prior, AS_OF)
    assert compared["prior_tier"].tolist() == [-1, -1]
    assert since(compared) == [AS_OF, AS_OF]


def test_nobody_now():
    nobody = placed({}).astype("int64")
    compared = compare(nobody, ladder((1, 10, EARLIER)), AS_OF)
    assert len(compared) == 0
    assert compared["prior_tier"].dtype == "int64"
    assert compared["since"].dtype == "datetime64[s]"


def test_types_do_not_depend_on_who_was_there_before():
    decided = placed({1: 10, 2: 20})
    for prior in (ladder(), ladder((1, 10, EARLIER)), ladder((1, 1, None))):
        compared = compare(decided, prior, AS_OF)
        assert compared["prior_tier"].dtype == "int64"
        assert compared["since"].dtype == "datetime64[s]"


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_dates_may_come_as_days_or_as_timestamps(unit):
    decided = placed({1: 10, 2: 20, 3: 30})
    days = ladder((1, 10, EARLIER), (2, 10, EARLIER))
    stamps = days.assign(
        since=pd.to_datetime(days["since"]).astype(f"datetime64[{unit}]")
    )
    pd.testing.assert_frame_equal(
        compare(decided, days, AS_OF), compare(decided, stamps, AS_OF)
    )


def test_no_tier_before_and_none_now_has_no_date():
    decided = placed({1: -1, 2: -1, 3: 10})
    prior = ladder((2, 10, EARLIER))
    compared = compare(decided, prior, AS_OF)
    assert compared["prior_tier"].tolist() == [-1, 10, -1]
    assert since(compared) == [None, AS_OF, AS_OF]


def test_a_second_run_for_the_day_gives_the_same_dates():
    # the prior ladder is that of before the day, so it is the same for both runs
    decided = placed({1: 10, 2: 20})
    prior = ladder((1, 20, EARLIER), (2, 20, EARLIER))
    first = compare(decided, prior, AS_OF)
    second = compare(decided, prior, AS_OF)
    pd.testing.assert_frame_equal(first, second)
    assert since(second) == [AS_OF, EARLIER]


def test_a_customer_who_moved_and_came_back_starts_anew():
    march, april, may = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)
    up = compare(placed({1: 10}), ladder((1, 20, EARLIER)), march)
    assert since(up) == [march]
    back = compare(placed({1: 20}), up[["partner_id", "tier", "since"]], april)
    assert since(back) == [april]
    still = compare(placed({1: 20}), back[["partner_id", "tier", "since"]], may)
    assert since(still) == [april]


def test_a_prior_ladder_with_a_customer_twice_is_refused():
    with pytest.raises(ValueError, match="duplicate"):
        compare(placed({1: 10}), ladder((1, 10, EARLIER), (1, 20, EARLIER)), AS_OF)


def test_neither_frame_is_changed():
    decided, prior = placed({1: 10, 2: 20}), ladder((2, 20, EARLIER))
    decided_before, prior_before = decided.copy(), prior.copy()
    compare(decided, prior, AS_OF)
    pd.testing.assert_frame_equal(decided, decided_before)
    pd.testing.assert_frame_equal(prior, prior_before)


priors = st.dictionaries(
    st.integers(1, 60),
    st.tuples(st.integers(1, 14), st.dates(date(2020, 1, 1), AS_OF)),
    max_size=40,
).map(lambda rows: ladder(*((key, *value) for key, value in rows.items())))


@given(frame=frames, settings=ladders(), prior=priors, order=st.randoms())
def test_only_the_prior_ladder_and_the_day_decide(frame, settings, prior, order):
    decided = decide(frame, settings)
    compared = compare(decided, prior, AS_OF)
    before = {row.partner_id: row for row in prior.itertuples()}
    for row in compared.itertuples():
        was = before.get(row.partner_id)
        assert row.prior_tier == (was.tier if was else -1)
        kept = was is not None and was.tier == row.tier
        assert row.since == pd.Timestamp(was.since if kept else AS_OF)
    # a rerun, from rows in any order
    places = list(range(len(frame)))
    order.shuffle(places)
    again = compare(decide(frame.iloc[places], settings), prior, AS_OF)
    pd.testing.assert_frame_equal(compared, again, check_exact=True)


@given(frame=frames, settings=ladders(), later=st.integers(1, 400))
def test_with_nothing_changed_nobody_moves(frame, settings, later):
    decided = decide(frame, settings)
    first = compare(decided, ladder(), AS_OF)
    prior = first[["partner_id", "tier", "since"]]
    day = date.fromordinal(AS_OF.toordinal() + later)
    second = compare(decided, prior, day)
    assert np.array_equal(second["prior_tier"], second["tier"])
    assert np.array_equal(second["since"], first["since"])
