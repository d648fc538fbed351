"""Criteria: points, weights, missing data (rule K11)."""

import numpy as np
import pandas as pd
import pytest
from classification import decide
from classification.score import (
    BANDS,
    LOOKUP,
    MIN_MAX,
    MISSING_BEST,
    MISSING_MIDDLE,
    MISSING_WORST,
    PERCENTILE,
    Criterion,
    points,
    score,
)
from classification.settings import Cut
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import BIG, SMALL, TOP, buyers, pyramid

GAP = float("nan")


def frame(**columns):
    return pd.DataFrame(
        {name: np.array(v, dtype="float64") for name, v in columns.items()}
    )


def test_the_points_of_each_method_by_hand():
    table = frame(value=[100, 300, 300, 900, 1000], late=[0, 30, 90, 60, -5])
    criteria = [
        Criterion("value", 1, PERCENTILE),
        Criterion("value", 1, BANDS, table=((300, 40), (1000, 100))),
        Criterion("late", 1, MIN_MAX, higher_is_better=False, low=0, high=60),
        Criterion("value", 1, LOOKUP, table=((300, 30), (900, 70))),
        Criterion("late", 1, PERCENTILE, higher_is_better=False),
    ]
    found = points(table, criteria)
    assert found[0].tolist() == [0, 25, 25, 75, 100]
    assert found[1].tolist() == [0, 40, 40, 40, 100]
    assert found[2].tolist() == [100, 50, 0, 0, 100]
    assert found[3].tolist() == [0, 30, 30, 70, 0]
    assert found[4].tolist() == [75, 50, 0, 25, 100]


def test_min_max_between_the_customers_own_extremes():
    table = frame(value=[100, 200, 300])
    assert points(table, [Criterion("value", 1, MIN_MAX)])[0].tolist() == [0, 50, 100]
    less = Criterion("value", 1, MIN_MAX, higher_is_better=False)
    assert points(table, [less])[0].tolist() == [100, 50, 0]
    same = frame(value=[7, 7])
    assert points(same, [Criterion("value", 1, MIN_MAX)])[0].tolist() == [100, 100]
    assert points(same, [less])[0].tolist() == [100, 100]


def test_the_score_is_the_weighted_mean():
    # an online shop: frequency weighs 4, amount 5 (R19); 4 x 50 + 5 x 80 = 600, / 9
    table = frame(often=[50], much=[80])
    criteria = [
        Criterion("often", 4, MIN_MAX, low=0, high=100),
        Criterion("much", 5, MIN_MAX, low=0, high=100),
    ]
    assert score(table, criteria).tolist() == [66.67]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("skip", 80.0),
        (MISSING_WORST, 40.0),
        (MISSING_MIDDLE, 65.0),
        (MISSING_BEST, 90.0),
    ],
)
@pytest.mark.parametrize("nothing", [GAP, float("inf"), float("-inf")])
def test_missing_data_is_a_stated_choice(missing, expected, nothing):
    table = frame(late=[nothing], much=[80])
    criteria = [
        Criterion("late", 1, MIN_MAX, missing=missing, low=0, high=100),
        Criterion("much", 1, MIN_MAX, low=0, high=100),
    ]
    assert score(table, criteria).tolist() == [expected]


def test_who_has_no_data_at_all_has_no_score():
    table = frame(late=[GAP, 10], much=[GAP, GAP])
    criteria = [Criterion("late", 1, PERCENTILE), Criterion("much", 3, PERCENTILE)]
    assert score(table, criteria).fillna(-1).tolist() == [-1, 100]


def test_who_has_no_score_is_behind_everybody():
    frame = buyers([10.0, 20.0]).assign(late=[GAP, 0.0])
    settings = pyramid(
        cuts=(Cut(TOP, "score", 90),),
        value="score",
        criteria=(
            Criterion("late", 1, MIN_MAX, higher_is_better=False, low=0, high=9),
        ),
    )
    decided = decide(frame, settings)
    assert decided["tier"].tolist() == [SMALL, TOP]
    assert decided["reason"].tolist() == ["no_data", "score"]


def test_gaps_do_not_count_among_the_others():
    table = frame(value=[10, GAP, 20, GAP, 30])
    found = points(table, [Criterion("value", 1)])[0]
    assert found.fillna(-1).tolist() == [0, -1, 50, -1, 100]


@pytest.mark.parametrize("weight", [0, -1, GAP])
def test_a_weight_is_above_zero(weight):
    with pytest.raises(ValueError, match="above 0"):
        Criterion("value", weight)


def test_a_choice_for_missing_data_nobody_knows():
    with pytest.raises(ValueError, match="unknown choice for missing data: 'zero'"):
        Criterion("value", 1, missing="zero")


def test_customers_ranked_and_cut_by_score():
    table = buyers([10.0, 20.0, 30.0, 40.0])
    settings = pyramid(
        cuts=(Cut(TOP, "score", 90), Cut(BIG, "score", 60)),
        value="score",
        criteria=(Criterion("net_revenue", 1, MIN_MAX, low=0, high=40),),
    )
    decided = decide(table, settings)
    assert decided["score"].tolist() == [25, 50, 75, 100]
    assert decided["points_0"].tolist() == [25, 50, 75, 100]
    assert decided["tier"].tolist() == [SMALL, SMALL, BIG, TOP]
    assert decided["reason"].tolist() == ["remainder", "remainder", "score", "score"]
    assert decided["rank"].tolist() == [4, 3, 2, 1]


def test_a_score_needs_criteria():
    with pytest.raises(ValueError, match="at least one criterion"):
        pyramid(value="score")
    with pytest.raises(ValueError, match="at least one criterion"):
        pyramid(cuts=(Cut(TOP, "score", 90),))


figures = st.floats(-1e6, 1e6) | st.just(GAP)
criteria = st.builds(
    Criterion,
    metric=st.sampled_from(["a", "b"]),
    weight=st.floats(0.01, 100),
    method=st.sampled_from([PERCENTILE, BANDS, MIN_MAX, LOOKUP]),
    higher_is_better=st.booleans(),
    missing=st.sampled_from(["skip", "worst", "middle", "best"]),
    table=st.lists(
        st.tuples(st.integers(-5, 5), st.integers(-50, 150)), min_size=1, max_size=4
    ).map(tuple),
)


@given(
    st.lists(st.tuples(figures, figures), max_size=20),
    st.lists(criteria, min_size=1, max_size=3),
)
def test_every_score_lies_between_0_and_100(rows, chosen):
    table = frame(a=[a for a, _ in rows], b=[b for _, b in rows])
    assert score(table, chosen).dropna().between(0, 100).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.booleans())
def test_a_better_figure_never_has_fewer_points(values, higher):
    criterion = Criterion("a", 1, higher_is_better=higher)
    found = points(frame(a=values), [criterion])[0].to_numpy()
    order = np.argsort(values if higher else -np.asarray(values), kind="stable")
    assert (np.diff(found[order]) >= 0).all()
