from contextlib import contextmanager
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.exceptions import RETRY_AFTER
from odoo.addons.queue_job.exception import RetryableJobError

# a step takes seconds; who waits for it must not keep the next one waiting
SOON = timedelta(seconds=5)
STEP = "customer_tiering_queue_job.step"


class CustomerTierScheme(models.Model):
    """A scheme is worked on step by step, each step a job that enqueues the next.

    A step is one evaluation or, when none is pending, one batch of one follower. So the
    order is that of the scheduled action, while different schemes, and with them
    companies, are worked on by as many workers and hosts as the channel lets.
    """

    _inherit = "customer.tier.scheme"

    def _enqueue_step(self):
        """One more step for each scheme, unless one waits to be started already."""
        for scheme in self:
            # the company that the job is shown to; the step itself knows its own
            scheme.with_context(company_id=scheme.company_id.id).with_delay(
                identity_key=f"{STEP}:{scheme.id}",
                description=self.env._("Work on “%(scheme)s”", scheme=scheme.name),
            )._job_step()

    def _job_step(self):
        """Do the next step and enqueue the one after it; returns what was done.

        Of a worker that is killed nothing more is lost than its step: the queue starts
        the job anew, and the states of evaluation and follower say what is left.
        Raises RetryableJobError beside somebody else who is at the scheme.
        """
        if not self.exists():
            return None
        with self._alone():
            step = self._next_step()
            if step._name == "customer.tier.evaluation":
                reason = step._attempt()
            elif step and not step._attempt_batch() and step.state == "pending":
                reason = step
            else:
                reason = None
            if reason:
                raise _later(reason, RETRY_AFTER)
            if self._next_step():
                self._enqueue_step()
            # before the next job may begin, which may be elsewhere
            self.env["ir.cron"]._commit_progress()
            return str(step) if step else None

    def _next_step(self):
        """The oldest pending evaluation, else follower of this scheme, else nothing."""
        evaluations = self.env["customer.tier.evaluation"]._pending()
        followers = self.env["customer.tier.follower"]._pending()
        return (
            evaluations.filtered(lambda e: e.scheme_id == self)[:1]
            or followers.filtered(lambda f: f.evaluation_id.scheme_id == self)[:1]
        )

    @contextmanager
    def _alone(self):
        """Only one job at a time inside, per scheme; RetryableJobError for another.

        By a connection of its own, since the step commits on the way. A kill ends it.
        """
        with self.env.registry.cursor() as guard:
            guard.execute(
                SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", STEP, self.id)
            )
            if not guard.fetchone()[0]:
                raise _later("another job works on the scheme", SOON)
            yield


def _later(reason, delay):
    """To be raised: the job comes again after ``delay``, however often that takes."""
    return RetryableJobError(str(reason), int(delay.total_seconds()), ignore_retry=True)
