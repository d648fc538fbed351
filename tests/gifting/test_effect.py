"""What gifts brought, on generated sales whose truth is known.

Sales are log-normal (the largest customer buys a hundred times the median) with a
third of zeros, and tell something about the year before.
"""

import numpy as np
import pytest
from gifting import effect

TIERS = np.repeat([0, 1, 2, 3], [16, 34, 60, 90])
LEVEL = np.array([8.0, 4.0, 2.0, 1.0])


def world(seed, percent=30):
    """Strata, who is held back, sales without gifts, and those of last year."""
    rng = np.random.default_rng(seed)
    size = LEVEL[TIERS] * rng.lognormal(0, 1, len(TIERS))
    sales, before = (
        size * rng.lognormal(0, 0.7, len(TIERS)) * (rng.random(len(TIERS)) > 0.33) * 100
        for _year in range(2)
    )
    given = np.ones(len(TIERS), dtype=bool)
    for tier in range(4):
        own = rng.permutation(np.flatnonzero(TIERS == tier))
        given[own[: round(len(own) * percent / 100)]] = False
    return rng, given, sales, before


def measure(rng, given, sales, before, permutations=500):
    return effect.measure(sales, given, TIERS, before, rng, permutations)


def test_by_hand():
    """30 of 10 and 40 in turn, 30 of 0 and 10 in turn: 25 − 5."""
    sales = [10, 40] * 15 + [0, 10] * 15
    found = effect.measure(
        sales, [True] * 30 + [False] * 30, [1] * 60, None, np.random.default_rng(1)
    )
    assert (found.given, found.comparison) == (30, 30)
    assert (found.given_mean, found.comparison_mean) == (25, 5)
    assert found.difference == pytest.approx(20)
    assert found.verdict == effect.MORE
    # a normal interval: 20 ± 1.96 √((15² + 5²) / 30) = 20 ± 5.66
    assert found.low == pytest.approx(14.3, abs=0.6)
    assert found.high == pytest.approx(25.7, abs=0.6)


def test_the_error_is_that_of_a_regression():
    """Against NumPy's own least squares with a constant per stratum."""
    rng, given, sales, before = world(3)
    dummies = (TIERS[:, None] == np.arange(4)).astype(float)

    def rest(values):
        return values - dummies @ np.linalg.lstsq(dummies, values, rcond=None)[0]

    ours = rest(before)
    slope = np.linalg.lstsq(ours[:, None], rest(sales), rcond=None)[0][0]
    adjusted = sales - slope * before
    matrix = np.column_stack([given.astype(float), dummies])
    coefficient, *_others = np.linalg.lstsq(matrix, adjusted, rcond=None)[0]
    residual = adjusted - matrix @ np.linalg.lstsq(matrix, adjusted, rcond=None)[0]
    bread = np.linalg.inv(matrix.T @ matrix)
    error = np.sqrt((bread @ (matrix.T * residual**2) @ matrix @ bread)[0, 0])

    order = np.lexsort((given, TIERS))
    residuals = rest(sales)[order] - slope * ours[order]
    found = effect._test(residuals, given[order], TIERS[order], 4, rng, 200)

    assert found[0] == pytest.approx(coefficient)
    assert found[1] == pytest.approx(error)


def test_dealing_is_fair():
    """3 of (1, 2, 3, 4, 10), 40,000 times: each sum as often as chance has it."""
    rng = np.random.default_rng(5)
    values = np.array([1.0, 2, 3, 4, 10])
    total, squares = effect._deal(values, 3, rng, 40_000)
    sums, counts = np.unique(total, return_counts=True)
    # 1+2+3, 1+2+4, 1+3+4, 2+3+4, 1+2+10, 1+3+10, 1+4+10 and 2+3+10, 2+4+10, 3+4+10
    assert sums.tolist() == [6, 7, 8, 9, 13, 14, 15, 16, 17]
    expected = np.array([1, 1, 1, 1, 1, 1, 2, 1, 1]) * 4_000
    assert np.abs(counts - expected).max() < 350
    assert squares.mean() == pytest.approx(3 * 26, rel=0.01)


def test_finds_nothing_where_there_is_nothing():
    """At most 5 % of 600 plans: 30, and 13.4 more (2.5 standard deviations)."""
    found = sum(measure(*world(seed)).reliable for seed in range(600))
    assert found <= 43


def test_covers_the_truth():
    """Gifts that bring 80 each: the interval holds 80 in at least 93 % of 300."""
    covered = 0
    for seed in range(10_000, 10_300):
        rng, given, sales, before = world(seed)
        one = measure(rng, given, sales + 80 * given, before)
        covered += one.low <= 80 <= one.high
    assert covered >= 279


def test_finds_a_large_effect():
    """Gifts that bring 500 each are seen in 9 of 10 plans at least."""
    found = 0
    for seed in range(20_000, 20_060):
        rng, given, sales, before = world(seed)
        found += measure(rng, given, sales + 500 * given, before).verdict == "more"
    assert found >= 54


def test_last_year_narrows_the_interval():
    widths = np.array(
        [
            [
                one.high - one.low
                for one in (measure(*world(seed)), measure(*world(seed)[:3], None))
            ]
            for seed in range(40)
        ]
    )
    assert np.median(widths[:, 0] / widths[:, 1]) < 0.97


def test_few_say_nothing_however_large():
    rng = np.random.default_rng(1)
    sales = np.concatenate([np.full(100, 1_000.0), np.zeros(29)])
    found = effect.measure(sales, sales > 0, np.zeros(129), None, rng)
    assert (found.given, found.comparison, found.verdict) == (100, 29, effect.FEW)


def test_nobody_bought():
    rng, given, sales, before = world(1)
    found = measure(rng, given, sales * 0, before * 0)
    assert (found.difference, found.low, found.high) == (0, 0, 0)
    assert found.verdict == effect.NONE


def test_ties():
    """Everybody bought for 100 or nothing, in both groups alike."""
    given = np.arange(200) % 2 == 0
    sales = np.repeat([0.0, 100.0], 100)
    found = effect.measure(
        sales, given, np.zeros(200), None, np.random.default_rng(2), 999
    )
    assert found.difference == 0
    assert found.verdict == effect.NONE
    assert found.low < 0 < found.high


def test_a_stratum_with_one_group_is_left_out():
    rng, given, sales, before = world(4)
    given[TIERS == 0] = True
    found = measure(rng, given, sales, before)
    assert found.given + found.comparison == (TIERS > 0).sum()
    none = effect.measure(sales, sales >= 0, TIERS, None, rng)
    assert (none.given, none.comparison, none.verdict) == (0, 0, effect.FEW)


def test_the_order_of_rows_does_not_matter():
    _rng, given, sales, before = world(6)
    order = np.random.default_rng(8).permutation(len(sales))
    one = effect.measure(sales, given, TIERS, before, np.random.default_rng(1))
    other = effect.measure(
        sales[order],
        given[order],
        TIERS[order],
        before[order],
        np.random.default_rng(1),
    )
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


def test_the_interval_leaves_out_nothing_exactly_when_reliable():
    for seed in range(30_000, 30_060):
        rng, given, sales, before = world(seed)
        found = measure(rng, given, sales + 150 * given, before)
        assert found.reliable == (not found.low <= 0 <= found.high)


def test_a_large_plan():
    """50,000 customers in 40 strata, a tenth held back."""
    rng = np.random.default_rng(9)
    given = rng.random(50_000) > 0.1
    sales = rng.lognormal(3, 1.5, 50_000)
    found = effect.measure(sales, given, np.arange(50_000) % 40, None, rng, 200)
    assert found.given + found.comparison == 50_000
