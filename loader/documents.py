"""Splits checked rows into customers, documents, lines and payments."""

from dataclasses import dataclass

import pandas as pd

LABEL = "Sales"


@dataclass(frozen=True)
class History:
    """Frames for ``ledger``, with positions instead of customer ids.

    customers: ``name``, ``country_id``, ``industry`` (text or "")
    documents: ``partner`` (position), ``currency_id``, ``date``, ``due_date``, ``ref``
    lines: ``document`` (position), ``label``, ``amount``
    payments: ``document`` (position), ``date``, ``amount``
    notes: sentences about contradictions and how they were resolved
    """

    customers: pd.DataFrame
    documents: pd.DataFrame
    lines: pd.DataFrame
    payments: pd.DataFrame
    notes: list


def build_history(rows):
    """The History of the accepted rows of ``checks.check``."""
    customer, names = pd.factorize(rows["customer"])
    number, refs = pd.factorize(rows["document"])
    rows = rows.assign(partner=customer, number=number)
    by_customer = rows.groupby("partner")
    notes = [
        f"{count} customer{'s' if count > 1 else ''} with more than one {name}: "
        "the first one is used"
        for name in ("country_id", "industry")
        if (count := _contradictions(rows, name))
    ]
    customers = pd.DataFrame(
        {
            "name": names,
            "country_id": by_customer["country_id"].first(),
            "industry": _first_text(rows, "industry"),
        }
    )
    first = rows.groupby("number").first()
    documents = pd.DataFrame(
        {
            "partner": first["partner"],
            "currency_id": first["currency_id"].astype("int64"),
            "date": first["date"],
            # Without a due date, the document is due at once.
            "due_date": first["due_date"].fillna(first["date"]),
            "ref": refs,
        }
    ).reset_index(drop=True)
    lines = pd.DataFrame(
        {
            "document": rows["number"],
            "label": rows["label"].where(rows["label"] != "", LABEL),
            "amount": rows["amount"],
        }
    ).reset_index(drop=True)
    paid = first[first["paid_date"].notna() & (first["paid_amount"] > 0)]
    payments = pd.DataFrame(
        {
            "document": paid.index,
            "date": paid["paid_date"],
            "amount": paid["paid_amount"],
        }
    ).reset_index(drop=True)
    return History(customers.reset_index(drop=True), documents, lines, payments, notes)


def _contradictions(rows, name):
    values = rows[name].where(rows[name].notna() & (rows[name] != ""))
    return int((values.groupby(rows["partner"]).nunique() > 1).sum())


def _first_text(rows, name):
    texts = rows[name].where(rows[name] != "")
    return texts.groupby(rows["partner"]).first().fillna("")
