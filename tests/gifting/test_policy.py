"""What applies to whom, the modes, and what holds for every gift."""

from datetime import date

import pandas as pd
import pytest
from gifting.policy import (
    RULES,
    Hits,
    Policy,
    Setting,
    check,
    limits_of,
    register,
    strictest,
    verdict,
)
from hypothesis import given
from hypothesis import strategies as st
from judging import (
    C01,
    C03,
    C04,
    C05,
    C07,
    C08,
    C15,
    DAY,
    gift,
    judged,
    severities,
    whats,
)

# ---------------------------------------------------------------- what applies


def test_validity_first_and_last_day_included():
    policy = Policy(1, "C03", "approve", 50, valid_from=DAY, valid_to=date(2025, 7, 31))
    days = (date(2025, 6, 29), DAY, date(2025, 7, 31), date(2025, 8, 1))
    found = whats(policy, *(gift(date=day) for day in days))
    assert found == [[], ["value"], ["value"], []]


@pytest.mark.parametrize(
    "column", ["country_id", "occasion_id", "category_id", "form", "tier_id"]
)
def test_scope(column):
    policy = Policy(1, "C03", "approve", 50, scope=((column, frozenset([4])),))
    assert whats(policy, gift(**{column: 4}), gift(**{column: 5})) == [["value"], []]


def test_the_stricter_wins_per_code_and_over_all():
    policies = [
        Policy(1, "C03", "warn", 50),
        Policy(2, "C03", "approve", 80),
        Policy(3, "C17", "info"),
    ]
    found = strictest(
        check(
            pd.DataFrame([gift(sensitive="alcohol"), gift(cost=60), gift(cost=1)]),
            policies,
            Setting("strict"),
        )
    )
    assert found[["gift", "code", "policy"]].to_numpy().tolist() == [
        [0, "C03", 2],
        [0, "C17", 3],
        [1, "C03", 1],
    ]
    assert verdict(found, 3).tolist() == [3, 2, 0]


def test_a_block_without_exception_wins_over_one_with():
    policies = [Policy(1, "C02", "block"), Policy(2, "C02", "block", exception=False)]
    found = strictest(
        check(pd.DataFrame([gift(forbidden="cash")]), policies, Setting())
    )
    assert found["policy"].tolist() == [2]


def test_season_stands_in_for_the_value_of_its_own_family():
    scope = (("category_id", frozenset([6])),)
    policies = [
        Policy(1, "C03", "approve", 50, family="kr"),
        Policy(2, "C22", "approve", 150, family="kr", scope=scope),
    ]
    farm, other = gift(category_id=6), gift(category_id=7)
    assert whats(policies, farm, other) == [[], ["value"]]
    assert judged(policies, gift(category_id=6, cost=151)) == [
        [("C22", "approve", "value", 151, 150)]
    ]
    # that of another family holds on
    more = [*policies, Policy(3, "C03", "warn", 60, family="general")]
    assert [line[0] for line in judged(more, farm)[0]] == ["C03"]


def test_another_currency_by_the_rate_of_the_day():
    policy = Policy(1, "C03", "approve", 200, currency=9)
    gifts = [gift(cost=28, rate_9=0.14), gift(cost=28.01, rate_9=0.14)]
    found = judged(policy, *gifts)
    assert found[0] == []
    assert found[1][0][:4] == ("C03", "approve", "value", 28.01)
    assert found[1][0][4] == pytest.approx(28)


def test_a_missing_rate_is_a_finding():
    policy = Policy(1, "C03", "block", 200, currency=9)
    unknown = gift(cost=9999, rate_9=float("nan"))
    assert judged(policy, unknown) == [[("C03", "approve", "no_rate", None, None)]]
    assert severities(policy, unknown, mode="normal") == ["warn"]
    assert whats(policy, gift()) == [["no_rate"]]


def test_record_only_is_never_worse_than_a_warning():
    everything = [C01, C03, C04, C07, C08, Policy(9, "C20", "block")]
    worst = gift(
        cost=9999, official="yes", tender=True, tier_id=None, budget_line_id=None
    )
    found = check(pd.DataFrame([worst]), everything, Setting("record"))
    assert len(found) >= 5
    assert found["severity"].max() == 2


def test_an_ordinary_gift_has_nothing_to_say_about_it():
    everything = [
        C01, C03, C04, C05, C07, C08, C15,
        Policy(9, "C20", "block"), Policy(21, "C14", "block"),
        Policy(22, "C18", "block", 1000, days=30), Policy(14, "C09", "block"),
        Policy(13, "C10", "approve", 50), Policy(16, "C12", "block"),
    ]  # fmt: skip
    small_debt = {"overdue": 900.0, "overdue_since": date(2025, 1, 1)}
    quoted = {"quotation": 99999.0, "amount": 100.0}
    ordinary = gift(**small_debt, **quoted)
    assert whats(everything, ordinary, mode="normal") == [[]]


def test_no_gifts_no_findings():
    empty = pd.DataFrame({"partner_id": [], "date": [], "cost": []})
    found = check(empty, [C01, C03, C04, C05, C15], Setting())
    assert found.empty
    assert verdict(found, 0).tolist() == []


# the limits of each rule that reads any
LIMITS = {
    "amount": "C03 C04 C06 C07 C08 C10 C13 C15 C17 C18 C19 C21 C22 C25",
    "second_amount": "C03 C04 C06 C15 C19 C22 C25",
    "count": "C05",
    "days": "C01 C08 C15 C16 C18",
    "share": "C24",
    "kind": "C17",
}


def test_the_limits_of_each_rule():
    assert len(RULES) == 25
    for limit, codes in LIMITS.items():
        assert [code for code in sorted(RULES) if limit in limits_of(code)] == (
            codes.split()
        )
    assert limits_of("X99") == ()


@pytest.mark.parametrize("limits", ["amount", ("max_count",)])
def test_a_limit_that_no_policy_has_is_refused(limits):
    with pytest.raises(ValueError, match="unknown limits"):
        register("X01", limits=limits)(lambda gifts, policy, setting: ())
    assert "X01" not in RULES


def test_what_others_apply_finds_nothing():
    assert whats(Policy(1, "C21", "block", 1, currency=9), gift()) == [[]]


def test_another_package_adds_a_rule():
    @register("X01")
    def on_friday(gifts, policy, setting):
        friday = gifts["date"].dt.day_of_week.eq(4).to_numpy()
        yield Hits(friday, policy.level, "friday")

    try:
        friday = gift(date=date(2025, 6, 27))
        assert whats(Policy(1, "X01", "warn"), friday, gift()) == [["friday"], []]
    finally:
        del RULES["X01"]


@pytest.mark.parametrize(
    "values", [{"amount": -1}, {"severity": "fatal"}, {"days": -1}]
)
def test_a_policy_that_makes_no_sense_is_refused(values):
    with pytest.raises(ValueError):
        Policy(1, "C03", **values)


# ---------------------------------------------------------------- for all

ALL = [
    C01, C03, C04, C05, C07, C08, C15,
    Policy(4, "C06", "approve", 700),
    Policy(6, "C16", "warn", days=10),
    Policy(7, "C17", "approve"),
    Policy(8, "C17", "approve", 500, kind="mooncake"),
    Policy(9, "C20", "block"),
    Policy(10, "C19", "approve", 300, 600, "block"),
    Policy(13, "C10", "approve", 50),
    Policy(14, "C09", "block"),
    Policy(16, "C12", "block"),
    Policy(22, "C18", "block", 1000, days=30),
]  # fmt: skip

GIFTS = st.fixed_dictionaries(
    {
        "partner_id": st.integers(1, 3),
        "date": st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        "form": st.sampled_from(["goods", "card", "sample", "hospitality"]),
        "amount": st.sampled_from([50.0, 300.0]),
        "budget_line_id": st.sampled_from([None, 7]),
        "official": st.sampled_from([None, "no", "yes", "unknown"]),
        "person": st.booleans(),
        "accepts_max": st.sampled_from([float("nan"), 80.0]),
        "tier_id": st.sampled_from([None, 3]),
        "sensitive": st.sampled_from([None, "mooncake", "alcohol"]),
        "overdue": st.sampled_from([0.0, 500.0, 2000.0]),
        "overdue_since": st.sampled_from([None, date(2025, 1, 1)]),
    }
)


@given(
    st.lists(GIFTS, min_size=1, max_size=6),
    st.lists(st.integers(0, 1500), min_size=6, max_size=6),
    st.lists(st.integers(0, 500), min_size=6, max_size=6),
    st.sampled_from(["strict", "normal", "record"]),
)
def test_dearer_is_never_judged_milder(rows, costs, more, mode):
    frame = pd.DataFrame(rows)
    costs, more = costs[: len(rows)], more[: len(rows)]
    cheap = check(frame.assign(cost=costs), ALL, Setting(mode))
    dear = check(
        frame.assign(cost=[a + b for a, b in zip(costs, more, strict=True)]),
        ALL,
        Setting(mode),
    )
    size = len(rows)
    assert (verdict(dear, size) >= verdict(cheap, size)).all()


@given(st.lists(GIFTS, min_size=1, max_size=6), st.integers(0, 5000))
def test_record_only_never_asks_or_blocks(rows, cost):
    found = check(pd.DataFrame(rows).assign(cost=cost), ALL, Setting("record"))
    assert (verdict(found, len(rows)) <= 2).all()


@given(st.lists(GIFTS, min_size=1, max_size=6), st.integers(0, 5000))
def test_normal_is_never_stricter_than_strict(rows, cost):
    frame = pd.DataFrame(rows).assign(cost=cost)
    strict = verdict(check(frame, ALL, Setting("strict")), len(rows))
    normal = verdict(check(frame, ALL, Setting("normal")), len(rows))
    assert (normal <= strict).all()
