"""Connections beside each other, as two people's requests have them."""

import threading
import time
from contextlib import contextmanager


@contextmanager
def session(registry):
    """An environment on a connection of its own; nothing is kept but what commits."""
    from odoo import api

    with registry.cursor() as cr:
        yield api.Environment(cr, api.SUPERUSER_ID, {})
        cr.rollback()


def waiting(registry):
    """Whether some connection waits for a row that another one holds."""
    with session(registry) as env:
        env.cr.execute(
            "SELECT COUNT(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(env.cr.fetchone()[0])


class Request(threading.Thread):
    """A request of another person: ``work(env)``, repeated and committed by Odoo.

    ``tries`` counts how often PostgreSQL had it done, ``error`` is what it ended with.
    ``prepare(env)`` comes first: what the transaction has seen before it works.
    """

    def __init__(self, registry, work, prepare=None):
        super().__init__()
        self.registry, self.work, self.prepare = registry, work, prepare
        self.tries, self.error = 0, None

    def run(self):
        from odoo.service.model import retrying

        with session(self.registry) as env:

            def work():
                self.tries += 1
                self.work(env)

            try:
                if self.prepare:
                    self.prepare(env)
                retrying(work, env)
                env.cr.commit()
            # handed to the test, which looks at it
            except Exception as error:
                self.error = error

    def until_it_waits(self):
        """Start it, and come back when it waits for a row of another connection."""
        self.start()
        until = time.monotonic() + 30
        while not waiting(self.registry):
            assert self.is_alive() and time.monotonic() < until, "it did not wait"
            time.sleep(0.05)
