"""An Excel workbook as rows of cells, through pandas (openpyxl, xlrd)."""

import datetime
import io
import warnings
from decimal import Decimal

import pandas as pd

from loader.csvfile import Table
from loader.errors import LoadError

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Typed(str):
    """A number or a date that the workbook holds as such.

    Written with a decimal point or as YYYY-MM-DD, whatever the texts of the column
    look like.
    """

    __slots__ = ()


def is_workbook(data):
    return data.startswith(STARTS)


def read_workbook(data, path, names, sheet=None):
    """The rows of the only sheet that has the columns, or of ``sheet``.

    :param names: function from a row to the column names in it, normalised
    :return: (Table, list of sentences about what was not read)
    :raises LoadError: it cannot be read, or several sheets fit
    """
    try:
        with warnings.catch_warnings():
            # openpyxl names what it does not keep: styles, drawings, validations
            warnings.simplefilter("ignore", UserWarning)
            sheets = pd.read_excel(
                io.BytesIO(data),
                sheet_name=None,
                header=None,
                dtype=object,
                na_filter=False,
            )
    # whatever the libraries meet in a damaged or protected file
    except Exception as error:
        raise LoadError(
            f"{path} cannot be read as an Excel workbook ({error}); save it as .xlsx "
            "without a password, or as CSV."
        ) from error
    tables = {name: _table(frame) for name, frame in sheets.items()}
    chosen = _choose(tables, path, names, sheet)
    left = [name for name in tables if name != chosen and tables[name].rows]
    notes = [f"the sheet {name} is not read" for name in left]
    return tables[chosen], notes


def _choose(tables, path, names, sheet):
    if sheet is not None:
        if sheet not in tables:
            raise LoadError(f"{path} has no sheet {sheet}; it has {', '.join(tables)}.")
        return sheet
    counts = {
        name: len(names(table.rows[0])) if table.rows else 0
        for name, table in tables.items()
    }
    best = max(counts.values(), default=0)
    fitting = [name for name, count in counts.items() if count == best]
    if best and len(fitting) > 1:
        raise LoadError(
            f"In {path}, the sheets {' and '.join(fitting)} have the same columns; "
            "choose one with --sheet NAME."
        )
    return fitting[0]


def _table(frame):
    rows, lines = [], []
    for line, cells in enumerate(frame.itertuples(index=False, name=None), start=1):
        row = [_text(cell) for cell in cells]
        if any(cell.strip() for cell in row):
            rows.append(row)
            lines.append(line)
    return Table(rows, lines)


def _text(cell):
    """The cell as text; "" if it is empty or holds an error such as #N/A."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NaT or cell != cell:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.datetime | datetime.date):
        return Typed(cell.strftime("%Y-%m-%d"))
    if isinstance(cell, int | float):
        # 0.1 and not the nearest binary fraction; never with an exponent
        exact = Decimal(repr(cell))
        whole = exact == exact.to_integral_value()
        return Typed(f"{exact.to_integral_value() if whole else exact:f}")
    return str(cell)
