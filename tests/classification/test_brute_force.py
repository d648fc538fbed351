"""K21: one customer alone gets what a full decision on changed figures says.

For every registered cut-off method, ties down and up, and figures from 0.001 to 1e15:
the gap, the margin to keep and the refresh are tried out by changing the figure of one
customer and deciding again for all.
"""

import json
from dataclasses import dataclass

import hypothesis
import numpy as np
import pytest
from classification import decide, gaps, thresholds
from classification.cuts import METHODS, SEGMENT
from classification.score import Criterion
from classification.settings import Cut
from hypothesis import given
from hypothesis import strategies as st
from tiering_samples import BIG, MEDIUM, SMALL, TOP, buyers, pyramid

examples = hypothesis.settings(max_examples=25, deadline=None)

# (unit, whole units from which the values start)
SIZES = st.sampled_from(
    [
        (0.01, 0),
        (0.001, 0),
        (0.05, 20),
        (1e-6, 100),
        (0.01, 10**9),
        (0.01, 10**15 - 40),
        (1.0, 10**15 - 40),
        (1000.0, 10**12 - 40),
    ]
)
# what a threshold of each method can be; those by value count from the first value
OWN_SHARES = st.sampled_from([0.01, 5, 10, 33.33, 40, 65, 100])
THRESHOLDS = {
    "percent_of_customers": OWN_SHARES,
    "share_of_value": OWN_SHARES,
    "number_of_customers": st.integers(0, 5),
    "threshold": st.integers(1, 8),
    "at_value": st.integers(1, 8),
    "score": st.integers(1, 8),
}
BY_VALUE = {"threshold", "at_value"}
# by several figures of a customer at once: see test_segments.py
BY_SCORES = {SEGMENT}
methods = pytest.mark.parametrize("method", sorted(set(METHODS) - BY_SCORES))


def test_every_method_is_tried():
    """A new method needs its thresholds here."""
    assert set(THRESHOLDS) | BY_SCORES == set(METHODS)


@dataclass
class Case:
    """Customers, one of them, and the settings; values are whole units."""

    values: list
    who: int
    settings: object
    unit: float
    other: int

    def frame(self, values):
        parts = round(1 / self.unit) if self.unit < 1 else 0
        return buyers([v / parts if parts else v * self.unit for v in values])

    def decided(self, values=None, prior=None):
        return decide(self.frame(values or self.values), self.settings, prior)

    def with_value(self, value):
        return [*self.values[: self.who], value, *self.values[self.who + 1 :]]

    def place(self, value, prior=None):
        """Place on the ladder with another value of the one customer."""
        decided = self.decided(self.with_value(value), prior)
        return self.settings.position[decided["tier"].iloc[self.who]]


@st.composite
def cases(draw, method, keep=False):
    by_score = method == "score"
    unit, base = (0.01, 0) if by_score else draw(SIZES)
    steps = st.integers(-1, 7) if base == 0 else st.integers(0, 7)
    values = [base + step for step in draw(st.lists(steps, min_size=1, max_size=7))]
    # a few are far from the others, so that the whole depends on them
    if draw(st.booleans()) and base == 0 and not by_score:
        values[0] = draw(st.sampled_from([20, 100, 10**6, 10**12]))

    def threshold(of):
        asked = draw(THRESHOLDS[of])
        if of in BY_VALUE:
            return (base + asked) / round(1 / unit) if unit < 1 else base + asked * unit
        return asked / 100 if of == "score" else asked

    def cut(tier, of):
        least = draw(st.sampled_from([None, None, 2, 4]))
        return Cut(
            tier,
            of,
            threshold(of),
            minimum=None if least is None else (base + least) * unit,
            keep=threshold(of) if keep and draw(st.booleans()) else None,
        )

    own = [cut(TOP, method), cut(BIG, method)]
    if draw(st.booleans()):
        others = sorted(set(METHODS) - {"score"} - BY_SCORES | {method})
        own.append(
            cut(
                draw(st.sampled_from([TOP, BIG, MEDIUM])), draw(st.sampled_from(others))
            )
        )
    changes = {}
    if by_score:
        # the points are the figure itself
        criterion = Criterion("net_revenue", 1, "min_max", low=0, high=100)
        changes = {
            "value": "score",
            "criteria": (criterion,),
            "units": {"net_revenue": unit},
        }
    settings = pyramid(
        tuple(own),
        ladder=(TOP, BIG, MEDIUM, SMALL),
        ties=draw(st.sampled_from(["down", "up"])),
        unit=unit,
        **changes,
    )
    who = draw(st.integers(0, len(values) - 1))
    return Case(values, who, settings, unit, base + draw(st.integers(-1, 9)))


def units(amount, case):
    return round(amount / case.unit)


@methods
@examples
@given(data=st.data())
def test_the_gap_is_the_least_that_reaches_a_better_tier(method, data):
    case = data.draw(cases(method))
    found = gaps(case.decided(), case.settings).iloc[case.who]
    stands, value = case.settings.position[found["tier"]], case.values[case.who]
    # scores of nothing and of less than nothing are equal
    value = max(value, 0) if method == "score" else value
    if np.isnan(found["gap_up"]):
        # no value is enough, or there is no better tier
        most = 10**4 if method == "score" else 10**15
        assert stands == 0 or case.place(most) >= stands
        return
    gap = units(found["gap_up"], case)
    assert gap > 0
    assert case.place(value + gap) < stands
    assert case.place(value + gap - 1) >= stands
    assert case.place(value + data.draw(st.integers(0, gap - 1))) >= stands


@methods
@examples
@given(data=st.data())
def test_the_margin_is_the_most_that_can_be_lost(method, data):
    case = data.draw(cases(method))
    found = gaps(case.decided(), case.settings).iloc[case.who]
    stands, value = case.settings.position[found["tier"]], case.values[case.who]
    if stands == len(case.settings.ladder) - 1:
        assert np.isnan(found["margin_to_keep"])
        return
    margin = units(found["margin_to_keep"], case)
    assert margin >= 0
    assert case.place(value - margin) <= stands
    assert case.place(value - margin - 1) > stands
    assert case.place(value - data.draw(st.integers(0, margin))) <= stands


@methods
@examples
@given(data=st.data())
def test_a_threshold_to_keep_belongs_to_the_margin(method, data):
    case = data.draw(cases(method, keep=True))
    frame = case.frame(case.values)
    earned = st.lists(
        st.sampled_from([TOP, BIG, MEDIUM, SMALL]),
        min_size=len(frame),
        max_size=len(frame),
    )
    first = frame[["partner_id"]].assign(tier=data.draw(earned))
    decided = decide(frame, case.settings, first)
    found = gaps(decided, case.settings).iloc[case.who]
    # at the next evaluation, the thresholds to keep are those of the present tiers
    prior = decided[["partner_id", "tier"]]
    stands, value = case.settings.position[found["tier"]], case.values[case.who]
    if stands == len(case.settings.ladder) - 1:
        return
    # below zero if the tier was given by a threshold to keep of a better one
    margin = units(found["margin_to_keep"], case)
    assert case.place(value - margin, prior) <= stands
    assert case.place(value - margin - 1, prior) > stands


@methods
@pytest.mark.parametrize("newcomer", [False, True])
@examples
@given(data=st.data())
def test_one_customer_now_stands_where_a_full_run_puts_them(method, newcomer, data):
    case = data.draw(cases(method))
    # ranked by a full run, with or without the one customer
    others = [v for place, v in enumerate(case.values) if place != case.who]
    hypothesis.assume(others or not newcomer)
    decided = case.decided(others if newcomer else case.values)
    # as the database gives it back
    kept = json.loads(json.dumps(thresholds.find(decided, case.settings)))
    scale = thresholds.scale(decided, case.settings)
    stood = thresholds.Stood()
    if not newcomer:
        row = decided.iloc[case.who]
        figures = {name: float(row[name]) for name in case.settings.columns}
        stood = thresholds.Stood(True, True, float(row["value"]), figures=figures)
    after = case.with_value(case.other)
    one = case.frame(after).iloc[[case.who]].reset_index(drop=True)
    alone = thresholds.alone(one, case.settings, kept, lambda n: scale[n], stood)
    assert decide(one, alone)["tier"][0] == case.decided(after)["tier"].iloc[case.who]
