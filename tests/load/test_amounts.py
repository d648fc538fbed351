"""Decimal signs, and that amounts written in any format are read back."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.amounts import decimal_signs, read_amounts
from loader.errors import LoadError

ARABIC, FULL_WIDTH, DEVANAGARI = (
    str.maketrans("0123456789", digits)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९")
)
# one more decimal than thousands have digits, so that no amount is in doubt
cents = st.integers(-(10**13), 10**13).map(lambda value: Decimal(value).scaleb(-2))


def column(*texts):
    return pd.Series(texts, dtype=object)


def signs(*texts, wanted=None, **others):
    columns = {"amount": column(*texts)}
    columns.update({name: column(*rest) for name, rest in others.items()})
    lines = pd.Series(range(2, 2 + len(texts)))
    return decimal_signs(columns, lines, wanted)[0]


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["5", "", "1000"], "."),
        (["1.000", "12.5"], "."),
        (["1.000", "12,5"], ","),
        (["1,000", "12.5"], "."),
        (["1.000", "1.234,50"], ","),
        (["1,000", "1,234.50"], "."),
        (["1.000", "1.000.000"], ","),
        (["1.000", "0.125"], "."),
        (["1.000", "1000.000"], "."),
        (["1.000", "-,5"], ","),
        (["１．０００", "１２，５"], ","),
    ],
)
def test_column_proves_its_sign(texts, sign):
    assert signs(*texts) == {"amount": sign}


@pytest.mark.parametrize(
    "texts", [["1.000"], ["1,000", "7"], ["1.000", "1,5", "1.5"], ["1,000", "1.000"]]
)
def test_what_could_be_both_is_asked(texts):
    with pytest.raises(LoadError, match="Add --decimal point or --decimal comma"):
        signs(*texts)
    assert signs(*texts, wanted=",") == {"amount": ","}


def test_columns_of_a_file_have_one_writer():
    found = signs("1.234,50", "1,5", paid_amount=["1.000", ""])
    assert found == {"amount": ",", "paid_amount": ","}


def test_rarer_shape_is_listed_if_nothing_is_in_doubt():
    texts = column("1,5", "2,5", "3.5")
    lines = pd.Series([2, 3, 4])
    found, said = decimal_signs({"amount": texts}, lines)
    assert said == ["amount has a decimal comma: 1,5 (line 2) is 1.5"]
    amounts = read_amounts(texts, "amount", found["amount"])
    assert amounts.values.tolist() == [Decimal("1.5"), Decimal("2.5"), None]
    assert amounts.wrong[2] == "amount 3.5 is not a number; write it as 1234,56"


@settings(deadline=None)
@given(
    st.lists(cents, min_size=1, max_size=20),
    st.sampled_from([".", ","]),
    st.booleans(),
    st.sampled_from([None, ARABIC, FULL_WIDTH, DEVANAGARI]),
)
def test_written_amounts_are_read_back(values, sign, grouped, digits):
    written = [f"{value:{',' if grouped else ''}.2f}" for value in values]
    if sign == ",":
        swap = str.maketrans(".,", ",.")
        written = [text.translate(swap) for text in written]
    if digits:
        written = [text.translate(digits) for text in written]
    texts = column(*written)
    found, _said = decimal_signs({"amount": texts}, pd.Series(range(len(texts))))
    amounts = read_amounts(texts, "amount", found["amount"])
    assert amounts.values.tolist() == values
    assert not amounts.wrong.any()


@settings(deadline=None)
@given(st.text(max_size=12), st.sampled_from([".", ","]))
def test_whatever_is_written_is_finite_or_listed(text, sign):
    amounts = read_amounts(column(text), "amount", sign)
    value = amounts.values[0]
    if value is None:
        assert text == "" or text in amounts.wrong[0]
    else:
        assert value.is_finite()
