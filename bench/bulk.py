"""Filling large tables without indexes and foreign keys, which are created after it."""

import contextlib

INDEXES = """
SELECT i.relname, pg_get_indexdef(i.oid)
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
 WHERE x.indrelid = ANY(%s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid)
 ORDER BY 1
"""
# the keys of other tables on these tables stay, because their rows do not change
KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint
 WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
 ORDER BY 1, 2
"""


@contextlib.contextmanager
def without_indexes(cr, tables):
    """In this block, ``tables`` have no indexes and foreign keys; unique ones stay.

    Checking a key row by row takes longer than everything else about a row. With one
    join afterwards, it takes very little time. All rows are checked.
    """
    tables = list(tables)
    cr.execute(INDEXES, [tables])
    indexes = cr.fetchall()
    cr.execute(KEYS, [tables])
    keys = cr.fetchall()
    for table, name, _definition in keys:
        cr.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cr.execute(definition)
    for table, name, definition in keys:
        cr.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def vacuum(cr, *tables):
    """Commit, then vacuum as autovacuum would within minutes in normal use."""
    cr.commit()
    cr._cnx.autocommit = True
    for table in tables:
        cr.execute(f"VACUUM ANALYZE {table}")
    cr._cnx.autocommit = False
