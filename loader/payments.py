"""The payments of documents, from the paid columns of their rows.

- Each row with a ``paid_amount`` is a payment of its document. The same day and amount
  on several rows is one payment that the file repeats beside every line, unless each of
  these rows is paid with exactly its own amount.
- A ``paid_date`` alone means paid in full: it pays what the other payments leave. With
  different dates alone, each row is paid on its own date.
- Of a refund, the amount is what was paid back, with or without a minus sign.

More than the amount of the document is loaded as it is; the rest stays open.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loader.rounding import round_half_up


@dataclass(frozen=True)
class Payments:
    """``frame``: ``document`` (number), ``date``, ``amount`` > 0;
    ``notes``: frame with ``document`` and ``note``."""

    frame: pd.DataFrame
    notes: pd.DataFrame


def payments_of(rows, digits):
    """The payments of accepted rows.

    :param rows: frame with ``document``, ``amount``, ``paid_date``, ``paid_amount``
        (floats, missing if empty), ``label``, ``currency_id``
    :param digits: {currency id: decimals}
    :return: Payments
    """
    by = rows.groupby("document", sort=False)
    documents = pd.DataFrame(
        {"total": by["amount"].sum(), "currency_id": by["currency_id"].first()}
    )
    documents["digits"] = documents["currency_id"].map(digits).astype(int)
    documents["total"] = round_half_up(documents["total"], documents["digits"])
    sign = np.where(documents["total"] < 0, -1.0, 1.0)
    documents["sign"], documents["total"] = sign, documents["total"].abs()
    paid = rows[rows["paid_date"].notna() & (rows["paid_amount"] != 0)]
    paid = paid.join(documents[["sign", "total", "digits"]], on="document")
    notes = []
    stated, again = _stated(paid[paid["paid_amount"].notna()])
    notes += [
        (document, "the same payment stands on several rows and is counted once")
        for document in again
    ]
    notes += [(document, text) for document, text in _repeated_lines(paid)]
    settled = stated.groupby("document")["amount"].sum()
    rest = documents["total"] - settled.reindex(documents.index, fill_value=0)
    rest = pd.Series(round_half_up(rest, documents["digits"]), index=rest.index)
    undated = _undated(paid[paid["paid_amount"].isna()], rest)
    frame = pd.concat([stated, undated], ignore_index=True)
    whole = frame.groupby("document")["amount"].sum()
    # Half a unit of the last decimal: rounding to the currency can change this much.
    slack = 0.5 * 10.0 ** -documents["digits"].astype(float)
    over = whole - documents["total"].reindex(whole.index)
    over = over[over > slack.reindex(over.index)]
    notes += [
        (
            document,
            f"paid {value:,.2f} too much, which stays open as the customer's money",
        )
        for document, value in over.items()
    ]
    return Payments(frame, pd.DataFrame(notes, columns=["document", "note"]))


def _stated(rows):
    """Payments with an amount; and the documents in which one is repeated."""
    each = pd.DataFrame(
        {
            "document": rows["document"],
            "date": rows["paid_date"],
            "amount": rows["paid_amount"].abs(),
        }
    )
    own = (rows["paid_amount"].abs() == rows["amount"].abs()).groupby(rows["document"])
    repeated = each.duplicated() & ~own.transform("all")
    return each[~repeated], each.loc[repeated, "document"].unique()


def _undated(rows, rest):
    """Payments without an amount: the rest, or each row on its own date."""
    days = rows.assign(own=rows["amount"] * rows["sign"])
    days = days.groupby(["document", "paid_date"], as_index=False)["own"].sum()
    by = days.groupby("document")
    several = by["paid_date"].transform("size") > 1
    left = days["document"].map(rest)
    # A discount or another payment: then the rows do not say what each day brought.
    fits = (by["own"].transform("min") > 0) & (by["own"].transform("sum") <= left)
    whole = days[~(several & fits)].groupby("document")["paid_date"].max()
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "document": whole.index,
                    "date": whole.to_numpy(),
                    "amount": rest.reindex(whole.index).to_numpy(),
                }
            ),
            days[several & fits].rename(columns={"paid_date": "date", "own": "amount"}),
        ]
    )
    return frame[frame["amount"] > 0]


def _repeated_lines(paid):
    """Documents whose rows look like one line, written again for each payment."""
    several = paid[paid["document"].duplicated(keep=False)]
    by = several.groupby("document")
    same = (by["amount"].nunique() == 1) & (by["label"].nunique() == 1)
    different = several.groupby("document")[["paid_date", "paid_amount"]].nunique()
    suspect = same & (different.max(axis=1) > 1)
    suspect &= by["paid_amount"].sum().abs() <= by["amount"].first().abs()
    suspect &= by["amount"].first() != 0
    for document in suspect.index[suspect]:
        yield (
            document,
            "its rows have the same amount and different payments: each row counts as "
            "a line; if they are one line, write 0 as the amount of the others",
        )
