"""Transitions, caps and manual tiers by hand (K12, K13, K14), and by random walks."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from classification import decide, remember, settle
from classification.schedule import period
from classification.settings import Cap, Cut, Transition
from classification.transition import AT_LEAST, AT_MOST, FIX
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import (
    BIG,
    INACTIVE,
    MEDIUM,
    PROSPECT,
    SMALL,
    TOP,
    buyers,
    customer,
    frame_of,
    pyramid,
)

CUTS = (
    Cut(TOP, "threshold", 100),
    Cut(BIG, "threshold", 50),
    Cut(MEDIUM, "threshold", 10),
)
NOBODY = pd.DataFrame({"partner_id": [], "kind": [], "tier": []})
STATE = ["partner_id", "earned", "earned_since", "missed", "missed_since", "missed_on"]


def new_state():
    return pd.DataFrame({name: [] for name in STATE})


class Customer:
    """One customer from evaluation to evaluation."""

    def __init__(self, **rules):
        self.rules = Transition(**rules)
        self.state = new_state()

    def evaluate(self, value, day, hold=False):
        settings = pyramid(cuts=CUTS, as_of=day, transition=self.rules)
        decided = decide(buyers([float(value)]), settings)
        settled = settle(decided, self.state, NOBODY, settings, hold)
        self.state = settled[STATE]
        self.row = settled.iloc[0]
        return int(self.row["tier"])

    def walk(self, *steps):
        return [self.evaluate(value, day) for value, day in steps]


def monthly(*values, start=date(2026, 1, 15)):
    return [
        (value, date(start.year + month // 12, month % 12 + 1, start.day))
        for month, value in enumerate(values)
    ]


def test_up_at_once_and_down_at_once_by_default():
    assert Customer().walk(*monthly(5, 100, 5)) == [SMALL, TOP, SMALL]


def test_down_at_the_set_number_of_missed_evaluations():
    walked = Customer(misses=3).walk(*monthly(100, 60, 60, 60, 60))
    assert walked == [TOP, TOP, TOP, BIG, BIG]


def test_a_hit_in_between_begins_anew():
    walked = Customer(misses=2).walk(*monthly(100, 5, 100, 5, 5))
    assert walked == [TOP, TOP, TOP, TOP, SMALL]


def test_one_miss_per_period_however_often_someone_clicks():
    someone = Customer(misses=2)
    someone.evaluate(100, date(2026, 1, 31))
    days = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 28), date(2026, 3, 1)]
    assert [someone.evaluate(5, day) for day in days] == [TOP, TOP, TOP, SMALL]


@pytest.mark.parametrize(
    ("interval", "second", "expected"),
    [
        ("daily", date(2026, 2, 2), TOP),
        ("daily", date(2026, 2, 3), SMALL),
        # a week begins on Monday, and 2 February 2026 is one
        ("weekly", date(2026, 2, 8), TOP),
        ("weekly", date(2026, 2, 9), SMALL),
        ("monthly", date(2026, 2, 28), TOP),
        ("monthly", date(2026, 3, 1), SMALL),
    ],
)
def test_a_period_is_that_of_the_schedule(interval, second, expected):
    someone = Customer(misses=2, interval=interval)
    someone.evaluate(100, date(2026, 1, 1))
    someone.evaluate(5, date(2026, 2, 2))
    assert someone.evaluate(5, second) == expected


def test_days_of_grace_from_the_first_miss():
    someone = Customer(grace_days=90)
    someone.evaluate(100, date(2026, 1, 1))
    assert someone.evaluate(5, date(2026, 2, 1)) == TOP
    assert someone.row["missed_since"] == pd.Timestamp(2026, 2, 1)
    assert someone.evaluate(5, date(2026, 5, 1)) == TOP  # 89 days later
    assert someone.evaluate(5, date(2026, 5, 2)) == SMALL


def test_one_step_at_most():
    walked = Customer(one_step=True).walk(*monthly(100, 5, 5, 5, 5))
    assert walked == [TOP, BIG, MEDIUM, SMALL, SMALL]


def test_after_one_step_the_next_one_is_missed_for_anew():
    walked = Customer(one_step=True, misses=2).walk(*monthly(100, 5, 5, 5, 5, 5))
    assert walked == [TOP, TOP, BIG, BIG, MEDIUM, MEDIUM]


def test_one_step_per_period_however_often_someone_clicks():
    """K13, without any grace: a second run in the month is not a second step."""
    someone = Customer(one_step=True)
    someone.evaluate(100, date(2026, 1, 1))
    days = [date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 28)]
    assert [someone.evaluate(5, day) for day in days] == [BIG] * 4
    assert someone.evaluate(5, date(2026, 3, 1)) == MEDIUM


def test_a_step_made_good_in_between_is_no_way_around():
    someone = Customer(one_step=True)
    someone.evaluate(100, date(2026, 1, 1))
    steps = [(5, 2), (60, 3), (5, 4), (100, 5), (5, 6)]
    walked = [someone.evaluate(value, date(2026, 2, day)) for value, day in steps]
    # up at once, and down again in March at the earliest
    assert walked == [BIG, BIG, BIG, TOP, TOP]
    assert someone.evaluate(5, date(2026, 3, 1)) == BIG


def test_a_miss_made_good_begins_anew_in_the_same_period():
    someone = Customer(misses=2)
    someone.evaluate(100, date(2026, 1, 1))
    for value, day in ((5, 1), (100, 2), (5, 3)):
        assert someone.evaluate(value, date(2026, 2, day)) == TOP
    assert someone.evaluate(5, date(2026, 3, 1)) == SMALL


def test_a_tier_is_held_until_the_requalification_date():
    someone = Customer(hold_months=6)
    someone.evaluate(100, date(2026, 1, 31))
    assert someone.evaluate(5, date(2026, 7, 30)) == TOP
    assert someone.evaluate(5, date(2026, 7, 31)) == SMALL


def test_refreshing_the_figures_moves_nobody_between_ranked_tiers():
    someone = Customer()
    someone.evaluate(60, date(2026, 1, 1))
    assert someone.evaluate(100, date(2026, 1, 2), hold=True) == BIG
    assert someone.row["computed"] == TOP
    assert someone.evaluate(5, date(2026, 1, 3), hold=True) == BIG
    assert someone.row["missed"] == 0
    assert someone.evaluate(5, date(2026, 1, 4)) == SMALL


def settled(rows, prior_tiers, settings=None, overrides=NOBODY):
    settings = settings or pyramid(cuts=CUTS, transition=Transition(misses=9))
    frame = frame_of(rows)
    prior = pd.DataFrame(
        {
            "partner_id": frame["partner_id"],
            "earned": prior_tiers,
            "earned_since": pd.Timestamp(2026, 1, 1),
            "missed": 0,
            "missed_since": pd.NaT,
            "missed_on": pd.NaT,
        }
    )
    return settle(decide(frame, settings), prior, overrides, settings)


def test_inactive_at_once_and_back_where_he_belongs():
    rows = [
        customer(first=700),
        customer(value=5.0, bought=1, first=700),
        customer(value=5.0, bought=1, first=3),
    ]
    result = settled(rows, [TOP, INACTIVE, PROSPECT])
    assert result["tier"].tolist() == [INACTIVE, SMALL, SMALL]
    assert result["decided_by"].tolist() == ["computed"] * 3


def test_a_tier_that_left_the_ladder_protects_nobody():
    assert settled([customer(value=5.0, bought=1, first=9)], [77])["tier"].tolist() == [
        SMALL
    ]


def test_a_cap_holds_down_whoever_is_above_all_its_figures():
    settings = pyramid(
        cuts=CUTS, caps=(Cap(MEDIUM, (("overdue_days", 90), ("overdue_amount", 500))),)
    )
    frame = buyers([100.0] * 5 + [5.0]).assign(
        overdue_days=[91, 90, 91, float("nan"), 300, 300],
        overdue_amount=[501, 501, 500, 501, 501, 501],
    )
    decided = decide(frame, settings)
    result = settle(decided, new_state(), NOBODY, settings)
    assert result["computed"].tolist() == [TOP] * 5 + [SMALL]
    assert result["tier"].tolist() == [MEDIUM, TOP, TOP, TOP, MEDIUM, SMALL]
    assert result["decided_by"].tolist() == (
        ["capped"] + ["computed"] * 3 + ["capped", "computed"]
    )


def test_a_manual_tier_has_the_last_word():
    settings = pyramid(cuts=CUTS, caps=(Cap(SMALL, (("net_revenue", 99),)),))
    frame = buyers([100.0, 60.0, 60.0, 60.0, 60.0])
    overrides = pd.DataFrame(
        {
            "partner_id": [1, 2, 3, 4, 5, 99],
            "kind": [FIX, AT_LEAST, AT_LEAST, AT_MOST, AT_MOST, FIX],
            "tier": [TOP, TOP, SMALL, SMALL, TOP, TOP],
        }
    )
    result = settle(decide(frame, settings), new_state(), overrides, settings)
    assert result["computed"].tolist() == [TOP, BIG, BIG, BIG, BIG]
    assert result["tier"].tolist() == [TOP, TOP, BIG, SMALL, BIG]
    by = ["manual", "manual", "computed", "manual", "computed"]
    assert result["decided_by"].tolist() == by


def test_manual_tiers_and_those_who_do_not_buy():
    rows = [customer(first=700)] * 3
    overrides = pd.DataFrame(
        {
            "partner_id": [1, 2, 3],
            "kind": [AT_LEAST, AT_MOST, FIX],
            "tier": [BIG, BIG, TOP],
        }
    )
    result = settled([dict(r) for r in rows], [SMALL] * 3, overrides=overrides)
    assert result["tier"].tolist() == [BIG, INACTIVE, TOP]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"misses": 0}, "at least 1"),
        ({"grace_days": -1}, "below 0"),
        ({"hold_months": -1}, "below 0"),
        ({"interval": "yearly"}, "unknown interval"),
    ],
)
def test_rules_that_make_no_sense(wrong, message):
    with pytest.raises(ValueError, match=message):
        Transition(**wrong)


# ------------------------------------------------------------------ for all walks

values = st.lists(st.integers(0, 120), min_size=1, max_size=25)
rules = st.fixed_dictionaries(
    {
        "misses": st.integers(1, 4),
        "grace_days": st.sampled_from([0, 10, 90]),
        "one_step": st.booleans(),
        "hold_months": st.sampled_from([0, 0, 2]),
        "interval": st.sampled_from(["daily", "weekly", "monthly"]),
    }
)


@given(values, rules, st.integers(1, 40))
def test_nobody_falls_without_having_missed_and_nobody_waits_to_rise(walk, chosen, gap):
    someone, day, stood = Customer(**chosen), date(2026, 1, 1), None
    falls = []
    for value in walk:
        tier = someone.evaluate(value, day)
        computed = int(someone.row["computed"])
        if stood is not None and tier > stood:
            falls.append(period(day, chosen["interval"]))
        assert tier <= computed  # never worse than what the figures earn
        if stood is not None:
            assert computed > stood or tier == computed  # up, or the same: at once
            if chosen["one_step"]:
                assert tier <= stood + 1
            # one fall per period of the schedule, however often someone clicks
            assert len(set(falls)) == len(falls)
        stood, day = tier, day + timedelta(days=gap)


@given(values, st.integers(2, 4))
def test_a_customer_around_a_bar_never_flaps(walk, misses):
    """Two falls out of a tier are at least ``misses`` evaluations apart."""
    someone, falls, stood = Customer(misses=misses), [], None
    for number, (value, day) in enumerate(monthly(*walk)):
        tier = someone.evaluate(value, day)
        if stood is not None and tier > stood:
            falls.append(number)
        stood = tier
    assert (np.diff(falls) >= misses).all()


@given(values, rules)
def test_a_second_run_from_the_same_prior_state_gives_the_same(walk, chosen):
    someone = Customer(**chosen)
    for value, day in monthly(*walk):
        before = someone.state
        first = someone.evaluate(value, day), someone.state
        someone.state = before
        assert someone.evaluate(value, day) == first[0]
        pd.testing.assert_frame_equal(someone.state, first[1])


caps = st.sampled_from([(), (Cap(MEDIUM, (("net_revenue", 40),)),)])
manual = st.one_of(
    st.none(),
    st.tuples(
        st.sampled_from([FIX, AT_LEAST, AT_MOST]),
        st.sampled_from([TOP, BIG, MEDIUM, SMALL]),
    ),
)


@given(values, rules, caps, manual)
def test_falling_means_lower_without_grace(walk, chosen, caps, manual):
    """In whatever way a customer is kept: only grace counts, no cap, no manual tier."""
    state, slow = new_state(), Transition(**chosen)
    overrides = NOBODY
    if manual:
        kind, tier = manual
        overrides = pd.DataFrame({"partner_id": [1], "kind": [kind], "tier": [tier]})
    for value, day in monthly(*walk):
        settings = pyramid(cuts=CUTS, as_of=day, transition=slow, caps=caps)
        decided = decide(buyers([float(value)]), settings)
        row = settle(decided, state, overrides, settings).iloc[0]
        at_once = settle(decided, new_state(), overrides, settings).iloc[0]
        # in this ladder a higher number is a lower tier
        assert row["falling"] == (at_once["tier"] > row["tier"])
        state = pd.DataFrame([row[STATE]])


# ------------------------------------------------------------------ what is remembered


def test_what_a_second_run_for_the_day_starts_from():
    someone = Customer(misses=3)
    someone.evaluate(100, date(2026, 1, 31))
    before = someone.state
    someone.evaluate(5, date(2026, 2, 28))
    settled = pd.DataFrame(someone.state)
    kept = remember(settled, before, date(2026, 2, 28)).iloc[0]
    assert kept["state_on"] == pd.Timestamp(2026, 2, 28)
    assert json.loads(kept["state_before"]) == {
        "earned": TOP,
        "earned_since": "2026-01-31",
        "missed": 0,
        "missed_since": None,
        "missed_on": None,
    }


def test_of_a_state_that_did_not_change_nothing_is_remembered():
    someone = Customer()
    someone.evaluate(100, date(2026, 1, 31))
    kept = remember(someone.state, someone.state, date(2026, 2, 28)).iloc[0]
    assert pd.isna(kept["state_on"]) and pd.isna(kept["state_before"])


def test_of_a_newcomer_nothing_is_remembered():
    """Nobody had a tier before: an empty frame. The change tells the day of entry."""
    someone = Customer()
    someone.evaluate(100, date(2026, 1, 31))
    kept = remember(someone.state, new_state().iloc[:0], date(2026, 1, 31)).iloc[0]
    assert pd.isna(kept["state_on"]) and pd.isna(kept["state_before"])
