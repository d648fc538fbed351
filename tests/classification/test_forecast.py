"""When one who misses his tier loses it, if nothing changes; counted by hand."""

from datetime import date

import pytest
from classification.forecast import falls_on
from classification.settings import Transition

FIRST_OF_MARCH, FIRST_OF_APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # at the next evaluation
        ({}, date(2026, 4, 1)),
        # the one of 1 March was the first miss, so 1 April is the second
        ({"misses": 2}, date(2026, 4, 1)),
        ({"misses": 4}, date(2026, 6, 1)),
        # 90 days after 1 March
        ({"grace_days": 90}, date(2026, 5, 30)),
        ({"misses": 4, "grace_days": 90}, date(2026, 6, 1)),
        # reached on 15 January, held for six months
        ({"hold_months": 6}, date(2026, 7, 15)),
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
