"""Noise decides nothing, and no size is too large: by hand (K07, K21)."""

from decimal import Decimal

import numpy as np
import pytest
from classification import decide, gaps
from classification.score import Criterion
from classification.settings import Cut
from classification.units import rounded
from hypothesis import example, given
from hypothesis import strategies as st
from tiering_samples import BIG, SMALL, TOP, buyers, pyramid

FIRST = (Cut(TOP, "number_of_customers", 1),)
LINE = (Cut(TOP, "share_of_value", 50),)


def test_equal_averages_from_noisy_sums_are_tied():
    # 0.1 + 0.2 is not 0.3 for a computer, but both bought for 0.10 on average
    frame = buyers([0.1 + 0.2, 0.3]).assign(purchase_count=3)
    settings = pyramid(cuts=FIRST, value="average_order_value")
    decided = decide(frame, settings)
    assert decided["rank"].tolist() == [1, 1]
    assert decided["tier"].tolist() == [SMALL, SMALL]


def test_an_average_is_ranked_by_its_own_unit():
    # 33.333… and 33.33 are the same amount of money, but not the same ratio
    frame = buyers([100.0, 33.33]).assign(purchase_count=[3, 1])
    by_money = pyramid(cuts=FIRST, value="average_order_value")
    assert decide(frame, by_money)["rank"].tolist() == [1, 1]
    by_ratio = pyramid(cuts=FIRST, value="average_order_value", unit=0.0001)
    assert decide(frame, by_ratio)["rank"].tolist() == [1, 2]


def test_points_are_of_rounded_figures():
    # 10.004 and 9.996 days late are both 10.00
    frame = buyers([5.0, 5.0, 5.0]).assign(days_late=[10.004, 9.996, 30.0])
    criterion = Criterion("days_late", 1, higher_is_better=False)
    settings = pyramid(
        cuts=(Cut(TOP, "score", 50),),
        criteria=(criterion,),
        value="score",
        units={"days_late": 0.01},
    )
    decided = decide(frame, settings)
    assert decided["score"].tolist() == [50, 50, 0]
    assert decided["days_late"].tolist() == [10, 10, 30]


def test_a_threshold_on_another_figure_is_in_its_unit():
    frame = buyers([1.0, 1.0]).assign(returns=[0.12504, 0.12496])
    cut = Cut(TOP, "threshold", 0.125, metric="returns")
    fine = pyramid(cuts=(cut,), units={"returns": 0.0001})
    assert decide(frame, fine)["tier"].tolist() == [TOP, TOP]
    finer = pyramid(cuts=(cut,), units={"returns": 0.00001})
    assert decide(frame, finer)["tier"].tolist() == [TOP, SMALL]


def test_the_largest_is_first_in_every_currency():
    """5e14 rials in hundredths are 5e16: four of them do not fit where 2e17 does."""
    values = [5e14, 3e14, 1e14, 1e6]
    decided = decide(buyers(values), pyramid(cuts=LINE))
    assert decided["tier"].tolist() == [TOP, SMALL, SMALL, SMALL]


def test_a_sum_of_many_large_figures_is_exact():
    """400 times about 9e16 hundredths are more than 64 bits hold."""
    figures = [9e14 - 1000 * place for place in range(400)]
    hundredths = [int(figure) * 100 for figure in figures]
    ahead = [sum(hundredths[:place]) for place in range(400)]
    expected = [TOP if 2 * sum_ < sum(hundredths) else SMALL for sum_ in ahead]
    assert decide(buyers(figures), pyramid(cuts=LINE))["tier"].tolist() == expected
    assert expected.count(TOP) == 200


def test_a_sum_is_exact_up_to_a_quadrillion():
    values = [1e13, 1e13 - 0.01, 0.02]
    # ahead of the second are 1e13 of 2e13 + 0.01: half a hundredth below the half
    assert decide(buyers(values), pyramid(cuts=LINE))["tier"].tolist() == [
        *(TOP, TOP, SMALL),
    ]
    values = [1e13, 1e13 - 0.01, 0.01]
    assert decide(buyers(values), pyramid(cuts=LINE))["tier"].tolist() == [
        *(TOP, SMALL, SMALL),
    ]


def test_what_is_small_is_not_nothing():
    values = [0.00006, 0.00003, 0.00001]
    settings = pyramid(cuts=(Cut(TOP, "share_of_value", 60),), unit=0.00001)
    assert decide(buyers(values), settings)["tier"].tolist() == [TOP, SMALL, SMALL]
    bar = pyramid(cuts=(Cut(TOP, "threshold", 0.00004),), unit=0.00001)
    assert decide(buyers(values), bar)["tier"].tolist() == [TOP, SMALL, SMALL]


def test_gap_and_margin_of_large_figures_are_exact():
    settings = pyramid(cuts=FIRST, unit=1.0)
    decided = decide(buyers([1e15, 1e15 - 7, 5.0]), settings)
    found = gaps(decided, settings)
    assert found["gap_up"].tolist()[1:] == [8, 1e15 - 4]
    assert found["margin_to_keep"].tolist()[0] == 6


def test_figures_that_are_empty_stay_empty():
    frame = buyers([1.0, 2.0]).assign(days_late=[np.nan, 3.0])
    settings = pyramid(cuts=(Cut(BIG, "threshold", 3, metric="days_late"),))
    decided = decide(frame, settings)
    assert np.isnan(decided["days_late"][0])
    assert decided["tier"].tolist() == [SMALL, BIG]


@pytest.mark.parametrize(("unit", "digits"), [(0.01, 2), (0.001, 3), (1.0, 0)])
@given(units=st.integers(-(10**15), 10**15), noise=st.integers(-2, 2))
@example(units=10**15, noise=2)
def test_a_decimal_is_found_through_the_noise(unit, digits, units, noise):
    """Up to 1e15 units, each with its noise becomes the float of the decimal."""
    figure = float(Decimal(units).scaleb(-digits))
    noisy = figure
    for _step in range(abs(noise)):
        noisy = float(np.nextafter(noisy, np.inf * noise))
    assert rounded(np.array([noisy]), unit)[0] == figure


@given(st.floats(-1e18, 1e18), st.sampled_from([0.01, 0.05, 1.0, 1000.0]))
def test_rounding_twice_changes_nothing(figure, unit):
    once = rounded(np.array([figure]), unit)
    assert (rounded(once, unit) == once).all()
