"""How value is spread over the customers: by hand, and for any values."""

import json

import numpy as np
import pandas as pd
import pytest
from classification.insight import POINTS, insight
from hypothesis import given
from hypothesis import strategies as st

TOP, SMALL, GONE = 1, 2, 11


def frame_of(*rows):
    """``(tier, net revenue)`` per customer; the tier GONE is that of inactive ones."""
    return pd.DataFrame(
        {
            "tier": [tier for tier, _value in rows],
            "net_revenue": [float(value) for _tier, value in rows],
            "lifecycle": [
                "inactive" if tier == GONE else "existing" for tier, _value in rows
            ],
        }
    )


@pytest.fixture
def shop():
    """Ten customers who buy for 100: 50, 20, 10, 5, 5, 5, 3, 2, 0 and -7; one left."""
    values = (50, 20, 10, 5, 5, 5, 3, 2, 0, -7)
    ranked = [(TOP if value >= 20 else SMALL, value) for value in values]
    return insight(frame_of(*ranked, (GONE, 0)), (TOP, SMALL))


def test_totals(shop):
    assert shop["tiers"] == [
        {"tier": TOP, "customers": 2, "value": 70.0},
        {"tier": SMALL, "customers": 8, "value": 23.0},
        {"tier": GONE, "customers": 1, "value": 0.0},
    ]
    assert (shop["customers"], shop["value"]) == (10, 100.0)


def test_curve_has_every_customer_of_a_few(shop):
    assert shop["curve"] == [
        [0.0, 0.0],
        [0.1, 0.5],
        [0.2, 0.7],
        [0.3, 0.8],
        [0.4, 0.85],
        [0.5, 0.9],
        [0.6, 0.95],
        [0.7, 0.98],
        [0.8, 1.0],
        [0.9, 1.0],
        [1.0, 1.0],
    ]


def test_cut_offs_lie_on_the_curve(shop):
    cuts = [(c["tier"], c["customers"], c["share"]) for c in shop["cuts"]]
    assert cuts == [(TOP, 2, 0.2), (SMALL, 10, 1.0)]
    assert [c["value_share"] for c in shop["cuts"]] == [0.7, 1.0]


def test_first_of_the_customers(shop):
    # 1 and 5 % of ten are one customer, 20 % are two
    one, five, twenty = shop["first"]
    assert one == {
        "percent": 1,
        "customers": 1,
        "value": 50.0,
        "share": 0.5,
        "at_least": 50.0,
    }
    assert five == {**one, "percent": 5}
    assert (twenty["customers"], twenty["share"]) == (2, 0.7)
    assert twenty["at_least"] == 20.0


def test_gini(shop):
    # 10*50 + 9*20 + 8*10 + 7*5 + 6*5 + 5*5 + 4*3 + 3*2 = 868
    assert shop["gini"] == pytest.approx(2 * 868 / (10 * 100) - 11 / 10)


def test_ratio_of_averages(shop):
    # 70 / 2 over 23 / 8
    assert shop["ratio"] == pytest.approx(35 / 2.875, abs=0.01)


def test_equal_customers_are_not_split():
    # 20 % of ten are two, but the second equals the third
    values = (9, 4, 4, 4, 1, 1, 1, 1, 1, 1)
    one, _five, twenty = insight(frame_of(*((SMALL, v) for v in values)), (SMALL,))[
        "first"
    ]
    assert twenty["customers"] == one["customers"] == 1
    assert twenty["at_least"] == 9.0


def test_all_equal_have_no_first():
    found = insight(frame_of(*[(SMALL, 5)] * 100), (TOP, SMALL))
    assert [first["customers"] for first in found["first"]] == [0, 0, 0]
    assert found["first"][0]["at_least"] is None
    assert found["gini"] == 0
    assert found["ratio"] is None


@pytest.mark.parametrize("rows", [[], [(GONE, 0)], [(SMALL, 0)], [(SMALL, -3)]])
def test_nobody_brought_anything(rows):
    found = insight(frame_of(*rows), (TOP, SMALL))
    assert (found["curve"], found["cuts"], found["gini"]) == ([], [], None)
    assert [first["value"] for first in found["first"]] == [0, 0, 0]
    assert found["ratio"] is None


def test_one_customer_is_everything():
    found = insight(frame_of((TOP, 12.34)), (TOP, SMALL))
    assert found["curve"] == [[0.0, 0.0], [1.0, 1.0]]
    assert (found["gini"], found["first"][0]["share"]) == (0, 1.0)


def test_many_customers_have_a_short_curve_that_is_dense_at_the_top():
    many = [(SMALL, place) for place in range(5000, 0, -1)]
    curve = insight(frame_of(*many), (SMALL,))["curve"]
    assert len(curve) <= POINTS
    assert sum(share <= 0.05 for share, _value in curve) > len(curve) / 4


shops = st.lists(
    st.tuples(st.sampled_from((TOP, SMALL, GONE)), st.integers(-500, 100_000)),
    max_size=60,
)


@given(shops, st.randoms(use_true_random=False))
def test_any_shop(rows, random):
    found = insight(frame_of(*rows), (TOP, SMALL))
    # plain data, the same in any order of the customers
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert insight(frame_of(*shuffled), (TOP, SMALL)) == found

    curve = np.array(found["curve"])
    if not len(curve):
        return
    assert curve[0].tolist() == [0, 0]
    assert curve[-1].tolist() == [1, 1]
    steps = np.diff(curve, axis=0)
    assert (steps[:, 0] > 0).all() and (steps[:, 1] >= 0).all()
    # nobody brings more than whoever stands before
    slopes = steps[:, 1] / steps[:, 0]
    assert (np.diff(slopes) <= 1e-3).all()
    assert 0 <= found["gini"] < 1
    # twice the area above the diagonal
    area = ((curve[1:, 1] + curve[:-1, 1]) / 2 * steps[:, 0]).sum()
    assert found["gini"] == pytest.approx(2 * area - 1, abs=1e-3)
    shares = [first["share"] for first in found["first"]]
    assert shares == sorted(shares)
    for first in found["first"]:
        assert first["customers"] <= -(-found["customers"] * first["percent"] // 100)
        if first["at_least"] is not None:
            reached = [v for t, v in rows if t != GONE and v >= first["at_least"]]
            assert len(reached) == first["customers"]
            assert sum(reached) == pytest.approx(first["value"])
