"""Equal values share a place; shares are of the sum of the positive values."""

from decimal import Decimal

import pandas as pd
import pytest
from classification.ranking import rank
from hypothesis import given
from tiering_samples import amount_lists


def ranked(*values):
    return rank(pd.Series(values, dtype="float64"))


def test_the_highest_value_is_first():
    result = ranked(10.0, 40.0, 20.0, 30.0)
    assert result["rank"].tolist() == [4, 1, 3, 2]
    assert result["group_end"].tolist() == [4, 1, 3, 2]
    assert result["share"].tolist() == [0.1, 0.4, 0.2, 0.3]
    assert result["cumulated"].tolist() == pytest.approx([1.0, 0.4, 0.9, 0.7])


def test_a_tied_group_shares_its_place_and_its_end():
    # 50 | 30 30 | 20 20 20 | 10
    result = ranked(20.0, 30.0, 50.0, 20.0, 10.0, 30.0, 20.0)
    assert result["rank"].tolist() == [4, 2, 1, 4, 7, 2, 4]
    assert result["group_end"].tolist() == [6, 3, 1, 6, 7, 3, 6]
    total = 180.0
    assert result["cumulated"].tolist() == pytest.approx(
        [part / total for part in (170, 110, 50, 170, 180, 110, 170)]
    )


def test_a_cent_apart_is_not_tied():
    assert ranked(100.00, 100.01)["rank"].tolist() == [2, 1]


def test_all_equal_share_the_first_place():
    result = ranked(5.0, 5.0, 5.0)
    assert result["rank"].tolist() == [1, 1, 1]
    assert result["group_end"].tolist() == [3, 3, 3]
    assert result["cumulated"].tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_what_is_not_positive_has_no_share():
    result = ranked(-50.0, 75.0, 0.0, 25.0)
    assert result["rank"].tolist() == [4, 1, 3, 2]
    assert result["share"].tolist() == [0.0, 0.75, 0.0, 0.25]
    assert result["cumulated"].tolist() == [1.0, 0.75, 1.0, 1.0]


def test_nothing_positive_shares_nothing():
    result = ranked(0.0, -3.0)
    assert result["rank"].tolist() == [1, 2]
    assert result["share"].tolist() == [0.0, 0.0]
    assert result["cumulated"].tolist() == [0.0, 0.0]


def test_zero_and_minus_zero_are_equal():
    assert ranked(-0.0, 0.0, -0.0)["rank"].tolist() == [1, 1, 1]


def test_one_customer_is_first_and_has_it_all():
    assert ranked(7.0).to_dict("list") == {
        "rank": [1],
        "group_end": [1],
        "share": [1.0],
        "cumulated": [1.0],
    }


def test_nobody():
    result = ranked()
    assert len(result) == 0
    assert list(result) == ["rank", "group_end", "share", "cumulated"]


def test_the_index_of_the_values_is_kept():
    values = pd.Series([1.0, 3.0, 2.0], index=[30, 10, 20])
    result = rank(values)
    assert list(result.index) == [30, 10, 20]
    assert result["rank"].tolist() == [3, 1, 2]


@pytest.mark.parametrize("dtype", ["int64", "uint8", "float32"])
def test_any_numbers_rank(dtype):
    result = rank(pd.Series([3, 9, 0, 3], dtype=dtype))
    assert result["rank"].tolist() == [2, 1, 4, 2]
    assert result["share"].tolist() == [0.2, 0.6, 0.0, 0.2]


def test_decimals_rank_and_their_shares_are_floats():
    result = rank(pd.Series([Decimal("2.50"), Decimal("7.50")]))
    assert result["rank"].tolist() == [2, 1]
    assert result["share"].tolist() == [0.25, 0.75]
    assert result["share"].dtype == "float64"


def test_small_money_is_shared_too():
    assert ranked(0.25, 0.25)["share"].tolist() == [0.5, 0.5]
    assert ranked(0.01)["share"].tolist() == [1.0]


def test_the_cumulated_share_never_passes_one():
    # as floats the shares of 14, 13, ..., 1 add up to a little more than one
    result = ranked(*map(float, range(1, 15)))
    assert result["cumulated"].max() == 1.0


@given(values=amount_lists)
def test_places_are_counts_of_who_is_better_or_equal(values):
    result = ranked(*values)
    assert result["rank"].tolist() == [1 + sum(w > v for w in values) for v in values]
    assert result["group_end"].tolist() == [sum(w >= v for w in values) for v in values]


@given(values=amount_lists)
def test_shares_are_parts_of_the_positive_sum(values):
    result = ranked(*values)
    whole = sum(v for v in values if v > 0)
    expected = [max(v, 0.0) / whole if whole else 0.0 for v in values]
    through = [
        sum(w for w in values if w >= v and w > 0) / whole if whole else 0.0
        for v in values
    ]
    assert result["share"].tolist() == pytest.approx(expected)
    assert result["cumulated"].tolist() == pytest.approx(through)
    assert result["share"].sum() == pytest.approx(1.0 if whole else 0.0)
    assert result["cumulated"].between(0.0, 1.0).all()


@given(values=amount_lists)
def test_the_order_of_the_rows_does_not_matter(values):
    forwards = ranked(*values)
    backwards = ranked(*values[::-1]).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(forwards, backwards, check_exact=True)
