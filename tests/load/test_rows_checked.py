"""Files as people have them: what is loaded, what is listed, and why."""

import datetime

import pandas as pd
import pytest

from loader.checks import Lookup
from loader.checks import check as check_all
from loader.columns import read_history
from loader.documents import build_history
from loader.errors import LoadError

TODAY = datetime.date(2026, 1, 31)
LOOKUP = Lookup(
    countries={"belgium": 20, "be": 20, "中国": 48},
    currencies={"usd": 1, "eur": 2, "jpy": 3},
    digits={1: 2, 2: 2, 3: 0},
    company_currency_id=1,
    # Euros since 2024.
    has_rate=lambda ids, dates: (ids == 1) | ((ids == 2) & (dates >= "2024-01-01")),
)
HEAD = "customer,document,date,amount,due_date,paid_date,paid_amount,country,currency\n"


def read(tmp_path, text, written="utf-8", **options):
    path = tmp_path / "history.csv"
    path.write_bytes(text.encode(written))
    return read_history(path, **options)[:2]


def check(*arguments, **options):
    found = check_all(*arguments, **options)
    return found.rows, found.bad


def all_of(tmp_path, body, **options):
    raw, _given = read(tmp_path, HEAD + body)
    return check_all(raw, LOOKUP, TODAY, **options)


def checked(tmp_path, body, **options):
    found = all_of(tmp_path, body, **options)
    return found.rows, found.bad


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",D,2025-01-01,5", "customer is missing"),
        ("A,,2025-01-01,5", "document is missing"),
        ("A,D,,5", "date is missing"),
        ("A,D,2025-01-01,", "amount is missing"),
        ("A,D,2025-02-30,5", "date 2025-02-30 is not a date"),
        ("A,D,01/02/2025,5", "date 01/02/2025 is not a date"),
        ("A,D,2026-02-01,5", "date 2026-02-01 is in the future"),
        ("A,D,1025-02-01,5", "date 1025-02-01 is before 1900"),
        ("A,D,0000-00-00,5", "date is missing"),
        ("A,D,2025-01-01,1 234.50", "amount 1 234.50 is not a number"),
        ("A,D,2025-01-01,10²", "amount 10² is not a number"),
        ("A,D,2025-01-01,1e3", "amount 1e3 is not a number"),
        ("A,D,2025-01-01,nan", "amount nan is not a number"),
        ("A,D,2025-01-01,5000000000000", "amount 5000000000000 is too large"),
        ("A,D,2025-01-01,5,,,,,XXX", "unknown currency XXX"),
        ("A,D,2023-01-01,5,,,,,EUR", "there is no exchange rate for its currency on"),
        ("A,D,2025-01-01,5,,,,,,surplus", "the row has more cells than the header"),
        ("A\x01,D,2025-01-01,5", "customer contains a control character"),
    ],
)
def test_bad_row_is_listed_with_line_and_reason_and_the_good_one_loads(
    tmp_path, row, reason
):
    rows, bad = checked(tmp_path, f"A,good,2025-01-01,5\n{row}\n")
    assert rows["document"].tolist() == ["good"]
    assert bad["line"].tolist() == [3]
    assert bad["reason"][0].startswith(reason)


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (",soon", "due_date soon is not a date"),
        (",,,5", "there is a paid_amount without a paid_date"),
        (",,2025-01-02,-5", "paid_amount is negative"),
        (",,2025-01-02,five", "paid_amount five is not a number"),
        (",,2027-01-02,5", "paid_date 2027-01-02 is in the future"),
        (",,,,Atlantis", "unknown country Atlantis"),
        (",,2025-01-02,6", "paid 1.00 too much"),
    ],
)
def test_cell_of_another_column_is_noted_and_no_money_is_lost(tmp_path, cells, note):
    found = all_of(tmp_path, f"A,good,2025-01-01,5\nA,D,2025-01-01,5{cells}\n")
    assert found.bad.empty
    assert found.rows["amount"].tolist() == [5.0, 5.0]
    assert found.notes["line"].tolist() == [3]
    assert found.notes["note"][0].startswith(note)


def test_rows_of_one_document_are_its_lines(tmp_path):
    found = all_of(
        tmp_path,
        "A,D,2025-01-01,10\nB,E,2025-01-01,1\nA,D,2025-01-01,-2.5,,2025-02-01\n",
    )
    assert found.bad.empty
    history = build_history(found.rows, found.payments.frame)
    assert history.documents["ref"].tolist() == ["D", "E"]
    assert history.lines["amount"].tolist() == [10.0, 1.0, -2.5]
    assert history.lines["document"].tolist() == [0, 1, 0]
    # a date alone: paid in full, and once, not per line
    assert history.payments[["document", "amount"]].values.tolist() == [[0, 7.5]]


@pytest.mark.parametrize(
    ("second", "name"),
    [
        ("B,D,2025-01-01,5", "customer"),
        ("A,D,2025-01-02,5", "date"),
        ("A,D,2025-01-01,5,,,,,EUR", "currency"),
    ],
)
def test_contradicting_rows_of_a_document_are_all_bad(tmp_path, second, name):
    rows, bad = checked(tmp_path, f"A,D,2025-01-01,5\n{second}\nA,E,2025-01-01,5\n")
    assert rows["document"].tolist() == ["E"]
    assert bad["reason"].tolist() == [f"the rows of this document differ in {name}"] * 2


def test_bad_cell_rejects_its_row_and_the_document_says_so(tmp_path):
    found = all_of(tmp_path, "A,D,2025-01-01,5\nA,D,2025-01-01,five\n")
    assert found.rows["amount"].tolist() == [5.0]
    assert found.bad["line"].tolist() == [3]
    assert found.notes[["line", "note"]].values.tolist() == [
        [2, "loaded without the rejected rows of this document: 1"]
    ]


def test_header_in_any_case_with_spaces_mark_and_chinese_names(tmp_path):
    raw, given = read(
        tmp_path,
        "\ufeff Customer ; DOCUMENT;Date;Amount ; Paid Date;Country\n"
        "北京  五金;D;2025/1/5;100;20250201;中国\n",
    )
    assert given == {"customer", "document", "date", "amount", "paid_date", "country"}
    rows, bad = check(raw, LOOKUP, TODAY)
    assert bad.empty
    row = rows.iloc[0]
    assert (row["customer"], row["country_id"]) == ("北京 五金", 48)
    assert row["date"] == pd.Timestamp("2025-01-05")
    assert row["paid_date"] == pd.Timestamp("2025-02-01")


def test_line_numbers_count_line_breaks_in_cells_and_blank_lines(tmp_path):
    raw, _given = read(
        tmp_path, HEAD + '"A\nB",D,2025-01-01,5\n\nA,E,2025-01-01,5\nA,F,x,5\n'
    )
    _rows, bad = check(raw, LOOKUP, TODAY)
    assert bad["line"].tolist() == [6]


def test_refund_paid_back_with_either_sign(tmp_path):
    found = all_of(
        tmp_path,
        "A,D,2025-01-01,-5,,2025-01-03,-5\nA,E,2025-01-01,-5,,2025-01-03,5\n",
    )
    assert found.bad.empty
    assert found.notes.empty
    assert found.payments.frame["amount"].tolist() == [5.0, 5.0]


def test_named_date_format_and_encoding(tmp_path):
    raw, _given = read(
        tmp_path, HEAD + "北京,D,31/12/2024,5\n", "gb18030", encoding="gb18030"
    )
    rows, bad = check(raw, LOOKUP, TODAY, "%d/%m/%Y")
    assert bad.empty
    assert rows["date"].tolist() == [pd.Timestamp("2024-12-31")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("customer,date\n", "lacks document and amount; a file needs"),
        (HEAD.strip() + ",Amount\n", "has the column amount more than once"),
    ],
)
def test_file_that_cannot_be_loaded_says_so_in_a_sentence(tmp_path, text, sentence):
    with pytest.raises(LoadError, match=sentence):
        read(tmp_path, text)


def test_file_in_another_encoding_names_the_option(tmp_path):
    with pytest.raises(LoadError, match="--encoding gb18030"):
        read(tmp_path, HEAD + "北京,D,2025-01-01,5\n", "gb18030")


def test_missing_file(tmp_path):
    with pytest.raises(LoadError, match="does not exist"):
        read_history(tmp_path / "none.csv")
