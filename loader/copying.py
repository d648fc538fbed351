"""Copies frames into temporary tables."""

import io

from odoo.tools import SQL

ROWS_PER_BUFFER = 100_000


def copy_frame(cr, frame, table, columns):
    """Create the temporary table ``table`` and fill it with ``frame``.

    In addition to ``columns``, the table has a column ``pos`` (0..n-1, the position of
    the row). If the frame lacks a column whose definition has a DEFAULT, PostgreSQL
    fills it row by row; this is how ids are drawn.

    :param cr: Odoo's cursor
    :param frame: pandas frame; missing values and empty texts become NULL
    :param table: name, trusted
    :param columns: {name: SQL type and default, trusted text}
    """
    definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(table)))
    # Names and types are constants of this package, never input.
    cr.execute(f"CREATE TEMP TABLE {table} (pos integer, {definition})")
    given = [name for name in columns if name in frame.columns]
    # Positions, not the index of the frame: it may be a part of a larger frame.
    part = frame[given].reset_index(drop=True)
    target = ", ".join(f'"{name}"' for name in ["pos", *given])
    for start in range(0, len(part), ROWS_PER_BUFFER):
        buffer = io.StringIO()
        part.iloc[start : start + ROWS_PER_BUFFER].to_csv(buffer, header=False)
        buffer.seek(0)
        cr.copy_expert(f"COPY {table} ({target}) FROM STDIN WITH (FORMAT csv)", buffer)
    cr.execute(f"ANALYZE {table}")
