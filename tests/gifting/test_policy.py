"""Each rule just below, at and above its limit; the modes; what applies to whom."""

from datetime import date

import pandas as pd
import pytest
from gifting import (  # noqa: F401
    policy_amounts,
    policy_circumstances,
    policy_people,
)
from gifting.policy import (
    BLOCK,
    RULES,
    SEVERITIES,
    Hits,
    Policy,
    Setting,
    check,
    register,
    strictest,
    verdict,
)
from hypothesis import given
from hypothesis import strategies as st

DAY = date(2025, 6, 30)


def gift(**facts):
    """An ordinary gift of goods to a business that buys, all in order."""
    return {
        "partner_id": 1,
        "date": DAY,
        "cost": 100.0,
        "amount": 100.0,
        "budget_line_id": 7,
        "tier_id": 3,
        "lifecycle": "existing",
        "evaluated_on": date(2025, 6, 1),
        "decided_on": date(2025, 6, 1),
        "purpose": "Thanks",
        "nothing_asked": True,
        "contact_id": None,
        **facts,
    }


def person(**facts):
    return gift(contact_id=2, person=True, **facts)


def judged(policies, *gifts, mode="strict", past=None):
    """Per gift, what each finding is: (code, severity, what, figure, limit)."""
    policies = [policies] if isinstance(policies, Policy) else policies
    if past is not None:
        past = pd.DataFrame(
            past, columns=["recipient_id", "partner_id", "date", "value"]
        )
    found = check(pd.DataFrame(list(gifts)), policies, Setting(mode, past))
    result = [[] for _gift in gifts]
    for line in found.itertuples():
        figures = (line.figure, line.limit)
        result[line.gift].append(
            (
                line.code,
                SEVERITIES[line.severity],
                line.what,
                *(None if number != number else number for number in figures),
            )
        )
    return result


def severities(policies, *gifts, **setting):
    return [
        max((SEVERITIES.index(line[1]) for line in lines), default=0)
        and max((line[1] for line in lines), key=SEVERITIES.index)
        for lines in judged(policies, *gifts, **setting)
    ]


def whats(policies, *gifts, **setting):
    return [
        [line[2] for line in lines] for lines in judged(policies, *gifts, **setting)
    ]


# ---------------------------------------------------------------- amounts

C03 = Policy(1, "C03", "approve", 200, 400, "block")


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


C04 = Policy(2, "C04", "approve", 600, 1200, "block")


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


C05 = Policy(3, "C05", "approve", count=4)


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


C15 = Policy(5, "C15", "approve", 200, 400, "block", days=30)


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


# ---------------------------------------------------------------- people

C07 = Policy(12, "C07", "block", 50)


@pytest.mark.parametrize("mode", ["strict", "normal"])
def test_officials_and_public_bodies_get_a_card_at_most(mode):
    gifts = [
        person(official="yes", form=form, cost=1)
        for form in ("card", "goods", "sample")
    ]
    gifts.append(gift(government=True, cost=1))
    gifts.append(gift(government=True, form="brochure"))
    assert whats(C07, *gifts, mode=mode) == [
        [], ["official"], ["official"], ["government"], [],
    ]  # fmt: skip
    found = check(pd.DataFrame(gifts), [C07], Setting(mode))
    assert set(found["approver"]) == {"compliance"}
    assert set(found["severity"]) == {BLOCK}


def test_unknown_official_warns_above_a_small_value():
    gifts = [person(cost=50), person(cost=50.01), person(cost=99, official="no")]
    assert whats(C07, *gifts, mode="normal") == [[], ["unknown"], []]
    assert severities(C07, gifts[1]) == ["warn"]
    # nobody in particular receives it
    assert whats(C07, gift(cost=99)) == [[]]


def test_a_shop_owner_is_the_business_unless_strict():
    owner = gift(person=True, own_business=True, cost=99)
    c10 = Policy(13, "C10", "approve", 50)
    assert whats([C07, c10], owner, mode="normal") == [[]]
    assert whats([C07, c10], owner) == [["unknown", "employee"]]


@pytest.mark.parametrize("lifecycle", ["prospect", "inactive", "not_contacted"])
def test_who_does_not_buy_gets_a_card_or_a_sample(lifecycle):
    policy = Policy(14, "C09", "block")
    gifts = [
        gift(lifecycle=lifecycle, form=form) for form in ("goods", "card", "sample")
    ]
    assert whats(policy, *gifts) == [["no_customer"], [], []]
    assert whats(policy, gift()) == [[]]


def test_a_gift_to_an_employee():
    policy = Policy(13, "C10", "approve", 50)
    gifts = [person(cost=50), person(cost=50.01), gift(cost=500)]
    assert whats(policy, *gifts, mode="normal") == [[], ["employee"], []]
    # strict: small is not enough, it must be promotional; and somebody is named
    assert whats(policy, *gifts, person(cost=50, promotional=True)) == [
        ["employee"], ["employee"], ["nobody_named"], [],
    ]  # fmt: skip


def test_family_and_private_address():
    policy = Policy(15, "C11", "approve")
    gifts = [person(family=True), person(private_address=True), person()]
    assert whats(policy, *gifts) == [["family"], ["private_address"], []]


def test_the_recipients_own_rules():
    policy = Policy(16, "C12", "block")
    gifts = [person(accepts=answer) for answer in ("no", "ask", "yes", None)]
    assert severities(policy, *gifts, mode="normal") == ["block", "warn", 0, 0]
    gifts = [person(accepts_max=99.99), person(accepts_max=100.0)]
    assert severities(policy, *gifts) == ["block", 0]
    assert severities(policy, *gifts, mode="normal") == ["approve", 0]
    assert severities(policy, person(accepts="no", form="card")) == [0]


def test_professions_only_within_a_segment_and_until_a_limit_is_set():
    segment = (("industry_id", frozenset([4])), ("tag_ids", frozenset([8])))
    closed = Policy(17, "C13", "block", segment=segment)
    gifts = [
        gift(industry_id=4), gift(tag_ids=frozenset([8, 9])), gift(industry_id=5),
    ]  # fmt: skip
    assert whats(closed, *gifts) == [["profession"], ["profession"], []]
    opened = Policy(17, "C13", "block", 100, segment=segment)
    dear = gift(industry_id=4, cost=100.01)
    assert whats(opened, *gifts, dear) == [[], [], [], ["profession"]]
    assert whats(Policy(17, "C13", "block"), gift(industry_id=4)) == [[]]


# ---------------------------------------------------------------- moment

C01 = Policy(18, "C01", "block", days=92)


def test_the_tier_is_known_and_not_too_old():
    # 30 March to 30 June are 92 days
    at, old = date(2025, 3, 30), date(2025, 3, 29)
    gifts = [
        gift(evaluated_on=at, decided_on=at),
        gift(evaluated_on=old, decided_on=old),
        gift(tier_id=None),
        gift(evaluated_on=None, decided_on=None),
    ]
    assert judged(C01, *gifts) == [
        [],
        [("C01", "block", "old_tier", 93, 92)],
        [("C01", "block", "no_tier", None, None)],
        [("C01", "block", "no_tier", None, None)],
    ]
    assert severities(C01, *gifts, mode="normal") == [0, "block", "approve", "approve"]


def test_normal_takes_the_last_good_evaluation():
    looked_at = gift(decided_on=date(2024, 1, 1), evaluated_on=DAY)
    assert whats(C01, looked_at, mode="normal") == [[]]
    assert whats(C01, looked_at) == [["old_tier"]]


def test_the_age_counts_today_not_on_the_day_of_the_feast():
    feast = gift(date=date(2025, 12, 24), as_of=DAY)
    assert whats(C01, feast) == [[]]


def test_forbidden_things():
    policy = Policy(19, "C02", "block", exception=False)
    assert whats(policy, gift(forbidden="cash"), gift()) == [["money"], []]


C08 = Policy(20, "C08", "block", 1000, days=30)


def test_tenders():
    gifts = [
        gift(tender=True),
        gift(tender_closed=date(2025, 5, 31)),
        gift(tender_closed=date(2025, 5, 30)),
        gift(hold="tender"),
        gift(hold="other"),
    ]
    expected = [["tender"], ["tender_ended"], [], ["tender_hold"], []]
    assert whats(C08, *gifts, mode="normal") == expected
    assert whats(C08, *gifts) == expected
    assert severities(C08, gifts[0], mode="normal") == ["block"]


def test_large_quotations_block_only_if_strict():
    gifts = [gift(quotation=1000.0), gift(quotation=1000.01)]
    assert whats(C08, *gifts) == [[], ["quotation"]]
    assert whats(C08, *gifts, mode="normal") == [[], []]


def test_purpose():
    policy = Policy(21, "C14", "block")
    gifts = [
        gift(),
        gift(purpose=None),
        gift(purpose=""),
        gift(purpose=None, plan_id=5),
        gift(nothing_asked=False),
    ]
    assert whats(policy, *gifts) == [
        [], ["no_purpose"], ["no_purpose"], ["no_purpose"], ["not_confirmed"],
    ]  # fmt: skip
    assert whats(policy, *gifts, mode="normal") == [
        [], ["no_purpose"], ["no_purpose"], [], [],
    ]  # fmt: skip


def test_debts_and_holds():
    policy = Policy(22, "C18", "block", 1000, days=30)
    since = date(2025, 5, 30)
    gifts = [
        gift(overdue=1000.01, overdue_since=since),
        gift(overdue=1000.0, overdue_since=since),
        gift(overdue=9999.0, overdue_since=date(2025, 5, 31)),
        gift(hold="sanction"),
        gift(hold="tender"),
        gift(blacklisted=True),
    ]
    assert whats(policy, *gifts, mode="normal") == [
        ["overdue"], [], [], ["hold"], [], ["blacklisted"],
    ]  # fmt: skip
    assert severities(policy, *gifts, mode="normal")[3:] == ["block", 0, "warn"]
    # strict: the smallest debt holds
    assert whats(policy, *gifts)[:3] == [["overdue"], ["overdue"], []]
    assert severities(policy, gifts[5]) == ["block"]


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


def test_another_package_adds_a_rule():
    @register("X01")
    def on_friday(gifts, policy, setting):
        friday = gifts["date"].dt.weekday.eq(4).to_numpy()
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
