"""Processes that run the scheduled action, and can be stopped at a place.

Each is forked from a process that has the registry and never used it, as Odoo forks its
workers. The place is a method of a model: the process says that it has come there, and
goes no further until it is told to, or killed.
"""

import multiprocessing
import signal
from dataclasses import dataclass
from pkgutil import resolve_name

CRON = "customer_tiering.ir_cron_evaluate"
# for a `Place`: where everything is read
COLLECT = "odoo.addons.customer_tiering.models.collector.reading"
PATIENCE_SECONDS = 120
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Place:
    """Before (or after) the ``call``-th call of ``method`` on ``model``.

    ``model`` is the name of a model, or where a plain class or module is found, as
    ``pkgutil.resolve_name`` takes it.
    """

    model: str
    method: str
    call: int = 1
    after: bool = False

    def __str__(self):
        when = "after" if self.after else "before"
        return f"{when} {self.method} {self.call}"

    def put_up(self, registry, stop):
        """Let the method of this process's registry call ``stop`` there."""
        known = self.model in registry
        owner = registry[self.model] if known else resolve_name(self.model)
        original = getattr(owner, self.method)
        calls = 0

        def method(records, *args, **kwargs):
            nonlocal calls
            calls += 1
            here = calls == self.call
            if here and not self.after:
                stop()
            result = original(records, *args, **kwargs)
            if here and self.after:
                stop()
            return result

        setattr(owner, self.method, method)


class Worker:
    """One process; ``work(environment, *arguments)`` is what it does.

    ``place``  where it stops, see `reached` and `go_on`
    """

    def __init__(self, database, work, *arguments, place=None):
        import odoo.sql_db

        # a connection must not be shared with a child
        odoo.sql_db.close_all()
        self.ours, theirs = FORK.Pipe()
        self.process = FORK.Process(
            target=_live, args=(theirs, database, place, work, arguments)
        )
        self.process.start()
        theirs.close()

    @property
    def pid(self):
        return self.process.pid

    def _receive(self, expected, patience=PATIENCE_SECONDS):
        assert self.ours.poll(patience), f"in vain waited for: {expected}"
        try:
            word, said = self.ours.recv()
        except EOFError:
            word, said = "end", None
        assert word == expected, f"{word} instead of {expected}: {said}"
        return said

    def reached(self):
        """Wait until it has come to its place."""
        self._receive("here")
        return self

    def go_on(self):
        self.ours.send("go on")

    def kill(self):
        """kill -9, and see that it died of it."""
        self.process.kill()
        self.process.join(PATIENCE_SECONDS)
        assert self.process.exitcode == -signal.SIGKILL

    def result(self, patience=PATIENCE_SECONDS):
        """What it returns; an error of its own fails the test."""
        said = self._receive("result", patience)
        self.process.join(PATIENCE_SECONDS)
        assert self.process.exitcode == 0
        return said

    def error(self):
        """The error that ended it, as text."""
        said = self._receive("error")
        self.process.join(PATIENCE_SECONDS)
        return said

    def outcome(self):
        """What it returns or the error that ended it, as text."""
        assert self.ours.poll(PATIENCE_SECONDS), "it does not end"
        _word, said = self.ours.recv()
        self.process.join(PATIENCE_SECONDS)
        return str(said)

    def end(self):
        """Whatever it is at: over."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join(PATIENCE_SECONDS)


def _live(pipe, database, place, work, arguments):
    from odoo import api
    from odoo.modules.registry import Registry

    def stop():
        pipe.send(("here", None))
        pipe.recv()

    registry = Registry(database)
    if place:
        place.put_up(registry, stop)
    try:
        with registry.cursor() as cr:
            result = work(api.Environment(cr, api.SUPERUSER_ID, {}), *arguments)
        pipe.send(("result", result))
    except BaseException as error:
        pipe.send(("error", f"{type(error).__name__}: {error}"))


def scheduled(env):
    """The scheduled action, as the scheduler calls it."""
    done = env.ref(CRON).method_direct_trigger()
    if done is not True:
        raise RuntimeError(done["params"]["data"]["debug"])


def to_the_end(env):
    """The same, as often as the scheduler finds something left for want of time."""
    for _ in range(5):
        scheduled(env)
        env.cr.commit()
        if not env["customer.tier.follower"]._pending():
            break


def pending(env):
    """What the scheduled action does, beside whoever runs it already."""
    env["customer.tier.evaluation"]._run_pending()
