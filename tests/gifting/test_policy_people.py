"""Rules on who receives a gift."""

import pandas as pd
import pytest
from gifting.policy import (
    BLOCK,
    Policy,
    Setting,
    check,
)
from judging import C07, gift, person, severities, whats


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
