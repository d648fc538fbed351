"""Texts as dates."""

import datetime
import re

import pandas as pd

from loader.amounts import plain_digits
from loader.errors import LoadError
from loader.workbook import Typed

EARLIEST = datetime.date(1900, 1, 1)
# A date, with or without a time after it.
PLAIN = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))(?:[T ]\d.*)?", re.ASCII
)
# What databases write for "no date".
NOTHING = re.compile(r"0{4}[-/.]?00[-/.]?00([T ][0:.]*)?")
PROBE = datetime.datetime(2023, 11, 27, 13, 14, 15, tzinfo=datetime.UTC)


def check_format(date_format):
    """:raises LoadError: it cannot be read, or gives no date"""
    try:
        read = datetime.datetime.strptime(PROBE.strftime(date_format), date_format)
        known = (read.year, read.month) == (PROBE.year, PROBE.month)
    except ValueError:
        known = False
    if not known:
        raise LoadError(
            f"--date-format {date_format} does not describe a date: it needs a year "
            "(%Y), a month (%m) and a day (%d), and can have only the directives of "
            "Python's strptime, for example %d/%m/%Y or %Y-%m-%dT%H:%M:%S%z."
        )


def read_dates(texts, name, date_format=None):
    """The dates of a column.

    A time and its zone are left out: the day is the one that is written, which is the
    day on the document.

    :param name: of the column, for the reasons
    :param date_format: a strptime format that ``check_format`` accepts; by default
        YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD
    :return: (datetime64 Series, Series of texts: why a cell is not read, or "")
    """
    known = {text: _read(text, name, date_format) for text in texts.unique()}
    both = [
        _read(text, name, None) if isinstance(text, Typed) else known[text]
        for text in texts
    ]
    dates = pd.Series([day for day, _ in both], index=texts.index)
    # Seconds reach the year 9999, nanoseconds 2262.
    dates = dates.astype("datetime64[s]")
    wrong = pd.Series([text for _, text in both], index=texts.index, dtype=object)
    return dates, wrong


def _read(raw, name, date_format):
    text = plain_digits(raw)
    if not text or NOTHING.fullmatch(text):
        return None, ""
    try:
        if date_format:
            day = datetime.datetime.strptime(text, date_format).date()
        else:
            found = PLAIN.fullmatch(text)
            year, *rest = (part for part in found.groups() if part) if found else ("0",)
            day = datetime.date(int(year), *map(int, rest))
    except (ValueError, TypeError):
        shape = date_format or "YYYY-MM-DD, or set the format with --date-format"
        return None, f"{name} {raw} is not a date; write it as {shape}"
    if day < EARLIEST:
        return None, f"{name} {raw} is before 1900"
    return pd.Timestamp(day), ""
