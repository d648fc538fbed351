"""The contract between those who collect and those who decide."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from classification import decide, gaps
from classification.frame import (
    CONTACTS,
    CORE_COLUMNS,
    FIRST_PURCHASE,
    GROUP,
    NET_REVENUE,
    NO_NEED,
    PURCHASES,
    Column,
    FrameError,
    as_dates,
    assemble,
    check,
    empty,
    single,
)
from tiering_samples import buyers, customer, frame_of, ladder_of, pyramid

DTYPES = {
    "partner_id": "int64",
    "net_revenue": "float64",
    "purchase_count": "int64",
    "first_purchase": "datetime64[s]",
    "last_purchase": "datetime64[s]",
    "contact_count": "int64",
    "no_need": "bool",
}


def dtypes(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


def test_an_empty_frame_has_every_column_in_its_type():
    frame = empty(CORE_COLUMNS)
    assert len(frame) == 0
    assert dtypes(frame) == DTYPES
    assert check(frame) is frame


def test_parts_come_together_one_row_per_customer_by_id():
    revenue = pd.DataFrame(
        {
            "partner_id": [30, 10],
            "purchase_count": [3, 1],
            "net_revenue": [300.5, 100.0],
        }
    )
    contacts = pd.DataFrame({"partner_id": [20], "contact_count": [7]})
    frame = assemble(
        [30, 10, 20],
        [(revenue, [NET_REVENUE, PURCHASES]), (contacts, [CONTACTS])],
    )
    assert frame["partner_id"].tolist() == [10, 20, 30]
    assert frame["net_revenue"].tolist() == [100.0, 0.0, 300.5]
    assert frame["purchase_count"].tolist() == [1, 0, 3]
    assert frame["contact_count"].tolist() == [0, 7, 0]
    assert list(frame.index) == [0, 1, 2]


def test_whom_no_source_mentions_has_the_missing_values():
    nothing = pd.DataFrame(columns=["partner_id", *(c.name for c in CORE_COLUMNS)])
    frame = assemble([7], [(nothing, CORE_COLUMNS)])
    assert dtypes(frame) == DTYPES
    (row,) = frame.to_dict("records")
    assert row.pop("first_purchase") is pd.NaT
    assert row.pop("last_purchase") is pd.NaT
    assert row == {
        "partner_id": 7,
        "net_revenue": 0.0,
        "purchase_count": 0,
        "contact_count": 0,
        "no_need": False,
    }


def test_assembling_no_customers_gives_an_empty_frame():
    part = pd.DataFrame({"partner_id": [1], "net_revenue": [2.0]})
    frame = assemble([], [(part, [NET_REVENUE])])
    assert len(frame) == 0
    assert dtypes(frame) == {"partner_id": "int64", "net_revenue": "float64"}


def test_rows_of_others_are_left_out():
    part = pd.DataFrame({"partner_id": [1, 99], "net_revenue": [2.0, 3.0]})
    frame = assemble([1], [(part, [NET_REVENUE])])
    assert frame.to_dict("list") == {"partner_id": [1], "net_revenue": [2.0]}


def test_columns_nobody_declared_are_left_out():
    part = pd.DataFrame({"partner_id": [1], "net_revenue": [2.0], "note": ["x"]})
    assert list(assemble([1], [(part, [NET_REVENUE])])) == ["partner_id", "net_revenue"]


def test_a_database_gives_decimals_dates_and_nones():
    part = pd.DataFrame(
        {
            "partner_id": [1, 2],
            "net_revenue": [Decimal("200.50"), None],
            "first_purchase": [date(2026, 1, 31), None],
            "no_need": [True, None],
            "purchase_count": [2, None],
        }
    )
    columns = [NET_REVENUE, FIRST_PURCHASE, NO_NEED, PURCHASES]
    frame = assemble([1, 2, 3], [(part, columns)])
    assert frame["net_revenue"].tolist() == [200.5, 0.0, 0.0]
    assert frame["first_purchase"].tolist() == [
        pd.Timestamp(2026, 1, 31),
        pd.NaT,
        pd.NaT,
    ]
    assert frame["no_need"].tolist() == [True, False, False]
    assert frame["purchase_count"].tolist() == [2, 0, 0]
    assert {name: DTYPES[name] for name in frame} == dtypes(frame)


def test_missing_is_what_the_column_states_and_not_zero():
    days_late = Column("days_late", "float", 30.0, "days")
    part = pd.DataFrame({"partner_id": [1], "days_late": [-2.0]})
    frame = assemble([1, 2], [(part, [days_late])])
    assert frame["days_late"].tolist() == [-2.0, 30.0]


def test_missing_of_a_day_is_what_the_column_states_too():
    since = Column("since", "date", date(2000, 1, 1), "day")
    columns = ["partner_id", "since"]
    part = pd.DataFrame([[1, date(2026, 5, 1)], [2, None]], columns=columns)
    for rows, days in (
        (part, [1, 0, 0]),
        (part.iloc[1:], [0, 0, 0]),
        (part[:0], [0] * 3),
    ):
        frame = assemble([1, 2, 3], [(rows, [since])])
        stated, told = pd.Timestamp(2000, 1, 1), pd.Timestamp(2026, 5, 1)
        assert frame["since"].tolist() == [told if day else stated for day in days]
        assert frame["since"].dtype == "datetime64[s]"


def test_decimals_are_numbers():
    frame = buyers([1.0, 2.0]).assign(margin=[Decimal("2.50"), Decimal("7.50")])
    assert check(frame, ["margin"]) is frame


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [
        ("int", "int64"),
        ("float", "float64"),
        ("bool", "bool"),
        ("date", "datetime64[s]"),
    ],
)
def test_kinds_of_columns(kind, dtype):
    assert Column("x", kind, None, "").dtype == dtype


def test_a_kind_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        empty([Column("x", "text", "", "")])


def test_a_source_with_two_rows_for_a_customer_is_refused():
    part = pd.DataFrame({"partner_id": [1, 1], "net_revenue": [2.0, 3.0]})
    with pytest.raises(FrameError, match="more than one row"):
        assemble([1], [(part, [NET_REVENUE])])


def test_two_sources_for_one_column_are_refused():
    part = pd.DataFrame({"partner_id": [1], "net_revenue": [2.0]})
    with pytest.raises(FrameError, match="'net_revenue'"):
        assemble([1], [(part, [NET_REVENUE]), (part, [NET_REVENUE])])


def test_a_source_cannot_fill_the_customer():
    part = pd.DataFrame({"partner_id": [1]})
    with pytest.raises(FrameError, match="'partner_id'"):
        assemble([1], [(part, [Column("partner_id", "int", 0, "")])])


@pytest.mark.parametrize("customers", [[1, 1], [1, 2, 1], [4, 3, 2, 1, 4]])
def test_a_customer_given_twice_is_refused(customers):
    part = pd.DataFrame({"partner_id": [1], "net_revenue": [2.0]})
    with pytest.raises(FrameError, match="comes twice"):
        assemble(customers, [(part, [NET_REVENUE])])


@pytest.mark.parametrize("name", list(DTYPES))
def test_check_names_the_missing_column(name):
    with pytest.raises(FrameError, match=f"'{name}' is missing"):
        check(buyers([1.0]).drop(columns=name))


def test_check_wants_the_column_that_ranks():
    with pytest.raises(FrameError, match="'margin' is missing"):
        check(buyers([1.0]), ["margin"])


def test_check_refuses_a_customer_with_two_rows():
    twice = frame_of([customer(partner_id=5), customer(partner_id=5)])
    with pytest.raises(FrameError, match="more than one row"):
        check(twice)


@pytest.mark.parametrize("gap", [np.nan, np.inf, -np.inf])
def test_check_refuses_a_revenue_that_is_no_number(gap):
    frame = buyers([1.0, 2.0])
    frame.loc[1, "net_revenue"] = gap
    with pytest.raises(FrameError, match="'net_revenue'"):
        check(frame)


@pytest.mark.parametrize("gap", [np.nan, np.inf, -np.inf])
def test_who_has_no_figure_to_rank_by_is_last_and_aborts_nothing(gap):
    frame = buyers([1.0] * 4).assign(profit=[5.0, gap, -3.0, 9.0])
    assert check(frame, ["profit"]) is frame
    settings = ladder_of(50, value="profit")
    decided = decide(frame, settings)
    assert decided["tier"].tolist() == [1, 2, 2, 1]
    assert decided["reason"].tolist()[1:3] == ["no_data", "no_value"]
    assert decided["rank"].tolist() == [2, 3, 3, 1]
    assert decided["value"].isna().tolist() == [False, True, False, False]
    # what is missing is counted from nothing
    assert gaps(decided, settings)["gap_up"].tolist()[1] == 5.01


def test_nobody_has_a_figure_to_rank_by():
    frame = buyers([1.0] * 2).assign(margin=np.nan)
    assert decide(frame, ladder_of(50, value="margin"))["tier"].tolist() == [2, 2]


def test_decide_checks_the_frame_and_the_column_that_ranks():
    frame = buyers([1.0, 2.0])
    with pytest.raises(FrameError, match="'no_need' is missing"):
        decide(frame.drop(columns="no_need"), pyramid())
    with pytest.raises(FrameError, match="'margin' is missing"):
        decide(frame, pyramid(value="margin"))


def test_frame_errors_are_value_errors():
    assert issubclass(FrameError, ValueError)


def test_a_single_customer_is_what_assembling_makes_of_him():
    filled = (
        NET_REVENUE,
        PURCHASES,
        FIRST_PURCHASE,
        NO_NEED,
        GROUP,
    )
    known = pd.DataFrame(
        {
            "partner_id": [7],
            "net_revenue": [0.1],
            "purchase_count": pd.Series([3], dtype="Int64"),
            "first_purchase": pd.to_datetime(["2026-01-02"]),
            "no_need": [True],
            "group_key": [4.0],
        }
    )
    unknown = known.assign(
        net_revenue=np.nan,
        purchase_count=pd.Series([pd.NA], dtype="Int64"),
        first_purchase=pd.NaT,
        no_need=pd.Series([None], dtype=object),
        group_key=np.nan,
    )
    for part in (known, unknown, known.iloc[:0]):
        expected = assemble(part["partner_id"], [(part, filled)])
        found = single(part, filled)
        pd.testing.assert_frame_equal(found, expected)
    with pytest.raises(FrameError, match="more than one row"):
        single(pd.concat([known, known]), filled)


def test_dates_are_converted_once():
    """A column of datetimes is the same column; anything else is converted."""
    days = pd.Series(pd.to_datetime(["2026-01-31", None])).astype("datetime64[s]")
    assert as_dates(days) is days
    texts = pd.Series(["2026-01-31", None], dtype=object)
    assert as_dates(texts).tolist() == [pd.Timestamp(2026, 1, 31), pd.NaT]
    assert as_dates(pd.Series([None, None], dtype=object)).dtype.kind == "M"
