import logging

from odoo import api, fields, models

from ...tools.exceptions import RETRY, RETRY_AFTER

_logger = logging.getLogger(__name__)
# a killed worker leaves its evaluation running
PENDING = ("queued", "running")


class CustomerTierEvaluation(models.Model):
    """When evaluations run, one by one, and what becomes of one that fails."""

    _inherit = "customer.tier.evaluation"

    @api.model
    def _cron_evaluate(self):
        self.env["customer.tier.scheme"]._queue_due()
        self._work_off()

    @api.model
    def _work_off(self):
        """See to it that everything pending gets done: here and now, one by one.

        Another addon may override it to spread the work.
        """
        self._run_pending()
        self.env["customer.tier.follower"]._run_pending()
        if self._pending() or self.env["customer.tier.follower"]._pending():
            # out of time, or somebody was in the way: not before tomorrow is too late
            self.env.ref("customer_tiering.ir_cron_evaluate")._trigger(
                fields.Datetime.now() + RETRY_AFTER
            )

    @api.model
    def _pending(self):
        """What is queued, and what a killed worker left running."""
        return self.search([("state", "in", PENDING)], order="id")

    @api.model
    def _run_pending(self):
        """Run what is pending.

        Each evaluation is committed for itself. One that fails says why, leaves the old
        ladder in force and does not stop the next one.
        """
        commit = self.env["ir.cron"]._commit_progress
        todo = self._pending()
        commit(remaining=len(todo))
        for evaluation in todo:
            evaluation._attempt()
            if not commit(1):
                break

    def _attempt(self):
        """Run this evaluation, and record on it why it failed.

        Commits between the stages; the last commit is the caller's. Returns the error
        for which it stays pending and has to be tried again later, or None.
        """
        self.ensure_one()
        commit = self.env["ir.cron"]._commit_progress
        try:
            with self._nobody_else():
                # another worker may have done it since the list was made
                if self.state in PENDING:
                    self._run(checkpoint=commit)
                # what somebody's save forbids is to be known here
                self.env.flush_all()
        except RETRY as error:
            self.env.cr.rollback()
            _logger.info("%s will be tried again: %s", self, error)
            return error
        except Exception as error:  # recorded, shown and logged
            self.env.cr.rollback()
            self._fail(error)
        return None

    def _fail(self, error):
        _logger.error("%s failed", self, exc_info=error)
        self.write(
            {
                "state": "failed",
                "finished_at": fields.Datetime.now(),
                "error": self._tell_error(error),
            }
        )
        self._alert_failure()
