"""A frame becomes rows: of a temporary table for one statement, or of a model."""

import numpy as np
import pandas as pd

from odoo.tools import SQL
from odoo.tools.sql import table_columns

from .binary_copy import BinaryCopy, fits_numeric

# bytes that go to the server at a time
BUFFER = 1 << 20
# Below this, a float has all digits of an amount with four decimals among its first 15,
# which is what PostgreSQL takes when it makes a numeric of it
FEW_DIGITS = 1e11


def stage(model, name, frame, columns):
    """Make the temporary table ``name`` of the rows of ``frame``.

    :param model: the model whose columns these are
    :param name: of the table; one of that name is replaced
    :param frame: DataFrame; a column it lacks stays empty
    :param columns: their names; the first is what the table is joined by
    """
    cr = model.env.cr
    found = table_columns(cr, model._table)
    filled = _filled(frame, columns)
    types = {column: found[column]["udt_name"] for column in columns}
    for column in filled:
        if types[column] == "numeric" and not fits_numeric(frame[column]):
            types[column] = "float8"
    cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(name)))
    cr.execute(
        SQL(
            "CREATE TEMPORARY TABLE %s AS SELECT %s FROM %s WITH NO DATA",
            SQL.identifier(name),
            SQL(", ").join(
                SQL("%s::%s", SQL.identifier(column), SQL.identifier(type_))
                for column, type_ in types.items()
            ),
            SQL.identifier(model._table),
        )
    )
    if filled:
        same = {
            column: SQL("%s::%s", value, SQL.identifier(types[column]))
            for column in filled[1:]
            if (value := _only_value(frame[column])) is not None
        }
        if same:
            _fill_by_default(cr, name, same)
        sent = {column: types[column] for column in filled if column not in same}
        _send(cr, name, frame, sent)
    large = [
        column
        for column in filled
        if found[column]["udt_name"] == "numeric"
        and frame[column].abs().max() >= FEW_DIGITS
    ]
    if large:
        _keep_digits(cr, name, large)
    cr.execute(SQL("ANALYZE %s (%s)", SQL.identifier(name), SQL.identifier(columns[0])))


def add_rows(model, frame, columns):
    """Add the rows of ``frame`` to the table of ``model`` itself, without a stage.

    :param frame: DataFrame; a column it lacks gets the default of the table
    :param columns: their names
    :return: whether they were added; nothing is done if an amount has so many digits
        that only a stage keeps them
    """
    cr = model.env.cr
    found = table_columns(cr, model._table)
    sent = {column: found[column]["udt_name"] for column in _filled(frame, columns)}
    if not all(
        fits_numeric(frame[column])
        for column, type_ in sent.items()
        if type_ == "numeric"
    ):
        return False
    if sent:
        _send(cr, model._table, frame, sent)
    return True


def _filled(frame, columns):
    return [name for name in columns if name in frame and frame[name].notna().any()]


def _send(cr, table, frame, types):
    statement = SQL(
        "COPY %s (%s) FROM STDIN WITH (FORMAT binary)",
        SQL.identifier(table),
        SQL(", ").join(map(SQL.identifier, types)),
    )
    cr.copy_expert(statement.code, BinaryCopy(frame, types), BUFFER)


def _only_value(values):
    """The value of all rows as psycopg2 takes it; None if they differ or one lacks.

    A quarter of the columns say the same of every customer: nobody was written off, and
    nobody is falling.
    """
    first = values.iloc[0]
    # a missing Int64 equals nothing, and is left out by all()
    if values.isna().any() or not (values == first).all():
        return None
    if isinstance(first, pd.Timestamp):
        return first.date()
    return first.item() if isinstance(first, np.generic) else first


def _fill_by_default(cr, name, values):
    """Let ``values``, ``{column: SQL}``, be what new rows of ``name`` have."""
    cr.execute(
        SQL(
            "ALTER TABLE %s %s",
            SQL.identifier(name),
            SQL(", ").join(
                SQL("ALTER %s SET DEFAULT %s", SQL.identifier(column), value)
                for column, value in values.items()
            ),
        )
    )


def _keep_digits(cr, name, columns):
    """Make ``columns`` of the table ``name`` numeric, with all digits of the floats.

    A cast to numeric takes 15 digits, the text of a float has as many as it needs.
    """
    cr.execute(
        SQL(
            "ALTER TABLE %s %s",
            SQL.identifier(name),
            SQL(", ").join(
                SQL(
                    "ALTER %(column)s TYPE numeric USING %(column)s::text::numeric",
                    column=SQL.identifier(column),
                )
                for column in columns
            ),
        )
    )
