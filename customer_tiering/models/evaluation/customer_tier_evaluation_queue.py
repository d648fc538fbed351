import logging

from odoo import api, fields, models

from ...tools.exceptions import RETRY, RETRY_AFTER

_logger = logging.getLogger(__name__)
# if a worker is killed, its evaluation stays in the state running
PENDING = ("queued", "running")


class CustomerTierEvaluation(models.Model):
    """The queue of evaluations, which run one by one, and how failures are handled."""

    _inherit = "customer.tier.evaluation"

    @api.model
    def _cron_evaluate(self):
        self.env["customer.tier.scheme"]._queue_due()
        self._work_off()

    @api.model
    def _work_off(self):
        """Do everything that is pending: here and now, one by one.

        Another addon can override this to distribute the work.
        """
        self._run_pending()
        self.env["customer.tier.follower"]._run_pending()
        if self._pending() or self.env["customer.tier.follower"]._pending():
            # out of time, or another transaction interfered: tomorrow would be too late
            self.env.ref("customer_tiering.ir_cron_evaluate")._trigger(
                fields.Datetime.now() + RETRY_AFTER
            )

    @api.model
    def _pending(self):
        """Queued evaluations, and those that a killed worker left running."""
        return self.search([("state", "in", PENDING)], order="id")

    @api.model
    def _run_pending(self):
        """Run all pending evaluations.

        Each evaluation is committed separately. If one fails, it stores the reason, the
        previous tiers stay in force, and the next evaluation still runs.
        """
        commit = self.env["ir.cron"]._commit_progress
        todo = self._pending()
        commit(remaining=len(todo))
        for evaluation in todo:
            evaluation._attempt()
            if not commit(1):
                break

    def _attempt(self):
        """Run this evaluation, and store the reason if it fails.

        Commits between the stages; the caller makes the last commit. Returns the error
        if the evaluation stays pending and has to be tried again later, else None.
        """
        self.ensure_one()
        commit = self.env["ir.cron"]._commit_progress
        try:
            with self._nobody_else():
                # another worker may have done it since the list was read
                if self.state in PENDING:
                    self._run(checkpoint=commit)
                # flush here to see errors of concurrent saves
                self.env.flush_all()
        except RETRY as error:
            self.env.cr.rollback()
            _logger.info("%s will be tried again: %s", self, error)
            return error
        except Exception as error:  # stored, shown and logged
            self.env.cr.rollback()
            if self.exists():
                self._fail(error)
            else:
                _logger.info("%s was deleted with its scheme", self)
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
