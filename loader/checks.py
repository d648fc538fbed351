"""Converts rows of texts into values, and lists what cannot be used with the reason.

A *document* is all rows with the same document number; the rows are its lines. They
must have the same customer, date and currency. Their amounts add up, so one of them can
be negative (a discount). If the total is below zero, the document is a refund.

A row is *rejected* if its customer, document, date, amount or currency cannot be used;
the other rows of its document are loaded, and a note says that it is not whole. Any
other cell that cannot be used is left out and *noted*: an unknown country is no reason
to lose the money. Nothing of a file disappears without being rejected or noted.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loader.amounts import decimal_signs, read_amounts
from loader.columns import COLUMNS
from loader.countries import country_code
from loader.dates import check_format, read_dates
from loader.identity import identity, key
from loader.payments import Payments, payments_of

CONTROL = r"[\x00-\x08\x0e-\x1f\x7f]"
# The same on all rows of a document, or nobody knows which row is right.
SHARED = ("customer", "date", "currency")


@dataclass(frozen=True)
class Lookup:
    """What the database knows; the keys are made by ``identity.key``.

    countries, currencies: {name or code: id}; digits: {currency id: decimals}
    has_rate: (currency id Series, date Series) -> bool Series
    """

    countries: dict
    currencies: dict
    digits: dict
    company_currency_id: int
    has_rate: object


@dataclass(frozen=True)
class Checked:
    """The result of ``check``.

    rows: accepted rows, the columns of the file with values (dates, floats; in
        ``exact`` the amount as Decimal), ``currency_id``, ``country_id``
    payments: ``payments.Payments`` of these rows
    bad: rejected rows: ``line``, ``document``, ``reason``, ``exact`` (None if the
        amount cannot be read), ``currency_id``; in the order of the file
    read: all rows of the file: ``exact`` and ``currency_id``
    notes: ``line``, ``document``, ``note``; in the order of the file
    said: sentences about the file as a whole
    """

    rows: pd.DataFrame
    payments: Payments
    bad: pd.DataFrame
    read: pd.DataFrame
    notes: pd.DataFrame
    said: list


class _Findings:
    """The first reason found to reject each row, and all notes."""

    def __init__(self, raw):
        self.raw = raw
        self.reasons = pd.Series("", index=raw.index, dtype=object)
        self._notes = []

    def reject(self, rows, text):
        """Add ``text`` to ``rows``: one text for all of them, or a Series."""
        rows = rows & (self.reasons == "")
        self.reasons[rows] = text[rows] if isinstance(text, pd.Series) else text

    def note(self, rows, text):
        found = self.raw.loc[rows, ["line", "document"]]
        text = text[rows] if isinstance(text, pd.Series) else text
        self._notes.append(found.assign(note=text))

    @property
    def good(self):
        return self.reasons == ""

    def notes(self):
        if not self._notes:
            return pd.DataFrame(columns=["line", "document", "note"])
        notes = pd.concat(self._notes).sort_values("line", kind="stable")
        # What is rejected needs no note.
        return notes[self.good.reindex(notes.index)].reset_index(drop=True)


def check(
    raw, lookup, today, date_format=None, decimal=None, skip_duplicates=False
) -> Checked:
    """Split the rows into accepted and rejected ones.

    :param raw: frame of ``columns.read_history``
    :param lookup: Lookup
    :param today: documents and payments after this day cannot be used
    :param date_format: strptime format of all dates; None: see ``read_dates``
    :param decimal: decimal sign of all amounts; None: what the columns prove
    :param skip_duplicates: reject rows that are equal to an earlier one
    :raises LoadError: the date format is wrong, or the decimal sign is not clear
    """
    if date_format:
        check_format(date_format)
    rows, found = raw.copy(), _Findings(raw)
    for name in ("customer", "document"):
        rows[name] = _first_spelling(raw[name])
    said = [*_same_but_capitals(rows["customer"])]
    found.reject(rows["extra"], "the row has more cells than the header")
    found.reject(rows["customer"] == "", "customer is missing")
    found.reject(rows["document"] == "", "document is missing")
    _control_characters(rows, found)
    _read_dates(rows, raw, today, date_format, found)
    said += _read_amounts(rows, raw, decimal, found)
    _currencies(rows, raw, lookup, found)
    said += _duplicates(raw, skip_duplicates, found)
    _agree(rows, found)
    rows["country_id"] = _countries(raw["country"], lookup.countries, found)
    accepted = rows[found.good].copy()
    payments = payments_of(accepted, lookup.digits)
    _note_documents(accepted, payments.notes, found)
    _note_parts(rows, found)
    listed = ~found.good
    bad = rows.loc[listed, ["line", "exact", "currency_id"]].assign(
        document=raw.loc[listed, "document"], reason=found.reasons[listed]
    )
    return Checked(
        rows=accepted,
        payments=payments,
        bad=bad.reset_index(drop=True),
        read=rows[["exact", "currency_id"]],
        notes=found.notes(),
        said=said,
    )


def _first_spelling(texts):
    """Texts of the same name, each as the file writes it first."""
    names = texts.map({text: identity(text) for text in texts.unique()})
    return texts.groupby(names).transform("first")


def _same_but_capitals(customers):
    names = pd.Series(customers.unique(), dtype=object)
    folded = names.map(key)
    if count := int(folded[folded.duplicated()].nunique()):
        examples = names[folded == folded[folded.duplicated()].iloc[0]]
        yield (
            f"{count} customer{'s differ' if count > 1 else ' differs'} from another "
            f"one only in capitals and stay{'' if count > 1 else 's'} apart: "
            f"{' and '.join(examples)}"
        )


def _control_characters(rows, found):
    for name in ("customer", "document", "label", "industry"):
        has = rows[name].str.contains(CONTROL, regex=True)
        if name in ("customer", "document"):
            found.reject(has, f"{name} contains a control character")
        else:
            found.note(has, f"{name} contains a control character and is left out")
            rows[name] = rows[name].where(~has, "")


def _read_dates(rows, raw, today, date_format, found):
    for name in ("date", "due_date", "paid_date"):
        dates, wrong = read_dates(raw[name], name, date_format)
        if name != "due_date":
            late = dates > pd.Timestamp(today)
            future = f"{name} " + raw[name].astype(object) + " is in the future"
            wrong = wrong.mask(late, future)
        if name == "date":
            found.reject(wrong != "", wrong)
            found.reject(dates.isna(), "date is missing")
        else:
            what = "due date" if name == "due_date" else "payment"
            note = wrong + f"; the document is loaded without this {what}"
            found.note(wrong != "", note)
        rows[name] = dates.where(wrong == "")


def _read_amounts(rows, raw, decimal, found):
    columns = {name: raw[name] for name in ("amount", "paid_amount")}
    signs, said = decimal_signs(columns, raw["line"], decimal)
    read = {name: read_amounts(raw[name], name, signs[name]) for name in columns}
    rows["exact"] = read["amount"].values
    rows["amount"] = rows["exact"].astype(float)
    wrong = read["amount"].wrong
    found.reject(wrong != "", wrong)
    found.reject(rows["amount"].isna(), "amount is missing")
    paid = read["paid_amount"].values.astype(float)
    wrong = read["paid_amount"].wrong
    dateless = paid.notna() & (paid != 0) & rows["paid_date"].isna()
    # A date that cannot be used has its own note.
    dateless &= wrong.eq("") & raw["paid_date"].eq("")
    wrong = wrong.mask(dateless, "there is a paid_amount without a paid_date")
    total = rows.groupby("document")["amount"].transform("sum")
    turned = (paid < 0) & (total >= 0)
    turned_text = "paid_amount is negative, but the document is not a refund"
    wrong = wrong.mask(turned & wrong.eq(""), turned_text)
    found.note(wrong != "", wrong + "; the document is loaded without this payment")
    rows["paid_amount"] = paid.where(wrong == "")
    rows["paid_date"] = rows["paid_date"].where(wrong == "")
    return said


def _currencies(rows, raw, lookup, found):
    """Without its currency, nobody knows what an amount is worth."""
    known = {
        text: lookup.currencies.get(key(text)) for text in raw["currency"].unique()
    }
    ids = raw["currency"].map(known).astype("Int64")
    given = raw["currency"] != ""
    found.reject(given & ids.isna(), "unknown currency " + raw["currency"])
    rows["currency_id"] = ids.where(given, lookup.company_currency_id)
    for name in ("date", "paid_date"):
        dated = rows[name].notna() & rows["currency_id"].notna()
        good = pd.Series(True, index=rows.index)
        good[dated] = lookup.has_rate(rows.loc[dated, "currency_id"], rows[name][dated])
        text = f"there is no exchange rate for its currency on its {name}"
        if name == "date":
            found.reject(~good, text)
        else:
            found.note(~good, f"{text}; the document is loaded without this payment")
            rows["paid_date"] = rows["paid_date"].where(good)
            rows["paid_amount"] = rows["paid_amount"].where(good)


def _duplicates(raw, skip, found):
    """Equal lines of a document can be two lines or one written twice.

    Only people can tell; so they are loaded, and the sum stays that of the file.
    """
    again = raw[list(COLUMNS)].duplicated() & found.good
    if skip:
        found.reject(again, "the row is equal to an earlier one in every cell")
    elif count := int(again.sum()):
        found.note(again, "the row is equal to an earlier one in every cell")
        yield (
            f"{count:,} row{'s are' if count > 1 else ' is'} equal to an earlier one "
            "in every cell and loaded as another line of the document; if the file "
            "repeats rows, add --skip-duplicates"
        )


def _agree(rows, found):
    """Reject all rows of a document that contradict each other."""
    good = rows[found.good]
    several = good[good["document"].duplicated(keep=False)]
    for name in SHARED:
        values = several["currency_id"] if name == "currency" else several[name]
        different = values.groupby(several["document"]).transform("nunique") > 1
        different = different.reindex(rows.index, fill_value=False)
        found.reject(different, f"the rows of this document differ in {name}")
    due = several["due_date"].groupby(several["document"]).transform("nunique") > 1
    due &= ~several["document"].duplicated()
    found.note(
        due.reindex(rows.index, fill_value=False),
        "the rows of this document differ in due_date; the first one is used",
    )


def _countries(texts, known, found):
    ids = {"": None}
    for text in texts.unique():
        if text:
            code = known.get(key(text)) or known.get(key(country_code(text) or ""))
            ids[text] = code
    column = texts.map(ids).astype("Int64")
    unknown = (texts != "") & column.isna()
    found.note(
        unknown, "unknown country " + texts + "; the document is loaded without it"
    )
    return column


def _note_documents(accepted, notes, found):
    first = accepted[~accepted["document"].duplicated()]
    at = pd.Series(first.index, index=first["document"])
    for document, note in notes.itertuples(index=False):
        row = pd.Series(False, index=found.raw.index)
        row[at[document]] = True
        found.note(row, note)


def _note_parts(rows, found):
    """A document that lost a row is not whole, and that must be seen."""
    lost = rows.loc[~found.good, "document"].replace("", np.nan).dropna()
    left = found.good & rows["document"].isin(lost.unique())
    first = left & ~rows["document"].where(left).duplicated()
    count = rows["document"].map(lost.value_counts()).fillna(0).astype(int).astype(str)
    found.note(first, "loaded without the rejected rows of this document: " + count)
