"""K07: equal values are never split; the group goes down or up together."""

import pytest
from classification import decide
from tiering_samples import buyers, customer, frame_of, ladder_of, pyramid, sizes


def tiers(values, settings=None):
    return decide(buyers(values), settings or pyramid())["tier"].tolist()


def test_a_tied_group_that_does_not_fit_goes_down_together():
    # 30 customers: 1, 2 and 6 places. The two best are equal, one place is too few.
    values = [100.0, 100.0] + [float(n) for n in range(28, 0, -1)]
    assert sizes(decide(buyers(values), pyramid())) == [0, 2, 4, 24]


def test_a_tied_group_goes_up_together_if_so_chosen():
    values = [100.0, 100.0] + [float(n) for n in range(28, 0, -1)]
    assert sizes(decide(buyers(values), pyramid(ties="up"))) == [2, 0, 4, 24]


def test_a_tied_group_at_the_last_place():
    # places 6 and 7 are equal, six is the end of Medium
    values = [90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 40.0] + [
        float(n) for n in range(23, 0, -1)
    ]
    assert sizes(decide(buyers(values), pyramid())) == [1, 1, 3, 25]
    assert sizes(decide(buyers(values), pyramid(ties="up"))) == [1, 1, 5, 23]


def test_a_tied_group_that_fits_exactly_stays():
    # places 5 and 6 are equal: both within the six, whatever the choice
    values = [90.0, 80.0, 70.0, 60.0, 50.0, 50.0] + [float(n) for n in range(24, 0, -1)]
    for ties in ("down", "up"):
        assert sizes(decide(buyers(values), pyramid(ties=ties))) == [1, 1, 4, 24]


def test_a_tied_group_just_behind_the_last_place_does_not_go_up():
    # six places; 7 and 8 are equal
    values = [90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 30.0] + [
        float(n) for n in range(22, 0, -1)
    ]
    for ties in ("down", "up"):
        assert sizes(decide(buyers(values), pyramid(ties=ties))) == [1, 1, 4, 24]


def test_a_large_tied_group_may_fall_through_several_tiers():
    # 100 customers: 1, 5, 20 places; after the best, 30 are equal
    values = [90.0] + [50.0] * 30 + [float(n) / 10 for n in range(69, 0, -1)]
    assert sizes(decide(buyers(values), pyramid())) == [1, 0, 0, 99]
    assert sizes(decide(buyers(values), pyramid(ties="up"))) == [1, 30, 0, 69]


@pytest.mark.parametrize("ties", ["down", "up"])
@pytest.mark.parametrize("number", [2, 3, 30, 1000])
def test_all_equal_are_all_in_the_last_tier(number, ties):
    decided = decide(buyers([42.0] * number), pyramid(ties=ties))
    assert sizes(decided) == [0, 0, 0, number]
    assert set(decided["reason"]) == {"remainder"}
    assert set(decided["rank"]) == {1}


def test_all_equal_stay_last_however_many_places_there_are():
    frame = frame_of(
        [customer(value=7.0, bought=1, first=300)] * 2 + [customer()] * 998
    )
    settings = pyramid(population="all")
    assert sizes(decide(frame, settings)) == [0, 0, 0, 2]
    assert tiers([7.0, 7.0], ladder_of(100)) == [2, 2]


def test_equal_but_for_one_is_an_order():
    assert tiers([7.0, 7.0, 6.0], ladder_of(60)) == [1, 1, 2]
    assert tiers([8.0, 7.0, 7.0], ladder_of(30)) == [1, 2, 2]


def test_a_cent_decides():
    assert tiers([100.00, 100.01], ladder_of(50)) == [2, 1]
