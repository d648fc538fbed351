"""K07 and K08 for every ladder, and against an independent count."""

from decimal import Decimal
from fractions import Fraction
from itertools import count

import hypothesis
from classification import decide
from classification.cuts import capacity, exact_percent
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import (
    amount_lists,
    buyers,
    customer,
    frame_of,
    ladder_of,
    ladders,
    refunded_lists,
    share_lists,
    tied_lists,
)


def counted_one_by_one(values, shares, population, ties):
    """The rule again, by counting: no sorting, no NumPy, no Fraction."""
    places, cumulated = [], Decimal(0)
    for share in shares:
        cumulated += Decimal(str(share))
        places.append(next(n for n in count() if n * 100 >= population * cumulated))
    result = []
    for value in values:
        better = sum(other > value for other in values)
        through = sum(other >= value for other in values)
        reached = len(shares)
        nobody_differs = len(values) > 1 and min(values) == max(values)
        if value > 0 and not nobody_differs:
            decisive = through if ties == "down" else better + 1
            for place in reversed(range(len(shares))):
                if decisive <= places[place]:
                    reached = place
        result.append(reached + 1)
    return result


@hypothesis.settings(max_examples=200)
@given(
    values=amount_lists,
    shares=share_lists(),
    strangers=st.integers(0, 40),
    population=st.sampled_from(["existing", "all"]),
    ties=st.sampled_from(["down", "up"]),
)
def test_an_independent_count_agrees(values, shares, strangers, population, ties):
    rows = [customer(value, bought=1, first=300) for value in values]
    rows += [customer() for _ in range(strangers)]
    settings = ladder_of(*shares, population=population, ties=ties)
    decided = decide(frame_of(rows), settings)
    number = len(values) + (strangers if population == "all" else 0)
    assert decided["tier"].tolist()[: len(values)] == counted_one_by_one(
        values, shares, number, ties
    )


def best_count(decided, tier):
    """How many ranked customers stand in ``tier`` or a better one."""
    ranked = decided[decided["lifecycle"] == "existing"]
    return int((ranked["tier"] <= tier).sum())


@given(values=amount_lists, settings=ladders(ties="down", population="existing"))
def test_ties_down_never_exceed_the_places(values, settings):
    decided = decide(buyers(values), settings)
    cumulated = Decimal(0)
    for cut in settings.cuts:
        cumulated += Decimal(str(cut.threshold))
        assert (best_count(decided, cut.tier) - 1) * 100 < len(values) * cumulated


@given(values=amount_lists, shares=share_lists())
def test_ties_up_take_in_the_group_at_the_bar_and_no_other(values, shares):
    settings = ladder_of(*shares, ties="up")
    decided = decide(buyers(values), settings)
    positive = sorted((v for v in values if v > 0), reverse=True)
    if len(set(values)) == 1 and len(values) > 1:
        positive = []
    for tier in range(1, len(shares) + 1):
        places = capacity(
            len(values), sum(map(exact_percent, shares[:tier]), Fraction(0))
        )
        # whoever is at least as good as the one on the last place
        last = positive[min(places, len(positive)) - 1] if positive and places else None
        expected = sum(v >= last for v in positive) if last is not None else 0
        assert best_count(decided, tier) == expected


@given(values=tied_lists, settings=ladders())
def test_equal_values_share_a_tier_and_a_higher_one_is_never_worse(values, settings):
    decided = decide(buyers(values), settings)
    ordered = decided.sort_values("net_revenue", ascending=False)
    assert ordered["tier"].is_monotonic_increasing
    assert (decided.groupby("net_revenue")["tier"].nunique() <= 1).all()


@given(values=refunded_lists, settings=ladders())
def test_nothing_positive_is_last_for_every_ladder(values, settings):
    decided = decide(buyers(values), settings)
    last = decided.loc[decided["net_revenue"] <= 0]
    assert (last["tier"] == settings.ladder[-1]).all()
    assert (last["reason"] == "no_value").all()


@given(values=amount_lists, settings=ladders())
def test_who_is_above_the_last_tier_has_its_minimum(values, settings):
    decided = decide(buyers(values), settings)
    for cut in settings.cuts:
        if cut.minimum is not None:
            inside = decided[decided["tier"] == cut.tier]
            assert (inside["net_revenue"] >= cut.minimum).all()
