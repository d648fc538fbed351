"""A source: one statement for all customers, and the columns that it fills."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.tools import SQL

from ...classification.frame import CUSTOMER, Column
from ...tools.copy_out import copy_out


@dataclass(frozen=True)
class Source:
    """Figures of all customers by one statement.

    ``statement``  function of a `Reading` that returns the SELECT: ``partner_id`` (the
                   customer) and the columns by their names, at most one row per
                   customer
    ``columns``    of the customer frame; each says what customers without a row have
    ``optional``   whether it is read only for schemes that use one of its columns
    """

    statement: Callable[..., SQL]
    columns: tuple[Column, ...]
    optional: bool = False

    def is_needed(self, names):
        """Whether it has to be read for the columns ``names`` (set)."""
        return not self.optional or not names.isdisjoint(c.name for c in self.columns)


def read_frame(cr, sql, columns):
    """The rows of ``sql`` about customers, as a DataFrame.

    :param cr: cursor
    :param sql: SELECT of ``partner_id``, the ``columns`` and perhaps others
    :param columns: iterable of `Column`, whose kinds the frame gets
    :return: DataFrame; ``partner_id`` is int64, or Int64 if some row has none
    """
    kinds = {CUSTOMER: "int"} | {column.name: column.kind for column in columns}
    frame = copy_out(cr, sql, kinds)
    if not frame[CUSTOMER].hasnans:
        frame[CUSTOMER] = frame[CUSTOMER].astype("int64")
    return frame
