"""A CSV file as a frame of texts, each row with its line number.

This uses Python's csv reader instead of ``pandas.read_csv``. Only the csv reader knows
the line on which a row ends if cells contain line breaks, and it continues after a row
with too many cells, which is then listed like any other rejected row.
"""

import csv
from pathlib import Path

import pandas as pd

from loader.errors import LoadError

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
DELIMITERS = ",;\t"


def read_csv(path, encoding="utf-8-sig"):
    """Read ``path``.

    :param encoding: of the file; a byte order mark is not part of the first name
    :return: frame with all of COLUMNS as stripped texts ("" if the file has no such
        column or cell), ``line`` (the line of the file on which the row starts),
        ``extra`` (the row has more cells than the header); and the set of the
        columns in the file
    :raises LoadError: the file cannot be read or has no header, or a required column
        is missing or appears twice
    """
    path = Path(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline()
            delimiter = max(DELIMITERS, key=first.count)
            file.seek(0)
            rows, starts = _rows(csv.reader(file, delimiter=delimiter))
    except FileNotFoundError as error:
        raise LoadError(f"The file {path} does not exist.") from error
    except OSError as error:
        raise LoadError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeError as error:
        raise LoadError(
            f"{path} is not encoded in UTF-8; set its encoding, for example "
            "--encoding gb18030 or --encoding cp1252."
        ) from error
    except LookupError as error:
        raise LoadError(f"The encoding {encoding} does not exist.") from error
    except csv.Error as error:
        raise LoadError(f"{path} is not a CSV file: {error}.") from error
    if not rows:
        raise LoadError(f"{path} is empty; it needs a header with {_list(REQUIRED)}.")
    return _frame(path, rows[0], rows[1:], starts[1:])


def _rows(reader):
    """Rows that are not empty, and the line on which each row starts."""
    rows, starts, line = [], [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append(row)
            starts.append(line)
        line = reader.line_num + 1
    return rows, starts


def _frame(path, header, rows, starts):
    names = ["_".join(name.strip().lower().split()) for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise LoadError(
            f"{path} lacks {_list(missing)}; a file needs {_list(REQUIRED)} "
            f"and can have {_list(OPTIONAL)}."
        )
    double = sorted({name for name in COLUMNS if names.count(name) > 1})
    if double:
        raise LoadError(f"{path} has the column {_list(double)} more than once.")
    at = {name: names.index(name) for name in COLUMNS if name in names}
    width = len(names)
    data = {
        name: [
            " ".join(row[at[name]].split())
            if name in at and len(row) > at[name]
            else ""
            for row in rows
        ]
        for name in COLUMNS
    }
    frame = pd.DataFrame(data, columns=list(COLUMNS), dtype=object)
    frame["line"] = pd.Series(starts, dtype="int64")
    frame["extra"] = [any(cell.strip() for cell in row[width:]) for row in rows]
    frame["extra"] = frame["extra"].astype(bool)
    return frame, set(at)


def _list(names):
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
