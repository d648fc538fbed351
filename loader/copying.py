"""Frames into temporary tables by COPY."""

import io

from odoo.tools import SQL

ROWS_PER_BUFFER = 100_000


def copy_frame(cr, frame, table, columns):
    """Create the temporary table ``table`` and fill it with ``frame``.

    The table gets a column ``pos`` (0..n-1, the row's position) besides
    ``columns``. A column whose definition has a DEFAULT and that the frame does
    not have is filled by PostgreSQL row by row: so ids are drawn here.

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
    # Positions, not the frame's own index: the caller may have cut it in pieces.
    part = frame[given].reset_index(drop=True)
    target = ", ".join(f'"{name}"' for name in ["pos", *given])
    for start in range(0, len(part), ROWS_PER_BUFFER):
        buffer = io.StringIO()
        part.iloc[start : start + ROWS_PER_BUFFER].to_csv(buffer, header=False)
        buffer.seek(0)
        cr.copy_expert(f"COPY {table} ({target}) FROM STDIN WITH (FORMAT csv)", buffer)
    cr.execute(f"ANALYZE {table}")
