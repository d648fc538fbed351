"""Document names (INV/1997/00001 …) that continue the numbering of the journal."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from odoo.tools import SQL

from loader.errors import LoadError

PERIODS = {"year": "Y", "month": "M", "never": None}


@dataclass(frozen=True)
class NameFormat:
    """How one journal names one kind of document.

    prefix: pattern with ``{year}`` and ``{month}`` if they change
    width: minimum digits of the number
    period: "Y", "M" or None, after which the number starts again at 1
    """

    prefix: str
    width: int
    period: str | None


def name_format(move):
    """Read the format from a document that Odoo has just named.

    :param move: posted ``account.move``
    :raises LoadError: the loader does not support this numbering
    """
    reset = move._deduce_sequence_number_reset(move.name)
    if reset not in PERIODS:
        raise LoadError(
            f"The journal {move.journal_id.display_name} numbers its entries by a "
            "fiscal year that is not the calendar year. The loader does not support "
            "this: load the file first, and change the fiscal year afterwards."
        )
    pattern, values = move._get_sequence_format_param(move.name)
    year = f"{{year:0{values['year_length']}d}}"
    shown = re.sub(r"\{seq:.*$", "", pattern)
    shown = shown.replace("{year:0{year_length}d}", "\0").replace("{month:02d}", "\1")
    shown = shown.format(**values).replace("\0", year).replace("\1", "{month:02d}")
    if pattern.format(**{**values, "suffix": ""}) != move.name:
        raise LoadError(
            f"The names in the journal {move.journal_id.display_name} have a text "
            "after the number, so the loader cannot continue them."
        )
    return NameFormat(shown, values["seq_length"], PERIODS[reset])


def number(cr, dates, name_format, journal_id):
    """Names for documents of one journal and kind, in the order given.

    :param dates: datetime64 Series, in the order of the numbers
    :param name_format: NameFormat
    :return: frame with the index of ``dates``: ``sequence_prefix``,
        ``sequence_number``, ``name``
    """
    year = dates.dt.year.to_numpy()
    month = dates.dt.month.to_numpy()
    period = {"Y": year, "M": year * 100 + month, None: np.zeros_like(year)}
    code, first = np.unique(period[name_format.period], return_index=True)
    prefixes = [
        name_format.prefix.format(
            year=_shown_year(name_format, year[at]), month=month[at]
        )
        for at in first.tolist()
    ]
    last = dict(_last_numbers(cr, journal_id, prefixes))
    group = np.searchsorted(code, period[name_format.period])
    counted = pd.Series(group).groupby(group).cumcount().to_numpy() + 1
    start = np.array([last.get(prefix, 0) for prefix in prefixes], dtype=int)
    numbers = counted + start[group] if len(prefixes) else counted
    shown_prefix = np.array(prefixes, dtype=object)[group]
    digits = pd.Series(numbers).astype(str).str.zfill(name_format.width)
    return pd.DataFrame(
        {
            "sequence_prefix": shown_prefix,
            "sequence_number": numbers,
            "name": shown_prefix + digits.to_numpy(dtype=object),
        },
        index=dates.index,
    )


def _shown_year(name_format, year):
    short = "{year:02d}" in name_format.prefix
    return int(year) % 100 if short else int(year)


def _last_numbers(cr, journal_id, prefixes):
    cr.execute(
        SQL(
            """
            SELECT sequence_prefix, MAX(sequence_number)
              FROM account_move
             WHERE journal_id = %s AND sequence_prefix = ANY(%s)
             GROUP BY sequence_prefix
            """,
            journal_id,
            list(prefixes),
        )
    )
    return cr.fetchall()
