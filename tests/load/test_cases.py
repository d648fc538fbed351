"""Files that were once read wrongly, and a few that were always read right.

All figures are counted by hand. Each file of cases/ has its test here.
"""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from test_rows_checked import LOOKUP, TODAY

from loader.checks import check
from loader.columns import read_history
from loader.errors import LoadError

CASES = Path(__file__).with_name("cases")


def load(name, encoding=None, **options):
    raw, _given, _notes = read_history(CASES / name, encoding)
    return check(raw, LOOKUP, TODAY, **options)


def money(checked):
    return [str(value) for value in checked.rows["exact"]]


def paid(checked):
    frame = checked.payments.frame.sort_values(["document", "date"])
    return [
        (row.document, f"{row.date:%Y-%m-%d}", row.amount) for row in frame.itertuples()
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        # 300.00 of 1,500.00 were loaded, and 800.00 of the other
        ("unbalanced_quote.csv", 3),
        ("unbalanced_quote_mid.csv", 3),
        ("inner_quotes.csv", 3),
    ],
)
def test_stray_quotation_mark_is_refused_with_its_line(name, line):
    with pytest.raises(LoadError, match=rf"{name}, line {line}: .*quotation mark"):
        load(name)


def test_quotation_marks_that_swallow_rows_into_a_valid_cell(tmp_path):
    """As CSV this is one long label; as a history, two rows are missing."""
    path = tmp_path / "a.csv"
    path.write_text(
        "customer,document,date,amount,label\n"
        'Ben,Q-2,2025-03-02,200.00,"19 inch rack\n'
        "Cyd,Q-3,2025-03-03,300.00,table\n"
        'Dov,Q-4,2025-03-04,400.00,screen of 27"\n'
    )
    with pytest.raises(LoadError, match="line 2: .* among them “Cyd,Q-3,"):
        read_history(path)


def test_digits_of_other_scripts():
    """250.50 in full-width digits, 123 as well, 450 in Arabic ones."""
    checked = load("fullwidth_digits.csv")
    assert money(checked) == ["100.00", "250.50", "123", "450"]
    assert checked.rows["amount"].tolist() == [100.0, 250.5, 123.0, 450.0]
    assert checked.bad.empty


def test_paid_amount_in_full_width_digits():
    assert paid(load("fullwidth_paid.csv")) == [("P-1", "2025-03-10", 20.0)]


@pytest.mark.parametrize("name", ["thousands_dot.csv", "utf16.csv"])
def test_one_or_one_thousand_is_asked(name):
    with pytest.raises(LoadError, match=r"1\.000 on line 2 is 1 if .* and 1,000 if"):
        load(name)
    comma = load(name, decimal=",")
    assert comma.rows["amount"].tolist() == [1000.0, 2500.0, 12750.0, 980.0]
    point = load(name, decimal=".")
    assert point.rows["amount"].tolist() == [1.0, 2.5, 12.75, 980.0]


@pytest.mark.parametrize("name", ["tz_dates.csv", "tz_same.csv"])
def test_dates_with_a_zone_keep_the_day_that_is_written(name):
    checked = load(name, date_format="%Y-%m-%dT%H:%M:%S%z")
    assert checked.rows["date"].tolist() == [
        pd.Timestamp("2025-03-01"),
        pd.Timestamp("2025-03-02"),
    ]
    # without the option too: date and time are a date
    assert load(name).rows["date"].tolist() == checked.rows["date"].tolist()


def test_day_of_the_document_is_not_that_of_another_zone(tmp_path):
    """At two in the morning in Shanghai it is still the day before in Greenwich."""
    path = tmp_path / "a.csv"
    path.write_text("customer,document,date,amount\nA,Z,2025-03-01T02:00:00+0800,5\n")
    raw = read_history(path)[0]
    checked = check(raw, LOOKUP, TODAY, "%Y-%m-%dT%H:%M:%S%z")
    assert checked.rows["date"].tolist() == [pd.Timestamp("2025-03-01")]


@pytest.mark.parametrize("date_format", ["%Q", "%Y-%m-%", "%H:%M", "soon", "%d/%m"])
def test_format_that_gives_no_date_is_a_sentence(date_format):
    with pytest.raises(LoadError, match="does not describe a date: it needs a year"):
        load("leap.csv", date_format=date_format)


@pytest.mark.parametrize("encoding", [None, "utf-8", "UTF8", "utf-8-sig"])
def test_byte_order_mark(encoding):
    assert money(load("bom.csv", encoding)) == ["100.00"]


@pytest.mark.parametrize("start", ["", "sep=,\n"])
@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_byte_order_mark_before_a_quoted_name(tmp_path, encoding, start):
    path = tmp_path / "a.csv"
    text = f'{start}"customer","document","date","amount"\nA,D,2025-01-01,"5.00"\n'
    path.write_text(text, encoding="utf-8-sig")
    assert len(read_history(path, encoding)[0]) == 1


def test_encoding_against_the_mark_is_refused():
    with pytest.raises(LoadError, match="first bytes say utf-8-sig; leave out --enc"):
        load("bom.csv", "cp1252")
    with pytest.raises(LoadError, match="The encoding soon does not exist"):
        load("bom.csv", "soon")
    with pytest.raises(LoadError, match="base64 is not an encoding of texts"):
        load("leap.csv", "base64")


@pytest.mark.parametrize("encoding", [None, "utf-16", "utf-16-le"])
def test_utf_16(encoding):
    checked = load("utf16_cn.csv", encoding)
    assert checked.rows["customer"].tolist() == ["上海甲公司", "北京乙公司"]
    assert money(checked) == ["1200.5", "-200"]


def test_line_that_names_the_delimiter():
    checked = load("sep_line.csv")
    assert (money(checked), checked.rows["line"].tolist()) == (["100.00"], [3])


def test_one_name_in_two_forms_is_one_customer():
    """Composed and decomposed accents, full-width letters; the first one is shown."""
    checked = load("nfd_names.csv")
    sums = checked.rows.groupby("customer", sort=False)["amount"].sum()
    assert sums.to_dict() == {"Café Orléans": 120.0, "ABC公司": 101.0, "nan": 1.0}


def test_invoice_paid_in_two_parts():
    checked = load("two_payments.csv")
    assert money(checked) == ["60", "40", "5"]
    assert paid(checked) == [("M1", "2025-03-10", 60.0), ("M1", "2025-03-20", 40.0)]
    assert (len(checked.bad), len(checked.notes)) == (0, 0)


def test_no_date_overpaid_and_never_due():
    checked = load("due_never.csv")
    assert (checked.bad.empty, checked.rows["amount"].sum()) == (True, 461.0)
    assert paid(checked) == [
        ("N3", "2025-04-01", 120.0),
        ("N5", "2025-02-20", 100.0),
        ("N6", "2025-03-05", 40.0),
    ]
    assert checked.rows["due_date"].iloc[0] == pd.Timestamp("9999-12-31")
    assert checked.notes[["line", "note"]].values.tolist() == [
        [4, "paid 20.00 too much, which stays open as the customer's money"]
    ]


def test_shapes_of_money():
    """0010, .5 and +7 are numbers; eleven other shapes are listed, each with itself."""
    checked = load("money_shapes.csv")
    assert money(checked) == ["10", "0.5", "7"]
    assert checked.bad["line"].tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15]
    for raw, reason in zip(
        ["100-", "(100.00)", "1 234.50", "1'234.50", "1e3", "−50", "NaN", "€ 10"],
        checked.bad["reason"],
        strict=False,
    ):
        assert reason.startswith(f"amount {raw} is not a number")


def test_leap_day():
    checked = load("leap.csv")
    assert checked.bad.empty
    assert sum(checked.rows["exact"]) == Decimal("150.00")


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("jan/一月.csv", "10"),
        ("feb/二月.csv", "20"),
        ("jan/january.csv", "10"),
        ("feb/february.csv", "20"),
    ],
)
def test_plain_files(name, amount):
    assert money(load(name)) == [amount]


def test_header_in_another_language_is_named():
    with pytest.raises(LoadError, match="lacks customer; .* first row has kunde, doc"):
        load("feb/january.csv")


def test_every_file_has_its_test():
    text = Path(__file__).read_text()
    files = [path for path in CASES.rglob("*") if path.is_file()]
    assert len(files) >= 20
    assert not [path.name for path in files if path.name not in text]
