"""When one who misses their tier loses it, if nothing changes; counted by hand."""

from datetime import date, timedelta
from itertools import islice

import hypothesis
import pandas as pd
import pytest
from classification import decide, settle
from classification.forecast import falls_on
from classification.schedule import days_from, first_after
from classification.settings import Cut, Transition
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import SMALL, TOP, buyers, pyramid

FIRST_OF_MARCH, FIRST_OF_APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # at the next evaluation
        ({}, date(2026, 4, 1)),
        # the one of 1 March was the first miss, so 1 April is the second
        ({"misses": 2}, date(2026, 4, 1)),
        ({"misses": 4}, date(2026, 6, 1)),
        # 90 days after 1 March is 30 May; the next evaluation is that of 1 June
        ({"grace_days": 90}, date(2026, 6, 1)),
        ({"misses": 4, "grace_days": 90}, date(2026, 6, 1)),
        # reached on 15 January, held for six months until 15 July
        ({"hold_months": 6}, date(2026, 8, 1)),
        ({"misses": 3, "interval": "weekly"}, date(2026, 4, 8)),
        ({"misses": 3, "interval": "daily"}, date(2026, 4, 2)),
    ],
)
def test_missed_once(rules, expected):
    found = falls_on(
        Transition(**rules),
        FIRST_OF_APRIL,
        1,
        FIRST_OF_MARCH,
        FIRST_OF_MARCH,
        date(2026, 1, 15),
    )
    assert found == expected


def test_not_missed_yet_the_next_evaluation_is_the_first_miss():
    assert falls_on(Transition(misses=2), FIRST_OF_APRIL) == date(2026, 5, 1)
    # the grace counts from that first miss: 30 days after 1 April
    assert falls_on(Transition(grace_days=30), FIRST_OF_APRIL) == date(2026, 5, 1)


def test_of_several_evaluations_in_one_period_one_counts():
    """Missed on 10 April; the evaluation of 20 April is in the same month."""
    missed = date(2026, 4, 10)
    found = falls_on(Transition(misses=2), date(2026, 4, 20), 1, missed, missed)
    assert found == date(2026, 5, 20)


def test_without_a_schedule():
    rules = Transition(misses=2, grace_days=90)
    assert falls_on(rules, None, 1, FIRST_OF_MARCH, FIRST_OF_MARCH) is None
    # the misses are full, only the grace has to end
    full = falls_on(rules, None, 2, FIRST_OF_MARCH, FIRST_OF_APRIL)
    assert full == date(2026, 5, 30)


def test_the_end_of_a_month_stays_the_end_of_the_month():
    """From 31 January to 28 February, and on to 31 March, not to the 28th."""
    days = list(islice(days_from(date(2026, 1, 31), "monthly"), 5))
    assert [(day.month, day.day) for day in days] == [
        *((1, 31), (2, 28), (3, 31), (4, 30), (5, 31)),
    ]
    # the 30th is the last day of February, but of no longer month
    days = list(islice(days_from(date(2028, 1, 30), "monthly"), 3))
    assert [(day.month, day.day) for day in days] == [(1, 30), (2, 29), (3, 30)]


def test_a_forecast_knows_the_day_that_february_did_not_have():
    found = falls_on(Transition(misses=2), date(2026, 2, 28), schedule_day=31)
    assert found == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("interval", "last", "expected"),
    [
        ("monthly", date(2026, 5, 10), date(2026, 5, 31)),
        ("monthly", date(2026, 5, 31), date(2026, 6, 30)),
        ("weekly", date(2026, 2, 7), date(2026, 2, 14)),
        ("daily", date(2026, 5, 10), date(2026, 5, 11)),
        # the first day itself is on the schedule
        ("monthly", date(2026, 1, 1), date(2026, 1, 31)),
        ("weekly", date(2026, 1, 1), date(2026, 1, 31)),
    ],
)
def test_the_next_day_after_a_pause_is_on_the_schedule(interval, last, expected):
    assert first_after(last, date(2026, 1, 31), interval) == expected


def fell(rules, state, days):
    """The first of ``days`` on which a full run takes the tier away."""
    nobody = pd.DataFrame({"partner_id": [], "kind": [], "tier": []})
    for day in days:
        settings = pyramid(
            cuts=(Cut(TOP, "threshold", 100),),
            ladder=(TOP, SMALL),
            as_of=day,
            transition=rules,
        )
        decided = decide(buyers([5.0]), settings)
        state = settle(decided, state, nobody, settings)
        if state["tier"][0] != TOP:
            return day
    raise AssertionError("never")


@hypothesis.settings(max_examples=30, deadline=None)
@given(
    rules=st.builds(
        Transition,
        misses=st.integers(1, 4),
        grace_days=st.sampled_from([0, 1, 31, 90]),
        hold_months=st.sampled_from([0, 0, 1, 6]),
        one_step=st.booleans(),
        interval=st.sampled_from(["daily", "weekly", "monthly"]),
    ),
    first=st.dates(date(2026, 1, 1), date(2028, 3, 31)),
    ago=st.integers(0, 200),
    missed=st.integers(0, 2),
    since=st.integers(0, 40),
)
def test_a_full_run_on_each_day_of_the_schedule_agrees(
    rules, first, ago, missed, since
):
    """K21: the forecast is the day on which evaluations take the tier away."""
    missed = min(missed, rules.misses - 1)
    before = first - timedelta(days=1 + since)
    known = {
        "missed": missed,
        "missed_since": before - timedelta(days=3) if missed else None,
        "missed_on": before if missed else None,
        "earned_since": first - timedelta(days=300 - ago),
    }
    state = pd.DataFrame([{"partner_id": 1, "earned": TOP, **known}])
    days = islice(days_from(first, rules.interval), 800)
    assert falls_on(rules, first, **known) == fell(rules, state, days)
