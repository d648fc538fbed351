"""What is missing to the next tier, and what may be lost: by hand, and tried out."""

import numpy as np
import pandas as pd
import pytest
from classification import decide, gaps
from classification.settings import Cut
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import (
    BIG,
    SMALL,
    TOP,
    buyers,
    customer,
    frame_of,
    pyramid,
    tied_lists,
)


def figures(frame, settings):
    found = gaps(decide(frame, settings), settings)
    return found["gap_up"].tolist(), found["margin_to_keep"].tolist()


def nan(*values):
    return pytest.approx([np.nan if v is None else v for v in values], nan_ok=True)


def test_by_places():
    settings = pyramid(
        cuts=(Cut(TOP, "number_of_customers", 1), Cut(BIG, "number_of_customers", 2))
    )
    up, margin = figures(buyers([100.0, 80.0, 70.0, 30.0, 10.0]), settings)
    # one cent ahead of the 100; one cent ahead of the 70, who is the third
    assert up == nan(None, 20.01, 30.01, 40.01, 60.01)
    assert margin == nan(19.99, 49.99, 39.99, None, None)


def test_beside_is_enough_where_equals_go_up_together():
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),), ties="up")
    up, margin = figures(buyers([100.0, 80.0, 30.0]), settings)
    assert up == nan(None, 20, 70)
    assert margin == nan(20, None, None)


def test_beside_is_not_enough_if_all_were_equal_then():
    """K07: all equal are all in the last tier, so the gap is a cent more."""
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),), ties="up")
    up, margin = figures(buyers([100.0, 80.0]), settings)
    assert up == nan(None, 20.01)
    assert margin == nan(19.99, None)
    up, margin = figures(buyers([50.0, 50.0, 50.0]), settings)
    assert up == nan(0.01, 0.01, 0.01)
    assert margin == nan(None, None, None)


def test_of_a_share_the_whole_shrinks_too():
    """60, 30, 10 and a line at 65 %.

    The second stands behind 60. With x instead of 30, the whole is 70 + x, so 60 has to
    be below 65 % of it: x of at least 22.31. With 19.99 less, 60 of 80.01 is 75 %. The
    first needs 10: the 30 ahead is below 65 % of 50, but 40 is not below that of 49.99.
    The third only has to come level with the second.
    """
    settings = pyramid(cuts=(Cut(TOP, "share_of_value", 65),))
    decided = decide(buyers([60.0, 30.0, 10.0]), settings)
    assert decided["tier"].tolist() == [TOP, TOP, SMALL]
    up, margin = figures(buyers([60.0, 30.0, 10.0]), settings)
    assert up == nan(None, None, 20)
    assert margin == nan(50, 7.69, None)
    assert decide(buyers([60.0, 10.01, 10.0]), settings)["tier"].iloc[1] == SMALL


def test_nobody_there_and_ranked_apart():
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),), group="team")
    nobody = buyers([]).assign(team=np.array([], dtype="float64"))
    assert gaps(decide(nobody, settings), settings).empty


def test_by_threshold_with_a_bar_to_keep():
    frame = buyers([12_000.0, 9_000.0, 500.0])
    settings = pyramid(cuts=(Cut(TOP, "threshold", 10_000, keep=8_000),))
    prior = frame[["partner_id"]].assign(tier=[TOP, TOP, SMALL])
    found = gaps(decide(frame, settings, prior), settings)
    assert found["tier"].tolist() == [TOP, TOP, SMALL]
    assert found["margin_to_keep"].tolist() == nan(4_000, 1_000, None)
    assert found["gap_up"].tolist() == nan(None, None, 9_500)


def test_the_minimum_is_missing_too():
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1, minimum=500),))
    up, _ = figures(buyers([100.0, 80.0]), settings)
    assert up == nan(400, 420)


def test_another_figure_says_nothing_about_the_value():
    frame = buyers([100.0, 80.0]).assign(collected=[10.0, 90.0])
    settings = pyramid(cuts=(Cut(TOP, "threshold", 50, metric="collected"),))
    assert figures(frame, settings) == (nan(None, None), nan(None, None))


def test_who_stands_higher_than_he_earns_has_less_than_nothing_to_lose():
    settings = pyramid(cuts=(Cut(TOP, "threshold", 100),))
    decided = decide(buyers([70.0]), settings).assign(tier=TOP)
    assert gaps(decided, settings)["margin_to_keep"].tolist() == [-30.0]


def test_by_grace_among_the_first_what_he_lacks_is_a_place():
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),))
    decided = decide(buyers([100.0, 80.0]), settings).assign(tier=TOP)
    # to be there by figures alone means to overtake the 100
    assert gaps(decided, settings)["margin_to_keep"].tolist() == nan(19.99, -20.01)


def test_those_who_do_not_buy_have_no_gap():
    frame = frame_of([customer(contacts=1), customer(value=5.0, bought=1, first=9)])
    up, margin = figures(frame, pyramid(cuts=(Cut(TOP, "threshold", 9),)))
    assert up == nan(None, 4)
    assert margin == nan(None, None)


def test_groups_have_gaps_of_their_own():
    frame = buyers([100.0, 80.0, 10.0, 4.0]).assign(team=[1, 1, 2, 2])
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),), group="team")
    up, margin = figures(frame, settings)
    assert up == nan(None, 20.01, None, 6.01)
    assert margin == nan(19.99, None, 5.99, None)


def test_rank_and_cut_within_a_group():
    # K20: each salesperson's best; who has none is among those without
    frame = buyers([100.0, 80.0, 10.0, 4.0, 3.0]).assign(
        team=[1.0, 1.0, 2.0, np.nan, np.nan]
    )
    settings = pyramid(cuts=(Cut(TOP, "number_of_customers", 1),), group="team")
    decided = decide(frame, settings)
    assert decided["tier"].tolist() == [TOP, SMALL, TOP, TOP, SMALL]
    assert decided["rank"].tolist() == [1, 2, 1, 1, 2]
    assert decided["ranked_count"].tolist() == [2, 2, 1, 2, 2]
    assert decided["share"].tolist() == pytest.approx(
        [100 / 180, 80 / 180, 1, 4 / 7, 3 / 7]
    )


cut_lists = st.sampled_from(
    [
        (Cut(TOP, "percent_of_customers", 10), Cut(BIG, "percent_of_customers", 20)),
        (Cut(TOP, "number_of_customers", 2), Cut(BIG, "number_of_customers", 3)),
        (Cut(TOP, "threshold", 0.05), Cut(BIG, "threshold", 0.02)),
        (Cut(TOP, "number_of_customers", 2), Cut(BIG, "threshold", 0.02)),
        (Cut(TOP, "number_of_customers", 2, minimum=0.03),),
    ]
)


@given(tied_lists, cut_lists, st.sampled_from(["down", "up"]))
def test_with_the_gap_he_is_up_and_with_a_cent_less_he_is_not(values, cuts, ties):
    settings = pyramid(cuts=cuts, ties=ties)
    found = gaps(decide(buyers(values), settings), settings)
    order = settings.position
    for place, row in enumerate(found.itertuples()):
        if np.isnan(row.gap_up):
            continue
        after = [*values]
        after[place] = round(row.net_revenue + row.gap_up, 2)
        better = decide(buyers(after), settings)["tier"].iloc[place]
        assert order[better] < order[row.tier]
        after[place] = round(after[place] - 0.01, 2)
        worse = decide(buyers(after), settings)["tier"].iloc[place]
        assert order[worse] >= order[row.tier]


@given(tied_lists, cut_lists, st.sampled_from(["down", "up"]))
def test_with_the_margin_lost_he_stays_and_with_a_cent_more_he_falls(
    values, cuts, ties
):
    settings = pyramid(cuts=cuts, ties=ties)
    found = gaps(decide(buyers(values), settings), settings)
    order = settings.position
    for place, row in enumerate(found.itertuples()):
        if np.isnan(row.margin_to_keep):
            continue
        after = [*values]
        after[place] = round(row.net_revenue - row.margin_to_keep, 2)
        same = decide(buyers(after), settings)["tier"].iloc[place]
        assert order[same] <= order[row.tier]
        after[place] = round(after[place] - 0.01, 2)
        worse = decide(buyers(after), settings)["tier"].iloc[place]
        assert order[worse] > order[row.tier]


def test_an_empty_ladder_of_customers():
    settings = pyramid()
    found = gaps(decide(buyers([]), settings), settings)
    assert isinstance(found, pd.DataFrame) and {"gap_up", "margin_to_keep"} <= set(
        found
    )
