"""Indexes and foreign keys made once after the rows instead of row by row.

Two thirds of the time of a large INSERT into ``account_move`` go into its thirty
indexes and as many foreign keys. Dropped before and made again afterwards, in the
same transaction, they cost a fraction: PostgreSQL then sorts and checks all rows
at once, and refuses the whole load if one of them breaks a rule. The tables are locked
meanwhile, so this is for a database that nobody else is using.
"""

from contextlib import contextmanager

from odoo.tools import SQL

from loader.progress import silent_step

TABLES = ("account_move", "account_move_line", "account_partial_reconcile")


@contextmanager
def rebuilt_indexes(cr, step=silent_step):
    """Run the block without the indexes and foreign keys of TABLES; make them again.

    If the block fails, the caller rolls back, and nothing has happened.
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
    """All but those that a constraint (the primary key) stands on."""
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
