"""A period's total per tier: hand-counted."""

import pandas as pd
from gifting.rules import Limit, Line, Rules
from gifting.year import at_most, each, year

TOP, BIG, SMALL = 1, 2, 3


def totals(rows, lines, **rules):
    customers = pd.DataFrame(
        [(number, *row) for number, row in enumerate(rows, 1)],
        columns=["partner_id", "tier_id", "net_revenue"],
    )
    return year(customers, lines, Rules((), **rules)).to_dict()


ROWS = [(TOP, 1000), (BIG, 100), (BIG, 300), (SMALL, 10)]


def test_each_line_as_often_as_it_is_given():
    # Top 50 at five occasions and 200 at one; Big 1 % of 400, twice
    lines = {
        Line(TOP, 1, amount=50): 5,
        Line(TOP, 2, amount=200): 1,
        Line(BIG, 3, method="percent", percent=1, base="net_revenue"): 2,
    }
    assert totals(ROWS, lines) == {TOP: 450, BIG: 8}


def test_limits_are_of_the_whole_period():
    lines = {Line(TOP, 1, amount=50): 5, Line(BIG, 2, amount=100): 2}
    # 250 and 400 asked; a customer has 150 at most: 150 and 300, together 225
    cap, pool = Limit("customer", 150), Limit("company", 225)
    assert totals(ROWS, lines, limits=(cap,)) == {TOP: 150, BIG: 300}
    assert totals(ROWS, lines, limits=(cap, pool)) == {TOP: 75, BIG: 150}


def test_the_pool_of_a_line_and_a_shared_one():
    lines = {
        Line(TOP, 1, amount=50): 5,
        Line(BIG, 2, method="share"): 7,
    }
    limits = Limit("line", 30, only=1), Limit("company", 100)
    assert totals(ROWS, lines, limits=limits) == {TOP: 30, BIG: 70}


def test_salespeople_are_not_known():
    lines = {Line(TOP, 1, amount=50): 1}
    assert totals(ROWS, lines, limits=(Limit("salesperson", 1),)) == {TOP: 50}


def test_nobody():
    assert totals([], {Line(TOP, 1, amount=50): 1}) == {}


def test_each_customer_as_if_all_were_in_the_tier():
    customers = pd.DataFrame({"partner_id": [1, 2, 3], "net_revenue": [900, 100, 0]})
    lines = {
        Line(TOP, 1, amount=5): 2,
        Line(TOP, 2, method="percent", percent=10, base="net_revenue", upper=50): 1,
        Line(TOP, 3, method="share"): 1,
        Line(BIG, 4, amount=700): 1,
    }
    rules = Rules((), limits=(Limit("customer", 55, only=TOP), Limit("company", 1)))
    # 10 and 50, 10 and 10, 10 and nothing
    assert each(customers, TOP, lines, rules).tolist() == [55, 20, 10]
    assert each(customers, SMALL, lines, rules).tolist() == [0, 0, 0]


def test_what_a_tier_gets_at_most():
    lines = {Line(TOP, 1, amount=5): 2, Line(TOP, 2, amount=9): 1, Line(BIG, 3): 1}
    pools = Limit("line", 30, only=1), Limit("line", 40, only=2)
    assert at_most(TOP, lines, Rules((), limits=pools)) == 70
    # one line without a pool has no end
    assert at_most(TOP, lines, Rules((), limits=pools[:1])) is None
    tier = Limit("tier", 60), Limit("tier", 50, only=BIG), Limit("company", 1)
    assert at_most(TOP, lines, Rules((), limits=(*pools, *tier))) == 60
    assert at_most(BIG, lines, Rules((), limits=tier)) == 50
