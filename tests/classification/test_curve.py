"""Tiers counted from the points of a curve: those of `decide`, or about."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from classification import curve, decide
from classification.curve import recount
from classification.cuts import (
    NUMBER_OF_CUSTOMERS,
    PERCENT_OF_CUSTOMERS,
    SHARE_OF_VALUE,
    THRESHOLD,
)
from classification.settings import Cut
from hypothesis import example, given
from hypothesis import strategies as st
from tiering_samples import AS_OF, BIG, MEDIUM, SMALL, TOP, customer, frame_of, pyramid

LADDER = (TOP, BIG, MEDIUM, SMALL)
SCALES = {
    PERCENT_OF_CUSTOMERS: st.decimals("0.1", 33, places=1).map(float),
    SHARE_OF_VALUE: st.decimals("0.1", 33, places=1).map(float),
    NUMBER_OF_CUSTOMERS: st.integers(1, 9).map(float),
    THRESHOLD: st.decimals("0.01", 60, places=2).map(float),
}
# few different ones, so that many are tied
amounts = st.sampled_from([-3.0, 0.0, 0.01, 7.0, 7.5, 20.0, 33.33, 100.0, 720.0])


@st.composite
def several_cuts(draw):
    """One cut for each tier but the last, of any method."""
    result = []
    for tier in LADDER[:-1]:
        method = draw(st.sampled_from(list(SCALES)))
        result.append(
            Cut(
                tier,
                method,
                draw(SCALES[method]),
                minimum=draw(st.none() | st.just(7.5)),
                times=12.0 if method == THRESHOLD and draw(st.booleans()) else 1.0,
            )
        )
    return tuple(result)


def points_of(values):
    return curve.curve(np.array(values), 0.01, {"revenue": np.array(values)})


def by_engine(values, settings):
    """``[(customers, revenue)]`` per tier of the ladder."""
    rows = [customer(value, bought=1, first=AS_OF) for value in values]
    decided = decide(frame_of(rows), settings)
    return [
        (len(mine), pytest.approx(mine["net_revenue"].sum(), abs=1e-6))
        for mine in (decided[decided["tier"] == tier] for tier in LADDER)
    ]


@given(
    values=st.lists(amounts, min_size=1, max_size=25),
    cuts=several_cuts(),
    ties=st.sampled_from(["down", "up"]),
)
@example([7.0] * 4, (Cut(TOP, PERCENT_OF_CUSTOMERS, 50.0),), "up")
@example([720.0, 7.0], (Cut(TOP, THRESHOLD, 60.0, times=12.0),), "down")
def test_as_the_engine_decides(values, cuts, ties):
    settings = replace(pyramid(cuts), ties=ties)
    parts = recount(points_of(values), LADDER, cuts, len(values), ties)
    assert not any(part.about for part in parts)
    assert [(part.customers, part.amounts["revenue"]) for part in parts] == by_engine(
        values, settings
    )


def test_percentages_may_refer_to_more_than_the_ranked():
    # 10 % of twenty are two, of ten it is one
    cuts = (Cut(TOP, PERCENT_OF_CUSTOMERS, 10.0),)
    points = points_of(np.arange(10.0, 0.0, -1))
    assert recount(points, LADDER, cuts, 10, "down")[0].customers == 1
    assert recount(points, LADDER, cuts, 20, "down")[0].customers == 2


def test_who_has_no_value_is_ranked_with_those_of_zero():
    points = points_of([5.0, np.nan, 0.0])
    assert points["places"] == [0, 1, 3]
    assert points["positive"] == 1


def test_nobody():
    points = points_of([])
    parts = recount(points, LADDER, (Cut(TOP, PERCENT_OF_CUSTOMERS, 10.0),), 0, "down")
    assert [part.customers for part in parts] == [0, 0, 0, 0]


class TestMany:
    """20,000 customers: some have no point of their own."""

    values = np.round(1e6 / np.arange(1, 20_001) ** 0.9, 2)
    settings = pyramid(
        (
            Cut(TOP, PERCENT_OF_CUSTOMERS, 1.0),
            Cut(BIG, SHARE_OF_VALUE, 85.0),
            Cut(MEDIUM, THRESHOLD, 160.0),
        )
    )

    def parts(self):
        points = points_of(self.values)
        assert len(points["places"]) < 1_010
        return recount(points, LADDER, self.settings.cuts, len(self.values), "down")

    def test_the_first_are_exact(self):
        part = self.parts()[0]
        assert (part.customers, part.about) == (200, False)
        assert part.amounts["revenue"] == pytest.approx(self.values[:200].sum())

    def test_the_others_are_about(self):
        exact = by_engine(self.values, self.settings)
        for part, (customers, revenue) in list(zip(self.parts(), exact, strict=True))[
            1:
        ]:
            assert part.about
            assert part.customers == pytest.approx(customers, abs=20)
            assert part.amounts["revenue"] == pytest.approx(revenue.expected, rel=2e-3)

    def test_few_of_them_are_all_exact(self):
        with patch.object(curve, "SPREAD", 20_000):
            points = points_of(self.values)
        parts = recount(points, LADDER, self.settings.cuts, len(self.values), "down")
        assert [
            (part.customers, part.amounts["revenue"]) for part in parts
        ] == by_engine(self.values, self.settings)
