"""Converts rows of texts into values, and lists rejected rows with the reason.

A *document* is all rows with the same document number; the rows are its lines. They
must have the same customer, date, currency, due date and payment. Their amounts add up,
so one of them can be negative (a discount). If the total is below zero, the document is
a refund. If one row of a document is rejected, the whole document is: half a document
would give a wrong figure.

``paid_amount`` and ``paid_date`` belong to the document and can be on any of its rows.
A paid date without an amount means paid in full. For a refund, the paid amount is what
was paid back; it can be written with or without a minus sign.
"""

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
LARGEST = 1e12
DATES = ("date", "due_date", "paid_date")
# The same on all rows of a document.
SHARED = ("customer", "date", "currency", "due_date", "paid_date", "paid_amount")


@dataclass(frozen=True)
class Lookup:
    """What the database knows; the keys are made by ``key``.

    countries, currencies: {name or code: id}; digits: {currency id: decimals}
    has_rate: (currency id Series, date Series) -> bool Series
    """

    countries: dict
    currencies: dict
    digits: dict
    company_currency_id: int
    has_rate: object


class _Reasons:
    """Keeps the first reason that is found for each row."""

    def __init__(self, index):
        self.texts = pd.Series("", index=index, dtype=object)

    def add(self, rows, text):
        """Add ``text`` to ``rows``: one text for all of them, or a Series."""
        rows = rows & (self.texts == "")
        self.texts[rows] = text[rows] if isinstance(text, pd.Series) else text


def key(text):
    return " ".join(text.casefold().split())


def check(raw, lookup, today, date_format=None):
    """Split the rows into accepted and rejected ones.

    :param raw: frame of ``csvfile.read_csv``
    :param lookup: Lookup
    :param today: dates after this day are rejected
    :param date_format: strptime format for all dates; by default YYYY-MM-DD,
        YYYY/MM/DD or YYYYMMDD, with or without a time after it
    :return: (rows, bad): ``rows`` has the columns of ``raw`` with values (dates,
        floats), ``currency_id``, ``country_id``; ``bad`` has ``line``, ``document``
        and ``reason``, in the order of the file
    """
    rows = raw.copy()
    reasons = _Reasons(rows.index)
    reasons.add(rows["extra"], "the row has more cells than the header")
    for name in ("customer", "document", "date", "amount"):
        reasons.add(rows[name] == "", f"{name} is missing")
    _no_control_characters(raw, reasons)
    for name in DATES:
        rows[name] = _dates(raw[name], name, date_format, reasons)
        if name != "due_date":
            late = rows[name] > pd.Timestamp(today)
            reasons.add(late, f"{name} " + raw[name] + " is in the future")
    for name in ("amount", "paid_amount"):
        rows[name] = _numbers(raw[name], name, reasons)
    rows["currency_id"] = _known(
        raw["currency"], lookup.currencies, "currency", reasons
    )
    rows["currency_id"] = rows["currency_id"].fillna(lookup.company_currency_id)
    rows["country_id"] = _known(raw["country"], lookup.countries, "country", reasons)
    _rates(rows, lookup, reasons)
    _agree(rows, reasons)
    _payments(rows, lookup, reasons)
    _whole_documents(rows, reasons)
    bad = reasons.texts != ""
    listed = pd.DataFrame(
        {
            "line": rows.loc[bad, "line"],
            "document": raw.loc[bad, "document"],
            "reason": reasons.texts[bad],
        }
    )
    return rows[~bad], listed.reset_index(drop=True)


def _no_control_characters(raw, reasons):
    for name in ("customer", "document", "label", "industry"):
        found = raw[name].str.contains(r"[\x00-\x08\x0e-\x1f\x7f]", regex=True)
        reasons.add(found, f"{name} contains a control character")


def _dates(texts, name, date_format, reasons):
    if date_format:
        dates = pd.to_datetime(texts, format=date_format, errors="coerce")
        shape = date_format
    else:
        plain = texts.str.replace(
            r"^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))(?:[T ]\d.*)?$",
            lambda m: f"{m[1]}-{(m[2] or m[4]):0>2}-{(m[3] or m[5]):0>2}",
            regex=True,
        )
        dates = pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce")
        shape = "YYYY-MM-DD, or set the format with --date-format"
    wrong = (texts != "") & dates.isna()
    reasons.add(wrong, f"{name} " + texts + f" is not a date; write it as {shape}")
    early = dates < pd.Timestamp(datetime.date(1900, 1, 1))
    reasons.add(early, f"{name} " + texts + " is before 1900")
    return dates.dt.normalize()


def _numbers(texts, name, reasons):
    fits = texts.str.fullmatch(NUMBER)
    numbers = pd.to_numeric(texts.where(fits), errors="coerce")
    wrong = (texts != "") & ~fits
    reasons.add(wrong, f"{name} " + texts + " is not a number; write it as 1234.56")
    reasons.add(numbers.abs() > LARGEST, f"{name} " + texts + " is too large")
    return numbers


def _known(texts, known, name, reasons):
    """Ids of the names; no id if the cell is empty."""
    ids = texts.map(lambda text: known.get(key(text))).astype("Int64")
    reasons.add((texts != "") & ids.isna(), f"unknown {name} " + texts)
    return ids


def _rates(rows, lookup, reasons):
    for name in ("date", "paid_date"):
        dated = rows[name].notna()
        good = pd.Series(True, index=rows.index)
        good[dated] = lookup.has_rate(rows.loc[dated, "currency_id"], rows[name][dated])
        reasons.add(~good, "there is no exchange rate for its currency on its " + name)


def _agree(rows, reasons):
    """Reject all rows of a document if they contradict each other."""
    several = rows["document"].duplicated(keep=False) & (rows["document"] != "")
    number = rows.loc[several, "document"]
    for name in SHARED:
        values = rows["currency_id"] if name == "currency" else rows[name]
        values = values[several].replace("", np.nan)
        different = values.groupby(number).transform("nunique") > 1
        different = different.reindex(rows.index, fill_value=False)
        reasons.add(different, f"the rows of this document differ in {name}")


def _payments(rows, lookup, reasons):
    document = pd.factorize(rows["document"])[0]
    digits = rows["currency_id"].map(lookup.digits).fillna(2).astype(int)
    total = rows["amount"].groupby(document).transform("sum")
    total = pd.Series(np.round(total, digits.max()), index=rows.index)
    paid = rows["paid_amount"].groupby(document).transform("first")
    paid_date = rows["paid_date"].groupby(document).transform("first")
    both = paid.notna()
    reasons.add(
        both & paid_date.isna() & (paid != 0),
        "there is a paid_amount without a paid_date",
    )
    # Half a unit of the last decimal: rounding to the currency can change this much.
    slack = 0.5 * 10.0 ** -digits.astype(float)
    over = both & (paid.abs() > total.abs() + slack)
    reasons.add(over, "paid_amount is more than the amount of the document")
    turned = both & (paid < 0) & (total > 0)
    reasons.add(turned, "paid_amount is negative, but the document is not a refund")
    rows["paid_amount"] = paid.abs().where(both, total.abs().where(paid_date.notna()))
    rows["paid_date"] = paid_date
    rows["due_date"] = rows["due_date"].groupby(document).transform("first")


def _whole_documents(rows, reasons):
    bad = rows["document"].where(reasons.texts != "").replace("", np.nan)
    spoilt = rows["document"].isin(bad.dropna().unique())
    reasons.add(spoilt, "another row of this document was rejected")
