from odoo.tools import SQL

from ...tools.copy_out import copy_out

# kind of a fact -> what `copy_out` calls it
KINDS = {"number": "float", "flag": "bool", "text": "text", "day": "date"}


def read_frame(env, sql, columns):
    """The rows of ``sql`` as a frame with ``columns``: name -> kind.

    A kind is ``number``, ``flag`` (NULL is no), ``text`` or ``day``.
    """
    env.flush_all()
    kinds = {name: KINDS[kind] for name, kind in columns.items()}
    return copy_out(env.cr, sql, kinds, names=list(columns))


def id_set(column):
    return set(column.dropna().astype("int64").tolist())


def id_array(ids):
    """``ids`` for ``= ANY``: one text, which is far quicker to quote than a list."""
    return SQL("%s::int[]", "{" + ",".join(map(str, sorted(ids))) + "}")
