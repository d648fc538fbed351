"""Rows come from PostgreSQL by COPY: as compact text, never as Python objects."""

import io

import pandas as pd

# kind of a column -> type it is read as; a day is parsed afterwards
READ_AS = {
    "int": "Int64",
    "float": "float64",
    "bool": "object",
    "text": "object",
    "date": "object",
}


def copy_out(cr, sql, kinds, names=None):
    """Run ``sql`` and return its rows as a DataFrame.

    Nothing is flushed: pending changes of the ORM are not seen.

    :param cr: cursor
    :param sql: `odoo.tools.SQL` of one SELECT
    :param kinds: ``{column: kind}``; a kind is ``int`` (Int64), ``float``, ``bool``
        (NULL is False), ``text`` or ``date`` (datetime64; a timestamp keeps its time).
        pandas chooses the type of a column that is not mentioned
    :param names: names of all columns in their order, for a statement that does not
        name them itself
    :raises KeyError: another kind
    """
    query = cr.mogrify(sql.code, sql.params).decode()
    header = "" if names else ", HEADER"
    buffer = io.StringIO()
    cr.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv{header})", buffer)
    buffer.seek(0)
    frame = pd.read_csv(
        buffer,
        header=None if names else 0,
        names=names,
        dtype={name: READ_AS[kind] for name, kind in kinds.items()},
        keep_default_na=False,
        na_values=[""],
    )
    for name, kind in kinds.items():
        if kind == "bool":
            frame[name] = frame[name] == "t"
        elif kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame
