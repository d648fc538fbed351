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


def build_history(rows, payments):
    """The History of accepted rows.

    :param rows: ``checks.Checked.rows``
    :param payments: frame of ``payments.payments_of``
    """
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
    lines = rows[~_only_payments(rows)]
    lines = pd.DataFrame(
        {
            "document": lines["number"],
            "label": lines["label"].where(lines["label"] != "", LABEL),
            "amount": lines["amount"],
        }
    ).reset_index(drop=True)
    position = pd.Series(range(len(refs)), index=refs)
    payments = pd.DataFrame(
        {
            "document": payments["document"].map(position).astype("int64"),
            "date": payments["date"],
            "amount": payments["amount"],
        }
    ).reset_index(drop=True)
    return History(customers.reset_index(drop=True), documents, lines, payments, notes)


def _only_payments(rows):
    """Rows that bring a payment and no line: amount 0 beside other rows."""
    several = rows["document"].duplicated(keep=False)
    empty = several & rows["paid_date"].notna() & (rows["amount"] == 0)
    # A document needs a line.
    return empty & ~empty.groupby(rows["document"]).transform("all")


def _contradictions(rows, name):
    values = rows[name].where(rows[name].notna() & (rows[name] != ""))
    return int((values.groupby(rows["partner"]).nunique() > 1).sum())


def _first_text(rows, name):
    texts = rows[name].where(rows[name] != "")
    return texts.groupby(rows["partner"]).first().fillna("")
