"""Amounts: hand-counted, and what holds whatever the customers and rules are."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from gifting import rules as words
from gifting.allocation import allocate, split
from gifting.rules import ALL, Limit, Line, Rules
from hypothesis import given
from hypothesis import strategies as st

TOP, BIG, SMALL = 1, 2, 3


def frame(rows):
    """Customers of ``(tier, salesperson, revenue)``, numbered from 1."""
    return pd.DataFrame(
        {
            "partner_id": range(1, len(rows) + 1),
            "tier_id": [row[0] for row in rows],
            "user_id": [row[1] for row in rows],
            "net_revenue": [row[2] for row in rows],
            "gross_margin": [row[2] / 4 if row[2] else row[2] for row in rows],
        }
    )


def amounts(rows, *lines, **rules):
    return allocate(frame(rows), Rules(lines, **rules))["amount"].tolist()


def notes(rows, *lines, **rules):
    found = allocate(frame(rows), Rules(lines, **rules))["amount_note"]
    return [note if isinstance(note, str) else None for note in found]


# ---------------------------------------------------------------- hand-counted


def test_a_pool_in_a_currency_of_many_zeros():
    """90 trillion in hundredths, by revenues of which three exceed 64 bits together.

    The revenues are 2 : 1 : 1 : 2; with a weight of 3 they exceed them alone, too.
    """
    rows = [(TOP, 7, 6e13), (TOP, 7, 3e13), (TOP, 8, 3e13), (TOP, 8, 6e13)]
    line = Line(TOP, 1, method="share", weight=3, base="net_revenue")
    found = amounts(rows, line, limits=(Limit(words.COMPANY, 9e13),))
    assert found == [3e13, 1.5e13, 1.5e13, 3e13]


def test_many_large_gifts_do_not_exceed_their_pool():
    # 1,200 times 90 trillion in hundredths is more than 64 bits hold
    rows = [(TOP, 7, 1)] * 1200
    line = Line(TOP, 1, amount=9e13)
    found = amounts(rows, line, limits=(Limit(words.COMPANY, 9e13),))
    assert found == [7.5e10] * 1200


def test_a_fixed_amount_per_tier_and_nothing_without_a_line():
    rows = [(TOP, 7, 100), (BIG, 7, 50), (SMALL, 8, 10)]
    lines = Line(TOP, 11, amount=200), Line(BIG, 12, amount=50.5)
    found = allocate(frame(rows), Rules(lines))
    assert found["amount"].tolist() == [200, 50.5, 0]
    assert found["form"].tolist()[:2] == ["goods", "goods"]
    assert found["form"].isna().tolist() == [False, False, True]
    assert found["budget_line_id"].tolist()[:2] == [11, 12]
    assert found["amount_note"].tolist()[2] == "no_line"


def test_a_percentage_within_its_bounds():
    # 0.3 % of 100,000, 3,335, 10,000,000, of a loss and of nothing known
    rows = [(TOP, 7, f) for f in (100_000, 3_335, 10_000_000, -5, float("nan"))]
    line = Line(
        TOP, 1, method="percent", percent=0.3, base="net_revenue", lower=50, upper=500
    )
    assert amounts(rows, line) == [300, 50, 500, 50, 50]
    assert notes(rows, line) == [
        None,
        "at_minimum",
        "at_maximum",
        "no_figure",
        "no_figure",
    ]
    free = dataclasses.replace(line, lower=0)
    # 10.005 goes up to the next cent
    assert amounts(rows, free) == [300, 10.01, 500, 0, 0]


def test_a_percentage_of_the_margin():
    line = Line(TOP, 1, method="percent", percent=10, base="gross_margin")
    assert amounts([(TOP, 7, 400), (TOP, 7, -400)], line) == [10, 0]


def test_more_asked_than_there_is_shrinks_in_proportion():
    # 300 + 100 asked, 100 left of 160: 75 and 25
    rows = [(TOP, 7, 1), (BIG, 7, 1)]
    lines = Line(TOP, 1, amount=300), Line(BIG, 2, amount=100)
    pool = Limit("company", 160, used={ALL: 60}, note="pool_scaled")
    assert amounts(rows, *lines, limits=(pool,)) == [75, 25]
    assert notes(rows, *lines, limits=(pool,)) == ["pool_scaled"] * 2


def test_what_does_not_go_round_among_equals_stays():
    # 100.00 for three who are equal: 33.33 each, a cent is left
    rows = [(TOP, 7, 1)] * 3
    pool = Limit("company", 100)
    assert amounts(rows, Line(TOP, 1, amount=50), limits=(pool,)) == [33.33] * 3
    assert split(100, np.array([1, 1, 1])).tolist() == [33, 33, 33]


def test_largest_remainder():
    # 10 by 5 : 3 : 1 is 5.56, 3.33 and 1.11: the unit left goes to the first
    assert split(10, np.array([5, 3, 1])).tolist() == [6, 3, 1]


def test_numbers_beyond_a_machine_word():
    weights = np.array([4 * 10**15, 4 * 10**15, 10**15])
    assert split(9 * 10**12, weights).tolist() == [4 * 10**12, 4 * 10**12, 10**12]


def test_a_yen_has_no_parts():
    rows = [(TOP, 7, 1)] * 3
    line = Line(TOP, 1, amount=50)
    assert amounts(rows, line, limits=(Limit("company", 100),), unit=1) == [33] * 3


def test_a_pool_between_two_units_is_rounded_down():
    line = Line(TOP, 1, amount=50)
    for pool in (Limit("company", 49.9), Limit("company", 50, used={ALL: 0.5})):
        assert amounts([(TOP, 7, 1)], line, limits=(pool,), unit=1) == [49]


def test_a_pool_by_tier_weights():
    # 1,000 by 3 : 1 : 1
    rows = [(TOP, 7, 1), (BIG, 7, 1), (BIG, 8, 1)]
    lines = (
        Line(TOP, 1, method="share", weight=3),
        Line(BIG, 2, method="share", weight=1),
    )
    pool = Limit("company", 1000)
    assert amounts(rows, *lines, limits=(pool,)) == [600, 200, 200]
    assert notes(rows, *lines) == ["no_pool"] * 3


def test_a_pool_by_revenue_after_fixed_amounts():
    # 500 less the fixed 100 leaves 400 by 300 : 100; a loss has no part
    rows = [(TOP, 7, 1), (BIG, 7, 300), (BIG, 8, 100), (BIG, 8, -50)]
    lines = (
        Line(TOP, 1, amount=100),
        Line(BIG, 2, method="share", base="net_revenue"),
    )
    pool = Limit("company", 500)
    assert amounts(rows, *lines, limits=(pool,)) == [100, 300, 100, 0]
    assert notes(rows, *lines, limits=(pool,))[3] == "no_figure"


def test_a_pool_of_one_tier():
    rows = [(TOP, 7, 1), (TOP, 7, 1), (BIG, 7, 1)]
    lines = Line(TOP, 1, method="share"), Line(BIG, 2, amount=30)
    pools = Limit("line", 90, only=1), Limit("company", 1000)
    assert amounts(rows, *lines, limits=pools) == [45, 45, 30]


def test_a_pool_for_each_salesperson():
    # 7 has three customers, 8 has one and has spent 40 of 100
    rows = [(TOP, 7, 1), (TOP, 7, 1), (BIG, 7, 1), (TOP, 8, 1), (TOP, None, 1)]
    lines = (
        Line(TOP, 1, method="share", weight=2),
        Line(BIG, 2, method="share", weight=1),
    )
    pool = Limit("salesperson", 100, used={8: 40})
    found = amounts(rows, *lines, limits=(pool,), shared="salesperson")
    assert found == [40, 40, 20, 60, 0]
    assert notes(rows, *lines, limits=(pool,), shared="salesperson") == [None] * 4 + [
        "no_pool"
    ]


def test_caps_and_who_cut():
    rows = [(TOP, 7, 1), (TOP, 7, 1), (BIG, 8, 1), (BIG, 9, 1)]
    lines = Line(TOP, 1, amount=200), Line(BIG, 2, amount=100)
    limits = (
        Limit("customer", 150, used={2: 100}),
        Limit("salesperson", 60, only=8),
        Limit("tier", 120, only=BIG),
    )
    # customer 1 has 150, customer 2 has 50; Big's 200 are 120, 60 each
    assert amounts(rows, *lines, limits=limits) == [150, 50, 60, 60]
    assert notes(rows, *lines, limits=limits) == [
        "capped_customer",
        "capped_customer",
        "capped_tier",
        "capped_tier",
    ]


def test_a_customers_cap_of_one_tier():
    rows = [(TOP, 7, 1), (BIG, 7, 1)]
    lines = Line(TOP, 1, amount=200), Line(BIG, 2, amount=200)
    cap = Limit("customer", 80, only=BIG)
    assert amounts(rows, *lines, limits=(cap,)) == [200, 80]


def test_more_used_than_there_is_leaves_nothing():
    pool = Limit("company", 100, used={ALL: 130})
    assert amounts([(TOP, 7, 1)], Line(TOP, 1, amount=5), limits=(pool,)) == [0]
    cap = Limit("customer", 100, used={1: 130})
    assert amounts([(TOP, 7, 1)], Line(TOP, 1, amount=5), limits=(cap,)) == [0]


def test_a_card_needs_no_money_and_nothing_is_nothing():
    rows = [(TOP, 7, 1), (BIG, 7, 1), (SMALL, 7, 1)]
    lines = (
        Line(TOP, 1, form="card"),
        Line(BIG, 2, form="nothing", amount=100),
        Line(SMALL, 3, form="card", amount=5),
    )
    empty = Limit("company", 0)
    found = allocate(frame(rows), Rules(lines, (empty,)))
    assert found["form"].tolist()[0] == "card"
    # the card that costs 5 finds no money
    assert found["form"].isna().tolist() == [False, True, True]
    assert found["amount"].tolist() == [0, 0, 0]


def test_no_customers():
    found = allocate(frame([]), Rules((Line(TOP, 1, amount=5),), (Limit("tier", 1),)))
    assert len(found) == 0
    assert {"amount", "form", "budget_line_id", "amount_note"} <= set(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -1},
        {"lower": 5, "upper": 4},
        {"method": "percent"},
        {"method": "lottery"},
        {"weight": -1},
    ],
)
def test_a_line_that_means_nothing(wrong):
    with pytest.raises(ValueError, match="."):
        Line(TOP, 1, **wrong)


# ---------------------------------------------------------------- whatever comes

UNITS = st.sampled_from([0.01, 0.05, 1.0])
MONEY = st.integers(0, 200_000).map(lambda cents: cents / 100)
FIGURE = st.one_of(
    st.just(float("nan")), st.integers(-100_000, 10_000_000).map(lambda c: c / 100)
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from([TOP, BIG, SMALL]), st.sampled_from([7, 8, None]), FIGURE
    ),
    min_size=1,
    max_size=40,
)


@st.composite
def a_line(draw, tier):
    method = draw(st.sampled_from(words.METHODS))
    lower = draw(MONEY)
    return Line(
        tier,
        tier * 10,
        method=method,
        form=draw(st.sampled_from(["goods", "card", "nothing"])),
        amount=draw(MONEY),
        percent=draw(st.integers(0, 1000)) / 100,
        base=draw(st.sampled_from(["net_revenue", "gross_margin"]))
        if method == "percent"
        else draw(st.sampled_from([None, "net_revenue"])),
        lower=lower if method == "percent" else 0,
        upper=draw(st.sampled_from([None, lower + 100])),
        weight=draw(st.integers(0, 5000)) / 1000,
    )


@st.composite
def a_limit(draw):
    scope = draw(st.sampled_from(words.SCOPES))
    keys = {
        "line": [10, 20, 30],
        "customer": list(range(1, 41)),
        "tier": [TOP, BIG, SMALL],
        "salesperson": [7, 8],
        "company": [ALL],
    }[scope]
    only = None if scope in ("customer", "company") else draw(st.sampled_from(keys))
    used = draw(st.dictionaries(st.sampled_from(keys), MONEY, max_size=3))
    return Limit(scope, draw(MONEY), only=only, used=used)


@st.composite
def some_rules(draw):
    return Rules(
        tuple(draw(a_line(tier)) for tier in (TOP, BIG, SMALL)),
        tuple(draw(st.lists(a_limit(), max_size=4))),
        shared=draw(st.sampled_from(["company", "salesperson"])),
        unit=draw(UNITS),
    )


@given(ROWS, some_rules())
def test_no_limit_is_exceeded_and_nothing_is_negative(rows, rules):
    found = allocate(frame(rows), rules)
    units = np.rint(found["amount"].to_numpy() / rules.unit).astype("int64")
    # whole units and nothing between them
    assert np.allclose(units * rules.unit, found["amount"], atol=1e-9)
    assert (units >= 0).all()
    column = {
        "line": "budget_line_id",
        "customer": "partner_id",
        "tier": "tier_id",
        "salesperson": "user_id",
    }
    for limit in rules.limits:
        keys = (
            pd.Series(ALL, index=found.index)
            if limit.scope == "company"
            else found[column[limit.scope]]
        )
        for key in keys.dropna().unique():
            if limit.only is None or limit.only == key:
                concerned = (keys == key).to_numpy(dtype=bool, na_value=False)
                total = int(units[concerned].sum())
                left = max(limit.amount - limit.used.get(int(key), 0), 0)
                assert total * rules.unit <= left + 1e-6


@given(ROWS, some_rules(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, rules, chance):
    customers = frame(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    straight = allocate(customers, rules)
    mixed = allocate(customers.iloc[order], rules).sort_index()
    pd.testing.assert_frame_equal(straight, mixed)


@given(ROWS, some_rules())
def test_equals_get_the_same(rows, rules):
    rules = dataclasses.replace(
        rules,
        limits=tuple(limit for limit in rules.limits if limit.scope != "customer"),
    )
    found = allocate(frame(rows), rules)
    same = ["tier_id", "user_id", "net_revenue"]
    assert (found.groupby(same, dropna=False)["amount"].nunique() == 1).all()


@given(ROWS, some_rules())
def test_bounds_hold_where_nothing_cuts(rows, rules):
    rules = dataclasses.replace(rules, limits=())
    found = allocate(frame(rows), rules)
    for line in rules.lines:
        if line.method != "percent" or line.form == "nothing":
            continue
        mine = found.loc[found["tier_id"] == line.tier, "amount"]
        half = rules.unit / 2 + 1e-9
        assert (mine >= line.lower - half).all()
        if line.upper is not None:
            assert (mine <= line.upper + half).all()


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60), st.integers(0, 10**8))
def test_split(weights, pool):
    weights = np.array(weights)
    part = split(pool, weights)
    assert part.sum() <= pool
    assert (part >= 0).all()
    order = np.argsort(weights, kind="stable")
    # who has the larger weight has no less, who has the same has the same
    assert (np.diff(part[order]) >= 0).all()
    assert pd.Series(part).groupby(weights).nunique().eq(1).all()
    if weights.sum():
        exact = weights * (pool / weights.sum())
        assert (np.abs(part - exact) < 1 + 1e-6).all()
        # what stays cannot be given to all equals of anybody who waits for a unit
        largest = pd.Series(weights).value_counts().max()
        assert pool - part.sum() < largest
