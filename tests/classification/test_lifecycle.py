"""K15: existing > inactive > no need > prospect > not contacted."""

from datetime import date, timedelta

import pytest
from classification import decide
from classification.lifecycle import STATES, contradicts_mark, lifecycle
from hypothesis import given
from tiering_samples import (
    AS_OF,
    INACTIVE,
    NO_NEED,
    NOT_CONTACTED,
    PROSPECT,
    SMALL,
    TOP,
    customer,
    frame_of,
    frames,
    pyramid,
)


def state(**what):
    return lifecycle(frame_of([customer(**what)])).iloc[0]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"bought": 1, "first": 10}, "existing"),
        ({"bought": 2, "first": 700}, "existing"),
        ({"first": 700}, "inactive"),
        ({"first": 366}, "inactive"),
        ({"no_need": True}, "no_need"),
        ({"contacts": 1}, "prospect"),
        ({"contacts": 5}, "prospect"),
        ({}, "not_contacted"),
        # each state outweighs all that come after it
        ({"bought": 1, "first": 10, "no_need": True, "contacts": 1}, "existing"),
        ({"bought": 1, "first": 10, "no_need": True}, "existing"),
        ({"bought": 1, "first": 10, "contacts": 3}, "existing"),
        ({"first": 700, "no_need": True, "contacts": 1}, "inactive"),
        ({"first": 700, "no_need": True}, "inactive"),
        ({"first": 700, "contacts": 1}, "inactive"),
        ({"no_need": True, "contacts": 1}, "no_need"),
        # the purchase counts, not what it brought
        ({"bought": 1, "first": 10, "value": 0.0}, "existing"),
        ({"bought": 1, "first": 10, "value": -250.0}, "existing"),
        # a value without a purchase (a refund of an old one) makes nobody existing
        ({"first": 700, "value": -250.0}, "inactive"),
        ({"value": 250.0}, "not_contacted"),
    ],
)
def test_state(what, expected):
    assert state(**what) == expected


def test_states_in_the_order_of_precedence():
    assert STATES == ("existing", "inactive", "no_need", "prospect", "not_contacted")


def test_state_keeps_the_order_and_index_of_the_rows():
    frame = frame_of([customer(), customer(bought=1), customer(contacts=1)])
    frame.index = [30, 10, 20]
    states = lifecycle(frame)
    assert states.to_dict() == {30: "not_contacted", 10: "existing", 20: "prospect"}
    assert states.dtype == object


def test_a_mark_may_come_as_an_object():
    frame = frame_of([customer(no_need=True), customer()]).astype({"no_need": object})
    assert lifecycle(frame).tolist() == ["no_need", "not_contacted"]
    assert contradicts_mark(frame.assign(purchase_count=1)).tolist() == [True, False]


def test_each_state_finds_its_tier():
    frame = frame_of(
        [
            customer(value=100.0, bought=1, first=300),
            customer(first=700),
            customer(no_need=True),
            customer(contacts=1),
            customer(),
        ]
    )
    decided = decide(frame, pyramid())
    assert decided["lifecycle"].tolist() == list(STATES)
    assert decided["tier"].tolist() == [
        TOP,
        INACTIVE,
        NO_NEED,
        PROSPECT,
        NOT_CONTACTED,
    ]
    assert decided["reason"].tolist() == [
        "percent_of_customers",
        "inactive",
        "no_need",
        "prospect",
        "not_contacted",
    ]
    assert decided["rank"].tolist() == [1, 0, 0, 0, 0]
    assert decided["share"].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert decided["cumulated"].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert decided["threshold"].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert decided["ranked_count"].tolist() == [1, 0, 0, 0, 0]


def test_a_state_without_a_tier_has_none():
    frame = frame_of([customer(first=700), customer(contacts=1)])
    decided = decide(frame, pyramid(lifecycle={"inactive": INACTIVE}))
    assert decided["tier"].tolist() == [INACTIVE, -1]
    assert decided["tier"].dtype == "int64"
    assert decided["reason"].tolist() == ["inactive", "prospect"]


@pytest.mark.parametrize("value", [0.0, -0.01, -5000.0])
def test_who_bought_and_returned_it_all_is_existing_and_in_the_last_tier(value):
    frame = frame_of([customer(value=value, bought=1, first=300)])
    decided = decide(frame, pyramid())
    assert decided.loc[0, ["lifecycle", "tier", "reason"]].tolist() == [
        "existing",
        SMALL,
        "no_value",
    ]


@pytest.mark.parametrize(
    ("what", "flagged"),
    [
        ({"bought": 1, "first": 10, "no_need": True}, True),
        ({"bought": 1, "first": 10}, False),
        ({"first": 700, "no_need": True}, False),
        ({"no_need": True}, False),
        ({}, False),
    ],
)
def test_a_mark_on_someone_who_buys_is_flagged(what, flagged):
    frame = frame_of([customer(**what)])
    assert contradicts_mark(frame).tolist() == [flagged]
    assert decide(frame, pyramid())["contradicts_mark"].tolist() == [flagged]


@pytest.mark.parametrize(
    ("first", "new"),
    [
        (AS_OF, True),
        (AS_OF - timedelta(days=1), True),
        (AS_OF - timedelta(days=89), True),
        (AS_OF - timedelta(days=90), True),
        (AS_OF - timedelta(days=91), False),
        (AS_OF - timedelta(days=365), False),
        (AS_OF + timedelta(days=1), False),
        (None, False),
    ],
)
def test_new_is_a_first_purchase_within_90_days(first, new):
    decided = decide(frame_of([customer(bought=1, first=first)]), pyramid())
    assert decided["is_new"].tolist() == [new]


def test_the_ninetieth_day_before_the_example_day_is_24_august():
    frame = frame_of(
        [
            customer(bought=1, first=date(2026, 8, 24)),
            customer(bought=1, first=date(2026, 8, 23)),
        ]
    )
    assert decide(frame, pyramid())["is_new"].tolist() == [True, False]


def test_the_days_of_new_are_a_setting():
    frame = frame_of([customer(bought=1, first=n) for n in (0, 1, 30, 31)])
    assert decide(frame, pyramid(new_days=30))["is_new"].tolist() == [
        True,
        True,
        True,
        False,
    ]
    assert decide(frame, pyramid(new_days=0))["is_new"].tolist() == [
        True,
        False,
        False,
        False,
    ]


@given(frame=frames)
def test_everyone_has_one_state_that_his_row_tells(frame):
    for row, found in zip(frame.to_dict("records"), lifecycle(frame), strict=True):
        if row["purchase_count"]:
            expected = "existing"
        elif row["first_purchase"] == row["first_purchase"]:
            expected = "inactive"
        elif row["no_need"]:
            expected = "no_need"
        else:
            expected = "prospect" if row["contact_count"] else "not_contacted"
        assert found == expected


def test_a_refund_proves_a_purchase_and_any_document_a_contact():
    frame = frame_of([customer(), customer(), customer(no_need=True), customer()])
    traces = {
        "returned": [True, False, False, False],
        "has_document": [True, True, True, False],
    }
    states = ["inactive", "prospect", "no_need", "not_contacted"]
    assert lifecycle(frame.assign(**traces)).tolist() == states
