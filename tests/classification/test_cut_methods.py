"""Share of value, number of customers, threshold: figures by hand (K07, K09, K10)."""

import pytest
from classification import decide
from classification.settings import Cut
from hypothesis import given
from tiering_samples import (
    BIG,
    MEDIUM,
    SMALL,
    TOP,
    amount_lists,
    buyers,
    pyramid,
    sizes,
    tied_lists,
)


def tiers(values, *cuts, **changes):
    return decide(buyers(values), pyramid(cuts=cuts, **changes))["tier"].tolist()


def abc(*shares):
    return tuple(
        Cut(tier, "share_of_value", share)
        for tier, share in zip((TOP, BIG, MEDIUM), shares, strict=False)
    )


def first(*numbers):
    return tuple(
        Cut(tier, "number_of_customers", number)
        for tier, number in zip((TOP, BIG, MEDIUM), numbers, strict=False)
    )


# ------------------------------------------------------------------ share of value


def test_share_of_value_by_hand():
    # of 1,000: before the first 0, the second 500, the third 800, the fourth 950
    values = [500.0, 300.0, 150.0, 50.0]
    assert tiers(values, *abc(80, 15)) == [TOP, TOP, BIG, SMALL]
    assert tiers(values, *abc(50, 30)) == [TOP, BIG, SMALL, SMALL]
    # the share before them is below the line, so whoever crosses it is in
    assert tiers(values, *abc(50.1, 30)) == [TOP, TOP, BIG, SMALL]


def test_the_whole_is_what_is_positive():
    assert tiers([80.0, 20.0, -900.0], *abc(80)) == [TOP, SMALL, SMALL]


def test_a_tied_group_is_in_if_it_begins_below_the_line():
    assert tiers([40.0, 20.0, 20.0, 20.0], *abc(50)) == [TOP, TOP, TOP, TOP]
    assert tiers([40.0, 20.0, 20.0, 20.0], *abc(40)) == [TOP, SMALL, SMALL, SMALL]


def test_a_line_that_falls_on_a_customer_is_exact():
    # 0.1 + 0.2 is not 0.3 for a computer; before the third stand exactly 30 %
    assert tiers([0.3, 0.4, 0.3], *abc(40)) == [SMALL, TOP, SMALL]
    assert tiers([0.7, 0.2, 0.1], *abc(90)) == [TOP, TOP, SMALL]


def test_all_equal_are_all_in_the_last_tier():
    assert tiers([5.0] * 3, *abc(80)) == [SMALL] * 3
    assert tiers([5.0] * 3, *first(2)) == [SMALL] * 3
    assert tiers([5.0], *abc(80)) == [TOP]


@given(amount_lists | tied_lists)
def test_the_first_by_share_begin_below_the_line(values):
    decided = decide(buyers(values), pyramid(cuts=abc(80)))
    cents = [max(round(value * 100), 0) for value in values]
    top = (decided["tier"] == TOP).tolist()
    if len(set(values)) == 1 and len(values) > 1:
        assert not any(top)
        return
    for value, is_top, own in zip(values, top, cents, strict=True):
        before = sum(c for c, v in zip(cents, values, strict=True) if v > value)
        assert is_top == (own > 0 and before * 100 < 80 * sum(cents))


# ------------------------------------------------------------------ number


def test_number_of_customers_cumulates():
    values = [50.0, 40.0, 30.0, 20.0, 10.0, 5.0]
    assert tiers(values, *first(1, 2, 2)) == [TOP, BIG, BIG, MEDIUM, MEDIUM, SMALL]
    decided = decide(buyers(values), pyramid(cuts=first(1, 2, 2)))
    assert decided["threshold"].tolist() == [1, 3, 3, 5, 5, 6]


def test_a_tied_group_that_overfills_goes_down_or_up():
    values = [50.0, 40.0, 40.0, 10.0]
    assert tiers(values, *first(2)) == [TOP, SMALL, SMALL, SMALL]
    assert tiers(values, *first(2), ties="up") == [TOP, TOP, TOP, SMALL]


@given(amount_lists | tied_lists)
def test_a_number_is_never_exceeded(values):
    counts = sizes(decide(buyers(values), pyramid(cuts=first(2, 3))))
    assert counts[0] <= 2 and counts[0] + counts[1] <= 5


# ------------------------------------------------------------------ threshold


def test_at_the_bar_is_in():
    cuts = (Cut(TOP, "threshold", 1000), Cut(BIG, "threshold", 100.1))
    values = [1000.0, 999.99, 100.1, 100.09]
    assert tiers(values, *cuts) == [TOP, BIG, BIG, SMALL]


def test_a_bar_per_month_of_twelve_months():
    # telecom: 10,000 a month (R14), on average over the year
    cut = Cut(TOP, "threshold", 10_000, times=12)
    assert tiers([120_000.0, 119_999.99], cut) == [TOP, SMALL]


def test_a_threshold_on_another_figure():
    frame = buyers([10.0, 20.0, 30.0]).assign(month_min=[5.0, float("nan"), 4.9])
    cut = Cut(TOP, "threshold", 5, metric="month_min")
    decided = decide(frame, pyramid(cuts=(cut,)))
    assert decided["tier"].tolist() == [TOP, SMALL, SMALL]
    assert decided["threshold"].tolist() == [5, 3, 3]


def test_a_threshold_on_a_derived_figure():
    frame = buyers([100.0, 90.0]).assign(purchase_count=[10, 3])
    cut = Cut(TOP, "threshold", 30, metric="average_order_value")
    assert decide(frame, pyramid(cuts=(cut,)))["tier"].tolist() == [SMALL, TOP]


def test_any_of_two_cut_offs():
    frame = buyers([100.0, 90.0, 10.0]).assign(purchase_count=[1, 1, 50])
    cuts = (
        Cut(TOP, "threshold", 100),
        Cut(TOP, "threshold", 40, metric="purchase_count"),
    )
    assert decide(frame, pyramid(cuts=cuts))["tier"].tolist() == [TOP, SMALL, TOP]


def test_and_also_at_least_of_another_figure():
    frame = buyers([100.0, 90.0, 10.0]).assign(collected=[10.0, 90.0, float("nan")])
    cut = Cut(TOP, "number_of_customers", 3, minimum=50, minimum_metric="collected")
    assert decide(frame, pyramid(cuts=(cut,)))["tier"].tolist() == [SMALL, TOP, SMALL]


# ------------------------------------------------------------------ the threshold to
# keep


def test_who_stands_in_a_tier_is_asked_for_less():
    frame = buyers([9000.0, 9000.0, 7999.0, 10000.0])
    prior = frame[["partner_id"]].assign(tier=[TOP, SMALL, TOP, SMALL])
    cut = Cut(TOP, "threshold", 10_000, keep=8_000)
    decided = decide(frame, pyramid(cuts=(cut,)), prior)
    assert decided["tier"].tolist() == [TOP, SMALL, SMALL, TOP]


@pytest.mark.parametrize("held", [TOP, BIG])
def test_a_better_tier_keeps_the_one_below_it_too(held):
    frame = buyers([5.0, 1.0])
    prior = frame[["partner_id"]].assign(tier=[held, SMALL])
    cuts = (Cut(TOP, "threshold", 20, keep=15), Cut(BIG, "threshold", 10, keep=5))
    assert decide(frame, pyramid(cuts=cuts), prior)["tier"].tolist() == [BIG, SMALL]
