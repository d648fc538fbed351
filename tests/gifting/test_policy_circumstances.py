"""Rules on the moment: tiers, tenders, purpose, debts."""

from datetime import date

from gifting.policy import (
    Policy,
)
from judging import C01, C08, DAY, gift, judged, severities, whats


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
