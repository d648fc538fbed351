"""Creates indexes and foreign keys once after all rows, instead of row by row.

Two thirds of the time of a large INSERT into ``account_move`` are spent on its thirty
indexes and as many foreign keys. If they are dropped before and created again after it,
in the same transaction, this takes much less time: PostgreSQL sorts and checks all rows
at once, and refuses the whole load if a row breaks a rule. The tables are locked during
this time, so this is only for a database that nobody else uses.
"""

from contextlib import contextmanager

from odoo.tools import SQL

from loader.progress import silent_step

TABLES = ("account_move", "account_move_line", "account_partial_reconcile")


@contextmanager
def rebuilt_indexes(cr, step=silent_step):
    """Run the block without the indexes and foreign keys of TABLES, then create them.

    If the block fails, the caller rolls back and nothing has changed.
    """
    keys = _foreign_keys(cr)
    indexes = _indexes(cr)
    for table, name, _definition in keys:
        cr.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    yield
    with step("building indexes, checking references"):
        # Names and definitions are PostgreSQL's own words.
        cr.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cr.execute(definition)
        for table, name, definition in keys:
            cr.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _foreign_keys(cr):
    cr.execute(
        SQL(
            """
            SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
              FROM pg_constraint
             WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
             ORDER BY conrelid, conname
            """,
            list(TABLES),
        )
    )
    return cr.fetchall()


def _indexes(cr):
    """All indexes except those of a constraint (the primary key)."""
    cr.execute(
        SQL(
            """
            SELECT index.indexrelid::regclass::text,
                   pg_get_indexdef(index.indexrelid)
              FROM pg_index index
             WHERE index.indrelid::regclass::text = ANY(%s)
               AND NOT EXISTS (
                   SELECT FROM pg_constraint WHERE conindid = index.indexrelid
               )
             ORDER BY 1
            """,
            list(TABLES),
        )
    )
    return [(name.strip('"'), definition) for name, definition in cr.fetchall()]
