"""The lifecycle of a customer (rule K15).

existing > inactive > no need > prospect > not contacted: a purchase outweighs a mark.
"""

import numpy as np
import pandas as pd

from . import frame as columns

EXISTING = "existing"
INACTIVE = "inactive"
NO_NEED = "no_need"
PROSPECT = "prospect"
NOT_CONTACTED = "not_contacted"

STATES = (EXISTING, INACTIVE, NO_NEED, PROSPECT, NOT_CONTACTED)


def lifecycle(frame: pd.DataFrame) -> pd.Series:
    """The state of each customer, one of :data:`STATES`, in the order of the rows.

    *Existing* customers bought in the period, even if the net after refunds is zero or
    less. *Inactive* ones bought only before it, which a refund proves as well as an
    invoice. *Prospects* were in contact with us or have any document, but never bought.
    """

    def flag(column: columns.Column) -> np.ndarray:
        if column.name not in frame:
            return np.full(len(frame), column.missing, dtype=bool)
        return frame[column.name].to_numpy(dtype=bool)

    bought_now = frame[columns.PURCHASES.name].to_numpy() > 0
    bought_ever = frame[columns.FIRST_PURCHASE.name].notna().to_numpy() | flag(
        columns.RETURNED
    )
    no_need = flag(columns.NO_NEED)
    contacted = (frame[columns.CONTACTS.name].to_numpy() > 0) | flag(
        columns.HAS_DOCUMENT
    )
    state = np.select(
        [bought_now, bought_ever, no_need, contacted],
        [EXISTING, INACTIVE, NO_NEED, PROSPECT],
        default=NOT_CONTACTED,
    )
    return pd.Series(state, index=frame.index, dtype=object)


def contradicts_mark(frame: pd.DataFrame) -> pd.Series:
    """True if a customer is marked *no need* but bought in the period."""
    return frame[columns.NO_NEED.name].astype(bool) & (
        frame[columns.PURCHASES.name] > 0
    )
