"""The text of a CSV file as rows of cells, read strictly.

Python's csv reader does it, not ``pandas.read_csv``: it knows the line on which a row
begins even if cells contain line breaks, and in its strict mode it refuses a stray
quotation mark instead of taking the following rows into one cell. The delimiter is the
one with which the header has the most names that the loader knows; a library that
guesses it from the look of the data (clevercsv, ``csv.Sniffer``) knows less.
"""

import csv
import io
import re
from dataclasses import dataclass

from loader.errors import LoadError

DELIMITERS = ",;\t|"
# Excel's own line about the delimiter, before the header.
SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
DATE_LIKE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\s*\d{8}\s*")
AMOUNT_LIKE = re.compile(r"\s*[-+(]?[\d.,' ]*\d[\d.,' ]*[-)]?\s*")


@dataclass(frozen=True)
class Table:
    """``rows`` of cells that are not empty; the row at i begins on ``lines[i]``.

    The first one is the header.
    """

    rows: list
    lines: list


def read_table(text, path, names):
    """The rows of ``text``.

    :param path: only for messages
    :param names: function from a row to the column names in it, normalised
    :return: Table
    :raises LoadError: a row cannot be read; the message has the line
    """
    lines = list(io.StringIO(text, newline=""))
    first, delimiter = 0, None
    if lines and (told := SEP.fullmatch(lines[0])):
        first, delimiter = 1, told[1]
    delimiter = delimiter or _delimiter(lines, names)
    return _strict(lines, first, delimiter, path, names)


def _delimiter(lines, names):
    start = next((line for line in lines if line.strip()), "")
    known = {
        each: len(names(row))
        for each in DELIMITERS
        for row in csv.reader([start], delimiter=each)
    }
    return max(DELIMITERS, key=lambda each: known.get(each, 0))


def _strict(lines, first, delimiter, path, names):
    rows, starts, start = [], [], first + 1
    reader = csv.reader(lines[first:], delimiter=delimiter, strict=True)
    place = {}
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise LoadError(
                f"{path}, line {start}: the row that begins here cannot be read "
                f"({error}, on line {first + reader.line_num}). Inside a quoted cell "
                'a quotation mark is written twice (""), and a cell is quoted as a '
                "whole or not at all. Correct the line and load the file again."
            ) from error
        if row is None:
            return Table(rows, starts)
        if any(cell.strip() for cell in row):
            _refuse_swallowed(row, start, delimiter, place, path)
            place = place or names(row)
            rows.append(row)
            starts.append(start)
        start = first + reader.line_num + 1


def _refuse_swallowed(row, start, delimiter, place, path):
    """Refuse a row with a cell that contains, in its own line, what is a row itself.

    Two stray quotation marks can make a valid cell of all rows between them.
    """
    figure = place.get("amount", place.get("rate"))
    if figure is None or "date" not in place:
        return
    inner = [line for cell in row for line in cell.splitlines()[1:]]
    for line in inner:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if len(cells) <= max(place["date"], figure):
            continue
        date, amount = cells[place["date"]], cells[figure]
        if DATE_LIKE.fullmatch(date) and AMOUNT_LIKE.fullmatch(amount):
            raise LoadError(
                f"{path}, line {start}: a quotation mark in the row that begins here "
                f"takes the next rows into a cell, among them “{line}”. Correct the "
                "quotation marks and load the file again."
            )
