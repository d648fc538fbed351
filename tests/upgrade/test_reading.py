"""The comparison itself: what it sees, and what it is told to expect."""

import expected
import pytest
import reading
from expected import ROWS, Expected
from reading import TIMES, Part, Reading

RULE, RULES = "customer_tier_rule", "customer.tier.rule"


@pytest.fixture(autouse=True)
def nothing_expected(monkeypatch):
    for name in ("MODELS", "COLUMNS", "VALUES", "XMLIDS"):
        monkeypatch.setattr(expected, name, {})
    monkeypatch.setattr(expected, "DIFFERENCES", [])


def made(*rows, table=RULE, columns=("id", "bar"), missing=(), **xmlids):
    """One table with ``rows``, of which a record each has the external ids given."""
    found = {}
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        found[reading.key_of(row)] = row | {TIMES: "1"}
    return Reading([Part(table, columns)], [RULES], [found], xmlids, list(missing))


def found(old, new):
    return reading.differences(old, new)


def test_the_same_is_no_difference():
    assert found(made(("1", "10")), made(("1", "10"))) == []


def test_lost_changed_added():
    old, new = made(("1", "10"), ("2", "20")), made(("1", "11"), ("3", "30"))
    assert sorted(sentence.partition("{")[0] for sentence in found(old, new)) == [
        "customer_tier_rule 1: bar was '10' and is '11'",
        "customer_tier_rule 2: is gone",
        "customer_tier_rule 3: is new: ",
    ]


def test_a_record_that_is_shipped_anew_may_be_added():
    old, new = made(), made(("3", "30"), rule=(RULES, 3, True))
    assert found(old, new) == []
    assert len(found(made(rule=(RULES, 3, True)), new)) == 1


def test_rows_without_an_id():
    columns = ("rule_id", "tag_id")
    old, new = (
        made(row, table="rel", columns=columns) for row in (("1", "2"), ("1", "3"))
    )
    assert len(found(old, new)) == 2
    new.rows[0] = {key: row | {TIMES: "2"} for key, row in old.rows[0].items()}
    assert "was '1' and is '2'" in found(old, new)[0]


def test_a_column_that_is_gone():
    new = made(("1",), columns=("id",), missing=["the columns bar of it"])
    assert found(made(("1", "10")), new) == ["the columns bar of it is gone"]


def test_an_expected_difference_has_to_come(monkeypatch):
    one = Expected(RULE, "bar", "because", data=False)
    monkeypatch.setattr(expected, "DIFFERENCES", [one])
    old = made(("1", "10"))
    assert found(old, made(("1", "11"))) == []
    assert "take the entry out" in found(old, made(("1", "10")))[0]
    gone = Expected(RULE, ROWS, "because", data=False)
    monkeypatch.setattr(expected, "DIFFERENCES", [gone])
    assert found(old, made()) == []


def test_only_of_records_that_updates_write(monkeypatch):
    monkeypatch.setattr(expected, "DIFFERENCES", [Expected(RULE, "bar", "because")])
    old, new = made(("1", "10")), made(("1", "11"))
    assert len(found(old, new)) == 2
    for reading_ in (old, new):
        reading_.xmlids["rule"] = (RULES, 1, False)
    assert found(old, new) == []
    for reading_ in (old, new):
        reading_.xmlids["rule"] = (RULES, 1, True)
    assert len(found(old, new)) == 2


def test_renamed(monkeypatch):
    """Model, column, value, and the external ids that follow."""
    monkeypatch.setattr(expected, "MODELS", {RULES: "customer.tier.cut"})
    monkeypatch.setattr(expected, "COLUMNS", {RULE: {"bar": "threshold", "x": None}})
    monkeypatch.setattr(expected, "VALUES", {RULE: {"bar": {"10": "ten"}}})
    old = made(
        ("1", "10", "y"),
        columns=("id", "bar", "x"),
        field_customer_tier_rule__bar=("ir.model.fields", 7, False),
        field_customer_tier_rule__x=("ir.model.fields", 8, False),
        model_customer_tier_rule=("ir.model", 9, False),
        rule=(RULES, 1, True),
    )
    new = made(
        ("1", "ten"),
        table="customer_tier_cut",
        columns=("id", "threshold"),
        field_customer_tier_cut__threshold=("ir.model.fields", 7, False),
        model_customer_tier_cut=("ir.model", 9, False),
        rule=("customer.tier.cut", 1, True),
    )
    assert found(old, new) == []
    new.xmlids["field_customer_tier_cut__threshold"] = ("ir.model.fields", 70, False)
    assert len(found(old, new)) == 1
    del new.xmlids["rule"]
    assert len(found(old, new)) == 2
