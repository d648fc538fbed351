"""Workbooks, duplicates, names and payments; and that no row disappears."""

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rows_checked import HEAD, LOOKUP, TODAY, all_of

from loader.checks import check
from loader.columns import read_history
from loader.countries import country_code
from loader.csvfile import read_table
from loader.documents import build_history
from loader.errors import LoadError
from loader.identity import identity


def workbook(path, **sheets):
    with pd.ExcelWriter(path) as writer:
        for name, rows in sheets.items():
            pd.DataFrame(rows).to_excel(
                writer, sheet_name=name, index=False, header=False
            )


SHEET = [
    ["Customer", "Document", "Date", "Amount", "Paid Date", "Paid Amount"],
    ["Ada", 1001, pd.Timestamp("2025-03-01"), 1234.5, None, None],
    [None, None, None, None, None, None],
    # typed numbers are clear even where the same as text would not be
    ["Ben", 1002, "2025-03-02", 1.125, pd.Timestamp("2025-04-01"), 1],
    ["Cyd", "A-1", "02.03.2025", "1,5", None, None],
]


def test_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook(path, Sales=SHEET, Notes=[["by Ada"]])
    raw, given, notes = read_history(path)
    assert notes == ["the sheet Notes is not read"]
    assert "paid_date" in given
    checked = check(raw, LOOKUP, TODAY, "%d.%m.%Y")
    # 2025-03-02 of line 4 is a text, and not in the format that was named
    assert checked.rows["document"].tolist() == ["1001", "A-1"]
    assert checked.rows["exact"].tolist() == [Decimal("1234.5"), Decimal("1.5")]
    assert checked.bad["line"].tolist() == [4]
    checked = check(raw, LOOKUP, TODAY)
    assert checked.rows["exact"].tolist() == [Decimal("1234.5"), Decimal("1.125")]
    assert checked.payments.frame["amount"].tolist() == [1.0]
    assert checked.bad["line"].tolist() == [5]


def test_workbook_with_two_histories_is_asked(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook(path, May=SHEET, June=SHEET[:2])
    with pytest.raises(
        LoadError, match="May and June have the same columns; .*--sheet"
    ):
        read_history(path)
    assert len(read_history(path, sheet="June")[0]) == 1
    with pytest.raises(LoadError, match="has no sheet July; it has May, June"):
        read_history(path, sheet="July")


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_damaged_workbook_is_a_sentence(tmp_path, start):
    path = tmp_path / "a.xlsx"
    path.write_bytes(start + b"broken")
    with pytest.raises(LoadError, match="cannot be read as an Excel workbook"):
        read_history(path)


def test_equal_rows_are_counted_told_and_loaded(tmp_path):
    body = "A,D,2025-01-01,10\nA,D,2025-01-01,10\nA,E,2025-01-01,5\n"
    checked = all_of(tmp_path, body)
    assert checked.rows["amount"].tolist() == [10.0, 10.0, 5.0]
    assert checked.notes["line"].tolist() == [3]
    assert len(checked.said) == 1 and checked.said[0].startswith("1 row is equal to an")
    checked = all_of(tmp_path, body, skip_duplicates=True)
    assert checked.rows["amount"].tolist() == [10.0, 5.0]
    assert checked.bad[["line", "reason"]].values.tolist() == [
        [3, "the row is equal to an earlier one in every cell"]
    ]


def test_names_that_differ_in_capitals_stay_apart_and_are_told(tmp_path):
    checked = all_of(tmp_path, "Ada,D,2025-01-01,1\nADA,E,2025-01-01,1\n")
    assert checked.rows["customer"].tolist() == ["Ada", "ADA"]
    assert checked.said == [
        "1 customer differs from another one only in capitals and stays apart: "
        "Ada and ADA"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "Cafe\u0301"),
        ("ＡＢＣ", "ABC"),
        ("A\u200b B", " A\u00a0 B "),
        ("ﬁ", "fi"),
    ],
)
def test_same_name(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("USA", "US"), ("U.S.A.", "US"), ("UK", "GB"), ("EIRE", "IE"), ("RSA", "ZA")),
        *(("Deutschland", "DE"), ("The Netherlands", "NL"), ("826", "GB")),
        *(("Niger", "NE"), ("Korea", "KR"), ("中国", "CN"), ("Côte d’Ivoire", "CI")),
        *(("Unspecified", None), ("Jordan Inc", None), ("European Community", None)),
    ],
)
def test_countries_as_people_write_them(text, code):
    assert country_code(text) == code


def test_unknown_country_keeps_its_money(tmp_path):
    body = "A,D,2025-01-01,10,,,,EIRE\nB,E,2025-01-01,5,,,,Belgique\n"
    checked = all_of(tmp_path, body)
    assert checked.rows["amount"].tolist() == [10.0, 5.0]
    # this lookup knows Belgium and China only
    assert checked.rows["country_id"].astype(object).tolist() == [pd.NA, 20]
    assert checked.notes["note"].tolist() == [
        "unknown country EIRE; the document is loaded without it"
    ]


@pytest.mark.parametrize(
    ("rows", "payments"),
    [
        # amount, paid_date, paid_amount of each row -> (date, amount) of each payment
        (["100,2025-03-01,60", "0,2025-03-09,40"], [("03-01", 60), ("03-09", 40)]),
        # a payment that the file repeats beside every line
        (["70,2025-03-01,100", "30,2025-03-01,100"], [("03-01", 100)]),
        # each line paid by itself on one day
        (["50,2025-03-01,50", "50,2025-03-01,50"], [("03-01", 50), ("03-01", 50)]),
        # dates alone: the whole, the rest, or each line on its day
        (["70,2025-03-01,", "30,,"], [("03-01", 100)]),
        (["70,2025-03-01,60", "30,2025-03-09,"], [("03-01", 60), ("03-09", 40)]),
        (["70,2025-03-01,", "30,2025-03-09,"], [("03-01", 70), ("03-09", 30)]),
        (["70,2025-03-01,", "-30,2025-03-09,"], [("03-09", 40)]),
        # of a refund, with either sign
        (["-70,2025-03-01,-60", "-30,2025-03-09,40"], [("03-01", 60), ("03-09", 40)]),
        (["100,2025-03-01,0"], []),
    ],
)
def test_payments_by_hand(tmp_path, rows, payments):
    body = ""
    for row in rows:
        amount, date, paid = row.split(",")
        body += f"A,D,2025-01-01,{amount},,{date},{paid}\n"
    checked = all_of(tmp_path, body)
    frame = checked.payments.frame.sort_values("date", kind="stable")
    found = [(f"{row.date:%m-%d}", row.amount) for row in frame.itertuples()]
    assert found == payments


def test_line_repeated_for_each_payment_is_told(tmp_path):
    body = "A,D,2025-01-01,100,,2025-02-01,60\nA,D,2025-01-01,100,,2025-03-01,40\n"
    notes = all_of(tmp_path, body).notes["note"].tolist()
    assert len(notes) == 1 and notes[0].startswith("its rows have the same amount and")


amounts = st.integers(-(10**9), 10**9).map(lambda value: Decimal(value).scaleb(-2))


@settings(deadline=None)
@given(st.lists(amounts, min_size=2, max_size=12), st.data())
def test_corrupted_row_keeps_the_sum_of_all_others(values, data):
    """Whatever one cell of a row becomes: the rest is loaded, the row is listed."""
    rows = [
        ["A", f"D{at}", "2025-01-01", f"{value}"] for at, value in enumerate(values)
    ]
    at = data.draw(st.integers(0, len(rows) - 1))
    cell = data.draw(st.integers(0, 3))
    was = list(rows[at])
    rows[at][cell] = data.draw(
        st.sampled_from(["", "x\x01", "#N/A", '"', "a\nb", "1e9"])
    )
    text = io.StringIO()
    csv.writer(text).writerows([HEAD.strip().split(","), *rows])
    raw = _frame(text.getvalue())
    checked = check(raw, LOOKUP, TODAY)
    others = sum(value for place, value in enumerate(values) if place != at)
    loaded = sum(checked.rows["exact"], Decimal(0))
    if cell < 2 and checked.bad.empty:
        # any text is a name
        assert loaded == others + Decimal(was[3])
    else:
        assert loaded == others
        assert len(checked.bad) == 1
    listed = sum((value for value in checked.bad["exact"] if value), Decimal(0))
    read = sum((value for value in checked.read["exact"] if value), Decimal(0))
    assert read == loaded + listed
    assert len(raw) == len(rows) == len(checked.rows) + len(checked.bad)


def _frame(text):
    from loader.columns import COLUMNS, _frame

    def names(row):
        return {name: row.index(name) for name in COLUMNS if name in row}

    table = read_table(text, "a.csv", names)
    return _frame(table, len(table.rows[0]), names(table.rows[0]), COLUMNS)


cells = st.text(st.sampled_from("ad1.,-/\"'\t\n;| \x00\ufeff²٣é"), max_size=8)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.lists(cells, max_size=10).map(",".join), max_size=4),
    st.sampled_from([HEAD.encode(), b"", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n"]),
    st.binary(max_size=4),
)
def test_whatever_a_file_holds_it_is_read_or_refused_in_a_sentence(rows, start, end):
    """Never a traceback, and never a row that is neither loaded nor listed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(start + "\n".join(rows).encode() + end)
        try:
            raw = read_history(path)[0]
            checked = check(raw, LOOKUP, TODAY)
        except LoadError as error:
            assert str(error).endswith((".", "comma."))
            return
    assert len(raw) == len(checked.rows) + len(checked.bad)


def test_file_with_nothing_but_a_header(tmp_path):
    checked = all_of(tmp_path, "")
    assert (len(checked.rows), len(checked.bad), len(checked.notes)) == (0, 0, 0)
    assert build_history(checked.rows, checked.payments.frame).documents.empty
