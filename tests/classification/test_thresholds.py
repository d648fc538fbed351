"""One customer placed by the thresholds stands where a whole evaluation puts them."""

import json

import numpy as np
import pytest
from classification import decide, thresholds
from classification.score import Criterion
from classification.settings import Cut, Settings
from classification.thresholds import NoThreshold, Stood
from hypothesis import assume, given
from hypothesis import strategies as st
from tiering_samples import (
    AS_OF,
    BIG,
    MEDIUM,
    SMALL,
    TOP,
    buyers,
    ladders,
    pyramid,
    tied_lists,
)


def alone(frame, place, settings, kept, stood, scale=None):
    """Decided row of the customer in ``place``, with nobody beside them."""
    # as the database gives it back
    kept = json.loads(json.dumps(kept))
    one = frame.iloc[[place]].reset_index(drop=True)
    scales = (lambda number: None) if scale is None else (lambda number: scale[number])
    return decide(one, thresholds.alone(one, settings, kept, scales, stood)).iloc[0]


def stood(decided, place, settings):
    row = decided.iloc[place]
    return Stood(
        ranked=bool(row["rank"] > 0),
        value=float(row["value"]),
        group=0 if settings.group is None else int(row[settings.group]),
        figures={name: float(row[name]) for name in settings.columns},
    )


@given(
    values=tied_lists,
    settings=ladders(),
    share=st.booleans(),
)
def test_who_has_not_changed_stands_where_he_stood(values, settings, share):
    if share:
        cuts = tuple(
            Cut(c.tier, "share_of_value", c.threshold, c.minimum) for c in settings.cuts
        )
        settings = pyramid(cuts, ladder=settings.ladder, ties=settings.ties)
    frame = buyers(values)
    decided = decide(frame, settings)
    kept = thresholds.find(decided, settings)
    scale = thresholds.scale(decided, settings)
    for place in range(len(frame)):
        was = stood(decided, place, settings)
        found = alone(frame, place, settings, kept, was, scale)
        assert found["tier"] == decided["tier"].iloc[place]


@given(
    values=tied_lists,
    settings=ladders(population="existing"),
    who=st.integers(0, 50),
    value=st.integers(-2, 8).map(lambda number: number / 100),
)
def test_who_has_changed_stands_where_the_next_evaluation_puts_him(
    values, settings, who, value
):
    """All else equal; this also holds where all are equal, before or after."""
    assume(values)
    who %= len(values)
    after = [*values[:who], value, *values[who + 1 :]]
    decided = decide(buyers(values), settings)
    changed = buyers(after)

    found = alone(
        changed,
        who,
        settings,
        thresholds.find(decided, settings),
        stood(decided, who, settings),
    )

    assert found["tier"] == decide(changed, settings)["tier"].iloc[who]


@given(
    values=tied_lists,
    ends=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4)), min_size=1),
    data=st.data(),
)
def test_ends_to_keep_are_those_of_the_evaluation(values, ends, data):
    """A lower threshold to keep one tier moves the ends of those below it, too."""
    ends = ends[:3]
    cuts = tuple(
        Cut(
            tier,
            "number_of_customers",
            threshold,
            keep=threshold + more if more else None,
        )
        for tier, (threshold, more) in enumerate(ends, start=1)
    )
    ladder = tuple(range(1, len(ends) + 2))
    settings = pyramid(cuts, ladder=ladder)
    frame = buyers(values)
    held = data.draw(
        st.lists(st.sampled_from(ladder), min_size=len(values), max_size=len(values))
    )
    prior = frame[["partner_id"]].assign(tier=np.array(held, dtype="int64"))
    decided = decide(frame, settings, prior)
    kept = json.loads(json.dumps(thresholds.find(decided, settings)))
    for place in range(len(frame)):
        one = frame.iloc[[place]].reset_index(drop=True)
        frozen = thresholds.alone(
            one, settings, kept, lambda place: None, stood(decided, place, settings)
        )
        assert decide(one, frozen, prior)["tier"][0] == decided["tier"].iloc[place]


def test_by_hand():
    """100, 80, 70, 30, 10: one Top, two more Big; 80 is needed to stay Big, more
    than 100 to be Top, and more than 30 to stay what the third is."""
    settings = pyramid(
        cuts=(Cut(TOP, "number_of_customers", 1), Cut(BIG, "number_of_customers", 2)),
        ladder=(TOP, BIG, SMALL),
    )
    frame = buyers([100.0, 80.0, 70.0, 30.0, 10.0])
    decided = decide(frame, settings)
    kept = thresholds.find(decided, settings)
    assert kept["0"]["enter"] == [[100.0, 80.0, 100.0], [70.0, 30.0, 70.0]]

    def tier(value, place):
        changed = frame.assign(net_revenue=value)
        found = alone(changed, place, settings, kept, stood(decided, place, settings))
        return found["tier"]

    assert [tier(value, 3) for value in (70.0, 70.01, 100.0, 100.01)] == [
        *(SMALL, BIG, BIG, TOP),
    ]
    assert [tier(value, 0) for value in (80.01, 80.0, 30.0)] == [TOP, BIG, SMALL]
    # one who was not there needs to come before those who were
    newcomer = frame.iloc[[3]].assign(net_revenue=75.0)
    assert alone(newcomer, 0, settings, kept, Stood())["tier"] == BIG


@given(
    values=tied_lists,
    higher=st.booleans(),
    who=st.integers(0, 50),
    value=st.integers(-2, 8).map(lambda number: number / 100),
)
def test_percentiles_of_one_are_those_among_all(values, higher, who, value):
    assume(values)
    who %= len(values)
    settings = scored(Criterion("net_revenue", 1, higher_is_better=higher))
    decided = decide(buyers(values), settings)
    kept, scale = (
        thresholds.find(decided, settings),
        thresholds.scale(decided, settings),
    )
    after = buyers([*values[:who], value, *values[who + 1 :]])

    found = alone(after, who, settings, kept, stood(decided, who, settings), scale)

    expected = decide(after, settings).iloc[who]
    assert (found["score"], found["tier"]) == (expected["score"], expected["tier"])


def scored(criterion):
    return Settings(
        ladder=(TOP, BIG, SMALL),
        cuts=(Cut(TOP, "score", 75.0), Cut(BIG, "score", 40.0)),
        lifecycle={},
        as_of=AS_OF,
        value="score",
        criteria=(criterion,),
    )


def test_the_ends_of_a_straight_line_are_those_of_the_evaluation():
    settings = scored(Criterion("net_revenue", 1, "min_max"))
    decided = decide(buyers([10.0, 20.0, 110.0]), settings)
    scale = thresholds.scale(decided, settings)
    assert scale[0].tolist() == [10, 20, 110]
    after = buyers([60.0, 500.0, -5.0])
    points = [
        alone(after, place, settings, {}, stood(decided, place, settings), scale)[
            "score"
        ]
        for place in range(3)
    ]
    # without the 10, the 20 is the lowest; without the 110, the 20 is the highest
    assert points == [44.44, 100, 0]


def test_each_group_has_its_own_thresholds():
    settings = pyramid(
        cuts=(Cut(TOP, "number_of_customers", 1),),
        ladder=(TOP, SMALL),
        group="group_key",
    )
    frame = buyers([100.0, 80.0, 9.0, 5.0]).assign(group_key=[1.0, 1.0, 2.0, 2.0])
    decided = decide(frame, settings)
    kept = thresholds.find(decided, settings)
    assert sorted(kept) == ["1", "2"]
    moved = frame.assign(group_key=2.0)
    # of the second of the first group, the first of the other
    assert alone(moved, 1, settings, kept, stood(decided, 1, settings))["tier"] == TOP
    with pytest.raises(NoThreshold, match="group"):
        alone(
            frame.assign(group_key=3.0),
            1,
            settings,
            kept,
            stood(decided, 1, settings),
        )


def test_a_bar_to_keep_holds_for_who_stands_there():
    settings = pyramid(
        cuts=(Cut(TOP, "number_of_customers", 1, keep=2),), ladder=(TOP, SMALL)
    )
    frame = buyers([100.0, 80.0, 70.0])
    decided = decide(frame, settings)
    kept = json.loads(json.dumps(thresholds.find(decided, settings)))
    fallen = frame.iloc[[0]].assign(net_revenue=75.0)
    frozen = thresholds.alone(
        fallen, settings, kept, lambda place: None, stood(decided, 0, settings)
    )
    prior = fallen[["partner_id"]].assign(tier=TOP)
    assert decide(fallen, frozen, prior)["tier"].tolist() == [TOP]
    assert decide(fallen, frozen)["tier"].tolist() == [SMALL]


@pytest.mark.parametrize(
    ("why", "settings", "kept"),
    [
        ("not_kept", pyramid(), None),
        # as an earlier version kept them
        ("not_kept", pyramid(), {"0": {"all_equal": False, "enter": [], "keep": []}}),
        ("cut", pyramid(cuts=(Cut(TOP, "of_another", 1),)), {}),
        ("figure", pyramid(value="of_another"), {}),
        ("criterion", scored(Criterion("net_revenue", 1)), {}),
        ("criterion", scored(Criterion("net_revenue", 1, "of_another")), {}),
    ],
)
def test_what_was_not_kept_is_said_and_not_guessed(why, settings, kept):
    frame = buyers([100.0])
    with pytest.raises(NoThreshold, match=why):
        thresholds.alone(frame, settings, kept, lambda place: None, Stood())


def test_the_frozen_settings_come_back_as_they_were():
    from classification.settings import Cap, Transition

    settings = pyramid(
        cuts=(Cut(TOP, "threshold", 10.0, metric="overdue", times=12, keep=5.0),),
        ladder=(TOP, MEDIUM, SMALL),
        criteria=(Criterion("net_revenue", 2, "bands", table=((0, 5), (9, 80))),),
        caps=(Cap(SMALL, (("overdue", 90.0),)),),
        transition=Transition(misses=3, one_step=True),
    )
    plain = json.loads(json.dumps(settings.to_plain()))
    assert Settings.from_plain(plain, AS_OF) == settings


def test_the_amount_told_is_the_next_one_above():
    settings, one = pyramid(), buyers([5.0]).assign(month_min=2.0)
    ahead = Cut(TOP, thresholds.AT_VALUE, 70.01)
    assert thresholds.asked(ahead, settings, one) == ("net_revenue", 70.01)
    beside = Cut(TOP, thresholds.AT_VALUE, 70.0, minimum=75.0)
    assert thresholds.asked(beside, settings, one) == ("net_revenue", 75.0)
    nothing = Cut(TOP, thresholds.AT_VALUE, float("-inf"))
    assert thresholds.asked(nothing, settings, one) is None
    month = Cut(TOP, "threshold", 10.0, metric="month_min", times=3)
    assert thresholds.asked(month, settings, one) == ("month_min", 30.0)
