"""Another addon adds a source, a column and a cut-off method without editing ours."""

from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from classification import decide, gaps, thresholds
from classification.cuts import METHODS, Reached, register
from classification.frame import CORE_COLUMNS, Column, assemble
from classification.settings import Cut
from tiering_samples import AS_OF, buyers, pyramid


@pytest.fixture
def threshold():
    """A method of another addon: at the threshold is in."""
    name = "test_threshold"
    seen = []

    @register(name)
    def at_the_threshold(ranked, cuts, context):
        seen.append((ranked, cuts, context))
        values = ranked[context.value].to_numpy()
        return [
            Reached(
                values >= cut.threshold,
                float(cut.threshold),
                column=context.value,
                asked=cut.threshold,
            )
            for cut in cuts
        ]

    yield name, seen
    del METHODS[name]


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    before = dict(METHODS)
    yield
    assert METHODS == before


def test_a_method_from_outside_cuts(threshold):
    name, _seen = threshold
    settings = pyramid((Cut(1, name, 1000), Cut(2, name, 200)), ladder=(1, 2, 3))
    decided = decide(buyers([1000.0, 999.99, 200.0, 199.99, 5000.0]), settings)
    assert decided["tier"].tolist() == [1, 2, 2, 3, 1]
    assert decided["reason"].tolist() == [name, name, name, "remainder", name]
    assert decided["threshold"].tolist() == [1000.0, 200.0, 200.0, 5.0, 1000.0]


def test_a_method_is_told_all_it_may_need(threshold):
    name, seen = threshold
    cuts = (Cut(2, name, 10), Cut(1, name, 20))
    frame = buyers([30.0, 10.0]).assign(months_bought=[12, 3])
    settings = pyramid(cuts, ladder=(1, 2, 3), population="all", ties="up")
    decide(frame, settings)
    ((ranked, given_cuts, context),) = seen
    assert [cut.tier for cut in given_cuts] == [1, 2]
    assert (context.population, context.ties, context.value) == (2, "up", "value")
    # the customer frame with its added columns, and the order among the customers
    assert ranked["months_bought"].tolist() == [12, 3]
    assert ranked["rank"].tolist() == [1, 2]
    assert ranked["group_end"].tolist() == [1, 2]
    assert ranked["share"].tolist() == [0.75, 0.25]
    assert ranked["cumulated"].tolist() == [0.75, 1.0]


def test_methods_are_alternatives_and_the_best_tier_wins(threshold):
    name, _seen = threshold
    cuts = (
        Cut(1, "percent_of_customers", 10),
        Cut(1, name, 900),
        Cut(2, name, 100),
        Cut(2, "percent_of_customers", 50),
    )
    values = [950.0, 920.0, 500.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0]
    decided = decide(buyers(values), pyramid(cuts, ladder=(1, 2, 3)))
    # by percent one place in the first tier and six in both
    assert decided["tier"].tolist() == [1, 1, 2, 2, 2, 2, 3, 3, 3, 3]
    percent = "percent_of_customers"
    assert decided["reason"].tolist() == [
        *[percent, name],
        *[percent] * 4,
        *["remainder"] * 4,
    ]


def test_no_value_and_minimum_hold_for_methods_from_outside_too(threshold):
    name, _seen = threshold
    settings = pyramid((Cut(1, name, -1000, minimum=20.0),), ladder=(1, 2))
    decided = decide(buyers([20.0, 19.99, 0.0, -5.0]), settings)
    assert decided["tier"].tolist() == [1, 2, 2, 2]


def test_a_method_that_forgets_a_cut_is_an_error():
    @register("test_forgetful")
    def forgetful(ranked, cuts, context):
        return [Reached(np.ones(len(ranked), dtype=bool), 0.0)]

    try:
        settings = pyramid(
            (Cut(1, "test_forgetful", 1), Cut(2, "test_forgetful", 2)), ladder=(1, 2, 3)
        )
        with pytest.raises(ValueError, match="shorter"):
            decide(buyers([1.0]), settings)
    finally:
        del METHODS["test_forgetful"]


def test_a_method_by_a_figure_has_a_gap_and_a_threshold(threshold):
    name, _seen = threshold
    settings = pyramid((Cut(1, name, 1000), Cut(2, name, 200)), ladder=(1, 2, 3))
    decided = decide(buyers([1500.0, 700.0, 50.0]), settings)
    found = gaps(decided, settings)
    assert found["gap_up"].tolist()[1:] == [300.0, 150.0]
    assert found["margin_to_keep"].tolist()[:2] == [500.0, 500.0]
    assert tier_alone(decided, 1, 1000.0, settings) == 1
    assert tier_alone(decided, 1, 199.99, settings) == 3
    one = buyers([700.0])
    assert thresholds.asked(settings.cuts[0], settings, one) == ("net_revenue", 1000)


def test_a_method_by_places_has_a_gap_and_a_threshold(odd_places):
    """Of five customers, two are in the first tier."""
    settings = pyramid((Cut(1, odd_places, 2),), ladder=(1, 2))
    decided = decide(buyers([50.0, 40.0, 30.0, 20.0, 10.0]), settings)
    assert decided["tier"].tolist() == [1, 1, 2, 2, 2]
    found = gaps(decided, settings)
    # ahead of the second, by a cent; behind the third, by none
    assert found["gap_up"].tolist()[2:] == [10.01, 20.01, 30.01]
    assert found["margin_to_keep"].tolist()[:2] == [19.99, 9.99]
    assert tier_alone(decided, 3, 40.01, settings) == 1
    assert tier_alone(decided, 3, 40.0, settings) == 2
    assert tier_alone(decided, 1, 30.01, settings) == 1
    assert tier_alone(decided, 1, 30.0, settings) == 2


def test_a_method_by_a_part_of_the_value_has_a_gap_and_a_threshold():
    """60, 30, 10 and 65 %: the second needs 22.31, as the whole shrinks with them."""

    @register("test_part")
    def part(ranked, cuts, context):
        parts = [Fraction(int(cut.threshold), 100) for cut in cuts]
        ahead = ranked["cumulated"].to_numpy() - ranked["share"].to_numpy()
        return [Reached(ahead < float(one), 0.0, part=one) for one in parts]

    try:
        settings = pyramid((Cut(1, "test_part", 65),), ladder=(1, 2))
        decided = decide(buyers([60.0, 30.0, 10.0]), settings)
        assert gaps(decided, settings)["margin_to_keep"][1] == 7.69
        scale = thresholds.scale(decided, settings)
        assert tier_alone(decided, 1, 22.31, settings, scale) == 1
        assert tier_alone(decided, 1, 22.30, settings, scale) == 2
    finally:
        del METHODS["test_part"]


def test_a_method_that_says_nowhere_where_it_ends_places_nobody_alone():
    @register("test_silent")
    def silent(ranked, cuts, context):
        return [Reached(np.ones(len(ranked), dtype=bool), 0.0) for _cut in cuts]

    try:
        settings = pyramid((Cut(1, "test_silent", 1),), ladder=(1, 2))
        decided = decide(buyers([5.0, 3.0]), settings)
        assert gaps(decided, settings)["margin_to_keep"].isna().all()
        with pytest.raises(thresholds.NoThreshold, match="cut"):
            tier_alone(decided, 0, 4.0, settings)
    finally:
        del METHODS["test_silent"]


@pytest.fixture
def odd_places():
    """A method of another addon that counts places in its own way."""
    name = "test_odd_places"

    @register(name)
    def first(ranked, cuts, context):
        places = [int(cut.threshold) for cut in cuts]
        ends = ranked["group_end"].to_numpy()
        return [Reached(ends <= n, float(n), places=n) for n in places]

    yield name
    del METHODS[name]


def tier_alone(decided, row, value, settings, scale=()):
    """Where the customer in ``row`` stands with ``value``, the others unchanged."""
    stood = thresholds.Stood(ranked=True, value=float(decided["value"][row]))
    one = buyers([value])
    kept = thresholds.find(decided, settings)
    alone = thresholds.alone(one, settings, kept, lambda place: scale[place], stood)
    return decide(one, alone)["tier"].iloc[0]


def test_a_source_and_a_column_from_outside_rank():
    visits = Column("visits", "int", 0, "visits in the period")
    last_visit = Column("last_visit", "date", None, "day")
    sales = pd.DataFrame(
        {
            "partner_id": [1, 2, 3],
            "net_revenue": [10.0, 20.0, 30.0],
            "purchase_count": [1, 1, 1],
            "first_purchase": [date(2025, 1, 1)] * 3,
            "last_purchase": [AS_OF] * 3,
            "contact_count": [0, 0, 0],
            "no_need": [False] * 3,
        }
    )
    shop = pd.DataFrame(
        {"partner_id": [1, 2], "visits": [50, 9], "last_visit": [AS_OF, None]}
    )
    frame = assemble([1, 2, 3], [(sales, CORE_COLUMNS), (shop, [visits, last_visit])])
    cuts = (Cut(1, "percent_of_customers", 30),)
    decided = decide(frame, pyramid(cuts, ladder=(1, 2), value="visits"))
    assert decided["visits"].tolist() == [50, 9, 0]
    assert decided["last_visit"].notna().tolist() == [True, False, False]
    assert decided["tier"].tolist() == [1, 2, 2]
    assert decided["reason"].tolist() == [
        "percent_of_customers",
        "remainder",
        "no_value",
    ]
