"""Several statements at once, all of the same moment: each on its own connection."""

import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

import psycopg2
from psycopg2.pool import PoolError

from odoo.sql_db import db_connect
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


def read_at_once(cr, tasks, connections=1):
    """``{name: result}`` of the ``tasks``, in their order.

    A transaction with changes that are not committed reads alone, because nobody else
    sees them. So it does if PostgreSQL has no connection left.

    :param cr: cursor of the caller
    :param tasks: ``{name: function of a cursor}``; a task only reads. They start in
        their order, so the longest comes first
    :param connections: how many may read at a time, that of ``cr`` included
    :return: dict. The first error of a task is raised when none of them runs any more
    """
    results, todo = {}, iter(tasks.items())

    def work(cursor):
        # One core for each connection: PostgreSQL would take more of them. Of two, the
        # slowest saves take twice as long (docs/SCALING.md)
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        try:
            for name, task in todo:
                results[name] = task(cursor)
        finally:
            # after an error, nobody starts what is left
            deque(todo, maxlen=0)

    with _beside(cr, min(connections, len(tasks)) - 1) as cursors:
        if not cursors:
            work(cr)
        else:
            _share(work, cr, cursors)
    return {name: results[name] for name in tasks}


def _share(work, cr, cursors):
    """Let ``cr`` and the ``cursors`` do the ``work``, each in its own thread."""
    with ThreadPoolExecutor(len(cursors)) as pool:
        others = [pool.submit(work, cursor) for cursor in cursors]
        try:
            work(cr)
        except BaseException:
            for cursor in cursors:
                cursor.connection.cancel()
            raise
        for other in others:
            other.result()


@contextmanager
def _beside(cr, count):
    """Cursors of ``count`` more connections that see exactly what ``cr`` sees."""
    with ExitStack() as stack:
        cursors = []
        if count > 0 and not _has_changes(cr):
            cr.execute("SELECT pg_export_snapshot()")
            (moment,) = cr.fetchone()
            server = db_connect(cr.dbname, readonly=cr.readonly)
            try:
                for _place in range(count):
                    cursor = stack.enter_context(closing(server.cursor()))
                    cursors.append(cursor)
            except (PoolError, psycopg2.OperationalError) as error:
                _logger.info("No more connections to read with: %s", error)
            for cursor in cursors:
                cursor.execute(SQL("SET TRANSACTION SNAPSHOT %s", moment))
        yield cursors


def _has_changes(cr):
    cr.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
    return cr.fetchone()[0]
