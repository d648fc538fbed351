import time
from contextlib import contextmanager

from odoo import fields, models

from ...classification import decide
from .customer_tier_evaluation import CLOSED


class CustomerTierEvaluation(models.Model):
    """The whole way of an evaluation, on one page.

    collect → decide → settle → publish → report; the followers come later, by
    themselves. Each step takes the frame of the one before: one row per customer.
    Nothing that users see changes before the last commit.
    """

    _inherit = "customer.tier.evaluation"

    def _run(self, checkpoint=lambda: None):
        """Evaluate: read, decide, and make the result the ladder in force.

        ``checkpoint`` is called before each stage so that people see how far it is; it
        may commit. The new ladder becomes visible as a whole with the last commit,
        which is the caller's. Raises SchemeBusy when somebody else was faster.
        """
        self.ensure_one()
        self._lock_scheme()
        clock = Clock()
        if self.kind == "manual":
            self._finish(self._place_manual(clock), clock)
            return
        if self.kind == CLOSED:
            self._run_closed(checkpoint, clock)
            return
        settings = self._begin()
        with self._stage("collect", checkpoint, clock):
            collection = self._collect()
        with self._stage("classify", checkpoint, clock):
            last = self.scheme_id.last_evaluation_id
            decided = decide(collection.frame, settings, self._held_before(settings))
        with self._stage("publish", checkpoint, clock):
            self._lock_scheme(unless_changed_since=last)
            settled = self._settled(decided, settings)
            self._keep_thresholds(decided, settings)
            self._keep_replaced(last)
            published = self.env["customer.tier.publisher"]._publish(self, settled)
            self._write_result(settled, collection)
        self.scheme_id.sudo().last_evaluation_id = self
        self._finish(published, clock)

    def _begin(self):
        """Freeze the scheme's settings of the day; returns them."""
        scheme = self.scheme_id
        # a later day may have been evaluated since this one was queued
        scheme._refuse_before_last(self.as_of)
        return self._freeze(
            scheme._settings(self.as_of), scheme._window(self.as_of).first
        )

    def _freeze(self, settings, first):
        """Note the start with ``settings`` and the ``first`` day; return the former."""
        self.write(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "date_from": first,
                "settings": settings.to_plain(),
                "reading_settings": self.scheme_id._reading_settings(),
                "error": False,
            }
        )
        return settings

    @contextmanager
    def _stage(self, name, checkpoint, clock):
        self.stage = name
        checkpoint()
        yield
        clock.stop(name)

    def _finish(self, published, clock):
        """Note how it went; ``published`` holds the counts of rows and changes."""
        self.env["customer.tier.follower"]._enlist(self)
        self._note_finish(clock, published["written"], published["changes"])
        self._keep_undo()
        self._end_alert()
        self.env.registry.clear_cache()

    def _note_finish(self, clock, written, changes):
        self.write(
            {
                "state": "done",
                "stage": "finished",
                "started_at": self.started_at or fields.Datetime.now(),
                "finished_at": fields.Datetime.now(),
                "duration": clock.total(),
                "timing": clock.seconds,
                "written_count": written,
                "change_count": changes,
            }
        )


class Clock:
    """Seconds per stage, by a clock that nobody sets back."""

    def __init__(self):
        self.seconds = {}
        self._last = time.monotonic()

    def stop(self, stage):
        now = time.monotonic()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now

    def total(self):
        return round(sum(self.seconds.values()), 3)
