"""A file as a frame of texts: one row per row of the file, one column per name."""

from pathlib import Path

import pandas as pd

from loader.csvfile import read_table
from loader.decoding import decode, read_bytes
from loader.errors import LoadError
from loader.identity import key, tidy
from loader.workbook import Typed, is_workbook, read_workbook

REQUIRED = ("customer", "document", "date", "amount")
OPTIONAL = (
    "due_date",
    "paid_date",
    "paid_amount",
    "country",
    "industry",
    "currency",
    "label",
)
COLUMNS = REQUIRED + OPTIONAL


def read_history(path, encoding=None, sheet=None):
    """Read the sales history ``path``.

    :return: frame of ``read_file``, the set of the columns in the file, and sentences
        about what was not read
    :raises LoadError: see ``read_file``
    """
    return read_file(path, REQUIRED, OPTIONAL, encoding, sheet)


def read_file(path, required, optional=(), encoding=None, sheet=None):
    """Read a CSV file or a workbook with a header.

    :param encoding: of a CSV file; None: by its byte order mark, or UTF-8
    :param sheet: of a workbook, if several fit
    :return: (frame, columns, notes): the frame has all columns as stripped texts (""
        if the file has no such column or cell; ``Typed`` for the values of a
        workbook), ``line`` (on which the row begins) and ``extra`` (the row has more
        cells than the header); the set of the columns in the file; sentences
    :raises LoadError: the file cannot be read strictly, has no header, or a required
        column is missing or appears twice
    """
    path = Path(path)
    data = read_bytes(path)
    known = (*required, *optional)

    def names(row):
        """The columns in a header, with their positions."""
        texts = [_name(cell) for cell in row]
        return {name: texts.index(name) for name in known if name in texts}

    notes = []
    if is_workbook(data):
        table, notes = read_workbook(data, path, names, sheet)
    else:
        table = read_table(decode(data, path, encoding), path, names)
    if not table.rows:
        raise LoadError(f"{path} is empty; it needs a header with {listed(required)}.")
    header = [_name(cell) for cell in table.rows[0]]
    at = names(table.rows[0])
    if missing := [name for name in required if name not in at]:
        can = f" and can have {listed(optional)}" if optional else ""
        raise LoadError(
            f"{path} lacks {listed(missing)}; a file needs {listed(required)}{can}. "
            f"Its first row has {listed([n for n in header if n] or ['nothing'])}."
        )
    if double := sorted({name for name in known if header.count(name) > 1}):
        raise LoadError(f"{path} has the column {listed(double)} more than once.")
    return _frame(table, len(header), at, known), set(at), notes


def _frame(table, width, at, known):
    rows = table.rows[1:]
    nothing = [""] * len(rows)
    data = {
        name: [_cell(row, at[name]) for row in rows] if name in at else nothing
        for name in known
    }
    frame = pd.DataFrame(data, columns=list(known), dtype=object)
    frame["line"] = pd.Series(table.lines[1:], dtype="int64")
    frame["extra"] = [any(cell.strip() for cell in row[width:]) for row in rows]
    frame["extra"] = frame["extra"].astype(bool)
    return frame


def _cell(row, at):
    if len(row) <= at:
        return ""
    cell = row[at]
    return cell if isinstance(cell, Typed) else tidy(cell)


def _name(cell):
    return key(cell).replace(" ", "_")


def listed(names):
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
