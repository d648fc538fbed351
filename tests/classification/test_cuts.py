"""K08: the best n percent of the customers, with hand-counted figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from classification import decide
from classification.cuts import METHODS, capacity, exact_percent, register
from classification.settings import Cut
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import (
    BIG,
    MEDIUM,
    SMALL,
    TOP,
    customer,
    distinct,
    frame_of,
    ladder_of,
    percent_cuts,
    pyramid,
    sizes,
)


@pytest.mark.parametrize(
    ("population", "percent", "places"),
    [
        (1000, "1", 10),
        (1000, "5", 50),
        (1000, "20", 200),
        (1000, "100", 1000),
        (30, "1", 1),
        (30, "5", 2),
        (30, "20", 6),
        (30, "100", 30),
        (1340, "1", 14),
        (1, "1", 1),
        (1, "100", 1),
        (0, "50", 0),
        # one over a whole hundred is one more place, a whole hundred is not
        (100, "1", 1),
        (101, "1", 2),
        (200, "1.5", 3),
        (201, "1.5", 4),
        # decimals that have no binary form
        (1000, "0.1", 1),
        (1001, "0.1", 2),
        (10_000, "0.1", 10),
        (1000, "33.3", 333),
        (10, "33.3", 4),
        (1000, "0.3", 3),
        (1_000_000, "0.0001", 1),
        (10**18 + 1, "100", 10**18 + 1),
        (10**18, "0.1", 10**15),
    ],
)
def test_capacity(population, percent, places):
    assert capacity(population, Fraction(percent)) == places


@given(
    population=st.integers(0, 5000),
    hundredths=st.integers(1, 10_000),
)
def test_capacity_is_the_smallest_number_not_below_the_share(population, hundredths):
    places = capacity(population, Fraction(hundredths, 100))
    assert places * 10_000 >= population * hundredths
    assert places == 0 or (places - 1) * 10_000 < population * hundredths


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (33.3, Fraction(333, 10)),
        (1.5, Fraction(3, 2)),
        (4, Fraction(4)),
        (15.0, Fraction(15)),
        (1e-05, Fraction(1, 100_000)),
        (Decimal("0.3"), Fraction(3, 10)),
    ],
)
def test_a_percentage_is_the_decimal_a_person_wrote(written, exact):
    assert exact_percent(written) == exact


@pytest.mark.parametrize(
    ("number", "counted"),
    [
        (1000, [10, 40, 150, 800]),
        (30, [1, 1, 4, 24]),
        (100, [1, 4, 15, 80]),
        (101, [2, 4, 15, 80]),
        (20, [1, 0, 3, 16]),
        (10, [1, 0, 1, 8]),
        (4, [1, 0, 0, 3]),
        (2, [1, 0, 0, 1]),
        (1, [1, 0, 0, 0]),
        (0, [0, 0, 0, 0]),
    ],
)
def test_sizes_of_the_pyramid(number, counted):
    assert sizes(decide(distinct(number), pyramid())) == counted


@pytest.mark.parametrize(
    ("number", "thresholds"),
    [(1000, [10.0, 50.0, 200.0, 1000.0]), (30, [1.0, 2.0, 6.0, 30.0])],
)
def test_the_bar_tells_the_places_up_to_the_end_of_the_tier(number, thresholds):
    decided = decide(distinct(number), pyramid())
    assert decided.groupby("tier")["threshold"].unique().map(list).tolist() == [
        [threshold] for threshold in thresholds
    ]


def test_the_places_by_rank():
    decided = decide(distinct(30), pyramid())
    assert decided["tier"].tolist() == [TOP, BIG] + [MEDIUM] * 4 + [SMALL] * 24
    assert decided["rank"].tolist() == list(range(1, 31))
    assert (
        decided["reason"].tolist() == ["percent_of_customers"] * 6 + ["remainder"] * 24
    )


@pytest.mark.parametrize(
    ("shares", "number", "counted"),
    [
        ((0.1,), 1000, [1, 999]),
        ((0.1,), 1001, [2, 999]),
        # three tenths: 0.1 + 0.2 as floats is more than 0.3
        ((0.1, 0.2), 1000, [1, 2, 997]),
        ((33.3, 33.3, 33.3), 1000, [333, 333, 333, 1]),
        ((33.3, 33.3, 33.3), 10, [4, 3, 3, 0]),
        ((1.5, 1.5), 200, [3, 3, 194]),
        ((1.5, 1.5), 201, [4, 3, 194]),
        ((100,), 3, [3, 0]),
        ((50, 50), 3, [2, 1, 0]),
        ((), 3, [3]),
    ],
)
def test_shares_that_are_no_whole_numbers(shares, number, counted):
    decided = decide(distinct(number), ladder_of(*shares))
    assert sizes(decided, range(1, len(shares) + 2)) == counted


def test_shares_cumulate_by_the_ladder_not_by_the_order_of_the_rules():
    settings = pyramid(percent_cuts(1, 4, 15)[::-1])
    assert sizes(decide(distinct(1000), settings)) == [10, 40, 150, 800]


def test_keys_of_tiers_say_nothing_about_their_order():
    cuts = (
        Cut(9, "percent_of_customers", 10),
        Cut(3, "percent_of_customers", 20),
    )
    decided = decide(distinct(10), pyramid(cuts, ladder=(9, 3, 5)))
    assert decided["tier"].tolist() == [9, 3, 3, 5, 5, 5, 5, 5, 5, 5]


def test_a_tier_without_a_rule_stays_empty():
    cuts = percent_cuts(10, 20, 30)
    decided = decide(distinct(10), pyramid((cuts[0], cuts[2])))
    assert sizes(decided) == [1, 0, 3, 6]


def test_percentages_refer_to_existing_customers_or_to_all():
    rows = [customer(value=float(50 - n), bought=1, first=300) for n in range(50)]
    rows += [customer() for n in range(150)]
    frame = frame_of(rows)
    # of 50: ceil(0.5), ceil(2.5), ceil(10); of 200: 2, 10, 40
    assert sizes(decide(frame, pyramid())) == [1, 2, 7, 40]
    assert sizes(decide(frame, pyramid(population="all"))) == [2, 8, 30, 10]
    assert decide(frame, pyramid(population="all")).loc[0, "ranked_count"] == 50


def test_many_strangers_lift_all_who_buy():
    rows = [customer(value=5.0 - n, bought=1, first=300) for n in range(3)]
    rows += [customer() for n in range(997)]
    assert sizes(decide(frame_of(rows), pyramid(population="all"))) == [3, 0, 0, 0]


def test_a_method_nobody_registered_is_an_error():
    with pytest.raises(KeyError, match="by_the_moon"):
        decide(distinct(3), pyramid((Cut(TOP, "by_the_moon", 1),)))


def test_register_gives_the_function_back():
    def method(ranked, cuts, context):
        return []

    try:
        assert register("test_only")(method) is method
        assert METHODS["test_only"] is method
    finally:
        METHODS.pop("test_only", None)
