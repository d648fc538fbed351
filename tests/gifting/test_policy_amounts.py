"""Rules on amounts and numbers, just below, at and above their limits."""

from datetime import date

import pandas as pd
from gifting.policy import (
    Policy,
    Setting,
    check,
)
from judging import C03, C04, C05, C15, gift, judged, person, severities, whats


def test_value_of_one_gift_below_at_and_above_both_limits():
    costs = (199.99, 200.0, 200.01, 400.0, 400.01)
    assert judged(C03, *(gift(cost=cost) for cost in costs)) == [
        [],
        [],
        [("C03", "approve", "value", 200.01, 200)],
        [("C03", "approve", "value", 400.0, 200)],
        [("C03", "block", "value", 400.01, 400)],
    ]


def test_normal_asks_the_officer_instead_of_blocking_a_dear_gift():
    found = check(pd.DataFrame([gift(cost=401)]), [C03], Setting("normal"))
    line = found.iloc[0]
    assert (line["severity"], line["approver"], line["limit"]) == (3, "compliance", 400)


def test_the_higher_of_cost_and_list_value_counts():
    assert whats(C03, gift(cost=100, list_value=201)) == [["value"]]
    assert whats(C03, gift(cost=201, list_value=100)) == [["value"]]


def test_cards_and_samples_have_no_limit_unless_strict():
    gifts = [gift(form=form, cost=300) for form in ("card", "brochure", "sample")]
    assert whats(C03, *gifts, mode="normal") == [[], [], []]
    assert whats(C03, *gifts) == [["value"]] * 3


def test_value_per_recipient_in_the_calendar_year():
    past = [(1, 1, date(2025, 1, 1), 300.0), (1, 1, date(2025, 12, 31), 200.0)]
    assert judged(C04, gift(cost=100), past=past) == [[]]
    assert judged(C04, gift(cost=100.01), past=past) == [
        [
            ("C04", "approve", "year", 600.01, 600),
            # 1 January to 31 December are twelve months
            ("C04", "approve", "twelve_months", 600.01, 600),
        ]
    ]


def test_value_per_recipient_over_the_turn_of_the_year():
    past = [(1, 1, date(2024, 7, 1), 550.0)]
    # twelve months to 30 June 2025 begin on 1 July 2024
    assert whats(C04, gift(cost=51), past=past) == [["twelve_months"]]
    assert whats(C04, gift(cost=51, date=date(2025, 7, 1)), past=past) == [[]]


def test_any_twelve_months_even_those_that_end_later():
    past = [(1, 1, date(2026, 6, 29), 550.0)]
    assert whats(C04, gift(cost=51), past=past) == [["twelve_months"]]
    later = [(1, 1, date(2026, 6, 30), 650.0)]
    assert whats(C04, gift(cost=51), past=later) == [[]]


def test_one_recipient_does_not_count_for_another():
    past = [(9, 1, date(2025, 5, 1), 599.0)]
    assert whats(C04, gift(cost=100), past=past) == [[]]


def test_two_gifts_of_one_plan_count_together():
    assert whats(C04, gift(cost=301), gift(cost=300), gift(cost=301, partner_id=5)) == [
        ["year", "twelve_months"],
        ["year", "twelve_months"],
        [],
    ]


def test_number_per_recipient():
    past = [(1, 1, date(2025, 1 + month, 1), 1.0) for month in range(3)]
    assert judged(C05, gift(), past=past) == [[]]
    past.append((1, 1, date(2025, 12, 31), 1.0))
    assert judged(C05, gift(), past=past) == [[("C05", "approve", "number", 5, 4)]]
    past[3] = (1, 1, date(2024, 12, 31), 1.0)
    assert judged(C05, gift(), past=past) == [[]]
    assert judged(C05, gift(form="card"), past=past * 2) == [[]]


def test_account_sums_all_its_people():
    policy = Policy(4, "C06", "approve", 1000)
    past = [(8, 1, date(2025, 2, 1), 500.0), (9, 1, date(2025, 3, 1), 400.0)]
    assert judged(policy, person(cost=100), past=past) == [[]]
    assert judged(policy, person(cost=101), past=past) == [
        [("C06", "approve", "account", 1001, 1000)]
    ]


def test_splitting_is_summed_within_thirty_days():
    past = [(1, 1, date(2025, 5, 31), 150.0)]
    assert judged(C15, gift(cost=50), past=past) == [[]]
    assert judged(C15, gift(cost=51), past=past) == [
        [("C15", "approve", "split", 201, 200)]
    ]
    assert severities(C15, gift(cost=251), past=past) == ["block"]
    # 31 days before
    past = [(1, 1, date(2025, 5, 30), 150.0)]
    assert judged(C15, gift(cost=51), past=past) == [[]]
    # one dear gift alone is not split
    assert judged(C15, gift(cost=999)) == [[]]


def test_near_occasions():
    policy = Policy(6, "C16", "warn", days=10)
    near = [(1, 1, date(2025, 7, 10), 1.0)]
    assert judged(policy, gift(), past=near) == [[("C16", "warn", "near", 1, 10)]]
    assert judged(policy, gift(), past=[(1, 1, date(2025, 7, 11), 1.0)]) == [[]]


def test_sensitive_things_need_approval_and_mooncakes_above_a_value():
    policy = Policy(7, "C17", "approve")
    kinds = ("alcohol", "mooncake", None)
    gifts = [gift(sensitive=kind, cost=500) for kind in kinds]
    assert whats(policy, *gifts) == [["sensitive"], [], []]
    cakes = Policy(8, "C17", "approve", 500, kind="mooncake")
    assert whats(cakes, *gifts) == [[], [], []]
    assert whats(cakes, gift(sensitive="mooncake", cost=500.01)) == [["sensitive"]]


def test_budget():
    policy = Policy(9, "C20", "block")
    none, dear, right = gift(budget_line_id=None), gift(cost=100.01), gift(cost=100)
    assert whats(policy, none, dear, right) == [["no_budget"], ["budget"], []]
    assert severities(policy, none, dear, right) == ["block", "block", 0]
    normal = severities(policy, none, dear, right, mode="normal")
    assert normal == ["warn", "approve", 0]


def test_from_an_amount_on_somebody_approves():
    policy = Policy(10, "C19", "approve", 100)
    assert whats(policy, gift(cost=100), gift(cost=101)) == [[], ["chain"]]
    assert whats(Policy(10, "C19", "approve"), gift(cost=9999)) == [[]]


def test_country_rule_is_per_recipient_and_year():
    policy = Policy(11, "C25", "info", 50, scope=(("country_id", frozenset([5])),))
    past = [(1, 1, date(2025, 2, 1), 49.0)]
    assert whats(policy, gift(cost=2, country_id=5), past=past) == [
        ["year", "twelve_months"]
    ]
    assert whats(policy, gift(cost=2, country_id=6), past=past) == [[]]
