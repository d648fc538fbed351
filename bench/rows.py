"""INSERT … SELECT in the likeness of one row that Odoo itself has made."""

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
    :param model_row: ``{column: value}`` of a row of it, JSON-like; its id is ignored
    :param source: FROM clause, trusted SQL
    :param values: ``{column: SQL expression}`` of what differs, trusted
    """
    names = [name for name in columns_of(cr, table) if name != "id" or "id" in values]
    chosen = ", ".join(values.get(name, f'model."{name}"') for name in names)
    target = ", ".join(f'"{name}"' for name in names)
    cr.execute(
        f"INSERT INTO {table} ({target}) SELECT {chosen} FROM {source}"
        f" CROSS JOIN jsonb_populate_record(NULL::{table}, %s::jsonb) model",
        [json.dumps(model_row)],
    )
    # the checks of foreign keys to come are planned by these statistics
    cr.execute(f"ANALYZE {table}")


def highest(cr, table):
    cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    return cr.fetchone()[0]


def continue_ids(cr, *tables):
    """Let the sequences of the tables go on behind the ids that were given."""
    for table in tables:
        cr.execute(
            f"SELECT setval('{table}_id_seq',"
            f" GREATEST((SELECT MAX(id) FROM {table}), 1))"
        )
