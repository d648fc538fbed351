"""Exchange entries for different rates of a document and its payment."""

import numpy as np
import pandas as pd


def exchange_entries(documents, payments, partials, prototypes):
    """One entry per match with a difference; two parts if both sides have one.

    :param documents, payments: frames by position with ``date``; documents ``sign``
    :param partials: ``matching.Matches.partials``
    :param prototypes: for the accounts, and the days on which Odoo books
    :return: entries in the order of their days (``partial``, ``document``,
        ``payment``, ``date``, ``amount``) and their parts (``exchange``: position of
        the entry, ``on_document``, ``sign``: of the rest on the journal item that the
        part takes away, ``amount``, ``account_id``, ``sequence``: of the first line)
    """
    sides = ["difference_document", "difference_payment"]
    found = partials[(partials[sides] > 0).any(axis=1)]
    entries = found[["document", "payment"]].assign(partial=found.index)
    entries["amount"] = found[sides].sum(axis=1)
    entries["latest"] = np.maximum(
        documents["date"].to_numpy()[found["document"]],
        payments["date"].to_numpy()[found["payment"]],
    )
    booked = entries["latest"].dt.date.map(prototypes.exchange_dates)
    entries["date"] = np.maximum(pd.to_datetime(booked), entries["latest"])
    entries = entries.sort_values(["date", "latest", "document"], kind="stable")
    entries = entries.reset_index(drop=True)
    found = found.loc[entries["partial"]].reset_index(drop=True)
    sign = documents["sign"].to_numpy()[found["document"]]
    both = (found[sides] > 0).all(axis=1).to_numpy()
    parts = pd.concat(
        [
            pd.DataFrame(
                {
                    "exchange": entries.index,
                    "on_document": on_document,
                    "sign": side,
                    "amount": found[name].to_numpy(),
                    # The part of the debit item comes first.
                    "sequence": np.where(both & (side < 0), 2, 0),
                }
            )
            for name, on_document, side in zip(
                sides, (True, False), (sign, -sign), strict=True
            )
        ]
    )
    parts = parts[parts["amount"] > 0].sort_values(["exchange", "sequence"])
    parts["account_id"] = np.where(
        parts["sign"] > 0,
        prototypes.loss_account_id or 0,
        prototypes.gain_account_id or 0,
    )
    return entries, parts.reset_index(drop=True)
