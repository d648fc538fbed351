"""The options of ``./dev load``.

The launcher reads them too, in a Python without any package, to know which argument
is the file. So this module imports nothing but the standard library.
"""

import argparse
import datetime
from pathlib import Path

EXAMPLE = "cdnow"
DECIMALS = {"point": ".", "comma": ","}
EPILOG = """\
FILE is a CSV file (comma, semicolon, tab or | between the cells; a first line sep=;
is understood) or an Excel workbook (.xlsx, .xls). It needs the columns customer,
document, date and amount (negative for a refund), and can have due_date, paid_date,
paid_amount, country, industry, currency and label.

Rows with the same document number are the lines of one document; they need the same
customer, date and currency. The paid columns of each row are a payment of the
document, so an invoice paid in two parts has two rows (a row with amount 0 adds only
a payment). The same payment on several rows counts once, unless it pays each of these
rows exactly. A paid_date without a paid_amount means paid in full.

The file is checked whole before anything is stored. A row is rejected and listed if
one of its customer, document, date, amount and currency cannot be used; any other
cell that cannot be used is left out and listed as a note. At the end, what was read
is compared with what the database holds and what was listed, per currency and to the
cent; if they differ, nothing is stored.

Use cdnow instead of a file to load the example."""


def parser():
    made = argparse.ArgumentParser(
        prog="./dev load",
        description="Load a sales history as posted invoices, refunds and payments "
        "into a new database, and classify its customers.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument(
        "file", metavar="FILE", help="CSV file or Excel workbook, or cdnow"
    )
    made.add_argument("--config", help=argparse.SUPPRESS)
    made.add_argument(
        "--database",
        metavar="NAME",
        help="default: load_FILE_ and a number that stands for the path of the file",
    )
    made.add_argument(
        "--replace",
        action="store_true",
        help="replace the database if it exists, after the file has been loaded",
    )
    made.add_argument(
        "--as-of",
        type=_date,
        metavar="DATE",
        help="default: date of the latest document",
    )
    made.add_argument(
        "--scheme", metavar="NAME_OR_ID", help="default: the first scheme"
    )
    made.add_argument("--out", metavar="CSV", help="write the tier of every customer")
    made.add_argument(
        "--rejected", metavar="CSV", help="write all rejected rows and all notes"
    )
    made.add_argument(
        "--currency",
        metavar="CODE",
        help="of the company, and of rows without a currency",
    )
    made.add_argument(
        "--rates",
        metavar="CSV",
        help="exchange rates: currency, date, rate (units of the "
        "foreign currency per unit of the company currency)",
    )
    made.add_argument(
        "--decimal",
        choices=list(DECIMALS),
        help="the decimal sign of the amounts; default: the one that the column "
        "itself proves. If 1.000 could be one or one thousand in the whole column, "
        "the file is refused without this option",
    )
    made.add_argument(
        "--date-format",
        metavar="FORMAT",
        help="of all dates, for example %%d/%%m/%%Y or %%Y-%%m-%%dT%%H:%%M:%%S%%z; "
        "a time is left out, and the day is the one that is written. "
        "Default: YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD, with or without a time",
    )
    made.add_argument(
        "--encoding",
        metavar="NAME",
        help="of the file and the rates, such as gb18030 or cp1252; "
        "default: by the byte order mark, or UTF-8",
    )
    made.add_argument(
        "--sheet", metavar="NAME", help="of a workbook in which several sheets fit"
    )
    made.add_argument(
        "--skip-duplicates",
        action="store_true",
        help="list rows that are equal in every cell to an earlier one and leave them "
        "out; default: they are counted, named in the output and loaded",
    )
    made.add_argument(
        "--no-classify", action="store_true", help="only load the documents"
    )
    return made


def is_example(file):
    """Whether ``file`` means the example and not a file of this name."""
    return file.casefold() == EXAMPLE and not Path(file).exists()


def _date(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text} is not a date; write it as YYYY-MM-DD"
        ) from error
