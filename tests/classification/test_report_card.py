"""The report card: tenths, sums, and the rule that has to be beaten."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from classification.report_card import Card, held_back, report_card, rhythm
from classification.window import Window
from hypothesis import given
from hypothesis import strategies as st

WINDOW = Window(date(2026, 5, 23), date(2026, 11, 22))

customers = st.fixed_dictionaries(
    {
        "expected": st.floats(0, 50),
        "came": st.integers(0, 50),
        "revenue_expected": st.integers(0, 10**6).map(lambda cents: cents / 100),
        "revenue_came": st.integers(-100, 10**6).map(lambda cents: cents / 100),
        "rhythm": st.none() | st.floats(0, 50),
    }
)


def outcome_of(rows):
    names = ["expected", "came", "revenue_expected", "revenue_came", "rhythm"]
    rows = list(rows)
    frame = pd.DataFrame({name: [row[name] for row in rows] for name in names})
    return frame.astype({"rhythm": "float64"})


def outcome(expected, came, ruled):
    return outcome_of(
        {
            "expected": e,
            "came": c,
            "revenue_expected": 10 * e,
            "revenue_came": 9.0 * c,
            "rhythm": r,
        }
        for e, c, r in zip(expected, came, ruled, strict=True)
    )


def test_twenty_customers_in_tenths():
    card = report_card(outcome(range(20), [1] * 20, [None] * 20).iloc[::-1], WINDOW)
    assert [one.customers for one in card.bins] == [2] * 10
    assert [one.expected for one in card.bins] == list(range(1, 41, 4))
    assert (card.customers, card.expected, card.came) == (20, 190, 20)
    assert (card.revenue_expected, card.revenue_came) == (1900, 180)
    assert (card.until, card.days) == (date(2026, 5, 22), 184)


@given(st.lists(customers, min_size=1, max_size=40))
def test_every_customer_is_in_one_tenth(rows):
    card = report_card(outcome_of(rows), WINDOW)
    assert card.customers == len(rows)
    assert card.came == sum(row["came"] for row in rows)
    assert card.revenue_came == pytest.approx(sum(row["revenue_came"] for row in rows))
    sizes = [one.customers for one in card.bins]
    assert max(sizes) - min(sizes) <= 1
    means = [one.expected / one.customers for one in card.bins]
    assert all(
        earlier <= later + 1e-9
        for earlier, later in zip(means, means[1:], strict=False)
    )


@given(st.lists(customers, min_size=1, max_size=40))
def test_a_card_survives_json(rows):
    card = report_card(outcome_of(rows), WINDOW)
    assert Card.from_plain(json.loads(json.dumps(card.to_plain()))) == card


def test_the_errors_are_of_those_whose_rhythm_is_known():
    card = report_card(outcome([1.0, 4.0, 9.0], [2, 2, 0], [5.0, 2.0, None]), WINDOW)
    assert card.error == pytest.approx(np.sqrt((1 + 4) / 2))
    assert card.rhythm_error == pytest.approx(np.sqrt(9 / 2))
    assert card.beats_rhythm


def test_as_good_as_the_rhythm_is_not_better():
    card = report_card(outcome([1.0, 2.0], [2, 2], [1.0, 2.0]), WINDOW)
    assert card.error == card.rhythm_error
    assert not card.beats_rhythm


def test_where_the_rhythm_has_nothing_to_say():
    card = report_card(outcome([1.0], [2], [None]), WINDOW)
    assert (card.error, card.rhythm_error, card.beats_rhythm) == (None, None, True)


def test_the_rhythm():
    x = np.array([0, 1, 2, 2, 2])
    t_x = np.array([0.0, 10.0, 20.0, 20.0, 0.0])
    T = np.array([50.0, 50.0, 40.0, 41.0, 3.0])
    assert rhythm(x, t_x, T, 26.0).tolist() == pytest.approx(
        [np.nan, np.nan, 2.6, 0, 0], nan_ok=True
    )


@pytest.mark.parametrize(
    "as_of, first",
    [
        (date(2026, 11, 22), date(2026, 5, 23)),
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2023, 8, 30)),
    ],
)
def test_the_days_held_back(as_of, first):
    assert held_back(as_of) == Window(first, as_of)
