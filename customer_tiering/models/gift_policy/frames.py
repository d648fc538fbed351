import io

import pandas as pd

from odoo.tools import SQL


def read_frame(env, sql, columns):
    """The rows of ``sql`` as a frame with ``columns``: name -> kind.

    A kind is ``number``, ``flag`` (NULL is no), ``text`` or ``day``. Read by COPY, so
    that tens of thousands of rows never become Python objects.
    """
    env.flush_all()
    cr, buffer = env.cr, io.StringIO()
    query = cr.mogrify(sql.code, sql.params).decode()
    cr.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", buffer)
    buffer.seek(0)
    frame = pd.read_csv(
        buffer,
        header=None,
        names=list(columns),
        dtype={
            name: "float64" if kind == "number" else "object"
            for name, kind in columns.items()
        },
        keep_default_na=False,
        na_values=[""],
    )
    for name, kind in columns.items():
        if kind == "flag":
            frame[name] = frame[name] == "t"
        elif kind == "day":
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame


def id_set(column):
    return set(column.dropna().astype("int64").tolist())


def id_array(ids):
    """``ids`` for ``= ANY``: one text, which is far quicker to quote than a list."""
    return SQL("%s::int[]", "{" + ",".join(map(str, sorted(ids))) + "}")
