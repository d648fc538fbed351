"""K08: no value, minimums and the alternatives of one tier."""

import pytest
from classification import decide
from classification.settings import Cut
from tiering_samples import (
    BIG,
    SMALL,
    TOP,
    buyers,
    distinct,
    ladder_of,
    percent_cuts,
    pyramid,
    sizes,
)


def tiers(values, settings=None):
    return decide(buyers(values), settings or pyramid())["tier"].tolist()


def test_nothing_positive_never_passes_the_last_tier():
    values = [3.0, 0.0, -1.0, -2.0]
    settings = ladder_of(50, 30)
    assert tiers(values, settings) == [1, 3, 3, 3]
    decided = decide(buyers(values), settings)
    assert decided["reason"].tolist() == ["percent_of_customers"] + ["no_value"] * 3
    assert decided["threshold"].tolist() == [2.0, 4.0, 4.0, 4.0]


def test_one_cent_is_positive():
    assert tiers([0.01, 0.0, -0.01], ladder_of(100)) == [1, 2, 2]


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_single_customer_of_no_value_is_in_the_last_tier(value):
    assert tiers([value]) == [SMALL]


def test_customers_of_no_value_still_count_among_the_customers():
    # 200 existing: one percent is two places, though one alone has a value
    assert sizes(decide(buyers([9.0] + [0.0] * 199), pyramid())) == [1, 0, 0, 199]
    # 150 of value and 50 without: 2, 10 and 40 places of 200
    values = [float(n) for n in range(1, 151)] + [0.0] * 50
    assert sizes(decide(buyers(values), pyramid())) == [2, 8, 30, 160]


def test_three_customers_do_not_make_a_top():
    cuts = (
        Cut(TOP, "percent_of_customers", 1, minimum=50_000),
        *percent_cuts(1, 4, 15)[1:],
    )
    assert tiers([49_999.99, 800.0, 10.0], pyramid(cuts)) == [BIG, SMALL, SMALL]
    assert tiers([50_000.0, 800.0, 10.0], pyramid(cuts)) == [TOP, SMALL, SMALL]
    assert tiers([50_000.01, 800.0, 10.0], pyramid(cuts)) == [TOP, SMALL, SMALL]


def test_a_minimum_demands_besides_and_grants_nothing():
    # five places of ten, the minimum is met by three
    settings = pyramid(percent_cuts(50, minimum=8.0), ladder=(1, 2))
    decided = decide(distinct(10), settings)
    assert decided["tier"].tolist() == [1, 1, 1] + [2] * 7
    assert (
        decided["reason"].tolist() == ["percent_of_customers"] * 3 + ["remainder"] * 7
    )
    # one place of ten, the minimum is met by all
    settings = pyramid(percent_cuts(10, minimum=1.0), ladder=(1, 2))
    assert sizes(decide(distinct(10), settings), (1, 2)) == [1, 9]


def test_places_a_minimum_left_empty_belong_to_the_next_tier():
    cuts = (
        Cut(1, "percent_of_customers", 20, minimum=10.0),
        Cut(2, "percent_of_customers", 30),
    )
    # 10 customers of value 10..1: two places, one of them has the minimum of 10;
    # up to the second tier five places, so four are left for it
    decided = decide(distinct(10), pyramid(cuts, ladder=(1, 2, 3)))
    assert sizes(decided, (1, 2, 3)) == [1, 4, 5]


def test_a_minimum_of_zero_or_less_opens_no_tier_to_no_value():
    settings = pyramid(percent_cuts(100, minimum=-100.0), ladder=(1, 2))
    assert tiers([2.0, 0.0, -50.0], settings) == [1, 2, 2]


def test_alternatives_of_one_tier_do_not_add_up():
    cuts = (
        Cut(TOP, "percent_of_customers", 1),
        Cut(TOP, "percent_of_customers", 5, minimum=97.0),
        Cut(BIG, "percent_of_customers", 10),
    )
    # 100 customers of value 100..1: the first, or among the first five with 97 and
    # more (100, 99, 98, 97); below them 5 + 10 percent
    decided = decide(distinct(100), pyramid(cuts, ladder=(TOP, BIG, SMALL)))
    assert sizes(decided, (TOP, BIG, SMALL)) == [4, 11, 85]
    assert decided["threshold"].tolist()[:5] == [1.0, 5.0, 5.0, 5.0, 15.0]
    # whatever order the alternatives are written in
    other = decide(
        distinct(100), pyramid(cuts[1::-1] + cuts[2:], ladder=(TOP, BIG, SMALL))
    )
    assert other["tier"].tolist() == decided["tier"].tolist()
