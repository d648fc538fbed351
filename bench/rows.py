"""INSERT … SELECT based on a row that Odoo has created."""

import json


def columns_of(cr, table):
    cr.execute(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [name for (name,) in cr.fetchall()]


def insert_like(cr, table, model_row, source, values):
    """Insert one row per row of ``source``.

    :param table: name of the table, trusted
    :param model_row: ``{column: value}`` of a row of it, JSON-like; the id is ignored
    :param source: FROM clause, trusted SQL
    :param values: ``{column: SQL expression}`` for columns that differ, trusted
    """
    names = [name for name in columns_of(cr, table) if name != "id" or "id" in values]
    chosen = ", ".join(values.get(name, f'model."{name}"') for name in names)
    target = ", ".join(f'"{name}"' for name in names)
    cr.execute(
        f"INSERT INTO {table} ({target}) SELECT {chosen} FROM {source}"
        f" CROSS JOIN jsonb_populate_record(NULL::{table}, %s::jsonb) model",
        [json.dumps(model_row)],
    )
    # PostgreSQL plans the later checks of foreign keys with these statistics
    cr.execute(f"ANALYZE {table}")


def highest(cr, table):
    cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    return cr.fetchone()[0]


def continue_ids(cr, *tables):
    """Set the sequences of the tables to continue after the highest ids."""
    for table in tables:
        cr.execute(
            f"SELECT setval('{table}_id_seq',"
            f" GREATEST((SELECT MAX(id) FROM {table}), 1))"
        )
